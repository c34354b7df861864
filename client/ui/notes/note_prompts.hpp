// A note in questions, for a moment in which it is hard to begin: what happened, how strong it was, what one did, what
// comes next. Pure: answers in, the next question out. An answer may stay away; what was answered before is offered
// again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/ui/view.hpp"

namespace holdfast::ui {

class NotePrompts {
  public:
    /// `begun`: the answers of a note that was interrupted.
    explicit NotePrompts(std::vector<std::string> begun = {});

    [[nodiscard]] bool done() const noexcept;
    /// Precondition: not done. Safe words.
    [[nodiscard]] std::string question() const;
    /// One line. Empty: it was taken. Otherwise why not, and the same question stands.
    [[nodiscard]] Lines answer(std::string_view line);

    [[nodiscard]] const std::vector<std::string>& answers() const noexcept { return answers_; }
    /// The note they make; empty without an answer.
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::string> answers_;
    std::size_t at_ = 0;
};

}  // namespace holdfast::ui

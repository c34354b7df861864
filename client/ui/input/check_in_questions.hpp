// A check-in in questions: a few numbers, feelings, a note. Pure: answers in, what is said about them and the next
// question out. A wrong answer is asked again; what was answered before is offered again.
#pragma once

#include <string>
#include <string_view>

#include "client/ui/view.hpp"
#include "protocol/wire/payload.hpp"

namespace holdfast::ui {

class CheckInQuestions {
  public:
    /// `begun`: the answers of a check-in that was interrupted.
    explicit CheckInQuestions(wire::CheckIn begun = {}) : check_in_{std::move(begun)} {}

    [[nodiscard]] bool done() const noexcept;
    /// Precondition: not done. Safe words.
    [[nodiscard]] std::string question() const;
    /// One line. Empty: it was taken. Otherwise why not, and the same question stands. An empty answer keeps what is
    /// there; "-" leaves it out.
    [[nodiscard]] Lines answer(std::string_view line);

    /// An answer to the note that was not ended: what is written of it counts. To other questions it is none.
    void add_unfinished(std::string_view line);

    [[nodiscard]] const wire::CheckIn& check_in() const noexcept { return check_in_; }

  private:
    [[nodiscard]] Lines take_rating(std::string_view answer);

    wire::CheckIn check_in_;
    std::size_t at_ = 0;
};

}  // namespace holdfast::ui

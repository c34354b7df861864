// The check-in that is due, in questions: the numbers of the agreed version, feelings, a note. Pure: answers in, what
// is said about them and the next question out. Each can be left out; what was answered before is offered again.
#pragma once

#include <string>
#include <string_view>

#include "client/ui/view.hpp"
#include "protocol/wire/rhythm.hpp"

namespace holdfast::ui {

class DueQuestions {
  public:
    /// `begun`: answers that were interrupted. Of those to another check-in only the note is kept.
    DueQuestions(const client::DueView& due, const std::optional<wire::RhythmCheckIn>& begun);

    [[nodiscard]] bool done() const noexcept { return at_ >= terms_.items.size() + 2; }
    /// Precondition: not done. Safe words.
    [[nodiscard]] std::string question() const;
    /// One line. Empty: it was taken. Otherwise why not, and the same question stands.
    [[nodiscard]] Lines answer(std::string_view line);
    /// An answer to the note that was not ended: what is written of it counts.
    void add_unfinished(std::string_view line);

    [[nodiscard]] const wire::RhythmCheckIn& answers() const noexcept { return answers_; }

  private:
    [[nodiscard]] bool at_item() const noexcept { return at_ < terms_.items.size(); }
    [[nodiscard]] bool at_feelings() const noexcept { return at_ == terms_.items.size(); }
    [[nodiscard]] std::string item_question() const;
    [[nodiscard]] std::string feelings_question() const;
    [[nodiscard]] Lines take_number(std::string_view given);
    [[nodiscard]] Lines take_feelings(std::string_view given);
    [[nodiscard]] Lines take_note(std::string_view given);
    void leave_out(std::uint32_t id);
    /// Past what is not asked.
    void advance();

    wire::RhythmTerms terms_;
    wire::RhythmCheckIn answers_;
    std::size_t at_ = 0;
};

/// Answers by the names of their items, for those who give them without being asked. Errors: not_due (a name that is
/// not asked, or more than once).
[[nodiscard]] Result<wire::RhythmCheckIn> answers_by_name(const client::DueView& due, const wire::CheckIn& given);

}  // namespace holdfast::ui

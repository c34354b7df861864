// A rhythm of check-ins in questions: when, and what is asked. Pure: answers in, what is said about them and the next
// question out. A wrong answer is asked again; what is there stays with Enter, and "-" leaves it out. An item that is
// given another name or other words stays the same item.
#pragma once

#include <string>
#include <string_view>

#include "client/ui/view.hpp"
#include "protocol/wire/rhythm.hpp"

namespace holdfast::ui {

/// Days as people name them (parse_days()) as bits, Monday's the lowest; empty for anything else.
[[nodiscard]] std::optional<std::uint8_t> weekday_bits(std::string_view words);
class RhythmQuestions {
  public:
    /// `begun`: the rhythm in force, or what was interrupted.
    explicit RhythmQuestions(wire::RhythmTerms begun) : terms_{std::move(begun)} {}

    [[nodiscard]] bool done() const noexcept { return at_ == At::end; }
    /// Precondition: not done. Safe words.
    [[nodiscard]] std::string question() const;
    /// One line. Empty: it was taken. Otherwise why not, and the same question stands.
    [[nodiscard]] Lines answer(std::string_view line);

    /// As far as it is answered.
    [[nodiscard]] const wire::RhythmTerms& terms() const noexcept { return terms_; }

  private:
    enum class At { days, times, zone, minutes, name, question, low, high, feelings, choice, note, end };

    [[nodiscard]] Lines take_when(std::string_view given);
    [[nodiscard]] Lines take_name(std::string_view given);
    [[nodiscard]] Lines take_words(std::string_view given);
    [[nodiscard]] Lines take_feelings(std::string_view given);
    [[nodiscard]] Lines take_note(std::string_view given);
    [[nodiscard]] std::string item_question() const;
    void next_item();

    wire::RhythmTerms terms_;
    At at_ = At::days;
    std::size_t item_ = 0;
};

}  // namespace holdfast::ui

// An experiment in questions: what is expected and how sure, the plan, when; or what happened, or what was learned.
// Pure: answers in, what is said about them and the next question out. A wrong answer is asked again; what was answered
// before stays with Enter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/view.hpp"

namespace holdfast::ui {

class ExperimentQuestions {
  public:
    /// A new one, or another version; `today` is where the person is.
    ExperimentQuestions(client::ExperimentWords begun, const Date& today);
    /// A step of the one with this scale.
    ExperimentQuestions(client::ExperimentWords begun, wire::ExperimentPart part, std::string unit);

    [[nodiscard]] bool done() const noexcept { return at_ >= asked_.size(); }
    /// Precondition: not done. Safe words.
    [[nodiscard]] std::string question() const;
    /// One line. Empty: it was taken. Otherwise why not, and the same question stands.
    [[nodiscard]] Lines answer(std::string_view line);
    /// Of a question that takes words: what was typed and not ended counts.
    void add_unfinished(std::string_view line);

    [[nodiscard]] const client::ExperimentWords& words() const noexcept { return words_; }

  private:
    enum class Ask { expected, sure, plan, dates, happened, came_true, learned };

    [[nodiscard]] Lines take_words(std::string& place, std::string_view given);
    [[nodiscard]] Lines take_number(std::string_view given);
    [[nodiscard]] Lines take_result(std::string_view given);
    [[nodiscard]] Lines take_dates(std::string_view given);

    client::ExperimentWords words_;
    std::vector<Ask> asked_;
    std::string unit_;
    Date today_;
    std::size_t at_ = 0;
};

/// "80" and "80%" say how sure somebody is; "10 minutes" is a number of what it counts. Empty for anything else, and
/// for what is out of range.
struct TypedQuantity {
    std::uint32_t number = 0;
    std::string unit;
    friend bool operator==(const TypedQuantity&, const TypedQuantity&) = default;
};
[[nodiscard]] std::optional<TypedQuantity> parse_quantity(std::string_view text);
/// A number on a scale that is known: "20", or "20 minutes" where that is its unit.
[[nodiscard]] std::optional<std::uint32_t> parse_on_scale(std::string_view text, const std::string& unit);

/// As it would be sent; dates that are missing are not ok().
[[nodiscard]] wire::Experiment experiment_from(const client::ExperimentWords& words, const MessageId& of);
[[nodiscard]] client::ExperimentWords words_from(const wire::Experiment& experiment);

}  // namespace holdfast::ui

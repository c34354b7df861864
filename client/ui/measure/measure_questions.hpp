// A questionnaire in questions, one at a time. Pure: answers in, what is said about them and the next question out. A
// wrong answer is asked again, none is left out by an empty line, and one can be gone back to.
#pragma once

#include <string_view>

#include "client/ui/view.hpp"
#include "protocol/wire/measure.hpp"

namespace holdfast::ui {

class MeasureQuestions {
  public:
    /// `begun`: the answers up to where it was left. `measure` must outlive this.
    MeasureQuestions(const wire::Measure& measure, wire::MeasureChosen begun);

    /// Before the first question: what it is about and how to answer; where it was begun, that it goes on.
    [[nodiscard]] Lines beginning() const;
    [[nodiscard]] bool done() const noexcept { return chosen_.size() == measure_.items.size(); }
    /// Precondition of these four: not done.
    [[nodiscard]] Lines item() const;  ///< the question and its choices
    [[nodiscard]] std::string prompt() const;
    [[nodiscard]] bool asks_about_self_harm() const;
    /// One line. Empty: it was taken. Otherwise why not, and the same question stands.
    [[nodiscard]] Lines answer(std::string_view line);

    /// Whether the answer given last is one about harming oneself, other than the lowest.
    [[nodiscard]] bool told_of_self_harm() const;
    /// One for each question up to the next one.
    [[nodiscard]] const wire::MeasureChosen& chosen() const noexcept { return chosen_; }

  private:
    [[nodiscard]] std::string values() const;

    const wire::Measure& measure_;
    wire::MeasureChosen chosen_;
};

}  // namespace holdfast::ui

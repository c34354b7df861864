// A coping plan in questions: the therapist's steps and note, or the client's own words in the steps there are. Pure:
// answers in, what is said about them and the next question out. A wrong answer is asked again; what is there stays
// with Enter, and "-" leaves it out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/ui/view.hpp"
#include "protocol/wire/coping_plan.hpp"

namespace holdfast::ui {

class PlanQuestions {
  public:
    enum class Of { whole_plan, own_words };

    /// `begun`: the newest plan, or what was interrupted.
    PlanQuestions(Of what, client::CopingPlanDraft begun);

    [[nodiscard]] bool done() const noexcept { return at_ == At::end; }
    /// Precondition: not done. Safe words.
    [[nodiscard]] std::string question() const;
    /// One line. Empty: it was taken. Otherwise why not, and the same question stands.
    [[nodiscard]] Lines answer(std::string_view line);

    /// As far as it is answered.
    [[nodiscard]] const client::CopingPlanDraft& plan() const noexcept { return plan_; }

  private:
    enum class At { heading, words, note, end };

    [[nodiscard]] Lines take_heading(std::string_view given);
    [[nodiscard]] Lines take_words(std::string_view given);
    [[nodiscard]] Lines take_note(std::string_view given);
    void next_step();

    Of what_;
    client::CopingPlanDraft plan_;
    At at_ = At::heading;
    std::size_t step_ = 0;
};

}  // namespace holdfast::ui

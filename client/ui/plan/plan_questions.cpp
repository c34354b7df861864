#include "client/ui/plan/plan_questions.hpp"

#include "client/ui/input/question_words.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::ui {
PlanQuestions::PlanQuestions(Of what, client::CopingPlanDraft begun)
    : what_{what}, plan_{std::move(begun)}, at_{what == Of::own_words ? At::words : At::heading}
{
    if (what_ == Of::own_words && plan_.steps.empty()) at_ = At::end;
}

std::string PlanQuestions::question() const
{
    const auto number = std::to_string(step_ + 1);
    const bool is_new = step_ >= plan_.steps.size();
    if (at_ == At::note)
        return keeping("A note of yours for the time in which nobody reads, in a few sentences", plan_.note);
    if (at_ == At::heading && is_new)
        return "Step " + number + ", what it is about" +
               (step_ == 0 ? ", such as: What helps first" : " (Enter: there are no more steps)");
    const auto& step = plan_.steps[step_];
    if (at_ == At::heading)
        return "Step " + number + ", what it is about (Enter keeps \"" + sanitize_line(step.heading) +
               "\", - leaves the step out)";
    return keeping(number + ". " + sanitize_line(step.heading) +
                       (what_ == Of::own_words ? ". In your words" : ". In the words of your client"),
                   step.words);
}

Lines PlanQuestions::answer(std::string_view line)
{
    const auto given = trimmed(line);
    if (!given.empty() && given != "-")
        if (const auto unusable = unusable_words(given)) return {*unusable};
    if (at_ == At::heading) return take_heading(given);
    if (at_ == At::words) return take_words(given);
    return take_note(given);
}

Lines PlanQuestions::take_heading(std::string_view given)
{
    if (auto too_long = too_long_for(given, wire::max_plan_heading_bytes); !too_long.empty()) return too_long;
    const bool is_new = step_ >= plan_.steps.size();
    if (is_new && (given.empty() || given == "-")) {
        if (step_ == 0) return {"A plan has one step at least."};
        at_ = At::note;
    } else if (given == "-") {
        plan_.steps.erase(plan_.steps.begin() + static_cast<std::ptrdiff_t>(step_));
    } else {
        if (is_new) plan_.steps.emplace_back();
        put_answer(plan_.steps[step_].heading, given);
        at_ = At::words;
    }
    return {};
}

Lines PlanQuestions::take_words(std::string_view given)
{
    if (auto too_long = too_long_for(given, wire::max_plan_words_bytes); !too_long.empty()) return too_long;
    put_answer(plan_.steps[step_].words, given);
    next_step();
    return {};
}

Lines PlanQuestions::take_note(std::string_view given)
{
    if (auto too_long = too_long_for(given, wire::max_plan_note_bytes); !too_long.empty()) return too_long;
    put_answer(plan_.note, given);
    at_ = At::end;
    return {};
}

void PlanQuestions::next_step()
{
    ++step_;
    if (what_ == Of::own_words)
        at_ = step_ < plan_.steps.size() ? At::words : At::end;
    else
        at_ = step_ < wire::max_plan_steps ? At::heading : At::note;
}

}  // namespace holdfast::ui

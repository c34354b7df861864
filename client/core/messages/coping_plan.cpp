#include "client/core/messages/coping_plan.hpp"

#include <algorithm>

#include "client/core/messages/agree.hpp"
#include "client/core/messages/compose.hpp"
#include "client/core/plan/plans.hpp"
#include "protocol/identity/coping_plan.hpp"

namespace holdfast::client {
namespace {

/// A device that was restored does not know which versions there were.
constexpr std::uint32_t first_after_restore = 1001;

constexpr const char* newer_plan_came =
    "A newer plan has come since this one was shown. Nothing was answered; read the new one: /plan, or holdfast plan";

std::uint32_t next_version(const Conversation& conversation, const std::optional<CopingPlanView>& newest)
{
    if (newest) return newest->version + 1;
    return conversation.restored ? first_after_restore : 1;
}

/// Words that are those of the plan are none of one's own.
std::vector<std::string> own_words(const State& state, const command::AnswerCopingPlan& order)
{
    const auto row =
        state.plans.find([&](const PlanVersion& version) { return session::plan_hash(version.plan) == order.plan; });
    const auto steps = wire::decode<wire::PlanText>(state.plans.at(*row).plan.body).value().steps;
    const bool same = std::ranges::equal(order.words, steps, {}, {}, &wire::PlanStep::words);
    return same ? std::vector<std::string>{} : order.words;
}

}  // namespace

void set_coping_plan(Step& step, Ticket ticket, const command::SetCopingPlan& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    if (!step.state.mine(*conversation)) return step.answer(ticket, Errc::therapists_only);
    if (const auto fits = session::check_plan(order.note, order.steps); fits.has_error())
        return step.answer(ticket, fits.errc());
    const auto newest = newest_plan(step.state, order.conversation);
    const auto today = owners_today(step);
    const wire::PlanText text{order.conversation,
                              step.state.account->id,
                              next_version(*conversation, newest),
                              newest ? std::max(today, newest->made) : today,
                              order.note,
                              order.steps};
    const auto plan = session::sign_plan(step.state.keys->identity, text);
    const auto message = write_message(step, ticket, order.conversation, wire::CopingPlan{plan});
    if (message) note_own_plan(step.state, order.conversation, plan, *message);
}

void answer_coping_plan(Step& step, Ticket ticket, const command::AnswerCopingPlan& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    if (step.state.mine(*conversation)) return step.answer(ticket, Errc::not_allowed);
    const auto newest = newest_plan(step.state, order.conversation);
    if (!newest) return step.answer(ticket, Errc::not_found);
    if (newest->hash != order.plan) return step.answer(ticket, hours::PlacedError{Errc::not_found, 0, newer_plan_came});
    if (const auto fits = session::check_plan_words(order.words); fits.has_error())
        return step.answer(ticket, fits.errc());
    if (!order.words.empty() && order.words.size() != newest->steps.size())
        return step.answer(ticket, Errc::out_of_range);
    const wire::PlanWord word{order.conversation, step.state.account->id,       order.plan,
                              order.agreed,       own_words(step.state, order), order.on};
    if (newest->word && newest->word->agreed == word.agreed && newest->word->words == word.words)
        return step.answer(ticket, Errc::nothing_changed);
    const auto message =
        write_message(step, ticket, order.conversation,
                      wire::CopingPlanAnswer{session::sign_plan_word(step.state.keys->identity, word)});
    if (message) note_own_plan_word(step.state, word, *message);
}

void save_coping_plan(Step& step, Ticket ticket, const command::SaveCopingPlan& order)
{
    if (!step.state.conversation(order.conversation)) return step.answer(ticket, Errc::not_found);
    if (const auto fits = check_draft(PlanDraft{order.conversation, order.note, order.steps}); fits.has_error())
        return step.answer(ticket, fits.errc());
    set_plan_draft(step.state, order.conversation, {order.note, order.steps});
    step.answer(ticket);
}

}  // namespace holdfast::client

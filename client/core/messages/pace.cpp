#include "client/core/messages/pace.hpp"

#include <algorithm>

#include "client/core/messages/compose.hpp"
#include "client/core/newest_answer.hpp"

namespace holdfast::client {
namespace {

/// Hours without an end have no windows to count in.
constexpr std::chrono::hours endless_window{24};

/// Of a conversation's own chain where its newest version has one, else of the base.
std::optional<wire::Pace> proposed(const State& state, const Conversation& conversation)
{
    std::optional<wire::Pace> pace;
    const auto& owner = conversation.roster.owner;
    for (const auto& name : {ChainName{owner, std::nullopt}, ChainName{owner, conversation.id}}) {
        const auto* chain = state.hours.chain(name);
        if (chain && !chain->links().empty() && chain->links().back().version.pace)
            pace = chain->links().back().version.pace;
    }
    if (pace == wire::Pace{}) return std::nullopt;
    return pace;
}

std::optional<Row> word_row(const State& state, const ConversationId& id)
{
    return state.pace_words.find([&](const PaceWord& word) { return word.conversation == id; });
}

PaceConsent consent_to(const State& state, const ConversationId& id, const wire::Pace& pace)
{
    const auto row = word_row(state, id);
    if (!row || state.pace_words.at(*row).pace != pace) return PaceConsent::none;
    return state.pace_words.at(*row).agreed ? PaceConsent::agreed : PaceConsent::declined;
}

/// Own messages that are read in the same window as one that is sent now.
std::size_t written_in_window(const State& state, const Conversation& conversation, Instant now)
{
    state.entries.reach_back(now - endless_window);
    const auto& facts = state.entries.of(conversation.id);
    const auto promise = state.promise_at(conversation, now);
    if (!promise) return facts.paced_unpromised;
    if (!promise->by)
        return static_cast<std::size_t>(facts.paced_written.end() - facts.paced_written.after(now - endless_window));
    const auto found = facts.paced.find(promise->by);
    return found == facts.paced.end() ? 0 : found->second;
}

void keep_word(State& state, const ConversationId& id, const wire::Pace& pace, bool agreed)
{
    if (const auto row = word_row(state, id)) state.pace_words.erase(*row);
    state.pace_words.add({id, pace, agreed});
}

/// Characters as people count them, near enough: code points.
std::size_t characters_in(std::string_view text) noexcept
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace

std::optional<PaceView> pace_of(const State& state, const Conversation& conversation, Instant now)
{
    const auto pace = proposed(state, conversation);
    if (!pace) return std::nullopt;
    return PaceView{*pace, consent_to(state, conversation.id, *pace), written_in_window(state, conversation, now)};
}

bool PaceView::is_over(std::string_view text) const noexcept
{
    return (pace.messages > 0 && written >= pace.messages) ||
           (pace.characters > 0 && characters_in(text) > pace.characters);
}

std::size_t PaceView::characters(std::string_view text) noexcept { return characters_in(text); }

bool is_over_pace(const State& state, const Conversation& conversation, std::string_view text, Instant now)
{
    if (state.mine(conversation)) return false;
    const auto view = pace_of(state, conversation, now);
    return view && view->consent == PaceConsent::agreed && view->is_over(text);
}

void answer_pace(Step& step, Ticket ticket, const command::AnswerPace& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    if (step.state.mine(*conversation)) return step.answer(ticket, Errc::not_allowed);
    const auto pace = proposed(step.state, *conversation);
    if (!pace) return step.answer(ticket, Errc::not_found);
    const auto wanted = order.agreed ? PaceConsent::agreed : PaceConsent::declined;
    if (consent_to(step.state, order.conversation, *pace) == wanted) return step.answer(ticket, Errc::nothing_changed);
    if (write_message(step, ticket, order.conversation, wire::PaceAnswer{*pace, order.agreed}))
        keep_word(step.state, order.conversation, *pace, order.agreed);
}

void forget_pace(State& state, const Entry& entry)
{
    if (!std::holds_alternative<wire::PaceAnswer>(entry.body)) return;
    if (const auto standing = newest_answer<wire::PaceAnswer>(state, entry.conversation)) {
        const auto& answer = std::get<wire::PaceAnswer>(standing->body);
        keep_word(state, entry.conversation, answer.pace, answer.agreed);
    } else if (const auto row = word_row(state, entry.conversation)) {
        state.pace_words.erase(*row);
    }
}

void note_pace(State& state, const ConversationId& conversation, const wire::PaceAnswer& answer)
{
    keep_word(state, conversation, answer.pace, answer.agreed);
}

}  // namespace holdfast::client

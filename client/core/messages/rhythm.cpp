#include "client/core/messages/rhythm.hpp"

#include <algorithm>

#include "client/core/messages/compose.hpp"
#include "client/core/rhythm/due_check_ins.hpp"
#include "client/core/rhythm/rhythms.hpp"
#include "protocol/hours/zone/zone.hpp"
#include "protocol/identity/rhythm.hpp"

namespace holdfast::client {
namespace {

/// A device that was restored does not know which versions there were.
constexpr std::uint32_t first_after_restore = 1001;

constexpr const char* newer_rhythm_came =
    "A newer proposal has come since this one was shown. Nothing was answered; read the new one: /rhythm, or holdfast "
    "rhythm";

/// Random, so that two items of two people are never taken for one.
std::uint32_t new_item_id(Step& step)
{
    const auto id = step.random.id<MessageId>();
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < sizeof(number); ++i)
        number = (number << 8U) | std::to_integer<std::uint32_t>(id.value.at(i));
    return number == 0 ? 1 : number;
}

std::uint32_t next_version(const Conversation& conversation, const RhythmTimeline& timeline)
{
    if (!timeline.versions.empty()) return timeline.versions.back().version + 1;
    return conversation.restored ? first_after_restore : 1;
}

bool is_known_already(const RhythmTimeline& timeline, const wire::RhythmTerms& terms)
{
    return std::ranges::any_of(timeline.versions, [&](const RhythmView& one) {
        const bool stands = one.stage == RhythmStage::in_force || (one.mine && one.stage == RhythmStage::proposed);
        return stands && one.terms == terms;
    });
}

/// The conversation, where this account is its client; otherwise the order is answered.
const Conversation* as_client(Step& step, Ticket ticket, const ConversationId& id)
{
    const auto* conversation = step.state.conversation(id);
    if (!conversation) return step.answer(ticket, Errc::not_found), nullptr;
    if (step.state.mine(*conversation)) return step.answer(ticket, Errc::not_allowed), nullptr;
    return conversation;
}

void say(Step& step, Ticket ticket, const ConversationId& id, const Digest& rhythm, wire::RhythmSays says, Date on)
{
    const wire::RhythmWord word{id, step.state.account->id, rhythm, says, on};
    const auto message =
        write_message(step, ticket, id, wire::RhythmAnswer{session::sign_rhythm_word(step.state.keys->identity, word)});
    if (message) note_own_rhythm_word(step.state, word, *message);
}

}  // namespace

void propose_rhythm(Step& step, Ticket ticket, const command::ProposeRhythm& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    auto terms = order.terms;
    for (auto& item : terms.items)
        if (item.id == 0) item.id = new_item_id(step);
    if (const auto fits = session::check_rhythm(terms); fits.has_error()) return step.answer(ticket, fits.errc());
    if (hours::TimeZone::find(terms.zone).has_error()) return step.answer(ticket, Errc::unknown_zone);
    const auto timeline = rhythm_timeline(step.state, order.conversation);
    if (is_known_already(timeline, terms)) return step.answer(ticket, Errc::nothing_changed);
    const auto text = session::sign_rhythm(
        step.state.keys->identity, {order.conversation, step.state.account->id, next_version(*conversation, timeline),
                                    order.on, std::move(terms)});
    const auto message = write_message(step, ticket, order.conversation, wire::Rhythm{text});
    if (message) note_own_rhythm(step.state, order.conversation, text, *message);
}

void answer_rhythm(Step& step, Ticket ticket, const command::AnswerRhythm& order)
{
    if (!step.state.conversation(order.conversation)) return step.answer(ticket, Errc::not_found);
    const auto timeline = rhythm_timeline(step.state, order.conversation);
    const auto* version = timeline.find(order.rhythm);
    if (!version) return step.answer(ticket, Errc::not_found);
    if (version->mine) return step.answer(ticket, Errc::not_allowed);
    const bool declined = version->stage == RhythmStage::declined;
    if ((version->stage == RhythmStage::in_force && order.agreed) || (declined && !order.agreed))
        return step.answer(ticket, Errc::nothing_changed);
    const bool newest = version == &timeline.versions.back();
    if (!newest || (version->stage != RhythmStage::proposed && !declined))
        return step.answer(ticket, hours::PlacedError{Errc::not_found, 0, newer_rhythm_came});
    say(step, ticket, order.conversation, order.rhythm,
        order.agreed ? wire::RhythmSays::agreed : wire::RhythmSays::declined, order.on);
}

void end_rhythm(Step& step, Ticket ticket, const command::EndRhythm& order)
{
    if (!step.state.conversation(order.conversation)) return step.answer(ticket, Errc::not_found);
    const auto timeline = rhythm_timeline(step.state, order.conversation);
    const auto* version = timeline.find(order.rhythm);
    const bool ends = version && version->stage == RhythmStage::in_force;
    const bool withdraws = version && version->mine && version->stage == RhythmStage::proposed;
    if (!ends && !withdraws) return step.answer(ticket, Errc::not_found);
    say(step, ticket, order.conversation, order.rhythm, wire::RhythmSays::ended, order.on);
}

void save_rhythm(Step& step, Ticket ticket, const command::SaveRhythm& order)
{
    if (!step.state.conversation(order.conversation)) return step.answer(ticket, Errc::not_found);
    if (const auto fits = check_draft(RhythmDraft{order.conversation, order.terms}); fits.has_error())
        return step.answer(ticket, fits.errc());
    set_rhythm_draft(step.state, order.conversation, order.terms);
    step.answer(ticket);
}

void send_rhythm_check_in(Step& step, Ticket ticket, const command::SendRhythmCheckIn& order)
{
    if (!as_client(step, ticket, order.conversation)) return;
    if (const auto fits = session::check_rhythm_answers(order.answers); fits.has_error())
        return step.answer(ticket, fits.errc());
    const auto due = due_view(step.state, order.conversation, step.relay_now);
    const bool is_due = due && due->due == order.answers.due && due->version.hash == order.answers.rhythm;
    if (!is_due || !asks_for(due->version.terms, order.answers)) return step.answer(ticket, Errc::not_due);
    if (due->answered) return step.answer(ticket, Errc::already_exists);
    const auto message = write_message(step, ticket, order.conversation, order.answers);
    if (!message) return;
    note_check_in(step, step.state.entries.at(*step.state.entry_row(*message)));
    set_due_draft(step.state, order.conversation, {});
}

void save_rhythm_check_in(Step& step, Ticket ticket, const command::SaveRhythmCheckIn& order)
{
    if (!as_client(step, ticket, order.conversation)) return;
    if (const auto fits = check_draft(order.answers); fits.has_error()) return step.answer(ticket, fits.errc());
    set_due_draft(step.state, order.conversation, order.answers);
    step.answer(ticket);
}

}  // namespace holdfast::client

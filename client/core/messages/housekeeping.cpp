
#include <algorithm>

#include "client/core/messages/outbox.hpp"
#include "protocol/hours/schedule/report_window.hpp"

namespace holdfast::client {
namespace {

using namespace std::chrono_literals;

/// Receipts wait for each other this long: sixty control submits per hour are the limit for all of a device's
/// conversations.
constexpr Seconds receipts_pause = 60s;
/// As many ids as fit the 1 KiB of control content beside the rest of the payload.
constexpr std::size_t max_receipts = 32;
/// PROTOCOL.md, "Ratchet": when an Upkeep is due.
constexpr std::uint32_t max_unanswered = 50;
constexpr Seconds max_silence = std::chrono::days{7};

void send_receipts(Step& step, Row row)
{
    const auto& conversation = step.state.conversations.at(row);
    if (conversation.delivered.empty()) return;
    if (conversation.told_delivered && step.relay_now < *conversation.told_delivered + receipts_pause &&
        step.relay_now >= *conversation.told_delivered)
        return step.wake_by(*conversation.told_delivered + receipts_pause);
    auto& edited = step.state.conversations.edit(row);
    auto due = std::exchange(edited.delivered, {});
    edited.told_delivered = step.relay_now;
    for (std::size_t from = 0; from < due.size(); from += max_receipts) {
        const auto begin = due.begin() + static_cast<std::ptrdiff_t>(from);
        const auto count = std::min(max_receipts, due.size() - from);
        compose(step, edited.id, wire::Delivered{{begin, begin + static_cast<std::ptrdiff_t>(count)}});
    }
}

bool stands_still(const PeerSessions& peer, Instant now)
{
    const auto unanswered = peer.sessions.front().ratchet.unanswered();
    return unanswered >= max_unanswered || (unanswered > 0 && now >= peer.last_sent + max_silence);
}

bool has_unsent_control(const State& state, const ConversationId& conversation)
{
    return std::ranges::any_of(state.outbox.facts().unsent, [&](Row row) {
        const auto& item = state.outbox.at(row);
        return item.conversation == conversation && item.cls == wire::Class::control;
    });
}

/// An owner's device says nothing by itself outside her windows: it would show that it is there.
bool may_speak_by_itself(const Step& step, const Conversation& conversation)
{
    if (!step.state.mine(conversation)) return true;
    const auto& schedule = step.state.hours.schedule(conversation.roster.owner, conversation.id);
    return schedule.is_open(step.relay_now) || schedule.is_open(step.relay_now - hours::reading_grace);
}

void keep_moving(Step& step, const Conversation& conversation)
{
    // One that cannot leave, because a device has no session yet, is not followed by more.
    if (has_unsent_control(step.state, conversation.id)) return;
    for (const auto& recipient : step.state.recipients(conversation)) {
        const auto* peer = step.state.sessions_with(recipient);
        if (!peer || !stands_still(*peer, step.relay_now)) continue;
        compose(step, conversation.id, wire::Upkeep{});
        return;
    }
}

}  // namespace

void send_due_control(Step& step)
{
    if (!step.online() || step.state.account->frozen) return;
    std::vector<Row> rows;
    for (const auto& [row, conversation] : step.state.conversations.rows()) rows.push_back(row);
    for (const Row row : rows) {
        const auto& conversation = step.state.conversations.at(row);
        if (step.state.takes_nothing(conversation) || !may_speak_by_itself(step, conversation)) continue;
        send_receipts(step, row);
        keep_moving(step, step.state.conversations.at(row));
    }
}

}  // namespace holdfast::client

// Messages a person writes: saved before anything else, and taken back while nobody has received it. PROTOCOL.md,
// "Payload".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Saves what a person wrote and puts it on its way; answers. Empty when nothing was saved: why, is the answer.
std::optional<MessageId> write_message(Step& step, Ticket ticket, const ConversationId& id, wire::Body body);

/// Whether something begun can be kept: it has room, and is read back as it is. Errors: text_too_long, bad_encoding.
template <class Draft>
[[nodiscard]] Status check_draft(const Draft& draft)
{
    const auto encoded = wire::encode(draft);
    if (encoded.size() > wire::max_text_bytes) return Errc::text_too_long;
    return wire::decode<Draft>(encoded).has_error() ? Status{Errc::bad_encoding} : ok();
}

/// Over the agreed pace it is kept, or stays the line being written where it was `typed` as that; see
/// command::SendText.
void send_text(Step& step, Ticket ticket, const command::SendText& order, bool typed);
void send_check_in(Step& step, Ticket ticket, const command::SendCheckIn& order);
/// About the newest window that was not kept.
void repair(Step& step, Ticket ticket, const command::Repair& order);
/// Decides at once for what no connection has seen, otherwise asks the relay.
void take_back(Step& step, Ticket ticket, const command::TakeBack& order);

}  // namespace holdfast::client

// The next version of a therapist's hours as an order asks for it, before anybody has seen or signed it. One rule: what
// is shown beforehand and what is published come from here. PROTOCOL.md, "Hours".
#pragma once

#include "client/core/event.hpp"
#include "client/core/state.hpp"

namespace holdfast::client {

/// The chain an order about hours means; the base chain's when it names none. Empty for any other order.
[[nodiscard]] std::optional<std::optional<ConversationId>> scope_of(const Order& order);

/// Why this account may not change these hours.
[[nodiscard]] std::optional<Errc> hindrance(const State& state, const std::optional<ConversationId>& only);

/// The newest version of a chain; where there is none, what its first begins with: for a conversation the base's
/// policy.
[[nodiscard]] wire::HoursVersion version_before(const State& state, const ChainName& name);

/// `now` as the relay's clock has it. Errors: those of hindrance(); bad_command for an order about something else;
/// not_found for a leave or cancellation that is not there to be taken back; nothing_changed; those of hours::check.
[[nodiscard]] hours::Placed<wire::HoursVersion> draft_hours(const State& state, const Order& order, Instant now);

}  // namespace holdfast::client

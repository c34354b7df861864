// Text that has not been sent: the line and the repair being written, one each in a conversation, what is kept, and the
// answers of a check-in so far. One rule: what a person wrote ends only in the commit that stores it as a message, or
// by their own hand. PROTOCOL.md, "Client vault".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// The line or the repair being written, or the oldest kept text. `id` is zero while no conversation is chosen.
[[nodiscard]] std::optional<Row> draft_row(const State& state, const ConversationId& id, DraftKind as);

/// Replaces the line or the repair being written; empty removes it.
void set_draft(State& state, const ConversationId& id, DraftKind as, const std::string& text);
/// Keeps a text beside the others, unless the same is kept there already.
void keep_draft(State& state, const ConversationId& id, const std::string& text);
/// The same text has been sent: it is kept no longer.
void end_kept(State& state, const ConversationId& id, const std::string& text);
/// `number` as Client::drafts() gives it; one of another conversation, or none, is left alone.
void end_draft(State& state, const ConversationId& id, std::uint64_t number);
void set_check_in_draft(State& state, const ConversationId& id, const wire::CheckIn& check_in);

void save_draft(Step& step, Ticket ticket, const command::SaveDraft& order);
void address_drafts(Step& step, Ticket ticket, const command::AddressDrafts& order);
void save_check_in(Step& step, Ticket ticket, const command::SaveCheckIn& order);

}  // namespace holdfast::client

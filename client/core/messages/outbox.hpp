// The messages this device sends. The order that makes it safe: content and place in the chain, then the ciphertext
// with the advanced session, then the submit number – each on disk before the frame that carries it. A ciphertext is
// sent again as stored. PROTOCOL.md, "Ratchet", "Submit numbers".
//
//   waiting ──session, lists known──► ready ──connection──► sent ──Accepted──► accepted ──Delivered──► gone
//      ▲            encrypt             ▲                     │                    │
//      └── new device list ─────────────┴── refused for now ──┘                    └── taken back: gone, Withdrawn
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Writes the next content of a conversation and puts it into the outbox, encrypted if it can be. Precondition: the
/// conversation is known and the body fits.
Row compose(Step& step, const ConversationId& conversation, wire::Body body);

/// At the end of a step: encrypts what can be and hands what is ready to the connection.
void hand_over(Step& step);
/// At login: sends again what was never answered, and what a relay that was rolled back no longer has. A take-back
/// without an answer is asked for again.
void resubmit(Step& step, std::uint64_t relay_last_submit);
/// Copies kept for a relay that is restored from a backup are deleted with the receipts, after 90 days: control and
/// reports altogether; of a message nobody has confirmed, ciphertext and receipt, while its words stay for a new
/// device.
void forget_what_was_submitted(Step& step);

/// Asks the relay to give a message back; `ticket` as in Step::answer.
void ask_back(Step& step, Ticket ticket, const OutItem& item);
/// The message is gone before anybody read it: the reader is told to close the gap in the writer's chain. `refusal` is
/// kept with Stage::refused only.
void withdraw(Step& step, Row row, Stage stage, Errc refusal);

/// Nobody is left who could read it: a message stays in the history, marked; nothing is told to anybody.
void refuse_ended(Step& step, Row row);

/// This reader's device has the message, or has refused it for good. When all have it is kept for no one any more.
/// Nothing for a device it was not sent to; true when it was the last.
bool settle_with(Step& step, Row row, const Address& reader);

/// Everything of a conversation that no reader has confirmed is encrypted again, for the devices known now. They are
/// told anew what was taken back in between.
void encrypt_anew(Step& step, const ConversationId& conversation);

/// True while something was handed to this connection and not answered.
[[nodiscard]] bool unanswered(const State& state);

// Control content this device owes: receipts for what it stored, and an empty one where a ratchet would otherwise stand
// still. PROTOCOL.md, "Payload" and "Ratchet".

/// At the end of a step. Receipts of one conversation go out together, at most once per minute.
void send_due_control(Step& step);

}  // namespace holdfast::client

// What this device sends. The order that makes it safe: content and place in the chain, then the ciphertext with the
// advanced session, then the submit number – each on disk before the frame that carries it. What was encrypted once is
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

void send_text(Step& step, Ticket ticket, const command::SendText& order);
void send_check_in(Step& step, Ticket ticket, const command::SendCheckIn& order);
/// Decides at once for what no connection has seen, otherwise asks the relay.
void take_back(Step& step, Ticket ticket, const command::TakeBack& order);

/// At the end of a step: encrypts what can be and hands what is ready to the connection.
void hand_over(Step& step);
/// At login: what was never answered, and what a relay that was rolled back no longer has.
void resubmit(Step& step, std::uint64_t relay_last_submit);

void on_accepted(Step& step, const wire::Accepted& answer);
/// `number` is a submit number.
void on_not_accepted(Step& step, std::uint64_t number, const wire::Failure& failure);
void on_taken_back(Step& step, const pending::TakeBack& what, const wire::TakenBack& answer);
/// The reader's receipt: `from` has stored these.
void on_delivered(Step& step, const AccountId& from, const wire::Delivered& receipt);

/// Everything of a conversation that no reader has confirmed is encrypted again, for the devices known now.
void encrypt_anew(Step& step, const ConversationId& conversation);
/// Tells writers what was stored, coalesced, and keeps ratchets moving. At the end of a step.
void send_due_notices(Step& step);

/// True while something was handed to this connection and not answered.
[[nodiscard]] bool unanswered(const State& state);

}  // namespace holdfast::client

// Signed hours between this device and the relay: fetched, checked against what the therapist's own payloads say, and –
// by their therapist – changed. A version counts only with the relay's receipt. PROTOCOL.md, "Hours".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// At login: every chain that concerns this account, from the first version not known.
void fetch_all_hours(Step& step);
/// A question whose answer comes after everything the relay had ready to send.
void probe(Step& step);
/// A version signed before the last connection ended.
void resend_pending_hours(Step& step);

/// An answer to `what`, or a push when it is null.
void on_hours_chain(Step& step, const wire::HoursChain& answer, const Pending* what);
void on_hours_refused(Step& step, const pending::PublishHours& what, const wire::Failure& failure);
/// Compares the heads in a payload of the owner with what the relay has shown.
void note_heads(Step& step, const wire::Content& content);

void set_hours(Step& step, Ticket ticket, const command::SetHours& order);
void give_extra(Step& step, Ticket ticket, const command::GiveExtra& order);
void cancel_date(Step& step, Ticket ticket, const command::CancelDate& order);
void take_leave(Step& step, Ticket ticket, const command::TakeLeave& order);

}  // namespace holdfast::client

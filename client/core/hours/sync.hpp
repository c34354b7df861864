// Signed hours between this device and the relay: fetched, checked, and compared with what the therapist's own payloads
// say. A version counts only with the relay's receipt. PROTOCOL.md, "Hours".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// At login: every chain that concerns this account, from the first version not known.
void fetch_all_hours(Step& step);
/// One chain, from the first version not known; nothing while that is on its way.
void fetch_hours(Step& step, const ChainName& name);
/// A question whose answer comes after everything the relay had ready to send.
void probe(Step& step);
/// A relay that was restored from a backup may lack versions it received: one's own chains again, under their receipts.
void give_back_hours(Step& step);
/// A version signed before the last connection ended.
void resend_pending_hours(Step& step);

/// An answer to `what`, or a push when it is null.
void on_hours_chain(Step& step, const wire::HoursChain& answer, const OpenRequest* what);
/// The relay has shown all it wants to of a chain: is there a version that the owner's own payloads name?
void on_nothing_more(Step& step, const ChainName& name);
void on_hours_refused(Step& step, const pending::PublishHours& what, const wire::Failure& failure);
/// Compares the heads in a payload of the owner with what the relay has shown.
void note_heads(Step& step, const wire::Content& content);

}  // namespace holdfast::client

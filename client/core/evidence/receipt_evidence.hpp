// The relay's own words that this device keeps, so that they can be held against it: receipts, what was said with
// each delivery, and the greeting of each connection. PROTOCOL.md, "Audit" and "Unsigned statements".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// A receipt whose proof was verified. `live`: the decision was made just now, on this very connection.
void keep_receipt(Step& step, const wire::ReceiptProof& proof, const wire::Receipt& receipt, bool live);
/// The relay's statement with a message that was stored or refused for good; nothing for others.
void keep_delivery(Step& step, const wire::Deliver& delivery, bool refused);
/// The same with a reading report, and when its writer says it was written.
void keep_report(Step& step, const wire::Deliver& delivery, Instant written);
/// A greeting whose signature was verified. Nothing without an account.
void keep_login(Step& step, wire::Signed greeting, Instant at);
/// Marks each outage in which this device saw the relay at work; the person is told.
void deny_outages(Step& step);
/// As old as the relay's own log.
void forget_old_evidence(Step& step);

}  // namespace holdfast::client

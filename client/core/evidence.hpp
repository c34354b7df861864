// What the relay told this device, kept as long as the relay keeps its log, so that the two can be compared: its own
// receipts, what was delivered to it, and what its clock showed then. PROTOCOL.md, "Audit".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// A receipt that was verified. `live`: the decision was made just then, and not on an earlier connection.
void keep_receipt(Step& step, const wire::ReceiptProof& proof, const ConversationId& conversation, bool live);
/// A message that was stored.
void keep_delivery(Step& step, const wire::Deliver& delivery);
/// What is older than the relay's log goes.
void forget_old_evidence(Step& step);

}  // namespace holdfast::client

// Receipts, checked the same way by the relay and by everyone it gave one to. The rule: the proof is verified over the
// exact bytes, and only then are they parsed. PROTOCOL.md, "Receipts".
#pragma once

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

/// The receipt in the proof, if it is a leaf of a tree this relay key signed. Errors: bad_signature (also for a wrong
/// path), then the codec's.
[[nodiscard]] Result<wire::Receipt> open_receipt(const wire::ReceiptProof& proof, const SignPublic& relay);

/// The hash that the next receipt of the conversation names as `previous`; `receipt` is the encoded one.
[[nodiscard]] Digest receipt_hash(BytesView receipt);

}  // namespace holdfast::session

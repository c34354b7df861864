// The relay's signed words about what it accepted, checked before anybody is told. PROTOCOL.md, "Receipts".
#pragma once

#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/wire/frames.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::client {

/// What a submit's receipt must say.
struct Submitted {
    Address writer;
    MessageId message;
    ConversationId conversation;
    wire::Class cls = wire::Class::message;
    const std::vector<wire::Envelope>& envelopes;
};

/// Errors: bad_signature (also for a wrong path), the codec's, wrong_address (a receipt of something else).
[[nodiscard]] Result<wire::Receipt> open_receipt(const wire::ReceiptProof& proof, const SignPublic& relay,
                                                 const Submitted& submitted);

/// Errors: bad_signature, the codec's, wrong_address.
[[nodiscard]] Result<wire::TakeBackReceipt> open_take_back(const wire::Signed& receipt, const SignPublic& relay,
                                                           const Address& writer, const MessageId& message);

}  // namespace holdfast::client

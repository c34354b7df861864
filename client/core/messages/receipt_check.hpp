// The relay's signed words about what it accepted, checked before anybody is told. PROTOCOL.md, "Receipts".
#pragma once

#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/wire/frames.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::client {

/// The values a submit's receipt must have.
struct Submitted {
    Address writer;
    MessageId message;
    ConversationId conversation;
    wire::Class cls = wire::Class::message;
    const std::vector<wire::Envelope>& envelopes;
};

/// The receipt of a decided::Accepted. Errors: bad_signature (also for a wrong path), the codec's, wrong_address (a
/// receipt of something else).
[[nodiscard]] Result<wire::Receipt> open_accepted(const wire::ReceiptProof& proof, const SignPublic& relay,
                                                  const Submitted& submitted);

/// The receipt of a decided::TakenBack of this message there. Errors as above.
[[nodiscard]] Result<wire::Receipt> open_taken_back(const wire::ReceiptProof& proof, const SignPublic& relay,
                                                    const ConversationId& conversation,
                                                    const wire::MessageRef& message);

}  // namespace holdfast::client

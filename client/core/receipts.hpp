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

/// The receipt of a decided::Taken. Errors: bad_signature (also for a wrong path), the codec's, wrong_address (a
/// receipt of something else).
[[nodiscard]] Result<wire::Receipt> open_taken(const wire::ReceiptProof& proof, const SignPublic& relay,
                                               const Submitted& submitted);

/// Whether the relay says it took this message back. Errors as above.
[[nodiscard]] Status check_taken_back(const wire::ReceiptProof& proof, const SignPublic& relay, const Address& writer,
                                      const MessageId& message);

}  // namespace holdfast::client

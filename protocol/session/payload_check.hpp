// The checks of a decrypted payload before anything is stored: it is addressed to this device, comes from the
// device whose session opened it, and belongs to the conversation, class and message the relay delivered it as. A relay
// that moves ciphertext about is found out here. PROTOCOL.md, "Payload".
#pragma once

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/payload.hpp"

namespace holdfast::session {

struct Expected {
    Address self;
    Address from;
    ConversationId conversation;
    wire::Class cls = wire::Class::message;
    MessageId message;
};

struct Checked {
    wire::Content content;
    Digest hash;  ///< of the content's bytes: the next content of this writer quotes it
};

/// Errors: the codec's, wrong_address, human_content_in_notice (a body in a class that is not its own), text_too_long,
/// out_of_range.
[[nodiscard]] Result<Checked> check_payload(BytesView payload, const Expected& expected);

/// SHA-256(label ‖ content bytes).
[[nodiscard]] Digest content_hash(BytesView content);

/// The payload for one device around a content that is the same for all.
[[nodiscard]] Bytes address_payload(const Address& recipient, BytesView content);

}  // namespace holdfast::session

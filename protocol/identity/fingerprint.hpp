// Safety numbers: Signal's numeric fingerprint (version 0, 5200 rounds of SHA-512), 60 digits that both people see
// alike. A fallback: the invitation already authenticates both sides. PROTOCOL.md, "Safety numbers".
#pragma once

#include <string>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"

namespace holdfast::session {

/// One side: its key as Signal serialises it (0x05 ‖ 32 bytes) and a stable identifier.
struct FingerprintParty {
    Bytes key;
    Bytes identifier;
};

/// 60 digits; the same whichever side is named first.
[[nodiscard]] std::string numeric_fingerprint(const FingerprintParty& a, const FingerprintParty& b);

/// The number for two accounts: identity keys, identified by their account ids.
[[nodiscard]] std::string safety_number(const SignPublic& a, const SignPublic& b);

/// A piece of a hash as five digits, as Signal makes them: its value as a big-endian number, modulo 100,000.
[[nodiscard]] std::string five_digits(BytesView piece);

/// Twelve groups of five digits, for reading aloud.
[[nodiscard]] std::string grouped(const std::string& digits);

}  // namespace holdfast::session

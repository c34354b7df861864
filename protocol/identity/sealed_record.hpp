// Entries of a clinical record, sealed for the practice that keeps it: a file that only the practice's record key
// opens, its writer included. PROTOCOL.md, "Records of the practice".
#pragma once

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/dh.hpp"
#include "protocol/crypto/random.hpp"

namespace holdfast::session {

/// The file. Its length says the size of `content` to the next power of two only. Errors: bad_key.
[[nodiscard]] Result<Bytes> seal_record(const DhPublic& key, BytesView content, crypto::Random& random);

/// What was sealed. Errors: bad_record (no such file, altered, or cut off), wrong_key (sealed for another key).
[[nodiscard]] Result<crypto::SecretBytes> open_sealed_record(const crypto::DhKeyPair& key, BytesView file);

}  // namespace holdfast::session

// The relay key on disk: a file of its own beside the store, so that a copy of the store alone is worth no signature.
// 32 bytes of Ed25519 seed in hexadecimal and a newline, mode 0600.
#pragma once

#include <filesystem>

#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"

namespace holdfast::server {

/// Makes a key and writes it to the new file `path`, synced. Errors: already_exists (never overwrites), disk_full,
/// store_broken (the folder is missing or not writable); then no file is left.
[[nodiscard]] Result<crypto::SignKeyPair> create_relay_key(const std::filesystem::path& path, crypto::Random& random);

/// Writes a key that is there already. Errors: those of create_relay_key.
[[nodiscard]] Status save_relay_key(const std::filesystem::path& path, const crypto::SignKeyPair& key);

/// Errors: not_found, bad_key (malformed), not_allowed (others than its owner may read it).
[[nodiscard]] Result<crypto::SignKeyPair> load_relay_key(const std::filesystem::path& path);

}  // namespace holdfast::server

// Where the passphrase comes from: a file, a descriptor, or a question on the terminal. Never the command line, never
// the environment: other people on the machine could read those.
#pragma once

#include "client/shell/options.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::shell {

/// Longer than any sentence somebody would type by heart.
inline constexpr std::size_t max_passphrase_bytes = 1024;

/// For an existing vault. Errc::no_passphrase where there is none to be had, nothing_changed when the question was
/// left.
[[nodiscard]] Result<crypto::SecretBytes> passphrase(const Options& options);

/// Why there is none to be had, with the file where one was named; not made safe.
[[nodiscard]] std::string no_passphrase_words(const Options& options);

/// For a new vault: on a terminal it is asked for twice, and again when the two differ or it could be guessed. Errors
/// as above, and weak_passphrase.
[[nodiscard]] Result<crypto::SecretBytes> new_passphrase(const Options& options);

}  // namespace holdfast::shell

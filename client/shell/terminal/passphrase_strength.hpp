// Whether a passphrase keeps a stolen vault shut: an estimate of how often somebody who tries likely ones first has to
// guess, and how long that takes against the vault's Argon2id. The one file that knows zxcvbn.
#pragma once

#include <string>

#include "protocol/base/bytes.hpp"

namespace holdfast::shell {

/// The base-2 logarithm of the guesses it takes. Of a text of any length; bytes after a zero are not looked at.
[[nodiscard]] double guesses_of(BytesView passphrase);

/// Empty for a passphrase that holds; else a sentence that says how long it would.
[[nodiscard]] std::string weakness_of(BytesView passphrase);

/// How long a passphrase holds that is not weak, as a sentence.
[[nodiscard]] std::string strength_of(BytesView passphrase);

}  // namespace holdfast::shell

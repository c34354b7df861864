// A secret on paper: groups of four characters that are numbered when they are printed, with a check at the end that
// finds mistakes in typing them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/labels.hpp"

namespace holdfast::session {

/// `bytes` as groups of four characters. `label` names what they are: the groups of one thing are refused as another.
[[nodiscard]] std::vector<std::string> printed_words(BytesView bytes, crypto::Label label);

/// The bytes of the groups in any case, with any white space, hyphens or printed numbers ("12.", "12:") between them.
/// To be wiped by the caller. Errc::bad_kit.
[[nodiscard]] Result<Bytes> read_printed_words(std::string_view text, crypto::Label label);

/// The groups somebody typed, without the numbers, in upper case.
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);

}  // namespace holdfast::session

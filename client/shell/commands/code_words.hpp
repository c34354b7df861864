// Errors in a code, a link or a kit that was typed: the place where it can be known, and what to do.
#pragma once

#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

namespace holdfast::shell {

/// Of an invitation that session::parse_invitation() refused with `code`.
[[nodiscard]] std::string bad_code_words(std::string_view text, Errc code);

/// Of a kit that client::parse_kit() refused.
[[nodiscard]] std::string bad_kit_words(std::string_view text);

/// Of groups that are not those asked for, which `asked` lists ("6, 14 and 34").
[[nodiscard]] std::string bad_groups_words(std::string_view asked);

}  // namespace holdfast::shell

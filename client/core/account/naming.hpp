// Names of people: when two are the same, and when one may be given. One rule: only an exact name addresses a person.
// Exact leaves aside case, white space at the ends and how Unicode was normalised, and nothing else: nobody is reached
// by the beginning of a name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"

namespace holdfast::client {

/// The form in which names are compared: case folded and normalised (NFC), without white space at the ends. Empty for
/// what is not UTF-8.
[[nodiscard]] std::string name_key(std::string_view name);

/// The same form of a text of any length, to find words in it.
[[nodiscard]] std::string caseless(std::string_view text);

/// Whether `typed` reaches somebody called `name`.
[[nodiscard]] bool is_same_name(std::string_view name, std::string_view typed);

/// A coarser key: names that look alike on a screen have the same one (NFKC, without invisible characters). Two people
/// never get such names. Empty for what is not UTF-8.
[[nodiscard]] std::string name_look(std::string_view name);

/// Without white space at the ends. Precondition: UTF-8.
[[nodiscard]] std::string trimmed_name(std::string_view name);

/// Whether a name can be given to somebody. Errors: bad_name (nothing visible, more than one line, control characters,
/// not UTF-8), text_too_long.
[[nodiscard]] Status check_name(std::string_view name);

/// True when `wanted` may have been meant by somebody who typed `typed`: one begins like the other, or few letters
/// differ.
[[nodiscard]] bool is_near(std::string_view typed, std::string_view wanted);

/// `name`, or the first of "name 2", "name 3" … that none of `looks` is (keys of name_look()).
[[nodiscard]] std::string free_name(std::string_view name, const std::vector<std::string>& looks);

}  // namespace holdfast::client

// The key of the practice's record as it stands in a configuration.
#pragma once

#include <string>
#include <string_view>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::server {

/// Base32.
[[nodiscard]] std::string record_key_text(const DhPublic& key);
/// Errors: bad_encoding; bad_key (a slip, or no key an honest program makes).
[[nodiscard]] Result<DhPublic> parse_record_key(std::string_view text);

}  // namespace holdfast::server

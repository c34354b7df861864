// The key a practice keeps offline, to which entries of its clinical record are encrypted. PROTOCOL.md, "Records of the
// practice".
#pragma once

#include <string>

#include "protocol/base/ids.hpp"

namespace holdfast::session {

/// What people compare: six groups of five digits.
[[nodiscard]] std::string record_key_number(const DhPublic& key);

}  // namespace holdfast::session

// A record as text: JSON, one message a line, always written alike, so that a record has one spelling. It ends with its
// shared hash and with a seal over all of it, which shows damage; whoever changes it on purpose can make another seal,
// and is found by the other person's export alone.
#pragma once

#include <string>
#include <string_view>

#include "client/record/record.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::record {

/// No character in it opens or closes an element of HTML.
[[nodiscard]] std::string write_json(const Record& record);

/// Errc::bad_record unless it is exactly what write_json() gives.
[[nodiscard]] Result<Record> read_json(std::string_view text);

}  // namespace holdfast::record

// From what people type after a command to values. Pure; errors say which kind of thing was not understood.
#pragma once

#include <string_view>
#include <vector>

#include "client/ui/input/typed_text.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/payload.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::shell {

/// "30m", "2h", "7d". Errc::bad_duration.
[[nodiscard]] Result<Seconds> parse_duration(std::string_view text);

/// "2026-03-05". Errc::bad_date.
[[nodiscard]] Result<Date> parse_date(std::string_view text);
[[nodiscard]] Result<std::vector<Date>> parse_dates(const std::vector<std::string>& texts);

/// "Samaritans: 116 123". Errc::bad_command without a colon or with an empty side.
[[nodiscard]] Result<wire::CrisisContact> parse_contact(std::string_view text);

/// "sleep=3" (of 10) or "pain=2/5". Errc::bad_command; out_of_range when the value is above its bound.
[[nodiscard]] Result<wire::Rating> parse_rating(std::string_view text);

/// The sentence about a rating that parse_rating() refused with `code`; not made safe.
[[nodiscard]] std::string bad_rating_words(std::string_view text, Errc code);

using ui::trimmed;

}  // namespace holdfast::shell

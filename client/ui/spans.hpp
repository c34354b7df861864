// Counts and lengths of time in words.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/instant.hpp"

namespace holdfast::ui {

/// "1 message", "2 messages".
[[nodiscard]] std::string count_of(std::int64_t count, std::string_view what);

/// "7 days", "45 minutes": a length that people set.
[[nodiscard]] std::string duration_words(Seconds span);

/// "7 days", "2 hours", "90 minutes", "30 seconds": exactly, in the largest unit that it is a multiple of.
[[nodiscard]] std::string span_words(Seconds span);

/// "93 days", "3 hours": rounded down, in the largest unit that it reaches.
[[nodiscard]] std::string rough_span_words(std::chrono::milliseconds span);

}  // namespace holdfast::ui

#include "client/ui/spans.hpp"

namespace holdfast::ui {
namespace {

constexpr Seconds one_day = std::chrono::days{1};
constexpr Seconds one_hour = std::chrono::hours{1};
constexpr Seconds one_minute = std::chrono::minutes{1};

bool is_whole(Seconds span, Seconds unit) { return span.count() > 0 && span % unit == Seconds{0}; }

}  // namespace

std::string count_of(std::int64_t count, std::string_view what)
{
    return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
}

std::string duration_words(Seconds span)
{
    return is_whole(span, one_day) ? count_of(span / one_day, "day") : count_of(span / one_minute, "minute");
}

std::string span_words(Seconds span)
{
    if (is_whole(span, one_day)) return count_of(span / one_day, "day");
    if (is_whole(span, one_hour)) return count_of(span / one_hour, "hour");
    if (span % one_minute == Seconds{0}) return count_of(span / one_minute, "minute");
    return count_of(span.count(), "second");
}

std::string rough_span_words(std::chrono::milliseconds span)
{
    if (span >= one_day) return count_of(span / one_day, "day");
    if (span >= one_hour) return count_of(span / one_hour, "hour");
    return count_of(span / one_minute, "minute");
}

}  // namespace holdfast::ui

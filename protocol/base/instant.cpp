#include "protocol/base/instant.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace holdfast {
namespace {

using namespace std::chrono;

/// Reads exactly `count` digits from the front of `text`; -1 when there are fewer.
int take_digits(std::string_view& text, std::size_t count)
{
    if (text.size() < count) return -1;
    int value = 0;
    for (char c : text.substr(0, count)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, std::string_view one_of)
{
    if (text.empty() || one_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Date> take_date(std::string_view& text)
{
    const int y = take_digits(text, 4);
    if (y < 1970 || !take(text, "-")) return std::nullopt;
    const int m = take_digits(text, 2);
    if (m < 0 || !take(text, "-")) return std::nullopt;
    const int d = take_digits(text, 2);
    if (d < 0) return std::nullopt;
    const Date date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::optional<milliseconds> take_time(std::string_view& text)
{
    const int h = take_digits(text, 2);
    if (h < 0 || h > 23 || !take(text, ":")) return std::nullopt;
    const int m = take_digits(text, 2);
    if (m < 0 || m > 59 || !take(text, ":")) return std::nullopt;
    const int s = take_digits(text, 2);
    if (s < 0 || s > 59) return std::nullopt;
    milliseconds fraction{0};
    if (take(text, ".")) {
        int unit = 100;
        std::size_t digits = 0;
        for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits, unit /= 10) {
            fraction += milliseconds{unit * (text.front() - '0')};
            text.remove_prefix(1);
        }
        if (digits == 0) return std::nullopt;
    }
    return hours{h} + minutes{m} + seconds{s} + fraction;
}

std::optional<minutes> take_offset(std::string_view& text)
{
    if (take(text, "Zz")) return minutes{0};
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, "+-")) return std::nullopt;
    const int h = take_digits(text, 2);
    if (h < 0 || h > 23 || !take(text, ":")) return std::nullopt;
    const int m = take_digits(text, 2);
    if (m < 0 || m > 59) return std::nullopt;
    const minutes offset = hours{h} + minutes{m};
    return west ? -offset : offset;
}

}  // namespace

std::string to_rfc3339(Instant t)
{
    const auto whole = floor<seconds>(t);
    const auto midnight = floor<days>(whole);
    const Date date{midnight};
    const hh_mm_ss time{whole - midnight};
    std::array<char, 40> out{};
    const int n = std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int{date.year()},
                                unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(time.hours().count()),
                                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return {out.data(), static_cast<std::size_t>(n)};
}

std::optional<Instant> parse_rfc3339(std::string_view text)
{
    const auto date = take_date(text);
    if (!date || !take(text, "Tt ")) return std::nullopt;
    const auto time = take_time(text);
    if (!time) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return Instant{sys_days{*date}} + *time - *offset;
}

Instant system_now() noexcept { return floor<milliseconds>(system_clock::now()); }

}  // namespace holdfast

#include "client/shell/arguments.hpp"

#include <cstdint>
#include <optional>

namespace holdfast::shell {
namespace {

constexpr std::uint8_t usual_scale = 10;

}  // namespace

Result<Seconds> parse_duration(std::string_view text)
{
    constexpr std::uint32_t most = 1'000'000;  // far above every limit, far below an overflow
    if (text.size() < 2) return Errc::bad_duration;
    const auto count = ui::whole_number<std::uint32_t>(text.substr(0, text.size() - 1));
    if (!count || *count > most) return Errc::bad_duration;
    switch (text.back()) {
        case 'm': return Seconds{std::chrono::minutes{*count}};
        case 'h': return Seconds{std::chrono::hours{*count}};
        case 'd': return Seconds{std::chrono::days{*count}};
        default: return Errc::bad_duration;
    }
}

Result<Date> parse_date(std::string_view text)
{
    constexpr std::size_t length = std::string_view{"2026-03-05"}.size();
    if (text.size() != length) return Errc::bad_date;
    const auto midnight = parse_rfc3339(std::string{text} + "T00:00:00Z");
    if (!midnight) return Errc::bad_date;
    return Date{std::chrono::floor<std::chrono::days>(*midnight)};
}

Result<std::vector<Date>> parse_dates(const std::vector<std::string>& texts)
{
    std::vector<Date> dates;
    for (const auto& text : texts) {
        const auto date = parse_date(text);
        if (date.has_error()) return date.errc();
        dates.push_back(*date);
    }
    return dates;
}

Result<wire::CrisisContact> parse_contact(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return Errc::bad_command;
    const auto name = trimmed(text.substr(0, colon));
    const auto reach = trimmed(text.substr(colon + 1));
    if (name.empty() || reach.empty()) return Errc::bad_command;
    return wire::CrisisContact{std::string{name}, std::string{reach}};
}

Result<wire::Rating> parse_rating(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return Errc::bad_command;
    const auto name = trimmed(text.substr(0, equals));
    const auto numbers = trimmed(text.substr(equals + 1));
    const auto slash = numbers.find('/');
    const auto value = ui::whole_number<std::uint8_t>(numbers.substr(0, slash));
    const auto of = slash == std::string_view::npos ? std::optional{usual_scale}
                                                    : ui::whole_number<std::uint8_t>(numbers.substr(slash + 1));
    if (name.empty() || !value || !of) return Errc::bad_command;
    if (*of == 0 || *value > *of) return Errc::out_of_range;
    return wire::Rating{std::string{name}, *value, *of};
}

std::string bad_rating_words(std::string_view text, Errc code)
{
    constexpr const char* form = "Write a rating as a name and a number from 0 to 10, such as sleep=3; or pain=2/5.";
    if (code != Errc::out_of_range) return form;
    const auto slash = text.find('/');
    const auto of = slash == std::string_view::npos ? std::to_string(unsigned{usual_scale})
                                                    : std::string{trimmed(text.substr(slash + 1))};
    if (of == "0") return form;
    return std::string{trimmed(text.substr(0, text.find('=')))} + " goes from 0 to " + of + ".";
}

}  // namespace holdfast::shell

#include "server/core/people.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace holdfast::server {
namespace {

constexpr std::uint32_t months_a_year = 12;
constexpr std::string_view month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                            "July",    "August",   "September", "October", "November", "December"};

}  // namespace

std::uint32_t month_of(Instant t) noexcept
{
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(t)};
    const auto year = std::max(0, static_cast<int>(date.year()));
    return static_cast<std::uint32_t>(year) * months_a_year + (static_cast<unsigned>(date.month()) - 1);
}

std::string month_words(std::uint32_t month)
{
    return std::string{month_names[month % months_a_year]} + ' ' + std::to_string(month / months_a_year);
}

}  // namespace holdfast::server

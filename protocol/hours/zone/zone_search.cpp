#include "protocol/hours/zone/zone_search.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// The parts of the world that zones are named for; other names ("US/Eastern", "Etc/GMT+5") have no city in them.
constexpr std::array<std::string_view, 10> areas{"africa",   "america",   "antarctica", "arctic", "asia",
                                                 "atlantic", "australia", "europe",     "indian", "pacific"};

std::string plain(std::string_view words)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = words.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    std::string out{words.substr(first, words.find_last_not_of(blanks) - first + 1)};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == ' ') c = '_';
    }
    return out;
}

/// The same clock now and in some years; one is a link to the other, or might be.
bool show_the_same(const TimeZone& a, const TimeZone& b)
{
    constexpr sys_days from = 2020y / January / 1;
    constexpr sys_days to = 2036y / January / 1;
    for (auto day = from; day < to; day += days{7})
        if (a.wall_clock(day).offset != b.wall_clock(day).offset) return false;
    return true;
}

/// Names of the zone data by what they are looked for with; made once.
struct Index {
    std::map<std::string, std::string, std::less<>> names;
    std::multimap<std::string, std::string, std::less<>> cities;
};

Index make_index()
{
    Index made;
    for (const auto& name : zone_names()) {
        const auto known = plain(name);
        made.names.emplace(known, name);
        const auto area = std::string_view{known}.substr(0, known.find('/'));
        if (std::find(areas.begin(), areas.end(), area) != areas.end())
            made.cities.emplace(known.substr(known.rfind('/') + 1), name);
    }
    return made;
}

const Index& index()
{
    static const Index made = make_index();
    return made;
}

}  // namespace

std::optional<TimeZone> zone_of_name(std::string_view words)
{
    if (const auto exact = TimeZone::find(words); exact.has_value()) return *exact;
    const auto found = index().names.find(plain(words));
    if (found == index().names.end()) return std::nullopt;
    const auto zone = TimeZone::find(found->second);
    return zone.has_value() ? std::optional{*zone} : std::nullopt;
}

std::optional<TimeZone> zone_of_city(std::string_view words)
{
    std::optional<TimeZone> found;
    const auto [first, last] = index().cities.equal_range(plain(words));
    for (auto at = first; at != last; ++at) {
        const auto zone = TimeZone::find(at->second);
        if (zone.has_error()) continue;
        if (found && !show_the_same(*found, *zone)) return std::nullopt;
        if (!found) found = *zone;
    }
    return found;
}

std::optional<TimeZone> zone_called(std::string_view words)
{
    auto zone = zone_of_name(words);
    return zone ? zone : zone_of_city(words);
}

}  // namespace holdfast::hours

#include "tests/sim/oracle.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace holdfast::sim {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekdays{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"};

/// 01:00 UTC on the last Sunday of a month.
Instant change_in(year y, month m) { return sys_days{y / m / Sunday[last]} + hours{1}; }

minutes standard_offset(const std::string& zone)
{
    if (zone == "Europe/London") return minutes{0};
    if (zone == "Europe/Berlin") return minutes{60};
    throw std::logic_error{"the oracle does not know the zone " + zone};
}

minutes offset_at(const std::string& zone, Instant t)
{
    const year y = year_month_day{floor<days>(t)}.year();
    const bool summer = change_in(y, March) <= t && t < change_in(y, October);
    return standard_offset(zone) + (summer ? minutes{60} : minutes{0});
}

/// The first or last instant at which clocks show this local time; where they never do, the change itself.
Instant instant_of(const std::string& zone, sys_days date, minutes time, bool first)
{
    const auto base = standard_offset(zone);
    std::optional<Instant> found;
    for (const auto offset : {base + minutes{60}, base}) {  // the larger offset comes first in time
        const Instant t = date + time - offset;
        if (offset_at(zone, t) != offset) continue;
        if (!found || !first) found = t;
    }
    return found.value_or(change_in(year_month_day{date}.year(), March));
}

struct Times {
    minutes begin;
    minutes end;
};

struct Rule {
    std::array<bool, 7> days{};
    std::vector<Times> times;
};

std::size_t day_number(std::string_view word)
{
    const auto* found = std::find(weekdays.begin(), weekdays.end(), word);
    if (found == weekdays.end()) throw std::logic_error{"the oracle does not know the day " + std::string{word}};
    return static_cast<std::size_t>(found - weekdays.begin());
}

minutes time_of(std::string_view text)
{
    return minutes{60 * std::stoi(std::string{text.substr(0, 2)}) + std::stoi(std::string{text.substr(3, 2)})};
}

std::vector<std::string> parts(const std::string& text)
{
    std::vector<std::string> out;
    std::istringstream in{text};
    for (std::string part; std::getline(in, part, ',');) out.push_back(part);
    return out;
}

/// "Mo-Fr 09:00-12:00,14:00-15:00"
Rule rule_from(const std::string& text)
{
    const auto blank = text.find(' ');
    Rule rule;
    for (const auto& part : parts(text.substr(0, blank))) {
        const auto from = day_number(part.substr(0, 2));
        const auto to = part.size() > 2 ? day_number(part.substr(3, 2)) : from;
        for (auto day = from;; day = (day + 1) % 7) {
            rule.days.at(day) = true;
            if (day == to) break;
        }
    }
    for (const auto& part : parts(text.substr(blank + 1))) {
        Times times{time_of(part.substr(0, 5)), time_of(part.substr(6, 5))};
        if (times.end <= times.begin) times.end += hours{24};
        rule.times.push_back(times);
    }
    return rule;
}

bool is_off(const wire::HoursVersion* version, sys_days date)
{
    if (version == nullptr) return false;
    const auto leave = [&](const wire::Leave& one) { return sys_days{one.from} <= date && date <= sys_days{one.to}; };
    const auto cancelled = [&](const wire::Cancellation& one) { return sys_days{one.date} == date; };
    return std::ranges::any_of(version->leaves, leave) || std::ranges::any_of(version->cancellations, cancelled);
}

using Heads = std::vector<const wire::HoursVersion*>;

/// The windows a version's rule gives that begin on these dates. A window belongs to the date it starts on, tail and
/// all.
std::vector<Interval> windows_of(const wire::HoursVersion& version, const Heads& newest, sys_days from, sys_days to)
{
    std::vector<Interval> out;
    const auto rule = rule_from(version.rules);
    for (auto date = from; date <= to; date += days{1}) {
        if (!rule.days.at(weekday{date}.c_encoding())) continue;
        if (std::ranges::any_of(newest, [&](const auto* one) { return is_off(one, date); })) continue;
        for (const auto& times : rule.times) {
            const auto end_date = times.end >= hours{24} ? date + days{1} : date;
            const auto end_time = times.end >= hours{24} ? times.end - hours{24} : times.end;
            const auto begin = instant_of(version.zone, date, times.begin, true);
            const auto end = instant_of(version.zone, end_date, end_time, false);
            if (begin < end) out.push_back({begin, end});
        }
    }
    return out;
}

bool rules_open(const wire::HoursVersion& version, const Heads& newest, Instant t)
{
    const auto today = floor<days>(t);
    const auto windows = windows_of(version, newest, today - days{2}, today + days{1});
    return std::ranges::any_of(windows, [&](const Interval& window) { return window.contains(t); });
}

/// When version k counts, as far as this chain knows.
Interval counts(const HoursSeen& chain, std::size_t k)
{
    const auto& [version, received] = chain.at(k);
    const auto begin = std::max(version.valid_from, received);
    if (k + 1 == chain.size()) return {begin, Instant::max()};
    const auto& next = chain.at(k + 1);
    return {begin, std::max(next.received + version.notice_period, next.version.valid_from)};
}

const wire::HoursVersion* newest(const HoursSeen& chain, Instant t)
{
    const wire::HoursVersion* found = nullptr;
    for (const auto& one : chain)
        if (one.received <= t) found = &one.version;
    return found;
}

/// The instants at which other leaves and cancellations begin to count, as far as that can matter from `t` on: none,
/// but where the relay's clock was restored to before it received a version.
std::vector<Instant> turns(const HoursSeen& base, const HoursSeen& own, Instant t)
{
    std::vector<Instant> out{t};
    for (const auto* chain : {&base, &own})
        for (const auto& one : *chain)
            if (one.received > t) out.push_back(one.received);
    std::ranges::sort(out);
    out.push_back(Instant::max());
    return out;
}

/// Without extra windows; cut off before `t`.
std::vector<Interval> windows_from(const HoursSeen& base, const HoursSeen& own, Instant t)
{
    constexpr days far{180};
    std::vector<Interval> out;
    const auto turn = turns(base, own, t);
    const auto today = floor<days>(t);
    for (std::size_t i = 0; i + 1 < turn.size(); ++i)
        for (std::size_t k = 0; k < base.size(); ++k) {
            const Heads heads{newest(base, turn[i]), newest(own, turn[i])};
            const auto span = counts(base, k);
            for (const auto& window : windows_of(base.at(k).version, heads, today - days{2}, today + far)) {
                const Interval cut{std::max({window.begin, span.begin, turn[i]}),
                                   std::min({window.end, span.end, turn[i + 1]})};
                if (cut.begin < cut.end) out.push_back(cut);
            }
        }
    return out;
}

std::vector<Interval> merged(std::vector<Interval> windows)
{
    std::ranges::sort(windows, {}, &Interval::begin);
    std::vector<Interval> out;
    for (const auto& window : windows)
        if (!out.empty() && window.begin <= out.back().end)
            out.back().end = std::max(out.back().end, window.end);
        else
            out.push_back(window);
    return out;
}

}  // namespace

bool is_open(const HoursSeen& base, const HoursSeen& own, Instant t)
{
    const std::vector heads{newest(base, t), newest(own, t)};
    for (const auto* head : heads)
        if (head != nullptr)
            for (const auto& extra : head->extras)
                if (extra.begin <= t && t < extra.end) return true;
    for (std::size_t k = 0; k < base.size(); ++k)
        if (counts(base, k).contains(t) && rules_open(base.at(k).version, heads, t)) return true;
    return false;
}

std::optional<wire::Promise> promise_of(const HoursSeen& base, const HoursSeen& own, Instant t)
{
    if (base.empty()) return std::nullopt;
    const auto windows = merged(windows_from(base, own, t));
    for (const auto& window : windows)
        if (window.contains(t) && window.end - t > base.back().version.last_reading)
            return wire::Promise{t, window.end};
    for (const auto& window : windows)
        if (window.begin > t) return wire::Promise{window.begin, window.end};
    return std::nullopt;
}

}  // namespace holdfast::sim

#include "protocol/hours/schedule/checked.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>

#include "protocol/hours/calendar/work.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// Equal for versions whose rules mean the same.
std::string key_of(const HoursContent& content)
{
    auto key = content.rules + '\n' + content.zone;
    const auto add = [&](const Date& date) {
        key.append("\n").append(std::to_string(sys_days{date}.time_since_epoch().count()));
    };
    if (content.horizon) add(*content.horizon);
    key += '\n';
    for (const auto& date : content.holidays) add(date);
    return key;
}

/// Overlapping and touching extra windows are one.
std::vector<Interval> merged(std::vector<Interval> extras)
{
    std::sort(extras.begin(), extras.end(), [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
    std::vector<Interval> out;
    for (const auto& extra : extras) {
        if (!out.empty() && extra.begin <= out.back().end)
            out.back().end = std::max(out.back().end, extra.end);
        else
            out.push_back(extra);
    }
    return out;
}

std::vector<NamedOff> days_off(const HoursContent& content)
{
    std::vector<NamedOff> all;
    for (std::size_t i = 0; i < content.cancellations.size(); ++i) {
        const sys_days date{content.cancellations[i].date};
        all.push_back({Layer::cancellation, {date, date}, i});
    }
    for (std::size_t i = 0; i < content.leaves.size(); ++i)
        all.push_back({Layer::leave, {sys_days{content.leaves[i].from}, sys_days{content.leaves[i].to}}, i});
    std::stable_sort(all.begin(), all.end(), comes_before);
    return all;
}

std::vector<DateRange> dates_of(const std::vector<NamedOff>& offs)
{
    std::vector<DateRange> all;
    for (const auto& off : offs) all.push_back(off.dates);
    std::sort(all.begin(), all.end(), [](const DateRange& a, const DateRange& b) { return a.first < b.first; });
    std::vector<DateRange> out;
    for (const auto& range : all) {
        if (!out.empty() && range.first <= out.back().last + days{1})
            out.back().last = std::max(out.back().last, range.last);
        else
            out.push_back(range);
    }
    return out;
}

/// PH means the dates of a list, and the list has an end: what lies beyond it nobody knows.
std::optional<PlacedError> holidays_missing(const Rules& rules, const HoursContent& content)
{
    const auto needs =
        std::find_if(rules.list.begin(), rules.list.end(), [](const Rule& rule) { return rule.needs_holidays(); });
    if (needs == rules.list.end() || content.horizon) return {};
    return PlacedError{Errc::bad_rules, needs->column,
                       content.holidays.empty()
                           ? "PH needs a list of public holidays. Give their dates, or leave PH out."
                           : "PH needs to know how far the list of public holidays reaches. Give the last date it "
                             "covers."};
}

Placed<std::shared_ptr<const Pattern>> read_pattern(const HoursContent& content, bool inherits)
{
    std::shared_ptr<const Pattern> none;
    if (content.rules.empty() && inherits && content.zone.empty()) return none;
    const auto zone = TimeZone::find(content.zone);
    if (!zone) return PlacedError{zone.errc(), 0, sentence(zone.errc())};
    if (content.rules.empty() && inherits) return none;
    auto rules = parse_rules(content.rules);
    if (!rules) return rules.error();
    if (auto missing = holidays_missing(*rules, content)) return *std::move(missing);
    auto calendar = Calendar::make(*std::move(rules), *zone, holidays_of(content));
    if (!calendar) return calendar.error();
    if (calendar->yearly_steps() > max_version_steps)
        return PlacedError{Errc::hours_too_complex, 0,
                           "These hours are too complex. Use fewer rules, dates and times: rules that say the same "
                           "can be written as one."};
    auto key = key_of(content);
    const auto hash = std::hash<std::string>{}(key);
    return std::make_shared<const Pattern>(Pattern{std::move(key), hash, *std::move(calendar)});
}

/// A calendar begins or ceases to count.
struct Turn {
    Instant at;
    std::size_t pattern;
    bool begins;
};

/// The most steps that count at one instant.
std::uint64_t most_at_once(std::span<const CheckedInForce> chain)
{
    ByPattern<std::size_t> known;
    std::vector<std::uint64_t> steps;
    std::vector<Turn> turns;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const auto* pattern = chain[i].what->pattern.get();
        const auto span = counts(chain, i);
        if (!pattern || span.begin >= span.end) continue;
        const auto [found, fresh] = known.emplace(pattern, steps.size());
        if (fresh) steps.push_back(pattern->calendar.yearly_steps());
        turns.push_back({span.begin, found->second, true});
        turns.push_back({span.end, found->second, false});
    }
    std::sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) {
        return a.at != b.at ? a.at < b.at : a.begins < b.begins;  // what ends makes room for what begins
    });
    std::vector<std::size_t> counting(steps.size());
    std::uint64_t now = 0;
    std::uint64_t most = 0;
    for (const auto& turn : turns) {
        if (turn.begins && counting[turn.pattern]++ == 0) now += steps[turn.pattern];
        if (!turn.begins && --counting[turn.pattern] == 0) now -= steps[turn.pattern];
        most = std::max(most, now);
    }
    return most;
}

}  // namespace

bool comes_before(const NamedOff& a, const NamedOff& b) noexcept
{
    return std::tie(a.layer, a.dates.first, a.dates.last) < std::tie(b.layer, b.dates.first, b.dates.last);
}

bool Checked::is_off(sys_days date) const noexcept { return next_off(date) == date; }

sys_days Checked::next_off(sys_days date) const noexcept
{
    const auto is_over = [date](const DateRange& range) { return range.last < date; };
    const auto found = std::partition_point(without.begin(), without.end(), is_over);
    return found == without.end() ? sys_days::max() : std::max(found->first, date);
}

Placed<CheckedPtr> read(HoursContent content, bool inherits, const CheckedPtr& before)
{
    if (auto limits = check_counts(content); !limits) return limits.error();
    std::shared_ptr<const Pattern> pattern;
    if (before && before->pattern && before->pattern->key == key_of(content)) {
        pattern = before->pattern;
    } else {
        auto made = read_pattern(content, inherits);
        if (!made) return made.error();
        pattern = *std::move(made);
    }
    if (auto others = check_others(content); !others) return others.error();
    auto named = days_off(content);
    auto without = dates_of(named);
    auto extras = merged(content.extras);
    return std::make_shared<const Checked>(
        Checked{std::move(content), std::move(pattern), std::move(named), std::move(without), std::move(extras)});
}

Interval counts(std::span<const CheckedInForce> chain, std::size_t index) noexcept
{
    const auto& content = chain[index].what->content;
    Interval span{std::max(content.valid_from, chain[index].received), Instant::max()};
    if (index + 1 < chain.size()) {
        const auto& next = chain[index + 1];
        span.end = std::max(next.received + content.notice_period, next.what->content.valid_from);
    }
    return span;
}

bool too_complex(std::span<const CheckedInForce> chain)
{
    std::uint64_t all = 0;
    for (const auto& version : chain) all += version.what->pattern ? version.what->pattern->calendar.yearly_steps() : 0;
    return all > max_steps_at_once && most_at_once(chain) > max_steps_at_once;
}

}  // namespace holdfast::hours

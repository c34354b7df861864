#include "protocol/hours/schedule/version.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/text.hpp"
#include "protocol/hours/schedule/checked.hpp"

namespace holdfast::hours {
namespace {

using Problem = std::optional<PlacedError>;

PlacedError problem(Errc code, std::string message) { return {code, 0, std::move(message)}; }

bool is_usable(const Date& date)
{
    const int y = static_cast<int>(date.year());
    return date.ok() && y >= first_rule_year && y <= last_rule_year;
}

Problem check_policy(const HoursContent& content)
{
    if (content.notice_period < Seconds{0} || content.notice_period > max_notice)
        return problem(Errc::bad_duration, "The notice for changes can be 0 to 92 days.");
    if (content.last_reading < Seconds{0} || content.last_reading > max_last_reading)
        return problem(Errc::bad_duration, "The time kept for the last reading can be 0 to 12 hours.");
    return {};
}

Problem check_reason(const std::string& reason)
{
    if (reason.size() > max_reason_bytes)
        return problem(Errc::too_large, "A reason can have up to 400 characters. Shorten it.");
    if (!is_utf8(as_bytes(reason)) || std::any_of(reason.begin(), reason.end(), is_control))
        return problem(Errc::bad_encoding, "A reason is one line of text. Remove line breaks and tabs from it.");
    return {};
}

Problem counts_problem(const HoursContent& content)
{
    if (content.holidays.size() > max_holidays)
        return problem(Errc::too_large, "There are too many holidays. Keep them to 1,000.");
    if (content.leaves.size() > max_leaves)
        return problem(Errc::too_large, "There are too many leaves. Drop those that are past.");
    if (content.cancellations.size() > max_cancellations)
        return problem(Errc::too_large, "There are too many cancelled dates. Drop those that are past.");
    if (content.extras.size() > max_extras)
        return problem(Errc::too_large, "There are too many extra windows. Drop those that are past.");
    return {};
}

Problem check_dates(const HoursContent& content)
{
    const bool good_holidays = std::all_of(content.holidays.begin(), content.holidays.end(), is_usable);
    if (!good_holidays || (content.horizon && !is_usable(*content.horizon)))
        return problem(Errc::bad_date, "A date in the list of holidays does not exist. Check the list.");
    for (const auto& leave : content.leaves) {
        if (!is_usable(leave.from) || !is_usable(leave.to)) return problem(Errc::bad_date, sentence(Errc::bad_date));
        if (leave.to < leave.from)
            return problem(Errc::bad_date, "This leave ends before it begins. Write the earlier date first.");
        if (auto bad = check_reason(leave.reason)) return bad;
    }
    for (const auto& cancelled : content.cancellations) {
        if (!is_usable(cancelled.date)) return problem(Errc::bad_date, sentence(Errc::bad_date));
        if (auto bad = check_reason(cancelled.reason)) return bad;
    }
    return {};
}

Problem check_extras(const HoursContent& content)
{
    for (const auto& extra : content.extras)
        if (extra.end - extra.begin < shortest_extra || extra.end - extra.begin > longest_extra)
            return problem(Errc::bad_duration, "An extra window lasts 5 to 120 minutes.");
    return {};
}

}  // namespace

std::optional<Holidays> holidays_of(const HoursContent& content)
{
    if (content.holidays.empty() && !content.horizon) return std::nullopt;
    return Holidays{content.holidays, content.horizon};
}

Placed<void> check(const HoursContent& content, bool inherits)
{
    if (auto checked = read(content, inherits); !checked) return checked.error();
    return {};
}

Placed<void> check_counts(const HoursContent& content)
{
    if (auto bad = counts_problem(content)) return *std::move(bad);
    return {};
}

Placed<void> check_others(const HoursContent& content)
{
    if (auto bad = check_policy(content)) return *std::move(bad);
    if (auto bad = check_dates(content)) return *std::move(bad);
    if (auto bad = check_extras(content)) return *std::move(bad);
    return {};
}

bool is_planned(const Leave& leave, const TimeZone& zone, Instant received, Seconds notice)
{
    return zone.first(LocalMinute{std::chrono::sys_days{leave.from}.time_since_epoch()}) >= received + notice;
}

}  // namespace holdfast::hours

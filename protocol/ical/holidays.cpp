#include "protocol/ical/holidays.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "protocol/base/text.hpp"
#include "protocol/hours/content.hpp"
#include "protocol/ical/component.hpp"
#include "protocol/ical/item.hpp"
#include "protocol/ical/recurrence.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::Placed;
using hours::PlacedError;

/// Where a list has fixed dates only for some years, repetition goes this far.
constexpr days repeated_for{3 * 366};
/// Longer entries are school terms and the like.
constexpr days longest_holiday{14};

std::string shortened(std::string name)
{
    if (name.size() <= max_holiday_name_bytes) return name;
    auto end = max_holiday_name_bytes;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    return name.substr(0, end);
}

class Collector {
  public:
    explicit Collector(Date from) : from_{from} {}

    void add(sys_days date, const std::string& name)
    {
        if (date < from_) return;
        auto& known = dates_[date];
        if (known.empty()) known = shortened(name);
    }
    [[nodiscard]] sys_days from() const noexcept { return from_; }

    [[nodiscard]] Placed<HolidayList> finish() const
    {
        if (dates_.empty()) return bad_calendar(0, "There is no coming holiday in this file. Give a newer list.");
        if (dates_.size() > hours::max_holidays)
            return PlacedError{Errc::too_large, 0, "There are too many holidays. Keep them to 1,000."};
        HolidayList list;
        for (const auto& [date, name] : dates_) list.holidays.push_back({Date{date}, name});
        list.horizon = Date{list.holidays.back().date.year(), December, day{31}};
        return list;
    }

  private:
    sys_days from_;
    std::map<sys_days, std::string> dates_;
};

Placed<void> take_event(const Item& item, Collector& into)
{
    if (!item.start || !item.start->whole_day)
        return bad_calendar(item.number, "A holiday is a whole day. Take the hours out of this entry.");
    const auto length = std::max<days>(days{1}, floor<days>(item.length()));
    if (length > longest_holiday)
        return bad_calendar(item.number, "This lasts longer than two weeks, so it is no holiday. Take it out.");
    std::vector<hours::LocalMinute> starts{item.start->local};
    if (!item.repeats.empty()) {
        const Repetition repetition{item.repeats.front(), item.start->local, {}};
        if (item.repeats.size() > 1 || !repeats_by_days(repetition))
            return bad_calendar(item.number, "This repeats in a way that gives no dates. Write its dates instead.");
        starts = occurrences(repetition, into.from(), into.from() + repeated_for).starts;
    }
    for (const auto& when : item.also) starts.push_back(when.local);
    for (const auto start : starts) {
        const bool except = std::any_of(item.except.begin(), item.except.end(), [&](const When& when) {
            return floor<days>(when.local) == floor<days>(start);
        });
        if (except) continue;
        const sys_days first{floor<days>(start).time_since_epoch()};
        for (auto date = first; date < first + length; date += days{1}) into.add(date, item.summary);
    }
    return {};
}

Placed<HolidayList> from_calendar(std::string_view file, Collector into)
{
    const auto calendars = read_components(file);
    if (!calendars) return calendars.error();
    std::size_t repeating = 0;
    for (const auto& calendar : *calendars)
        for (const auto& part : calendar.parts) {
            if (part.name != "VEVENT") continue;
            const auto item = read_item(part);
            if (!item) return item.error();
            if (!item->repeats.empty() && ++repeating > hours::max_holidays)
                return PlacedError{Errc::too_large, 0, "There are too many holidays. Keep them to 1,000."};
            if (const auto taken = take_event(*item, into); !taken) return taken.error();
        }
    return into.finish();
}

std::string_view without_blanks(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

Placed<HolidayList> from_lines(std::string_view file, Collector into)
{
    constexpr std::size_t date_length = 10;
    for (std::size_t number = 1; !file.empty(); ++number) {
        const auto end = file.find('\n');
        const auto line = without_blanks(file.substr(0, end));
        file = end == std::string_view::npos ? std::string_view{} : file.substr(end + 1);
        if (line.empty() || line.front() == '#') continue;
        const auto midnight = parse_rfc3339(std::string{line.substr(0, date_length)} + "T00:00:00Z");
        if (!midnight || (line.size() > date_length && line[date_length] != ' ' && line[date_length] != '\t'))
            return PlacedError{Errc::bad_date, 0,
                               "Line " + std::to_string(number) +
                                   ": write a date such as 2026-12-25, and a name after "
                                   "it if you like."};
        into.add(floor<days>(*midnight), std::string{without_blanks(line.substr(date_length))});
    }
    return into.finish();
}

}  // namespace

Placed<HolidayList> read_holidays(std::string_view file, Date from)
{
    if (file.size() > max_calendar_bytes)
        return PlacedError{Errc::too_large, 0, "This file is larger than 1 MiB. Give the holidays alone."};
    if (!is_utf8(as_bytes(file)))
        return PlacedError{Errc::bad_encoding, 0, "This file is not in UTF-8. Save it as plain text or as iCalendar."};
    if (file.find("BEGIN:VCALENDAR") != std::string_view::npos) return from_calendar(file, Collector{from});
    return from_lines(file, Collector{from});
}

}  // namespace holdfast::ical

#include "protocol/ical/holidays.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "protocol/base/text.hpp"
#include "protocol/hours/schedule/version.hpp"
#include "protocol/ical/component.hpp"
#include "protocol/ical/item.hpp"
#include "protocol/ical/lines.hpp"
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

class Collector {
  public:
    explicit Collector(Date from) : from_{from} {}

    /// `goes_on`: the date comes from a repetition without an end, and says nothing of how far the list is complete.
    void add(sys_days date, const std::string& name, bool observance = false, bool goes_on = false)
    {
        if (date < from_) return;
        auto& last = goes_on ? last_repeated_ : last_named_;
        last = std::max(last.value_or(date), date);
        auto& known = dates_.try_emplace(date, Day{{}, true}).first->second;
        if (known.name.empty() || (known.observance && !observance))
            known.name = shortened(name, max_holiday_name_bytes);
        known.observance = known.observance && observance;
    }
    void note(const Item& item, std::string sentence) { notes_.add(item, std::move(sentence)); }
    void note_problem(const Item& item) { notes_.add_problem(item); }
    [[nodiscard]] sys_days from() const noexcept { return from_; }

    [[nodiscard]] Placed<HolidayList> finish(const std::optional<Date>& until)
    {
        HolidayList list;
        list.notes = notes_.take();
        if (dates_.empty()) return none(list.notes);
        list.horizon = until.value_or(Date{last_named_ ? *last_named_ : *last_repeated_});
        for (const auto& [date, day] : dates_)
            if (date <= sys_days{list.horizon}) list.holidays.push_back({Date{date}, day.name, day.observance});
        if (list.holidays.empty()) return none(list.notes);
        if (list.holidays.size() > hours::max_holidays)
            return PlacedError{Errc::too_large, 0, "There are too many holidays. Keep them to 1,000."};
        return list;
    }

  private:
    struct Day {
        std::string name;
        bool observance = false;
    };

    static PlacedError none(const std::vector<Note>& notes)
    {
        std::string words = "There is no coming holiday in this file. Give a newer list.";
        if (!notes.empty() && notes.front().line > 0)
            words += " Line " + std::to_string(notes.front().line) + ": " + notes.front().sentence;
        return bad_calendar(0, std::move(words));
    }

    sys_days from_;
    std::map<sys_days, Day> dates_;
    std::optional<sys_days> last_named_;
    std::optional<sys_days> last_repeated_;
    Notes notes_;
};

/// Whole days, as dates or, as Outlook writes them, from midnight to midnight.
bool is_whole_days(const Item& item)
{
    if (item.start->whole_day) return true;
    const auto length = item.length();
    return !item.start->utc && item.start->local == floor<days>(item.start->local) && length > minutes{0} &&
           length == floor<days>(length);
}

/// The starts of an entry from `from` on. Empty, with a note, where there are none to tell.
std::optional<std::vector<hours::LocalMinute>> starts_of(const Item& item, Collector& into)
{
    std::vector<hours::LocalMinute> starts{item.start->local};
    if (!item.repeats.empty()) {
        const Repetition repetition{item.repeats.front(), item.start->local, {}};
        if (item.repeats.size() > 1 || !repeats_by_days(repetition)) {
            into.note(item, "It repeats in a way that gives no dates, and was left out. Write its dates instead.");
            return std::nullopt;
        }
        starts = occurrences(repetition, into.from(), into.from() + repeated_for).starts;
    }
    for (const auto& when : item.also) starts.push_back(when.local);
    std::erase_if(starts, [&](hours::LocalMinute start) {
        return std::any_of(item.except.begin(), item.except.end(),
                           [&](const When& when) { return floor<days>(when.local) == floor<days>(start); });
    });
    return starts;
}

void take_event(const Item& item, Collector& into)
{
    if (item.cancelled) return;
    if (!item.problem.empty()) return into.note_problem(item);
    if (!item.start || !is_whole_days(item))
        return into.note(item, "A holiday is a whole day, so it was left out. Take the hours out of this entry.");
    const auto length = std::max<days>(days{1}, floor<days>(item.length()));
    if (length > longest_holiday) return into.note(item, "It lasts longer than two weeks, so it is no holiday.");
    const auto starts = starts_of(item, into);
    if (!starts) return;
    const bool goes_on = !item.repeats.empty() && !last_date({item.repeats.front(), item.start->local, {}});
    for (const auto start : *starts) {
        const sys_days first{floor<days>(start).time_since_epoch()};
        for (auto date = first; date < first + length; date += days{1})
            into.add(date, item.summary, item.observance, goes_on);
    }
}

Placed<HolidayList> from_calendar(std::string_view file, Collector into, const std::optional<Date>& until)
{
    const auto calendars = read_components(file);
    if (!calendars) return calendars.error();
    std::size_t repeating = 0;
    for (const auto& calendar : *calendars)
        for (const auto& part : calendar.parts) {
            if (part.name != "VEVENT") continue;
            const auto item = read_item(part);
            if (!item.repeats.empty() && ++repeating > hours::max_holidays)
                return PlacedError{Errc::too_large, 0, "There are too many holidays. Keep them to 1,000."};
            take_event(item, into);
        }
    return into.finish(until);
}

Placed<HolidayList> from_lines(std::string_view file, Collector into, const std::optional<Date>& until)
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
    return into.finish(until);
}

bool is_calendar(std::string_view file)
{
    constexpr std::size_t looked_through = 4096;
    return upper(file.substr(0, looked_through)).find("BEGIN:VCALENDAR") != std::string::npos;
}

}  // namespace

Placed<HolidayList> read_holidays(std::string_view file, Date from, const std::optional<Date>& until)
{
    if (is_calendar(file)) return from_calendar(file, Collector{from}, until);
    if (file.size() > max_list_bytes)
        return PlacedError{Errc::too_large, 0, "This file is larger than 1 MiB. Give the holidays alone."};
    if (!is_utf8(as_bytes(file)))
        return PlacedError{Errc::bad_encoding, 0, "This file is not in UTF-8. Save it as plain text or as iCalendar."};
    if (file.starts_with(byte_order_mark)) file.remove_prefix(byte_order_mark.size());
    return from_lines(file, Collector{from}, until);
}

}  // namespace holdfast::ical

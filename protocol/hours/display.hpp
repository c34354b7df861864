// Times as people read them: weekday, date and time in the therapist's zone, and in the reader's own beside it. Plain
// English; never "later". Used on every screen that shows a promise. Two wordings: short for the eye, in whole words
// for a screen reader or a person who listens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/hours/calendar/calendar.hpp"

namespace holdfast::hours {

enum class Wording {
    compact,  ///< "Tue 14 Oct, 09:00–12:00 (16:00–19:00 where you are)"
    spoken,   ///< "Tuesday 14 October, 09:00 to 12:00, that is 16:00 to 19:00 where you are"
};

/// When somebody reads a time, and how it is said. The examples below are compact.
struct Telling {
    Instant now;
    Wording wording;
    Telling(Instant at, Wording how = Wording::compact) noexcept : now{at}, wording{how} {}
};

/// "Tue 14 Oct"; with the year when it is not the year of `now` in UTC.
[[nodiscard]] std::string show_date(const Date& date, const Telling& how);

/// "Tue 14 Oct, 09:00"; with the year when it is not the year of `now` there.
[[nodiscard]] std::string show_instant(Instant t, const TimeZone& zone, const Telling& how);

/// "Sat 1 Aug"; two dates "Sat 1 Aug – Fri 14 Aug". The year as above; `zone` says which date it is at `now`.
[[nodiscard]] std::string show_date(const Date& date, const TimeZone& zone, const Telling& how);
[[nodiscard]] std::string show_dates(const Date& from, const Date& to, const TimeZone& zone, const Telling& how);

/// "Tue 14 Oct, 09:00–12:00"; over midnight "Fri 17 Oct, 22:00 – Sat 18 Oct, 02:00"; without an end
/// "Tue 14 Oct, 09:00 onwards".
[[nodiscard]] std::string show_window(const Window& window, const TimeZone& zone, const Telling& how);

/// The same with the reader's zone: "Tue 14 Oct, 09:00–12:00 (16:00–19:00 where you are)". The bracket names the date
/// where it differs, and is left out when both zones show the same.
[[nodiscard]] std::string show_window(const Window& window, const TimeZone& zone, const TimeZone& own,
                                      const Telling& how);
[[nodiscard]] std::string show_instant(Instant t, const TimeZone& zone, const TimeZone& own, const Telling& how);

/// The same as it stands in a sentence, behind "reads" or "resumes": compact as above; spoken "tomorrow, Tuesday 14
/// October, 09:00 to 12:00" or "on Thursday 16 October, 09:00 to 12:00". A day is called near only where both zones
/// agree.
[[nodiscard]] std::string show_when(const Window& window, const TimeZone& zone, const TimeZone& own,
                                    const Telling& how);
[[nodiscard]] std::string show_when(Instant t, const TimeZone& zone, const TimeZone& own, const Telling& how);

/// "Tuesday", "09:00": the parts of a time that stand in a sentence of a person's.
[[nodiscard]] std::string show_weekday(Instant t, const TimeZone& zone);
[[nodiscard]] std::string show_clock(Instant t, const TimeZone& zone);

/// "09:00–12:00" of a date said elsewhere; over midnight "22:00–Sat 02:00"; without an end "09:00 onwards".
[[nodiscard]] std::string show_times(const Window& window, const TimeZone& zone, Wording wording = Wording::compact);
/// Two times of a day, or two dates, as a range: "09:00–12:00", spoken "09:00 to 12:00".
[[nodiscard]] std::string show_range(std::string_view first, std::string_view last, Wording wording);

/// "Tue 14 Oct"; with the year when it is not that of `today`.
[[nodiscard]] std::string show_date(Date date, Date today, Wording wording = Wording::compact);
/// "Tue".
[[nodiscard]] std::string show_weekday(Date date, Wording wording = Wording::compact);
/// "14 Oct", of any year.
[[nodiscard]] std::string show_day_of_year(std::chrono::month month, std::chrono::day day, Wording wording);
/// "Oct".
[[nodiscard]] std::string show_month(std::chrono::month month, Wording wording);

}  // namespace holdfast::hours

// Times as people read them: weekday, date and time in the therapist's zone, and in the reader's own beside it. Plain
// English; never "later". Used on every screen that shows a promise.
#pragma once

#include <optional>
#include <string>

#include "protocol/hours/calendar/calendar.hpp"

namespace holdfast::hours {

/// "Tue 14 Oct"; with the year when it is not the year of `now` in UTC.
[[nodiscard]] std::string show_date(const Date& date, Instant now);

/// "Tue 14 Oct, 09:00"; with the year when it is not the year of `now` there.
[[nodiscard]] std::string show_instant(Instant t, const TimeZone& zone, Instant now);

/// "Sat 1 Aug"; two dates "Sat 1 Aug – Fri 14 Aug". The year as above; `zone` says which date it is at `now`.
[[nodiscard]] std::string show_date(const Date& date, const TimeZone& zone, Instant now);
[[nodiscard]] std::string show_dates(const Date& from, const Date& to, const TimeZone& zone, Instant now);

/// "Tue 14 Oct, 09:00–12:00"; over midnight "Fri 17 Oct, 22:00 – Sat 18 Oct, 02:00"; without an end
/// "Tue 14 Oct, 09:00 onwards".
[[nodiscard]] std::string show_window(const Window& window, const TimeZone& zone, Instant now);

/// The same with the reader's zone: "Tue 14 Oct, 09:00–12:00 (16:00–19:00 where you are)". The bracket names the date
/// where it differs, and is left out when both zones show the same.
[[nodiscard]] std::string show_window(const Window& window, const TimeZone& zone, const TimeZone& own, Instant now);
[[nodiscard]] std::string show_instant(Instant t, const TimeZone& zone, const TimeZone& own, Instant now);

/// "Tuesday", "09:00": the parts of a time that stand in a sentence of a person's.
[[nodiscard]] std::string show_weekday(Instant t, const TimeZone& zone);
[[nodiscard]] std::string show_clock(Instant t, const TimeZone& zone);

/// "09:00–12:00" of a date said elsewhere; over midnight "22:00–Sat 02:00"; without an end "09:00 onwards".
[[nodiscard]] std::string show_times(const Window& window, const TimeZone& zone);

/// "Tue 14 Oct"; with the year when it is not that of `today`.
[[nodiscard]] std::string show_date(Date date, Date today);
/// "Tue".
[[nodiscard]] std::string show_weekday(Date date);

}  // namespace holdfast::hours

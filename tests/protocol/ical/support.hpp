// Calendars as short as a test wants them, and what comes out of them as text.
#pragma once

#include <string>
#include <string_view>

#include "protocol/ical/availability.hpp"
#include "tests/protocol/hours/support.hpp"

namespace holdfast::test {

/// A Tuesday.
inline const Instant import_day = at("2026-03-03T12:00:00Z");

/// The body between BEGIN:VCALENDAR and its end; line breaks as programs write them.
[[nodiscard]] inline std::string vcalendar(std::string_view body)
{
    std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n";
    for (const char c : body) text.append(c == '\n' ? "\r\n" : std::string(1, c));
    return text + "END:VCALENDAR\r\n";
}

[[nodiscard]] inline std::string vevent(std::string_view lines)
{
    return "BEGIN:VEVENT\nUID:" + std::to_string(lines.size()) + "@test\n" + std::string{lines} + "END:VEVENT\n";
}

[[nodiscard]] inline std::string available(std::string_view lines)
{
    return "BEGIN:AVAILABLE\nUID:" + std::to_string(lines.size()) + "@test\n" + std::string{lines} + "END:AVAILABLE\n";
}

[[nodiscard]] inline std::string availability(std::string_view frame, std::string_view parts)
{
    return "BEGIN:VAVAILABILITY\nUID:frame@test\n" + std::string{frame} + std::string{parts} + "END:VAVAILABILITY\n";
}

[[nodiscard]] inline hours::Placed<ical::Availability> read(std::string_view body, std::string_view in_force = {})
{
    return ical::read_availability(vcalendar(body), zone("Europe/London"), import_day, in_force);
}

/// Precondition: it can be read.
[[nodiscard]] inline ical::Availability taken(std::string_view body, std::string_view in_force = {})
{
    const auto result = read(body, in_force);
    if (!result) FAIL(result.error().message);
    return *result;
}

[[nodiscard]] inline std::string rules(std::string_view body, std::string_view in_force = {})
{
    const auto found = taken(body, in_force);
    for (const auto& note : found.notes) UNSCOPED_INFO(note.line << ": " << note.summary << ": " << note.sentence);
    CHECK(found.notes.empty());
    return found.rules;
}

[[nodiscard]] inline std::string date_text(const Date& date)
{
    return to_rfc3339(Instant{std::chrono::sys_days{date}}).substr(0, 10);
}

/// "2026-04-03; 2026-04-10..2026-04-17"
[[nodiscard]] inline std::string days_off(const ical::Availability& found)
{
    std::string text;
    const auto add = [&](const std::string& words) { text.append(text.empty() ? "" : "; ").append(words); };
    for (const auto& one : found.cancellations) add(date_text(one.date));
    for (const auto& leave : found.leaves) add(date_text(leave.from) + ".." + date_text(leave.to));
    return text;
}

}  // namespace holdfast::test

#include "protocol/ical/reminder.hpp"

#include "protocol/ical/component.hpp"
#include "tests/protocol/ical/support.hpp"

namespace holdfast::ical::reminder_test {
namespace {

using namespace test;

/// A Sunday evening in Berlin, a month before its clocks change.
const Instant now = at("2026-03-01T20:00:00Z");

std::string written()
{
    return write_reminders({0b0010010, {8 * 60, 18 * 60}}, zone("Europe/Berlin"), "0f3a", now, "Holdfast");
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a reminder comes back on its weekdays at the wall clock of its zone, and says nothing but its title")
{
    const auto text = written();
    CHECK(has(text, "DTSTART;TZID=Europe/Berlin:20260303T180000\r\n"));
    CHECK(has(text, "DTSTART;TZID=Europe/Berlin:20260303T080000\r\n"));
    CHECK(has(text, "RRULE:FREQ=WEEKLY;BYDAY=TU,FR\r\n"));
    CHECK(has(text, "DURATION:PT15M\r\n"));
    CHECK(has(text, "SUMMARY:Holdfast\r\n"));
    CHECK(has(text, "BEGIN:VALARM\r\n"));
    CHECK(has(text, "UID:reminder-1080-0f3a@holdfast\r\n"));
    CHECK(read_components(text).has_value());
    CHECK(written() == text);
}

TEST_CASE("the clock changes of the coming years stand in a file of reminders")
{
    const auto text = written();
    CHECK(has(text, "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"));
    CHECK(has(text, "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"));
    CHECK(has(text, "BEGIN:STANDARD\r\nDTSTART:20281029T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"));
}

}  // namespace holdfast::ical::reminder_test

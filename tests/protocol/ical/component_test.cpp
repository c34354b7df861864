#include "protocol/ical/component.hpp"

#include "tests/protocol/ical/support.hpp"

namespace component_test {

using namespace holdfast;
using namespace holdfast::test;
using ical::read_components;

namespace {

std::string refused(std::string_view file)
{
    const auto result = read_components(file);
    return result ? "taken" : std::string{name(result.error().code)} + ": " + result.error().message;
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

}  // namespace

TEST_CASE("folded lines are one line with the number of its first part")
{
    const auto calendars =
        read_components("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Read\n ing hours\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n");
    REQUIRE(calendars.has_value());
    const auto& event = calendars->front().parts.front();
    CHECK(event.number == 2);
    REQUIRE(event.lines.size() == 2);
    CHECK(event.lines[0].text == "SUMMARY:Reading hours");
    CHECK(event.lines[0].number == 3);
    CHECK(event.lines[1].number == 5);
}

TEST_CASE("names are read in any case, with a byte order mark, and with either line break")
{
    const auto calendars = read_components(
        "\xEF\xBB\xBF"
        "begin:vcalendar\r\nBegin:Vevent\nend:VEVENT\r\nEnd:VCalendar");
    REQUIRE(calendars.has_value());
    CHECK(calendars->front().parts.front().name == "VEVENT");
}

TEST_CASE("what is no calendar is refused with its line")
{
    CHECK(refused("") == "bad_calendar: This is not a calendar file: there is no BEGIN:VCALENDAR in it.");
    CHECK(refused("Hello\n") == "bad_calendar: This is not a calendar file: there is no BEGIN:VCALENDAR in it.");
    CHECK(refused("<html>:\n") == refused("Hello\n"));
    CHECK(refused("BEGIN:VEVENT\nEND:VEVENT\n") ==
          "bad_calendar: Line 1: This is not a calendar file: BEGIN:VCALENDAR must stand before this.");
    CHECK(refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\n") ==
          "bad_calendar: Line 2: What begins here has no end: the file was cut off. Export the calendar again.");
}

TEST_CASE("lines that are no lines of a calendar are passed over, and numbers stay right")
{
    const auto calendars = read_components(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:Bring the form\nand the card\nEND:of the street\nBEGIN:early!\n"
        "Begin\nSUMMARY:\x15Walk\x0b\nX-OWN:\xff\nUID:1\nEND:VEVENT\nEND:VTODO\nEND:VCALENDAR\n");
    REQUIRE(calendars.has_value());
    const auto& event = calendars->front().parts.front();
    CHECK(event.has_end);
    CHECK(event.parts.empty());
    REQUIRE(event.lines.size() == 3);
    CHECK(event.lines[1].text == "SUMMARY:Walk");
    CHECK(event.lines[1].number == 8);
    CHECK(event.lines[2].number == 10);
}

TEST_CASE("a character split by folding or cut at the end of its value is no other encoding")
{
    const auto calendars = read_components(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:caf\xC3\r\n \xA9s\r\nDESCRIPTION:caf\xE2\x82\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n");
    REQUIRE(calendars.has_value());
    CHECK(calendars->front().parts.front().lines[0].text == "SUMMARY:caf\xC3\xA9s");
    CHECK(calendars->front().parts.front().lines[1].text == "DESCRIPTION:caf");
}

TEST_CASE("a name may be folded, and long text is cut")
{
    const auto calendars = read_components("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUM\n MARY:" + std::string(200'000, 'a') +
                                           "\nX-FILE:" + std::string(900'000, 'b') + "\nEND:VEVENT\nEND:VCALENDAR\n");
    REQUIRE(calendars.has_value());
    const auto& line = calendars->front().parts.front().lines.front();
    CHECK(line.name == "SUMMARY");
    CHECK(line.cut);
    CHECK(line.text.size() == ical::max_line_bytes);
}

TEST_CASE("hostile calendars are refused within bounds")
{
    CHECK(refused(std::string(ical::max_calendar_bytes + 1, 'a')) ==
          "too_large: This calendar is larger than 32 MiB. Export a shorter time, or one calendar alone.");
    CHECK(refused(repeated("BEGIN:VCALENDAR\n", 100)) ==
          "bad_calendar: Line 9: Too much is nested here for a calendar.");
    CHECK(refused("BEGIN:VCALENDAR\n" + repeated("BEGIN:A\nEND:A\n", 200'000) + "END:VCALENDAR\n")
              .starts_with("too_large: There are more than 200,000 entries"));
    CHECK(refused("BEGIN:VCALENDAR\n" + repeated("UID:1\n", 1'000'001) + "END:VCALENDAR\n")
              .starts_with("too_large: There is too much in this calendar."));
    CHECK(refused("BEGIN:VCALENDAR\nSUMMARY:\xC3\x28\nEND:VCALENDAR\n").starts_with("bad_encoding: Line 2"));
}

TEST_CASE("a calendar cut anywhere is refused and nothing worse")
{
    const auto whole = vcalendar(vevent("DTSTART;TZID=Europe/London:20260310T090000\nRRULE:FREQ=WEEKLY;COUNT=3\n"));
    for (std::size_t length = 0; length + 2 < whole.size(); ++length)
        CHECK(read_components(std::string_view{whole}.substr(0, length)).has_error());
}

}  // namespace component_test

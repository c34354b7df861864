#include "protocol/ical/holidays.hpp"

#include "tests/protocol/ical/support.hpp"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// "2026-04-03 Good Friday; … until 2026-12-31", or the error.
std::string listed(std::string_view file)
{
    const auto list = ical::read_holidays(file, day("2026-03-03"));
    if (!list) return std::string{name(list.error().code)} + ": " + list.error().message;
    std::string text;
    for (const auto& one : list->holidays) text += date_text(one.date) + " " + one.name + "; ";
    return text + "until " + date_text(list->horizon);
}

}  // namespace

TEST_CASE("a plain list has a date and perhaps a name on each line")
{
    CHECK(listed("# England\n2026-12-25 Christmas Day\r\n\n2026-04-03\tGood Friday\n2026-05-04\n") ==
          "2026-04-03 Good Friday; 2026-05-04 ; 2026-12-25 Christmas Day; until 2026-12-31");
    CHECK(listed("2026-01-01 past\n2027-01-01 New Year\n") == "2027-01-01 New Year; until 2027-12-31");
    CHECK(listed("25.12.2026\n") ==
          "bad_date: Line 1: write a date such as 2026-12-25, and a name after it if you like.");
    CHECK(listed("2026-12-25Christmas\n").starts_with("bad_date: Line 1"));
    CHECK(listed("2026-02-30\n").starts_with("bad_date: Line 1"));
}

TEST_CASE("a calendar of holidays gives whole days, repeated ones for three years")
{
    CHECK(listed(vcalendar(vevent("DTSTART;VALUE=DATE:20260403\nDTEND;VALUE=DATE:20260404\nSUMMARY:Good Friday\n"
                                  "TRANSP:TRANSPARENT\n"))) == "2026-04-03 Good Friday; until 2026-12-31");
    CHECK(
        listed(
            vcalendar(vevent("DTSTART;VALUE=DATE:20201225\nDURATION:P2D\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas\n"))) ==
        "2026-12-25 Christmas; 2026-12-26 Christmas; 2027-12-25 Christmas; 2027-12-26 Christmas; 2028-12-25 Christmas; "
        "2028-12-26 Christmas; until 2028-12-31");
}

TEST_CASE("what is no holiday is refused with its line")
{
    CHECK(listed(vcalendar(vevent("DTSTART:20260403T090000\n"))) ==
          "bad_calendar: Line 4: A holiday is a whole day. Take the hours out of this entry.");
    CHECK(listed(vcalendar(vevent("DTSTART;VALUE=DATE:20260720\nDTEND;VALUE=DATE:20260901\n")))
              .starts_with("bad_calendar: Line 4"));
    CHECK(listed("").starts_with("bad_calendar: There is no coming holiday"));
    CHECK(listed("\xff").starts_with("bad_encoding"));
    CHECK(listed(std::string(2'000'000, '#')).starts_with("too_large"));
}

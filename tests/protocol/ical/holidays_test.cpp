#include "protocol/ical/holidays.hpp"

#include "tests/protocol/ical/support.hpp"

namespace holidays_test {

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
    text += "until " + date_text(list->horizon);
    for (const auto& note : list->notes) text += " ! " + std::to_string(note.line) + ": " + note.sentence;
    return text;
}

}  // namespace

TEST_CASE("a plain list has a date and perhaps a name on each line")
{
    CHECK(listed("# England\n2026-12-25 Christmas Day\r\n\n2026-04-03\tGood Friday\n2026-05-04\n") ==
          "2026-04-03 Good Friday; 2026-05-04 ; 2026-12-25 Christmas Day; until 2026-12-25");
    CHECK(listed("2026-01-01 past\n2027-01-01 New Year\n") == "2027-01-01 New Year; until 2027-01-01");
    CHECK(listed("25.12.2026\n") ==
          "bad_date: Line 1: write a date such as 2026-12-25, and a name after it if you like.");
    CHECK(listed("2026-12-25Christmas\n").starts_with("bad_date: Line 1"));
    CHECK(listed("2026-02-30\n").starts_with("bad_date: Line 1"));
}

TEST_CASE("a calendar of holidays gives whole days, repeated ones for three years")
{
    CHECK(listed(vcalendar(vevent("DTSTART;VALUE=DATE:20260403\nDTEND;VALUE=DATE:20260404\nSUMMARY:Good Friday\n"
                                  "TRANSP:TRANSPARENT\n"))) == "2026-04-03 Good Friday; until 2026-04-03");
    CHECK(
        listed(
            vcalendar(vevent("DTSTART;VALUE=DATE:20201225\nDURATION:P2D\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas\n"))) ==
        "2026-12-25 Christmas; 2026-12-26 Christmas; 2027-12-25 Christmas; 2027-12-26 Christmas; 2028-12-25 Christmas; "
        "2028-12-26 Christmas; until 2028-12-26");
}

TEST_CASE("a list that names dates beside endless repetition speaks up to the last of those")
{
    const auto file = vcalendar(vevent("DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas\n") +
                                vevent("DTSTART;VALUE=DATE:20270326\nSUMMARY:Good Friday\n"));
    CHECK(listed(file) == "2026-12-25 Christmas; 2027-03-26 Good Friday; until 2027-03-26");
    const auto longer = ical::read_holidays(file, day("2026-03-03"), day("2027-12-31"));
    REQUIRE(longer.has_value());
    CHECK(longer->holidays.size() == 3);
    CHECK(longer->horizon == day("2027-12-31"));
    const auto shorter = ical::read_holidays(file, day("2026-03-03"), day("2026-12-31"));
    REQUIRE(shorter.has_value());
    CHECK(shorter->holidays.size() == 1);
}

TEST_CASE("observances are told apart from holidays in any language, and give way to them")
{
    const auto on = [](std::string_view lines) {
        const auto list = ical::read_holidays(vcalendar(std::string{lines}), day("2026-03-03"));
        REQUIRE(list.has_value());
        REQUIRE(list->holidays.size() == 1);
        return list->holidays[0].name + (list->holidays[0].observance ? " (observance)" : "");
    };
    const auto mothers_day = vevent(
        "DTSTART;VALUE=DATE:20260510\nSUMMARY:Muttertag\nDESCRIPTION:Gedenktag\\nWenn Sie "
        "Gedenktage ausblenden möchten\\, öffnen Sie die Google Kalender-Einstellungen\n");
    CHECK(on(mothers_day) == "Muttertag (observance)");
    CHECK(on(vevent("DTSTART;VALUE=DATE:20260510\nSUMMARY:Day\nCATEGORIES:Observance\n")) == "Day (observance)");
    CHECK(on(vevent("DTSTART;VALUE=DATE:20260510\nSUMMARY:Day\nDESCRIPTION:Public holiday\n")) == "Day");
    CHECK(on(mothers_day + vevent("DTSTART;VALUE=DATE:20260510\nSUMMARY:Holiday\n")) == "Holiday");
    CHECK(on(vevent("DTSTART;VALUE=DATE:20260510\nSUMMARY:Holiday\n") + mothers_day) == "Holiday");
}

TEST_CASE("an entry that is no holiday is left out with a note, and a list without any is refused")
{
    const auto christmas = vevent("DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas\n");
    CHECK(listed(vcalendar(christmas + vevent("DTSTART:20260403T090000\n"))) ==
          "2026-12-25 Christmas; until 2026-12-25 ! 9: A holiday is a whole day, so it was left out. Take the hours "
          "out of this entry.");
    CHECK(listed(vcalendar(christmas + vevent("DTSTART;VALUE=DATE:20260720\nDTEND;VALUE=DATE:20260901\n")))
              .ends_with("! 9: It lasts longer than two weeks, so it is no holiday."));
    CHECK(listed(vcalendar(christmas + vevent("DTSTART;VALUE=DATE:soon\n"))).find("! 11: DTSTART cannot be read") !=
          std::string::npos);
    CHECK(listed(vcalendar(vevent("DTSTART:20260403T090000\n"))) ==
          "bad_calendar: There is no coming holiday in this file. Give a newer list. Line 4: A holiday is a whole day, "
          "so it was left out. Take the hours out of this entry.");
    CHECK(listed("").starts_with("bad_calendar: There is no coming holiday"));
    CHECK(listed("\xff").starts_with("bad_encoding"));
    CHECK(listed(std::string(2'000'000, '#')).starts_with("too_large"));
}

}  // namespace holidays_test

// Calendars as programs write them, one situation a file in tests/vectors/calendars: what each gives on 29 November
// 2026 to somebody whose hours are weekday mornings. Made after reports about other programs; none holds anybody's
// data.
#include "protocol/ical/availability.hpp"
#include "protocol/ical/holidays.hpp"
#include "tests/protocol/ical/support.hpp"
#include "tests/support/support.hpp"

namespace calendars_test {

using namespace holdfast;
using namespace holdfast::test;

namespace {

const Instant today = at("2026-11-29T12:00:00Z");
constexpr std::string_view mornings = "Mo-Fr 09:00-12:00";

std::string file(std::string_view name)
{
    return read_file(source_dir() + "/tests/vectors/calendars/" + std::string{name});
}

/// "RULES", "RULES | 2026-12-08" with days off; after it each note: " ! Line 6: sentence".
std::string words_of(const hours::Placed<ical::Availability>& found)
{
    if (!found) return std::string{name(found.error().code)} + ": " + found.error().message;
    auto text = found->rules;
    if (!days_off(*found).empty()) text += " | " + days_off(*found);
    for (const auto& note : found->notes) text += " ! " + std::to_string(note.line) + ": " + note.sentence;
    return text;
}

std::string imported(std::string_view calendar, const char* zone_name, std::string_view in_force = mornings)
{
    return words_of(ical::read_availability(calendar, zone(zone_name), today, in_force));
}

/// The same without the rules that were there before.
std::string taken_from(std::string_view name, const char* zone_name, std::string_view in_force = mornings)
{
    INFO(name);
    auto text = imported(file(name), zone_name, in_force);
    if (text.starts_with(in_force)) text.erase(0, in_force.size());
    if (text.starts_with("; ")) text.erase(0, 2);
    return text;
}

std::string listed(std::string_view name)
{
    const auto list = ical::read_holidays(file(name), day("2026-11-29"));
    if (!list) return std::string{holdfast::name(list.error().code)} + ": " + list.error().message;
    std::string text;
    for (const auto& one : list->holidays)
        text += date_text(one.date) + " " + one.name + (one.observance ? " (observance); " : "; ");
    return text + "until " + date_text(list->horizon);
}

}  // namespace

// ---- zones ----------------------------------------------------------------------------------------------------------

TEST_CASE("a flight begins in one zone and ends in another")
{
    CHECK(taken_from("flight-new-york-london.ics", "Europe/London").empty());
    CHECK(taken_from("flight-london-new-york.ics", "Europe/London", "Mo-Fr 09:00-17:00") == "2026 Dec 08 off");
    CHECK(taken_from("flight-auckland-los-angeles.ics", "Europe/London") == "2026 Dec 07 off");
}

TEST_CASE("a name only the file knows means what the file says about it")
{
    for (const auto* name : {"outlook-localized-zone.ics", "exchange-customized-zone.ics", "exchange-tzone-url.ics",
                             "exchange-display-name-zone.ics"})
        CHECK(taken_from(name, "Europe/Berlin") == "2026 Dec 07 11:00-12:00");
}

TEST_CASE("every name that Windows has for a zone is known")
{
    CHECK(taken_from("windows-zone-alaskan.ics", "Europe/Berlin", "Mo-Fr 09:00-17:00") ==
          "2026 Dec 07 09:00-11:00,13:00-17:00");
    CHECK(taken_from("windows-zone-alaskan.ics", "Europe/Berlin") == "2026 Dec 07 09:00-11:00");
    CHECK(taken_from("windows-zone-pakistan.ics", "Europe/Berlin") == "2026 Dec 07 09:00-10:00");
    CHECK(taken_from("windows-zone-sa-western.ics", "Europe/Berlin") == "2026 Dec 07 09:00-10:00");
    CHECK(taken_from("exchange-known-zone.ics", "Europe/Berlin") == "2026 Dec 07 11:00-12:00");
    CHECK(taken_from("homeassistant-value-after-tzid.ics", "Europe/Berlin") == "2026 Dec 07 11:00-12:00");
}

// ---- entries --------------------------------------------------------------------------------------------------------

TEST_CASE("a change of this and all following dates moves the rest of the series")
{
    CHECK(taken_from("this-and-future.ics", "Europe/London") ==
          "2026 Nov 29-2026 Dec 13 Mo 09:00-10:00 off; 2026 Dec 14-2099 Dec 31 Mo 11:00-12:00 off");
}

TEST_CASE("a whole day whose end is its beginning is that day")
{
    CHECK(taken_from("allday-end-equals-start.ics", "Europe/London") == " | 2026-12-08");
    CHECK(taken_from("allday-no-value-date.ics", "Europe/London") == " | 2026-12-08");
}

TEST_CASE("what is tentative or marked as free leaves the hours open and says so")
{
    CHECK(taken_from("tentative-series.ics", "Europe/Berlin") ==
          " ! 21: It is not certain yet, so your hours stay open. Confirm it and import again, or cancel the date.");
    CHECK(taken_from("google-allday-free.ics", "Europe/London") ==
          " ! 26: It is marked as free, so your hours stay open. Mark it as busy and import again, or take leave: "
          "holdfast hours leave");
}

TEST_CASE("odd entries of long ago do not matter")
{
    CHECK(taken_from("birthday-1604.ics", "Europe/London") == " | 2026-12-08");
    CHECK(taken_from("old-event-ends-before-start.ics", "Europe/London") == "2026 Dec 08 10:00-12:00");
    CHECK(taken_from("created-year-0.ics", "Europe/London") == "2026 Dec 01 09:00-10:00,11:00-12:00");
}

TEST_CASE("whole days are taken as Outlook writes them")
{
    CHECK(taken_from("outlook-allday-midnight.ics", "Europe/Berlin") == "2026 Dec 21-25,2026 Dec 28-2027 Jan 01 off");
}

TEST_CASE("series of common programs are taken with their exceptions")
{
    CHECK(taken_from("google-series-exceptions.ics", "Europe/London") ==
          "2026 Nov 29-2027 Feb 28 Mo 10:00-11:00 off; 2026 Dec 07,2026 Dec 14,2026 Dec 21,2026 Dec 28 09:00-12:00; "
          "2026 Dec 08 10:00-12:00 | 2026-12-24..2027-01-01");
    CHECK(
        taken_from("apple-series.ics", "Europe/London").starts_with("2026 Dec 02,2026 Dec 16,2026 Dec 30,2027 Jan 13"));
    CHECK(taken_from("until-date-only-auckland.ics", "Pacific/Auckland") ==
          "2026 Nov 30-2026 Dec 17 Th 10:00-11:00 off");
    CHECK(taken_from("until-utc-last-occurrence.ics", "Asia/Jerusalem") == "2026 Dec 07-21 Mo 10:30-11:30 off");
    CHECK(taken_from("exdate-utc.ics", "Europe/London") ==
          "2026 Nov 29-2026 Dec 22 Tu 10:00-11:00 off; 2026 Dec 08,2026 Dec 15 09:00-12:00");
    CHECK(taken_from("rdate-only.ics", "Europe/London") == "2026 Dec 01,2026 Dec 03 09:00-10:00,11:00-12:00");
    CHECK(taken_from("attendee-quote.ics", "Europe/London") == "2026 Dec 01 09:00-10:00,11:00-12:00");
}

TEST_CASE("available times of Nextcloud become rules")
{
    CHECK(imported(file("nextcloud-availability.ics"), "Europe/Berlin") == "Mo-We 09:00-12:00; Th 14:00-17:30");
}

// ---- bytes and lines ------------------------------------------------------------------------------------------------

TEST_CASE("an odd byte or line is passed over")
{
    for (const auto* name :
         {"bom.ics", "dtstart-trailing-space.ics", "utf8-split-by-folding.ics", "control-char-in-description.ics",
          "control-char-in-summary.ics", "description-with-raw-newline.ics", "trailing-nul.ics"})
        CHECK(taken_from(name, "Europe/London") == "2026 Dec 08 10:00-12:00");
}

TEST_CASE("a file inside an entry is passed over")
{
    std::string attachment = "ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=form.pdf:";
    for (int i = 0; i < 980; ++i) attachment += std::string(i == 0 ? "" : "\n ") + std::string(72, 'Q');
    const auto text = vcalendar(vevent("DTSTART:20261208T090000Z\nDTEND:20261208T100000Z\nSUMMARY:Dentist\n" +
                                       attachment + "\nTRANSP:OPAQUE\n"));
    CHECK(imported(text, "Europe/London") == "Mo-Fr 09:00-12:00; 2026 Dec 08 10:00-12:00");
}

TEST_CASE("a calendar of all years is taken whole")
{
    std::string body;
    for (auto date = std::chrono::sys_days{day("2023-11-30")}; date < std::chrono::sys_days{day("2026-11-29")};
         date += std::chrono::days{1}) {
        auto compact = date_text(Date{date});
        std::erase(compact, '-');
        for (const auto* hour : {"09", "10", "11", "14", "15"})
            body += vevent("DTSTART:" + compact + "T" + hour + "0000Z\nDTEND:" + compact + "T" + hour +
                           "5000Z\nDESCRIPTION:Video: https://meet.example/abc-defg-hij\\n\\nPlease do not edit t\n"
                           " his section. " +
                           std::string(120, 'x') + "\nSTATUS:CONFIRMED\nSUMMARY:Session\n");
    }
    const auto text = vcalendar(body + vevent("DTSTART;VALUE=DATE:20261208\nDTEND;VALUE=DATE:20261209\n"));
    REQUIRE(text.size() > 1'400'000);
    CHECK(imported(text, "Europe/London") == "Mo-Fr 09:00-12:00 | 2026-12-08");
}

TEST_CASE("other encodings and ends of lines are refused with what to do")
{
    CHECK(taken_from("latin1.ics", "Europe/London") ==
          "bad_encoding: Line 31: this calendar is not in UTF-8. Export it again as iCalendar.");
    CHECK(taken_from("utf16.ics", "Europe/London") ==
          "bad_encoding: This calendar is not in UTF-8. Export it again as iCalendar.");
    CHECK(taken_from("bare-cr.ics", "Europe/London") ==
          "bad_calendar: The lines of this file end as those of no calendar do. Export the calendar again.");
}

// ---- holidays -------------------------------------------------------------------------------------------------------

TEST_CASE("a list of holidays speaks for the dates up to its last")
{
    CHECK(listed("holidays-school-year.ics") ==
          "2026-12-25 Christmas Day; 2027-01-01 New Year's Day; until 2027-01-01");
    CHECK(listed("holidays-bom.txt") == "2026-12-25 Christmas Day; 2027-01-01 New Year's Day; until 2027-01-01");
    CHECK(listed("holidays-outlook-midnight.ics") == "2026-12-25 1. Weihnachtstag; until 2026-12-25");
}

TEST_CASE("a cancelled holiday is none, and an observance is marked as one")
{
    CHECK(listed("holidays-google-observances.ics") ==
          "2026-12-25 Christmas Day; 2027-02-14 Valentine's Day (observance); until 2027-02-14");
}

}  // namespace calendars_test

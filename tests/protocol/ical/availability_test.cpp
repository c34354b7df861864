#include "protocol/ical/availability.hpp"

#include "tests/protocol/ical/support.hpp"

namespace availability_test {

using namespace holdfast;
using namespace holdfast::test;

namespace {

std::string weekly(std::string_view days, std::string_view from, std::string_view to, std::string_view more = {})
{
    std::string lines = "DTSTART;TZID=Europe/London:20260105T" + std::string{from} + "00\n";
    lines += "DTEND;TZID=Europe/London:20260105T" + std::string{to} + "00\n";
    return available(lines + "RRULE:FREQ=WEEKLY;BYDAY=" + std::string{days} + "\n" + std::string{more});
}

std::string one_note(std::string_view body, std::string_view in_force = {})
{
    const auto found = taken(body, in_force);
    REQUIRE(found.notes.size() == 1);
    return found.notes[0].sentence;
}

std::string refused(std::string_view body, std::string_view in_force = {})
{
    const auto result = read(body, in_force);
    return result ? "taken: " + result->rules : std::string{name(result.error().code)} + ": " + result.error().message;
}

constexpr std::string_view mornings = "Mo-Fr 09:00-12:00";

}  // namespace

// ---- available times ------------------------------------------------------------------------------------------------

TEST_CASE("available times become rules as short as somebody would write them")
{
    CHECK(rules(availability("", weekly("MO,TU,WE,TH,FR", "0900", "1200"))) == "Mo-Fr 09:00-12:00");
    CHECK(rules(availability("", weekly("MO", "0900", "1200") + weekly("WE", "0900", "1200"))) == "Mo,We 09:00-12:00");
    CHECK(rules(availability("", weekly("MO", "0900", "1200") + weekly("MO", "1400", "1600"))) ==
          "Mo 09:00-12:00,14:00-16:00");
    CHECK(rules(availability("", weekly("MO,WE", "0900", "1200") + weekly("FR", "1400", "1600"))) ==
          "Mo,We 09:00-12:00; Fr 14:00-16:00");
    CHECK(rules(availability("", weekly("MO,WE", "0900", "1200") + weekly("WE,FR", "1400", "1600"))) ==
          "Mo,We 09:00-12:00, We,Fr 14:00-16:00");
}

TEST_CASE("the nth weekday of a month, a duration and a whole day are taken")
{
    CHECK(rules(availability("", available("DTSTART;TZID=Europe/London:20260106T180000\nDURATION:PT1H30M\n"
                                           "RRULE:FREQ=MONTHLY;BYDAY=1TU,3TU\n"))) == "Tu[1,3] 18:00-19:30");
    CHECK(rules(availability("", available("DTSTART:20260105T220000\nDURATION:PT4H\nRRULE:FREQ=WEEKLY;BYDAY=FR\n"))) ==
          "Fr 22:00-02:00");
    CHECK(rules(availability("", available("DTSTART;VALUE=DATE:20260103\nRRULE:FREQ=WEEKLY;BYDAY=SA\n"))) ==
          "Sa 00:00-24:00");
}

TEST_CASE("a series that begins later or ends is bounded by its dates")
{
    CHECK(rules(availability("", available("DTSTART;TZID=Europe/London:20260504T090000\nDURATION:PT3H\n"
                                           "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260629T080000Z\n"))) ==
          "2026 May 04-2026 Jun 29 Mo 09:00-12:00");
    CHECK(rules(availability("", available("DTSTART;TZID=Europe/London:20260309T090000\nDURATION:PT3H\n"
                                           "RRULE:FREQ=WEEKLY;BYDAY=MO\n"))) == "Mo 09:00-12:00");
    CHECK(rules(availability("", weekly("TU", "0900", "1200") +
                                     available("DTSTART:20250106T090000\nDURATION:PT1H\n"
                                               "RRULE:FREQ=WEEKLY;UNTIL=20251231T000000\n"))) == "Tu 09:00-12:00");
}

TEST_CASE("dates left out of a series are closed, and moved ones are where they were moved to")
{
    CHECK(rules(availability("", weekly("MO,WE", "0900", "1200", "EXDATE;TZID=Europe/London:20260309T090000\n"))) ==
          "Mo,We 09:00-12:00; 2026 Mar 09 off");
    CHECK(rules(availability("", weekly("MO", "0900", "1200", "EXDATE;TZID=Europe/London:20260309T090000\n") +
                                     weekly("MO", "1400", "1600"))) ==
          "Mo 09:00-12:00,14:00-16:00; 2026 Mar 09 14:00-16:00");
    CHECK(rules(availability("",
                             "BEGIN:AVAILABLE\nUID:a\nDTSTART;TZID=Europe/London:20260105T090000\nDURATION:PT3H\n"
                             "RRULE:FREQ=WEEKLY;BYDAY=MO\nEND:AVAILABLE\n"
                             "BEGIN:AVAILABLE\nUID:a\nRECURRENCE-ID;TZID=Europe/London:20260309T090000\n"
                             "DTSTART;TZID=Europe/London:20260310T140000\nDURATION:PT2H\nEND:AVAILABLE\n")) ==
          "Mo 09:00-12:00; 2026 Mar 09 off; 2026 Mar 10 14:00-16:00");
}

TEST_CASE("times in another zone are taken over to the clock at home")
{
    CHECK(rules(availability("", available("DTSTART;TZID=America/New_York:20260310T090000\nDURATION:PT1H\n"))) ==
          "2026 Mar 10 13:00-14:00");
    CHECK(rules(availability("", available("DTSTART:20260401T090000Z\nDURATION:PT1H\n"))) == "2026 Apr 01 10:00-11:00");
    CHECK(rules(availability("", available("DTSTART;TZID=GMT Standard Time:20260105T090000\nDURATION:PT1H\n"
                                           "RRULE:FREQ=WEEKLY;BYDAY=MO\n"))) == "Mo 09:00-10:00");
    CHECK(rules(availability("", available("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:20260105T090000"
                                           "\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO\n"))) == "Mo 09:00-10:00");
}

TEST_CASE("a series in another zone is followed date by date, and says so")
{
    const auto found = taken(availability("", available("DTSTART;TZID=America/New_York:20260309T090000\nDURATION:PT1H\n"
                                                        "RRULE:FREQ=WEEKLY;BYDAY=MO\n")));
    // New York changes its clocks three weeks before London.
    CHECK(found.rules.starts_with("2026 Mar 09,2026 Mar 16,2026 Mar 23"));
    CHECK(found.rules.find("13:00-14:00") != std::string::npos);
    CHECK(found.rules.find("14:00-15:00") != std::string::npos);
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].sentence.starts_with("It repeats in a way rules cannot say"));
    CHECK(found.notes[0].line == 6);
}

TEST_CASE("a higher priority replaces what a lower one says about its dates")
{
    const auto summer = "PRIORITY:1\nDTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260701\n";
    const auto text =
        rules(availability(summer, weekly("FR", "1400", "1600")) + availability("", weekly("MO", "0900", "1200")));
    CHECK(text == "Mo 09:00-12:00; 2026 Jun 01-30 off; 2026 Jun 01-30 Fr 14:00-16:00");
    CHECK(rules(availability("PRIORITY:1\n", weekly("FR", "1400", "1600")) +
                availability("PRIORITY:5\n", weekly("MO", "0900", "1200"))) == "Fr 14:00-16:00");
    CHECK(rules(availability("", weekly("FR", "1400", "1600")) + availability("", weekly("MO", "0900", "1200"))) ==
          "Fr 14:00-16:00; Mo 09:00-12:00");
}

TEST_CASE("what hours cannot say is left out with a note that says what to do")
{
    const auto monday = weekly("MO", "0900", "1200");
    CHECK(one_note(availability("", monday + available("DTSTART:20260310T090000\nDTEND:20260313T090000\n"))) ==
          "It lasts no time, or longer than a day, and was left out. Give each day its own times.");
    CHECK(
        one_note(availability("", monday + available("DTSTART;TZID=Mars/Olympus:20260310T090000\nDURATION:PT1H\n"))) ==
        "Its time zone \"Mars/Olympus\" is not known, so it was left out. Choose a zone such as Europe/London for it.");
    CHECK(
        one_note(availability("", monday + available("DTSTART:20260310T090000\nDURATION:PT1M\nRRULE:FREQ=HOURLY\n"))) ==
        "It repeats in a way hours cannot say and was left out. Let it repeat by days, weeks or months.");
}

// ---- busy times -----------------------------------------------------------------------------------------------------

TEST_CASE("without available times busy ones are taken from the hours in force")
{
    const auto found = taken(vevent("DTSTART;VALUE=DATE:20260403\nDTEND;VALUE=DATE:20260404\nSUMMARY:Good Friday\n") +
                                 vevent("DTSTART;VALUE=DATE:20260803\nDTEND;VALUE=DATE:20260815\nSUMMARY:Crete\n"),
                             mornings);
    CHECK(found.rules == mornings);
    CHECK(days_off(found) == "2026-04-03; 2026-08-03..2026-08-14");
    CHECK_FALSE(found.has_available);
}

TEST_CASE("what a day off is called is nobody's business")
{
    const auto found = taken(vevent("DTSTART;VALUE=DATE:20260403\nSUMMARY:Clinic\n"), mornings);
    REQUIRE(found.cancellations.size() == 1);
    CHECK(found.cancellations[0].reason.empty());
}

TEST_CASE("busy days without a window, and what is past, change nothing")
{
    const auto found = taken(vevent("DTSTART;VALUE=DATE:20260404\nDTEND;VALUE=DATE:20260406\n") +  // a weekend
                                 vevent("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260303\n") +
                                 vevent("DTSTART:20260310T130000\nDTEND:20260310T140000\n"),
                             mornings);
    CHECK(days_off(found).empty());
    CHECK(found.rules == mornings);
}

TEST_CASE("busy hours shorten a window, split it or close it")
{
    CHECK(rules(vevent("DTSTART:20260310T110000\nDTEND:20260310T150000\n"), mornings) ==
          "Mo-Fr 09:00-12:00; 2026 Mar 10 09:00-11:00");
    CHECK(rules(vevent("DTSTART:20260310T100000\nDTEND:20260310T103000\n"), mornings) ==
          "Mo-Fr 09:00-12:00; 2026 Mar 10 09:00-10:00,10:30-12:00");
    CHECK(rules(vevent("DTSTART:20261224T080000\nDTEND:20261224T200000\n"), mornings) ==
          "Mo-Fr 09:00-12:00; 2026 Dec 24 off");
    CHECK(rules(vevent("DTSTART;TZID=Europe/Berlin:20260310T110000\nDTEND;TZID=Europe/Berlin:20260310T120000\n"),
                mornings) == "Mo-Fr 09:00-12:00; 2026 Mar 10 09:00-10:00,11:00-12:00");
}

TEST_CASE("a busy night takes the end of a window over midnight")
{
    CHECK(rules(vevent("DTSTART:20260307T010000\nDTEND:20260307T030000\n"), "Fr 22:00-02:00") ==
          "Fr 22:00-02:00; 2026 Mar 06 22:00-01:00");
}

TEST_CASE("what repeats weekly inside a window becomes a rule, with its exceptions")
{
    CHECK(rules(vevent("DTSTART;TZID=Europe/London:20260106T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n"), mornings) ==
          "Mo-Fr 09:00-12:00; Tu 10:00-11:00 off");
    CHECK(rules(vevent("DTSTART;TZID=Europe/London:20260106T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n"
                       "EXDATE;TZID=Europe/London:20260310T100000\n"),
                mornings) == "Mo-Fr 09:00-12:00; Tu 10:00-11:00 off; 2026 Mar 10 09:00-12:00");
    CHECK(rules(vevent("DTSTART;VALUE=DATE:20260109\nRRULE:FREQ=WEEKLY\n"), mornings) == "Mo-Fr 09:00-12:00; Fr off");
    CHECK(rules(vevent("DTSTART:20260106T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n"), mornings) == mornings);
}

TEST_CASE("a yearly day off is taken for the next year and noted")
{
    const auto found = taken(vevent("DTSTART;VALUE=DATE:20200505\nRRULE:FREQ=YEARLY\nSUMMARY:Anniversary\n"), mornings);
    CHECK(days_off(found) == "2026-05-05");
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].summary == "Anniversary");
    CHECK(found.notes[0].line == 4);
}

TEST_CASE("free, cancelled and tentative entries take nothing away")
{
    for (const auto* free : {"TRANSP:TRANSPARENT\n", "STATUS:CANCELLED\n", "X-MICROSOFT-CDO-BUSYSTATUS:FREE\n"})
        CHECK(days_off(taken(vevent(std::string{"DTSTART;VALUE=DATE:20260403\n"} + free), mornings)).empty());
    const auto maybe = vevent("DTSTART:20260310T090000\nDURATION:PT1H\nSTATUS:TENTATIVE\n");
    CHECK(one_note(maybe, mornings).starts_with("It is not certain yet, so your hours stay open."));
    CHECK(days_off(taken(vevent("DTSTART;VALUE=DATE:20260403\nSUMMARY:FREE\n"), mornings)) == "2026-04-03");
}

TEST_CASE("lists of busy times count, free ones among them do not")
{
    CHECK(rules("BEGIN:VFREEBUSY\nUID:f\nFREEBUSY;FBTYPE=BUSY:20260310T090000Z/PT1H,20260311T093000Z/20260311T100000Z\n"
                "FREEBUSY;FBTYPE=FREE:20260312T090000Z/PT1H\nEND:VFREEBUSY\n",
                mornings) == "Mo-Fr 09:00-12:00; 2026 Mar 10 10:00-12:00; 2026 Mar 11 09:00-09:30,10:00-12:00");
}

TEST_CASE("holidays of the hours in force are respected")
{
    const hours::Holidays holidays{{day("2026-04-03")}, day("2026-12-31")};
    const auto found = ical::read_availability(
        vcalendar(vevent("DTSTART:20260403T090000\nDURATION:PT1H\n") + vevent("DTSTART;VALUE=DATE:20260403\n")),
        zone("Europe/London"), import_day, "Mo-Fr 09:00-12:00; PH off", holidays);
    REQUIRE(found.has_value());
    CHECK(found->rules == "Mo-Fr 09:00-12:00; PH off");
    CHECK(days_off(*found).empty());
}

TEST_CASE("more exceptions than fit are cut at a date that is named")
{
    std::string body;
    for (int i = 0; i < 300; ++i) {
        const auto date =
            std::chrono::sys_days{Date{std::chrono::year{2026}, std::chrono::month{4}, std::chrono::day{1}}} +
            std::chrono::days{i};
        const auto text = date_text(Date{date});
        const auto compact = text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
        body += vevent("DTSTART:" + compact + "T09" + (i % 50 < 10 ? "0" : "") + std::to_string(i % 50) +
                       "00\nDURATION:PT5M\n");
    }
    const auto found = taken(body, mornings);
    CHECK(found.rules.size() <= hours::max_rules_bytes);
    REQUIRE(hours::parse_rules(found.rules).has_value());
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].sentence.starts_with("There are more exceptions than hours can hold. Those after 2026-"));
}

// ---- as programs write them -----------------------------------------------------------------------------------------

TEST_CASE("an appointment of Outlook is read with its own names of zones")
{
    CHECK(rules("METHOD:PUBLISH\nX-WR-RELCALID:{0000002E}\nBEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\n"
                "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
                "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n"
                "BEGIN:VEVENT\nCLASS:PUBLIC\nDTSTART;TZID=\"W. Europe Standard Time\":20260310T120000\n"
                "DTEND;TZID=\"W. Europe Standard Time\":20260310T130000\nSUMMARY;LANGUAGE=de:Team\\, wöchentlich\n"
                "TRANSP:OPAQUE\nUID:040000008200E00074C5B7101A82E008\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\n"
                "BEGIN:VALARM\nTRIGGER:-PT15M\nACTION:DISPLAY\nDESCRIPTION:Reminder\nEND:VALARM\nEND:VEVENT\n",
                mornings) == "Mo-Fr 09:00-12:00; 2026 Mar 10 09:00-11:00");
}

TEST_CASE("a series of Google with a moved date is read")
{
    CHECK(rules("CALSCALE:GREGORIAN\nMETHOD:PUBLISH\nX-WR-CALNAME:therapist@example.org\nX-WR-TIMEZONE:Europe/London\n"
                "BEGIN:VEVENT\nDTSTART;TZID=Europe/London:20260105T110000\nDTEND;TZID=Europe/London:20260105T120000\n"
                "RRULE:FREQ=WEEKLY;UNTIL=20260331T225959Z;BYDAY=MO\nDTSTAMP:20260301T101500Z\n"
                "UID:abc123@google.com\nSEQUENCE:2\nSTATUS:CONFIRMED\nSUMMARY:Supervision\nTRANSP:OPAQUE\nEND:VEVENT\n"
                "BEGIN:VEVENT\nDTSTART;TZID=Europe/London:20260317T090000\nDTEND;TZID=Europe/London:20260317T100000\n"
                "UID:abc123@google.com\nRECURRENCE-ID;TZID=Europe/London:20260316T110000\nSTATUS:CONFIRMED\n"
                "SUMMARY:Supervision\nTRANSP:OPAQUE\nEND:VEVENT\n",
                mornings) ==
          "Mo-Fr 09:00-12:00; 2026 Mar 03-31 Mo 11:00-12:00 off; 2026 Mar 16 09:00-12:00; 2026 Mar 17 10:00-12:00");
}

TEST_CASE("availability of Apple's calendar server is read")
{
    CHECK(rules("BEGIN:VTIMEZONE\nTZID:Europe/London\nX-LIC-LOCATION:Europe/London\nBEGIN:DAYLIGHT\n"
                "TZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nTZNAME:BST\nDTSTART:19700329T010000\n"
                "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
                "BEGIN:VAVAILABILITY\nUID:20061005T133225Z-00001@example.com\nDTSTAMP:20260101T133225Z\n"
                "DTSTART;TZID=Europe/London:20260101T000000\nBUSYTYPE:BUSY-UNAVAILABLE\nBEGIN:AVAILABLE\n"
                "UID:20061005T133225Z-00001-A@example.com\nSUMMARY:Monday to Friday\n"
                "DTSTART;TZID=Europe/London:20260101T090000\nDTEND;TZID=Europe/London:20260101T170000\n"
                "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\nEND:AVAILABLE\nEND:VAVAILABILITY\n") == "Mo-Fr 09:00-17:00");
}

// ---- malformed ------------------------------------------------------------------------------------------------------

TEST_CASE("an entry that cannot be read is left out with its line, the others are taken")
{
    const auto other = vevent("DTSTART:20260311T100000\nDTEND:20260311T103000\n");
    const auto left_out = [&](std::string_view lines) {
        const auto found = taken(vevent(lines) + other, mornings);
        CHECK(found.rules == "Mo-Fr 09:00-12:00; 2026 Mar 11 09:00-10:00,10:30-12:00");
        CHECK(days_off(found).empty());
        REQUIRE(found.notes.size() == 1);
        return "Line " + std::to_string(found.notes[0].line) + ": " + found.notes[0].sentence;
    };
    CHECK(left_out("DTSTART:soon\n") ==
          "Line 6: DTSTART cannot be read here, so this entry was left out. Correct it in the calendar program.");
    CHECK(left_out("DTSTART:20260230T090000\n").starts_with("Line 6: DTSTART"));
    CHECK(left_out("DTSTART:20260310T090000\nRRULE:FREQ=SOMETIMES\n").starts_with("Line 7: RRULE"));
    CHECK(left_out("DTSTART:20260310T090000\nDTEND:20260310T080000\n") ==
          "Line 4: It ends before it begins and was left out. Correct it in the calendar program.");
    CHECK(left_out("DTSTART:20260310T090000\nDURATION:P99999999W\n").starts_with("Line 7: DURATION"));
    CHECK(left_out("SUMMARY:no time\n") == "Line 4: It has no beginning and was left out. Give it a date and a time.");
}

TEST_CASE("an entry without its end is left out, those after it are taken")
{
    const auto found = taken("BEGIN:VEVENT\nUID:1\nDTSTART:20260310T090000\nDURATION:PT1H\n" +
                                 vevent("DTSTART:20260311T100000\nDTEND:20260311T103000\n"),
                             mornings);
    CHECK(found.rules == "Mo-Fr 09:00-12:00; 2026 Mar 11 09:00-10:00,10:30-12:00");
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].sentence == "This entry has no end, so it was left out. Export the calendar again.");
}

TEST_CASE("values that say nothing are no harm")
{
    CHECK(rules(vevent("DTSTART:20260310T090000\nDURATION:PT1H\nSUMMARY:\nTRANSP:\nSTATUS:\nPRIORITY:\nUID:\n"),
                mornings) == "Mo-Fr 09:00-12:00; 2026 Mar 10 10:00-12:00");
}

TEST_CASE("a change of all following dates may move them to another day, end them or change their length")
{
    const auto series = [](std::string_view change) {
        return "BEGIN:VEVENT\nUID:s\nDTSTART;TZID=Europe/London:20260302T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n"
               "EXDATE;TZID=Europe/London:20260330T090000\nEND:VEVENT\n"
               "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260316T090000\n" +
               std::string{change} + "END:VEVENT\n";
    };
    CHECK(rules(series("DTSTART;TZID=Europe/London:20260318T100000\nDURATION:PT2H\n"), mornings) ==
          "Mo-Fr 09:00-12:00; 2026 Mar 03-15 Mo 09:00-10:00 off; 2026 Mar 18-2099 Dec 31 We 10:00-12:00 off; "
          "2026 Apr 01 09:00-12:00");
    CHECK(rules(series("DTSTART;TZID=Europe/London:20260316T090000\nDURATION:PT1H\nSTATUS:CANCELLED\n"), mornings) ==
          "Mo-Fr 09:00-12:00; 2026 Mar 03-15 Mo 09:00-10:00 off");
    CHECK(rules(series("DTSTART:20260316T110000Z\nDTEND:20260316T113000Z\n"), mornings) ==
          "Mo-Fr 09:00-12:00; 2026 Mar 03-15 Mo 09:00-10:00 off; 2026 Mar 16-2099 Dec 31 Mo 11:00-11:30 off; "
          "2026 Mar 30 09:00-12:00");
}

TEST_CASE("a change of all following dates without its series is taken alone, and says so")
{
    const auto found = taken(vevent("RECURRENCE-ID;RANGE=THISANDFUTURE:20260310T090000\nDTSTART:20260310T100000\n"
                                    "DURATION:PT1H\n"),
                             mornings);
    CHECK(found.rules == "Mo-Fr 09:00-12:00; 2026 Mar 10 09:00-10:00,11:00-12:00");
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].sentence.starts_with("It changes this and all later dates of a series that is not in"));
}

TEST_CASE("hours from a calendar stay closed on holidays where they were")
{
    const auto found =
        ical::read_availability(vcalendar(availability("", weekly("MO", "0900", "1200"))), zone("Europe/London"),
                                import_day, "Tu 09:00-12:00; PH off", hours::Holidays{{}, day("2026-12-31")});
    REQUIRE(found.has_value());
    CHECK(found->rules == "Mo 09:00-12:00; PH off");
}

TEST_CASE("a calendar that gives no hours is refused with what to do")
{
    CHECK(refused(vevent("DTSTART:20260310T090000\n")).starts_with("bad_calendar: There are appointments in this"));
    CHECK(refused(availability("", "")).starts_with("bad_calendar: The times you are available"));
    CHECK(refused(availability("", available("DTSTART:soon\n")))
              .ends_with("Line 8: DTSTART cannot be read here, so "
                         "this entry was left out. Correct it in "
                         "the calendar program."));
    CHECK(refused(vevent("DTSTART:20260310T090000\n"), "Mo 9-12").starts_with("bad_rules"));
}

TEST_CASE("endless and hostile repetition ends soon")
{
    std::string body;
    for (int i = 0; i < 1100; ++i)
        body += "BEGIN:VEVENT\nUID:" + std::to_string(i) +
                "\nDURATION:PT1M\nDTSTART:19000101T090000\nRRULE:FREQ=DAILY;INTERVAL=3\nEND:VEVENT\n";
    CHECK(refused(body, mornings).starts_with("too_large: More than 1,000 entries"));
    CHECK(read(vevent("DTSTART:20260310T090000\nDURATION:PT1M\nRRULE:FREQ=SECONDLY;COUNT=2000000000\n"), mornings)
              .has_value());
    CHECK(read(vevent("DTSTART:20260310T090000\nDURATION:PT1M\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n"), mornings)
              .has_value());
}

TEST_CASE("the same calendar always gives the same hours")
{
    const auto body =
        availability("", weekly("MO", "0900", "1200")) + vevent("DTSTART:20260309T100000\nDURATION:PT1H\n");
    CHECK(taken(body).rules == taken(body).rules);
}

}  // namespace availability_test

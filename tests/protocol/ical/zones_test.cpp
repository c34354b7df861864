#include "protocol/ical/zones.hpp"

#include "protocol/hours/zone/zone_search.hpp"
#include "tests/protocol/ical/support.hpp"

namespace holdfast::ical::zones_test {
namespace {

using namespace test;
using namespace std::chrono;

const sys_days today{2026y / November / 29};

/// Two parts of a zone, as short as they can be.
std::string vtimezone(std::string_view id, std::string_view parts)
{
    return "BEGIN:VTIMEZONE\nTZID:" + std::string{id} + "\n" + std::string{parts} + "END:VTIMEZONE\n";
}

std::string part(std::string_view kind, std::string_view lines)
{
    return "BEGIN:" + std::string{kind} + "\n" + std::string{lines} + "END:" + std::string{kind} + "\n";
}

/// Central European time.
std::string european(std::string_view id)
{
    return vtimezone(id, part("STANDARD",
                              "DTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
                              "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n") +
                             part("DAYLIGHT",
                                  "DTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
                                  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n"));
}

Zones zones_in(const std::string& body, std::string_view home = "Europe/Berlin")
{
    return Zones{zone(home), today, read_components(vcalendar(body)).value()};
}

When local(std::string_view tzid, local_days date, minutes time = 9h)
{
    return {hours::LocalMinute{date} + time, false, false, std::string{tzid}};
}

}  // namespace

TEST_CASE("every zone of Windows has a place that the zone data knows")
{
    // Unicode's table had as many rows in 2022; newer ones have some more.
    std::size_t known = 0;
    for (const auto* name : {"Dateline Standard Time",
                             "UTC-11",
                             "Aleutian Standard Time",
                             "Hawaiian Standard Time",
                             "Marquesas Standard Time",
                             "Alaskan Standard Time",
                             "UTC-09",
                             "Pacific Standard Time (Mexico)",
                             "UTC-08",
                             "Yukon Standard Time",
                             "Central America Standard Time",
                             "Easter Island Standard Time",
                             "SA Western Standard Time",
                             "Haiti Standard Time",
                             "Cuba Standard Time",
                             "Paraguay Standard Time",
                             "Tocantins Standard Time",
                             "Greenland Standard Time",
                             "Saint Pierre Standard Time",
                             "Bahia Standard Time",
                             "Azores Standard Time",
                             "Cape Verde Standard Time",
                             "Sao Tome Standard Time",
                             "Jordan Standard Time",
                             "West Bank Standard Time",
                             "South Sudan Standard Time",
                             "Kaliningrad Standard Time",
                             "Iran Standard Time",
                             "Astrakhan Standard Time",
                             "Afghanistan Standard Time",
                             "Pakistan Standard Time",
                             "Qyzylorda Standard Time",
                             "Sri Lanka Standard Time",
                             "Nepal Standard Time",
                             "Bangladesh Standard Time",
                             "Myanmar Standard Time",
                             "W. Mongolia Standard Time",
                             "North Korea Standard Time",
                             "Aus Central W. Standard Time",
                             "Lord Howe Standard Time",
                             "Norfolk Standard Time",
                             "Chatham Islands Standard Time",
                             "UTC+13",
                             "Samoa Standard Time",
                             "Line Islands Standard Time",
                             "Volgograd Standard Time",
                             "W. Europe Standard Time"}) {
        INFO(name);
        CHECK(hours::TimeZone::find(iana_name_of(name)).has_value());
        ++known;
    }
    CHECK(known == 47);
    CHECK(iana_name_of("w. europe standard time") == "Europe/Berlin");
    CHECK(iana_name_of("W. Europe").empty());
    CHECK(iana_name_of("").empty());
    CHECK(iana_name_of("Mitteleuropäische Zeit").empty());
}

TEST_CASE("names of zones are known in any case, with a prefix, and by the city alone")
{
    const auto name_of = [](const std::optional<hours::TimeZone>& found) {
        return found ? std::string{found->name()} : std::string{};
    };
    CHECK(name_of(hours::zone_called("europe/london")) == "Europe/London");
    CHECK(name_of(hours::zone_called("America/New York")) == "America/New_York");
    CHECK(name_of(hours::zone_called(" London ")) == "Europe/London");
    CHECK(name_of(hours::zone_called("new york")) == "America/New_York");
    CHECK(name_of(hours::zone_called("utc")) == "UTC");
    CHECK(name_of(hours::zone_called("Londn")).empty());
    CHECK(name_of(hours::zone_called("")).empty());
    CHECK(name_of(hours::zone_called("Europe")).empty());
    CHECK(name_of(hours::zone_called("Eastern")).empty());

    const auto zones = zones_in({}, "Europe/London");
    for (const auto* name : {"EUROPE/LONDON", "London", "/freeassociation.sourceforge.net/Europe/London",
                             "/mozilla.org/20050126_1/europe/london", "gmt standard time"})
        CHECK(zones.keeps_home_time(local(name, local_days{2026y / July / 1})));
}

TEST_CASE("what a file says about its own zone is followed through the changes of clocks")
{
    const auto zones = zones_in(european("Praxiszeit"), "Europe/London");
    CHECK(zones.instant_of(local("Praxiszeit", local_days{2026y / December / 7})) == at("2026-12-07T08:00:00Z"));
    CHECK(zones.instant_of(local("Praxiszeit", local_days{2027y / July / 5})) == at("2027-07-05T07:00:00Z"));
    // The hour that comes twice is its first, the hour that never comes the instant after it.
    CHECK(zones.instant_of(local("Praxiszeit", local_days{2027y / October / 31}, 150min)) ==
          at("2027-10-31T00:30:00Z"));
    CHECK(zones.instant_of(local("Praxiszeit", local_days{2027y / March / 28}, 150min)) == at("2027-03-28T01:00:00Z"));
    CHECK_FALSE(zones.keeps_home_time(local("Praxiszeit", local_days{2026y / December / 7})));
    CHECK(zones_in(european("Praxiszeit"), "Europe/Vienna")
              .keeps_home_time(local("Praxiszeit", local_days{2026y / December / 7})));
}

TEST_CASE("a zone that changed its clocks for good keeps its last offset")
{
    const auto zones = zones_in(vtimezone(
        "Elsewhere", part("STANDARD", "DTSTART:20100101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0400\n") +
                         part("STANDARD", "DTSTART:20160101T000000\nTZOFFSETFROM:+0400\nTZOFFSETTO:+0500\n")));
    CHECK(zones.instant_of(local("Elsewhere", local_days{2026y / July / 1})) == at("2026-07-01T04:00:00Z"));
    CHECK(zones.instant_of(local("Elsewhere", local_days{2012y / July / 1})) == at("2012-07-01T05:00:00Z"));
}

TEST_CASE("a zone that says too little is not known")
{
    for (const auto& lines : {std::string{}, part("STANDARD", "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"),
                              part("STANDARD", "DTSTART:16010101T030000\nTZOFFSETTO:+0100\n"),
                              part("STANDARD", "DTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:far\n"),
                              part("STANDARD",
                                   "DTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
                                   "RRULE:FREQ=SECONDLY\n")})
        CHECK_FALSE(zones_in(vtimezone("Nowhere", lines)).at_home(local("Nowhere", local_days{2026y / July / 1})));
    CHECK(zones_in("BEGIN:VTIMEZONE\nTZID:Nowhere\nX-LIC-LOCATION:Europe/Berlin\nEND:VTIMEZONE\n")
              .keeps_home_time(local("Nowhere", local_days{2026y / July / 1})));
}

TEST_CASE("many entries of one unknown zone are one note that counts them")
{
    std::string body;
    for (int i = 0; i < 312; ++i) body += vevent("DTSTART;TZID=Mars/Olympus:20260310T090000\nDURATION:PT1H\n");
    const auto found = taken(body, "Mo-Fr 09:00-12:00");
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].line == 4);
    CHECK(found.notes[0].sentence ==
          "The time zone \"Mars/Olympus\" is not known, so this entry and 311 more were left out. Choose a zone such "
          "as Europe/London for them.");
}

TEST_CASE("notes beyond the last one that is told are counted")
{
    std::string body;
    for (int i = 0; i < 250; ++i) body += vevent("DTSTART:20260310T090000\nDTEND:20260310T080000\n");
    const auto found = taken(body, "Mo-Fr 09:00-12:00");
    REQUIRE(found.notes.size() == max_notes + 1);
    CHECK(found.notes.back().sentence ==
          "There are 50 more entries like these: they were left out as well, or need a look.");
}

}  // namespace holdfast::ical::zones_test

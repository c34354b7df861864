#include "protocol/hours/zone/zone.hpp"

#include "protocol/hours/zone/zone_rule.hpp"
#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::zone_test {

using namespace std::chrono;
using hours::LocalMinute;

namespace {

LocalMinute local(std::string_view text)
{
    return LocalMinute{floor<minutes>(at(std::string{text} + ":00Z").time_since_epoch())};
}

}  // namespace

TEST_CASE("a zone is found by its IANA name and by nothing else")
{
    for (const char* good : {"Europe/London", "UTC", "America/Argentina/Buenos_Aires", "EST5EDT", "Asia/Calcutta"})
        CHECK(hours::TimeZone::find(good).has_value());
    for (const char* bad : {"", "Europe/Londn", "europe/london", "EST5EDT+", "+02:00", "UTC+2", "GMT+25", "posixrules",
                            "localtime", "right/Europe/London", "posix/Europe/London", "../etc/passwd",
                            "/etc/localtime", "tzdata.zi", "Europe/", "Europe/London ", "Europe"}) {
        INFO(bad);
        const auto zone = hours::TimeZone::find(bad);
        REQUIRE(zone.has_error());
        CHECK(zone.errc() == Errc::unknown_zone);
    }
}

TEST_CASE("a local time that comes twice has a first and a last instant")
{
    const auto london = zone("Europe/London");
    CHECK(to_rfc3339(london.first(local("2026-10-25T01:30"))) == "2026-10-25T00:30:00Z");
    CHECK(to_rfc3339(london.last(local("2026-10-25T01:30"))) == "2026-10-25T01:30:00Z");
    CHECK(to_rfc3339(london.first(local("2026-10-25T02:00"))) == "2026-10-25T02:00:00Z");
    CHECK(to_rfc3339(london.last(local("2026-10-25T00:59"))) == "2026-10-24T23:59:00Z");
}

TEST_CASE("a local time in a gap is the first valid instant after it")
{
    const auto london = zone("Europe/London");
    for (const char* inside : {"2026-03-29T01:00", "2026-03-29T01:30", "2026-03-29T01:59"}) {
        CHECK(to_rfc3339(london.first(local(inside))) == "2026-03-29T01:00:00Z");
        CHECK(to_rfc3339(london.last(local(inside))) == "2026-03-29T01:00:00Z");
    }
    CHECK(to_rfc3339(london.first(local("2026-03-29T02:00"))) == "2026-03-29T01:00:00Z");
    const auto apia = zone("Pacific/Apia");  // had no 30 December 2011
    CHECK(to_rfc3339(apia.first(local("2011-12-30T12:00"))) == "2011-12-30T10:00:00Z");
    const auto lord_howe = zone("Australia/Lord_Howe");  // moves by half an hour
    CHECK(to_rfc3339(lord_howe.first(local("2026-10-04T02:15"))) == "2026-10-03T15:30:00Z");
}

TEST_CASE("the wall clock shows date, offset and abbreviation")
{
    const auto clock = zone("Europe/London").wall_clock(at("2026-07-01T23:30:15Z"));
    CHECK(clock.time.time_since_epoch() == at("2026-07-02T00:30:15Z").time_since_epoch());
    CHECK(clock.offset == 1h);
    CHECK(clock.abbreviation == "BST");
    CHECK(zone("Asia/Tokyo").date_of(at("2026-07-01T23:30:15Z")) == test::day("2026-07-02"));
}

TEST_CASE("clocks go on changing after the last change that the zone data lists")
{
    const auto offset_at = [](const char* name, const char* time) { return zone(name).wall_clock(at(time)).offset; };
    CHECK(offset_at("Europe/London", "2045-03-26T00:59:59Z") == 0h);
    CHECK(offset_at("Europe/London", "2045-03-26T01:00:00Z") == 1h);
    CHECK(offset_at("Europe/London", "2045-10-29T01:00:00Z") == 0h);
    CHECK(offset_at("Europe/Dublin", "2045-07-01T00:00:00Z") == 1h);
    CHECK(offset_at("America/New_York", "2038-07-01T00:00:00Z") == -4h);
    CHECK(offset_at("America/Nuuk", "2045-03-26T01:00:00Z") == -1h);
    CHECK(offset_at("Antarctica/Troll", "2045-07-01T00:00:00Z") == 2h);
    CHECK(offset_at("Australia/Lord_Howe", "2045-01-01T00:00:00Z") == 11h);
    CHECK(offset_at("Asia/Gaza", "2045-03-24T23:59:59Z") == 2h);  // the Saturday after the fourth Thursday, at 02:00
    CHECK(offset_at("Asia/Gaza", "2045-03-25T00:00:00Z") == 3h);
    CHECK(offset_at("Asia/Kolkata", "2045-07-01T00:00:00Z") == 330min);
    CHECK(zone("Europe/London").wall_clock(at("2045-07-01T00:00:00Z")).abbreviation == "BST");
    CHECK(to_rfc3339(zone("Europe/London").last(local("2045-10-29T01:30"))) == "2045-10-29T01:30:00Z");
}

TEST_CASE("what is no rule for the changes of a zone is none")
{
    CHECK(hours::parse_zone_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0").has_value());
    for (const char* none : {"", "UTC0", "<+01>-1", "GMT0BST", "GMT0BST,M3.5.0", "GMT0BST,M3.5.0/1,M10.5",
                             "GMT0BST,M13.5.0,M10.5.0", "GMT0BST,M3.6.0,M10.5.0", "GMT0BST,M3.5.8,M10.5.0",
                             "GMT0BST,J60,J300", "GMTBST,M3.5.0,M10.5.0", "0BST,M3.5.0,M10.5.0",
                             "<GMT0BST,M3.5.0,M10.5.0", "GMT0BST,M3.5.0/1,M10.5.0/2x", "GMT0BST,M3.5.0/1111,M10.5.0"}) {
        INFO(none);
        CHECK_FALSE(hours::parse_zone_rule(none).has_value());
    }
}

TEST_CASE("the version of the zone data is the system's")
{
    CHECK(hours::tzdata_version().size() >= 5);
    CHECK(hours::tzdata_version().starts_with("20"));
}

}  // namespace holdfast::test::zone_test

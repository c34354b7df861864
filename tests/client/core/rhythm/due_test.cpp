#include "client/core/rhythm/due.hpp"

#include <iostream>

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace due_test {

using namespace holdfast;
using namespace holdfast::client;

namespace {

constexpr std::uint8_t monday = 1;
constexpr std::uint8_t every_day = 127;

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

wire::RhythmTerms terms(std::string zone, std::uint8_t days, std::vector<std::uint16_t> times)
{
    wire::RhythmTerms made;
    made.zone = std::move(zone);
    made.days = days;
    made.times = std::move(times);
    return made;
}

std::vector<std::string> dues(const wire::RhythmTerms& of, std::string_view from, std::string_view to)
{
    std::vector<std::string> all;
    for (const auto due : due_times(of, at(from), at(to))) all.push_back(to_rfc3339(due));
    return all;
}

using Lines = std::vector<std::string>;

Digest named(std::uint8_t number)
{
    Digest hash;
    hash.value.at(0) = std::byte{number};
    return hash;
}

}  // namespace

TEST_CASE("due times are the wall clock's in the client's zone, and keep their hour over a clock change")
{
    const auto mondays = terms("Europe/Berlin", monday, {18 * 60});
    CHECK(dues(mondays, "2026-03-20T00:00:00Z", "2026-04-01T00:00:00Z") ==
          Lines{"2026-03-23T17:00:00Z", "2026-03-30T16:00:00Z"});
    CHECK(dues(mondays, "2026-03-23T17:00:00Z", "2026-03-23T17:00:00Z").empty());
    CHECK(dues(mondays, "2026-03-23T17:00:01Z", "2026-03-30T16:00:00Z").empty());
}

TEST_CASE("a time inside a gap is due when the gap ends, once, and a doubled one when it comes first")
{
    const auto nightly = terms("Europe/Berlin", every_day, {2 * 60 + 15, 2 * 60 + 30, 3 * 60});
    CHECK(dues(nightly, "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z") == Lines{"2026-03-29T01:00:00Z"});
    CHECK(dues(nightly, "2026-10-25T00:00:00Z", "2026-10-25T12:00:00Z") ==
          Lines{"2026-10-25T00:15:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z"});
    // A whole date that a zone left out: the Friday's check-in is due when the Saturday begins.
    const auto fridays = terms("Pacific/Apia", 1U << 4U, {18 * 60});
    CHECK(dues(fridays, "2011-12-29T00:00:00Z", "2012-01-02T00:00:00Z") == Lines{"2011-12-30T10:00:00Z"});
}

TEST_CASE("an unknown zone and times that nobody means are due at no time")
{
    CHECK(dues(terms("Europe/Nowhere", every_day, {60}), "2026-03-20T00:00:00Z", "2026-04-01T00:00:00Z").empty());
    const auto nightly = terms("UTC", every_day, {60});
    for (const auto t : {Instant::min(), Instant::max(), at("1970-01-01T01:00:00Z") - std::chrono::days{1}})
        CHECK_FALSE(is_due_time(nightly, t));
    CHECK(is_due_time(nightly, at("2026-03-20T01:00:00Z")));
    CHECK_FALSE(is_due_time(nightly, at("2026-03-20T01:00:00Z") + instant_resolution));
    const InForce always{{}, &nightly, Instant::min(), Instant::max(), false};
    CHECK_FALSE(open_due_time({&always, 1}, Instant::min()));
    CHECK_FALSE(next_due_time({&always, 1}, Instant::max()));
}

TEST_CASE("a check-in can be answered until the next is due, also the next of another version, or the rhythm ends")
{
    const auto old = terms("UTC", monday, {60});
    const auto later = terms("UTC", every_day, {120});
    std::vector<InForce> versions{
        {named(1), &old, at("2026-03-01T00:00:00Z"), at("2026-03-11T00:00:00Z"), false},
        {named(2), &later, at("2026-03-11T00:00:00Z"), at("2026-03-12T01:00:00Z"), true},
    };
    const auto all = due_times(versions, at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"));
    REQUIRE(all.size() == 3);
    CHECK(all[0] == DueTime{named(1), at("2026-03-02T01:00:00Z"), at("2026-03-09T01:00:00Z"), false});
    CHECK(all[1] == DueTime{named(1), at("2026-03-09T01:00:00Z"), at("2026-03-11T02:00:00Z"), false});
    CHECK(all[2] == DueTime{named(2), at("2026-03-11T02:00:00Z"), at("2026-03-12T01:00:00Z"), true});
    CHECK(open_due_time(versions, at("2026-03-10T00:00:00Z")) == all[1]);
    CHECK(open_due_time(versions, at("2026-03-11T02:00:00Z")) == all[2]);
    CHECK_FALSE(open_due_time(versions, at("2026-03-12T01:00:00Z")));
    CHECK(next_due_time(versions, at("2026-03-09T01:00:00Z")) == at("2026-03-11T02:00:00Z"));
    CHECK_FALSE(next_due_time(versions, at("2026-03-11T02:00:00Z")));
}

/// For tests/oracle/rhythm.py, which works the same out by Python's zoneinfo.
TEST_CASE("a table of due times in zones whose clocks change", "[.][rhythm-table]")
{
    constexpr std::array<const char*, 12> zones{"Europe/Berlin",     "Europe/London",     "America/New_York",
                                                "America/St_Johns",  "America/Sao_Paulo", "Australia/Lord_Howe",
                                                "Africa/Casablanca", "Asia/Tehran",       "Asia/Kathmandu",
                                                "Pacific/Apia",      "Pacific/Chatham",   "Antarctica/Troll"};
    for (const auto* zone : zones) {
        const auto asked = terms(zone, 0b1010011, {0, 2 * 60 + 30, 3 * 60, 23 * 60 + 59});
        for (const auto due : due_times(asked, at("2009-01-01T00:00:00Z"), at("2029-01-01T00:00:00Z")))
            std::cout << zone << '\t' << due.time_since_epoch().count() / 1000 << '\n';
    }
}

}  // namespace due_test

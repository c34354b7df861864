#include "protocol/hours/display.hpp"

#include "tests/protocol/hours/support.hpp"

namespace display_test {

using namespace holdfast;
using namespace holdfast::test;
using hours::show_dates;
using hours::show_instant;
using hours::show_when;
using hours::show_window;
using hours::Telling;
using hours::Window;
using hours::Wording;

namespace {

const Instant now = at("2025-10-13T10:00:00Z");

Window window(std::string_view begin, std::string_view end) { return {at(begin), at(end)}; }

}  // namespace

TEST_CASE("a promise is shown in both zones with weekday and date")
{
    const auto promised = window("2025-10-14T08:00:00Z", "2025-10-14T11:00:00Z");
    CHECK(show_window(promised, zone("Europe/London"), now) == "Tue 14 Oct, 09:00–12:00");
    CHECK(show_window(promised, zone("Europe/London"), zone("Asia/Singapore"), now) ==
          "Tue 14 Oct, 09:00–12:00 (16:00–19:00 where you are)");
}

TEST_CASE("the reader's zone is left out where it shows the same")
{
    const auto promised = window("2025-10-14T08:00:00Z", "2025-10-14T11:00:00Z");
    CHECK(show_window(promised, zone("Europe/London"), zone("Europe/Lisbon"), now) == "Tue 14 Oct, 09:00–12:00");
    CHECK(show_instant(promised.begin, zone("Europe/London"), zone("Europe/London"), now) == "Tue 14 Oct, 09:00");
}

TEST_CASE("a date that differs where the reader is stands in the bracket")
{
    const auto promised = window("2025-10-14T08:00:00Z", "2025-10-14T11:00:00Z");
    CHECK(show_window(promised, zone("Europe/London"), zone("Pacific/Honolulu"), now) ==
          "Tue 14 Oct, 09:00–12:00 (Mon 13 Oct, 22:00 – Tue 14 Oct, 01:00 where you are)");
    CHECK(show_window(window("2025-10-14T14:00:00Z", "2025-10-14T15:00:00Z"), zone("Europe/London"),
                      zone("Pacific/Auckland"),
                      now) == "Tue 14 Oct, 15:00–16:00 (Wed 15 Oct, 03:00–04:00 where you are)");
    CHECK(show_instant(at("2025-10-14T14:00:00Z"), zone("Europe/London"), zone("Pacific/Auckland"), now) ==
          "Tue 14 Oct, 15:00 (Wed 15 Oct, 03:00 where you are)");
}

TEST_CASE("a window over midnight names both dates")
{
    CHECK(show_window(window("2025-10-17T21:00:00Z", "2025-10-18T01:00:00Z"), zone("Europe/London"), now) ==
          "Fri 17 Oct, 22:00 – Sat 18 Oct, 02:00");
    CHECK(show_window(window("2025-10-17T21:00:00Z", "2025-10-17T23:00:00Z"), zone("Europe/London"), now) ==
          "Fri 17 Oct, 22:00–24:00");
}

TEST_CASE("another year than now is named")
{
    CHECK(show_window(window("2026-01-05T09:00:00Z", "2026-01-05T12:00:00Z"), zone("Europe/London"), now) ==
          "Mon 5 Jan 2026, 09:00–12:00");
}

TEST_CASE("a time that the clock shows twice says which one it is")
{
    CHECK(show_window(window("2025-10-26T00:00:00Z", "2025-10-26T01:30:00Z"), zone("Europe/London"), now) ==
          "Sun 26 Oct, 01:00 BST–01:30 GMT");
}

TEST_CASE("a window without an end goes onwards")
{
    CHECK(show_window({at("2025-10-14T08:00:00Z"), std::nullopt}, zone("Europe/London"), zone("Asia/Tokyo"), now) ==
          "Tue 14 Oct, 09:00 onwards (17:00 onwards where you are)");
}

TEST_CASE("spoken times have whole words and a to that is heard")
{
    const Telling spoken{now, Wording::spoken};
    const auto promised = window("2025-10-14T08:00:00Z", "2025-10-14T11:00:00Z");
    CHECK(show_window(promised, zone("Europe/London"), spoken) == "Tuesday 14 October, 09:00 to 12:00");
    CHECK(show_window(promised, zone("Europe/London"), zone("Asia/Singapore"), spoken) ==
          "Tuesday 14 October, 09:00 to 12:00, that is 16:00 to 19:00 where you are");
    CHECK(show_window(promised, zone("Europe/London"), zone("Pacific/Honolulu"), spoken) ==
          "Tuesday 14 October, 09:00 to 12:00, that is Monday 13 October, 22:00 to Tuesday 14 October, 01:00 where you "
          "are");
    CHECK(show_window(window("2025-10-17T21:00:00Z", "2025-10-18T01:00:00Z"), zone("Europe/London"), spoken) ==
          "Friday 17 October, 22:00 to Saturday 18 October, 02:00");
    CHECK(show_instant(at("2026-01-05T09:00:00Z"), zone("Europe/London"), spoken) == "Monday 5 January 2026, 09:00");
    CHECK(show_dates(day("2025-12-24"), day("2026-01-02"), zone("Europe/London"), spoken) ==
          "Wednesday 24 December to Friday 2 January 2026");
    CHECK(hours::show_times(window("2025-10-17T21:00:00Z", "2025-10-18T01:00:00Z"), zone("Europe/London"),
                            Wording::spoken) == "22:00 to Saturday 02:00");
}

TEST_CASE("spoken in a sentence a day that is near is called so")
{
    const auto london = zone("Europe/London");
    const auto when = [&](std::string_view begin, std::string_view end) {
        return show_when(window(begin, end), london, london, {now, Wording::spoken});
    };
    CHECK(when("2025-10-12T08:00:00Z", "2025-10-12T11:00:00Z") == "yesterday, Sunday 12 October, 09:00 to 12:00");
    CHECK(when("2025-10-13T12:00:00Z", "2025-10-13T13:00:00Z") == "today, Monday 13 October, 13:00 to 14:00");
    CHECK(when("2025-10-14T08:00:00Z", "2025-10-14T11:00:00Z") == "tomorrow, Tuesday 14 October, 09:00 to 12:00");
    CHECK(when("2025-10-15T08:00:00Z", "2025-10-15T11:00:00Z") ==
          "on Wednesday 15 October, the day after tomorrow, 09:00 to 12:00");
    CHECK(when("2025-10-16T08:00:00Z", "2025-10-16T11:00:00Z") == "on Thursday 16 October, 09:00 to 12:00");
    CHECK(show_when(at("2025-10-14T08:00:00Z"), london, zone("Asia/Singapore"), {now, Wording::spoken}) ==
          "tomorrow, Tuesday 14 October, 09:00, that is 16:00 where you are");
}

TEST_CASE("no day is called near where the reader has another date")
{
    const auto promised = window("2025-10-14T14:00:00Z", "2025-10-14T15:00:00Z");
    CHECK(show_when(promised, zone("Europe/London"), zone("Pacific/Auckland"), {now, Wording::spoken}) ==
          "on Tuesday 14 October, 15:00 to 16:00, that is Wednesday 15 October, 03:00 to 04:00 where you are");
}

TEST_CASE("in a compact sentence a window reads as anywhere")
{
    const auto promised = window("2025-10-14T08:00:00Z", "2025-10-14T11:00:00Z");
    CHECK(show_when(promised, zone("Europe/London"), zone("Asia/Singapore"), now) ==
          show_window(promised, zone("Europe/London"), zone("Asia/Singapore"), now));
}

}  // namespace display_test

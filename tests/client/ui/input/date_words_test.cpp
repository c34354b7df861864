#include "client/ui/input/date_words.hpp"

#include "tests/protocol/hours/support.hpp"

namespace date_words_test {

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// On 29 November 2026, a Sunday: "2026-12-24", "2026-08-01..2026-08-14", or nothing.
std::string meant(std::string_view words)
{
    const auto iso = [](const Date& date) {
        return to_rfc3339(Instant{std::chrono::sys_days{date}}).substr(0, std::string_view{"2026-12-24"}.size());
    };
    const auto dates = ui::parse_dates(words, day("2026-11-29"));
    if (!dates) return {};
    return dates->from == dates->to ? iso(dates->from) : iso(dates->from) + ".." + iso(dates->to);
}

}  // namespace

TEST_CASE("a date is understood as people write it and as the notation does")
{
    for (const auto* words :
         {"2026-12-24", "24 Dec", "24 December", "24th December 2026", "Dec 24", "Dec 24, 2026", "2026 Dec 24",
          "Thu 24 Dec", "Thursday, 24 Dec 2026", " 24  DEC. ", "on the 24th of Dec", "Dec 24th"})
        CHECK(meant(words) == "2026-12-24");
    CHECK(meant("today") == "2026-11-29");
    CHECK(meant("Tomorrow") == "2026-11-30");
    CHECK(meant("29 Nov") == "2026-11-29");
    CHECK(meant("28 Nov") == "2027-11-28");
    CHECK(meant("28 Nov 2026") == "2026-11-28");
    CHECK(meant("29 Feb") == "2028-02-29");
}

TEST_CASE("several dates share what one of them says")
{
    for (const auto* words : {"1 Aug to 14 Aug", "1-14 Aug", "Aug 1-14", "2027 Aug 01-14", "1 to 14 August 2027",
                              "2027-08-01 to 2027-08-14", "2027-08-01..2027-08-14", "from 1 Aug until 14 Aug",
                              "1 Aug – 14 Aug", "Sun 1 Aug - Sat 14 Aug 2027"})
        CHECK(meant(words) == "2027-08-01..2027-08-14");
    CHECK(meant("24 Dec to 2 Jan") == "2026-12-24..2027-01-02");
    CHECK(meant("24 Dec to 2 Jan 2027") == "2026-12-24..2027-01-02");
    CHECK(meant("2026 Dec 24-2027 Jan 02") == "2026-12-24..2027-01-02");
    CHECK(meant("tomorrow to 4 Dec") == "2026-11-30..2026-12-04");
    CHECK(meant("today until tomorrow") == "2026-11-29..2026-11-30");
}

TEST_CASE("what could mean two dates, or none, is not taken")
{
    for (const auto* words : {"",
                              "to",
                              "24",
                              "Dec",
                              "2026",
                              "24/12",
                              "24.12.2026",
                              "1/8",
                              "2026-02-30",
                              "30 Feb",
                              "Fri 24 Dec 2026",
                              "monday",
                              "sometime",
                              "24 Dec 25",
                              "24 Dec to",
                              "to 24 Dec",
                              "14 Aug 2027 to 1 Aug 2027",
                              "24 Dec to 26 Dec to 28 Dec",
                              "Dec 2026-12-24",
                              "0 Dec",
                              "123 Dec",
                              "12345",
                              "24 Dec 2026 2027"})
        CHECK(meant(words).empty());
    CHECK_FALSE(ui::parse_date("1-14 Aug", day("2026-11-29")));
    CHECK(ui::parse_date("14 Aug", day("2026-11-29")) == day("2027-08-14"));
}

}  // namespace date_words_test

#include "client/ui/hours/hours_view.hpp"

#include "tests/protocol/hours/support.hpp"

namespace hours_view_test {

using namespace holdfast;
using namespace holdfast::test;
using namespace std::chrono_literals;
using ui::Here;
using ui::Lines;

namespace {

wire::HoursVersion version(std::string rules)
{
    wire::HoursVersion version;
    version.rules = std::move(rules);
    version.zone = "Europe/London";
    version.notice_period = std::chrono::days{7};
    version.last_reading = 30min;
    return version;
}

Here reader(hours::Wording wording) { return {zone("Asia/Bangkok"), at("2026-11-29T12:00:00Z"), wording}; }

}  // namespace

TEST_CASE("a client reads the hours in words and never in the notation")
{
    const auto lines = rules_lines(version("Tu,Th 09:00-12:00"), {}, false, reader(hours::Wording::compact));
    CHECK(lines == Lines{"Hours: Tuesdays and Thursdays, 09:00–12:00, in the time of Europe/London.",
                         "What comes in the last 30 minutes of a window is promised for the next one.",
                         "Fewer hours take effect 7 days after they are announced; more hours at once."});
    CHECK(rules_lines(version("Tu,Th 09:00-12:00"), {}, false, reader(hours::Wording::spoken)).front() ==
          "Hours: Tuesdays and Thursdays, 09:00 to 12:00, in the time of London.");
}

TEST_CASE("hours that cannot be said in words are the windows that come")
{
    const std::vector<hours::Window> coming{{at("2026-12-01T09:00:00Z"), at("2026-12-01T12:00:00Z")}};
    const auto lines = rules_lines(version("Tu[1] 09:00-12:00"), coming, false, reader(hours::Wording::spoken));
    CHECK(lines.at(0) == "The windows that come:");
    CHECK(lines.at(1) == "  Tuesday 1 December, 09:00 to 12:00, that is 16:00 to 19:00 where you are");
    for (const auto& line : lines) CHECK(line.find("Tu[1]") == std::string::npos);
}

TEST_CASE("the therapist who wrote the notation sees it beside the words")
{
    const auto lines = rules_lines(version("Tu,Th 09:00-12:00"), {}, true, reader(hours::Wording::compact));
    CHECK(lines.at(1) == "In the notation: Tu,Th 09:00-12:00, Europe/London");
    CHECK(lines.back() == "Fewer hours take effect 7 days after you publish them; more hours at once.");
    auto soon = version("Tu 09:00-12:00");
    soon.notice_period = Seconds{0};
    soon.last_reading = Seconds{0};
    soon.replies = true;
    CHECK(rules_lines(soon, {}, true, reader(hours::Wording::compact)).back() ==
          "A reply is promised by the end of the window after the one in which a message is read.");
}

TEST_CASE("days off that are over are not told")
{
    auto off = version("Tu 09:00-12:00");
    off.leaves = {{day("2026-08-01"), day("2026-08-14"), "Summer"},
                  {day("2026-12-24"), day("2027-01-02"), "Christmas"}};
    off.cancellations = {{day("2026-11-28"), "ill"}, {day("2026-12-01"), "ill"}};
    CHECK(days_off_lines(off, reader(hours::Wording::compact)) ==
          Lines{"Leave: Thu 24 Dec – Sat 2 Jan 2027 (Christmas)", "Cancelled: Tue 1 Dec (ill)"});
}

}  // namespace hours_view_test

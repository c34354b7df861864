#include "client/ui/first_run/begin_page.hpp"

#include "tests/support/catch.hpp"

namespace begin_page_test {

using namespace holdfast;
using namespace holdfast::ui;

TEST_CASE("the page has the code, its last day with the weekday and the crisis line, and no client's name")
{
    const auto now = parse_rfc3339("2026-11-30T10:00:00Z").value();
    const client::show::Invitation invitation{"practice.example/ABCDE", "holdfast://practice.example/#x", "Sam Canary",
                                              now + std::chrono::days{7}};
    const Here here{hours::TimeZone::find("Europe/London").value(), now};
    const auto page = begin_page(invitation, "Dr Okafor", {{"Samaritans", "116 123"}}, here);
    CHECK(page.until == "The code works once, until Monday 7 December, 10:00.");
    CHECK(page.code == "practice.example/ABCDE");
    CHECK(page.from == "Dr Okafor invites you to write between sessions.");
    CHECK(page.crisis.back() == "  Samaritans: 116 123");
    std::string all = page.title + page.from + page.until + page.care;
    for (const auto& step : page.steps) all += step;
    CHECK(all.find("Canary") == std::string::npos);
    CHECK(begin_page(invitation, "", {}, here).from == "Your therapist invites you to write between sessions.");
}

}  // namespace begin_page_test

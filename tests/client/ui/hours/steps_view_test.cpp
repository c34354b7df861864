#include "client/ui/hours/steps_view.hpp"

#include "client/explain/explain.hpp"
#include "client/ui/spans.hpp"
#include "tests/client/explain/changed_hours.hpp"
#include "tests/support/catch.hpp"

namespace steps_view_test {

using namespace holdfast;
using client::HoursFrom;
using client::test::at;
using client::test::changed_hours;
using client::test::day;
using ui::explained_lines;
using ui::Lines;

namespace {

const Instant now = at("2026-02-01T00:00:00Z");

std::optional<hours::TimeZone> zone(std::string_view name) { return hours::TimeZone::find(name).value(); }

}  // namespace

TEST_CASE("the steps say the versions, the date, what speaks, the outcome and the promise in both zones")
{
    CHECK(explained_lines(changed_hours(), at("2026-02-03T09:30:00Z"), HoursFrom::chain,
                          ui::Here{zone("Asia/Singapore"), now}) ==
          Lines{
              "1. Version 2 of the hours is in force, since Mon 2 Feb, 10:00 (18:00 where you are). It was received "
              "Mon 2 Feb, 10:00 (18:00 where you are).",
              "2. Version 1 of the hours still counts until Mon 9 Feb, 10:00 (18:00 where you are): a newer one was "
              "received, and its notice of 7 days is not over yet.",
              "3. In Europe/London it is Tue 3 Feb, 09:30 (17:30 where you are).",
              "4. Leave: Tue 3 Feb (ill); unplanned, announced Mon 2 Feb, 10:00 (18:00 where you are). It decides.",
              "5. The weekly rule (Mondays to Fridays, 10:00–12:00) speaks about other times of this date.",
              "6. The weekly rule (Mondays to Fridays, 09:00–12:00) would open this time.",
              "Closed. Reason: ill.",
              "Opens: Wed 4 Feb, 09:00 (17:00 where you are).",
              "A message received then is promised for Wed 4 Feb, 09:00–12:00 (17:00–20:00 where you are), the next "
              "window.",
          });
}

TEST_CASE("rules given with the question name no versions")
{
    const auto asked =
        client::ask({"Su 01:10-01:50 \"early\"; Su 01:10-01:50", "Europe/London", "2026-03-28T12:00:00Z"}).value();
    CHECK(explained_lines(asked.schedule, asked.at, HoursFrom::rules, ui::Here{std::nullopt, now}) ==
          Lines{
              "1. In Europe/London it is Sat 28 Mar, 12:00.",
              "2. Sun 29 Mar, 01:10–01:50: no window (clocks change).",
              "Closed.",
              "Opens: Sun 5 Apr, 01:10.",
              "A message received then is promised for Sun 5 Apr, 01:10–01:50, the next window.",
          });
}

TEST_CASE("a window that the clocks stretch says how long it is")
{
    const auto asked = client::ask({"Su 01:00-01:30", "Europe/London", "2026-10-25T00:45:00Z"}).value();
    CHECK(explained_lines(asked.schedule, asked.at, HoursFrom::rules, ui::Here{std::nullopt, now}) ==
          Lines{
              "1. In Europe/London it is Sun 25 Oct, 01:45 BST.",
              "2. The weekly rule \"Su 01:00-01:30\" opens this time. It decides.",
              "3. Sun 25 Oct, 01:00–01:30: the clocks change; the window is Sun 25 Oct, 01:00 BST–01:30 GMT, "
              "90 minutes.",
              "Open. Rule: Su 01:00-01:30.",
              "Closes: Sun 25 Oct, 01:30 GMT.",
              "A message received then is promised by Sun 25 Oct, 01:30 GMT: more than 30 minutes of the window are "
              "left.",
          });
}

TEST_CASE("without hours the lines say so")
{
    CHECK(explained_lines({}, at("2026-02-03T09:30:00Z"), HoursFrom::chain, ui::Here{zone("Europe/London"), now}) ==
          Lines{"1. No hours had been received by then.", "Closed.", "Opens: no change is set.",
                "No reading time is set: there are no hours."});
}

TEST_CASE("spans of time are said in the largest whole unit")
{
    using namespace std::chrono_literals;
    CHECK(ui::span_words(std::chrono::days{7}) == "7 days");
    CHECK(ui::span_words(std::chrono::days{1}) == "1 day");
    CHECK(ui::span_words(2h) == "2 hours");
    CHECK(ui::span_words(90min) == "90 minutes");
    CHECK(ui::span_words(30s) == "30 seconds");
    CHECK(ui::span_words(0s) == "0 minutes");
}

TEST_CASE("what a therapist wrote into rules and reasons is inert in the steps")
{
    hours::HoursContent content;
    content.rules = "Mo-Fr 09:00-12:00";
    content.zone = "Europe/London";
    content.leaves = {{day(2026, 2, 3), day(2026, 2, 3),
                       "ill\xC2\x9B"
                       "2J\xE2\x80\xAE"}};
    const std::vector<hours::VersionInForce> chain{{content, at("2026-01-01T00:00:00Z")}};
    const auto schedule = hours::Schedule::make(chain);
    std::string all;
    for (const auto& line :
         explained_lines(schedule, at("2026-02-03T09:30:00Z"), HoursFrom::chain, ui::Here{zone("Asia/Singapore"), now}))
        all += line + "\n";
    CAPTURE(all);
    CHECK(all.find(" (ill�2J�); announced") != std::string::npos);
    CHECK(all.find("Reason: ill�2J�.") != std::string::npos);
    for (const auto* command : {"\x1B", "\xC2\x9B", "\xE2\x80\xAE"}) CHECK(all.find(command) == std::string::npos);
}

TEST_CASE("a length of time rounded down reaches its largest unit")
{
    using namespace std::chrono_literals;
    CHECK(ui::rough_span_words(std::chrono::days{93} + 5h) == "93 days");
    CHECK(ui::rough_span_words(25h) == "1 day");
    CHECK(ui::rough_span_words(3h + 59min) == "3 hours");
    CHECK(ui::rough_span_words(59min + 59s) == "59 minutes");
    CHECK(ui::duration_words(std::chrono::days{7}) == "7 days");
    CHECK(ui::duration_words(120min) == "120 minutes");
}

}  // namespace steps_view_test

// Check-ins at agreed times with real programs, by a clock that is put from day to day: proposed question by question,
// agreed to, answered when due and late, missed, changed, and in a calendar. No number of anybody is at the relay.
#include "tests/e2e/asked.hpp"
#include "tests/e2e/process_world.hpp"
#include "tests/e2e/put_clock.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::rhythm_test {

TEST_CASE("check-ins are agreed, answered when due and late, missed once, and changed with their series kept")
{
    if (!chaos::WrongClock::possible()) {
        WARN("skipped: a sanitizer has to be loaded before anything else");
        return;
    }
    PutClock clock;
    clock.put("2025-10-20T08:00:00Z");  // a Monday; London's clocks change on the Sunday after
    Couple c{"Mo-Fr 08:00-17:00"};
    const Person sam{c.practice, "sam", "Europe/London"};
    const auto left = c.okafor.run({"rhythm", "propose", "--with", "Sam"}, "Tue, Fri\n18:00\n");
    CHECK(left.status == 1);
    CHECK(contains(left.err, "What you chose is kept here"));
    const auto proposed = c.okafor.run({"rhythm", "propose", "--with", "Sam"},
                                       "\n\nEurope/London\n2\nsleep\nHow did you sleep?\nnot at all\nwell\n"
                                       "canary-mood\n\n\n\n\nyes\ncalm, canary-feeling\nyes\nyes\n");
    INFO(proposed.out << proposed.err);
    CHECK(proposed.status == 0);
    CHECK(contains(proposed.out, "Tuesday and Friday at 18:00 (Europe/London), about 2 minutes"));
    CHECK(contains(sam.ok({"read"}), "Dr Okafor proposes this. To answer: /rhythm agree or /rhythm decline"));
    CHECK(sam.error({"rhythm", "agree"}) == "not_confirmed/1");
    static_cast<void>(sam.ok({"rhythm", "agree", "--rhythm-version", "1"}));
    CHECK(sam.error({"check-in", "--due", "--rating", "sleep=3"}) == "not_due/1");

    clock.put("2025-10-21T17:10:00Z");  // Tuesday, ten past six
    CHECK(contains(sam.run({"--plain"}, "").out, "Your check-in for"));
    if (has_terminal()) {
        const Terminal terminal{c.practice.folder() / "due", sam.command({}), sam.environment(), {100, 40}};
        static_cast<void>(terminal.wait_for("Your check-in for Tue 21 Oct, 18:00 can be answered now: /check-in"));
        terminal.enter("/check-in");
        static_cast<void>(terminal.wait_for("How did you sleep?"));
        terminal.press("C-c");
        static_cast<void>(terminal.wait_for("Nothing was sent."));
        terminal.enter("/rhythm");
        static_cast<void>(terminal.wait_for("The next check-in: Fri 24 Oct, 18:00."));
    }
    const auto begun = sam.run({"check-in"}, "7\n");
    CHECK(contains(begun.err, "holdfast check-in goes on with them"));
    const auto given = sam.run({"check-in"}, "\n\n2\ncanary-note\nyes\n");
    INFO(given.out << given.err);
    CHECK(given.status == 0);
    CHECK(contains(given.out, "Enter keeps \"7\""));
    CHECK(sam.error({"check-in", "--due", "--rating", "sleep=3"}) == "not_due/1");

    clock.put("2025-10-25T09:00:00Z");  // Saturday: Friday's is late
    static_cast<void>(sam.ok({"check-in", "--due", "--rating", "sleep=4", "--rating", "canary-mood=9"}));
    clock.put("2025-10-31T18:10:00Z");  // Tuesday's, by the clock of winter, is over
    CHECK(contains(sam.ok({"read", "--all"}), "No check-in for Tuesday 28 October, 18:00."));
    clock.put("2025-11-03T09:00:00Z");
    const auto seen = c.okafor.ok({"read", "--all", "--with", "Sam"});
    CHECK(contains(seen, "Check-in for Tuesday 21 October, 18:00, answered in part"));
    CHECK(contains(seen, "Check-in for Friday 24 October, 18:00, late"));
    CHECK(contains(c.okafor.ok({"read", "--all", "--with", "Sam"}), "No check-in for Tuesday 28 October, 18:00."));

    static_cast<void>(sam.ok({"rhythm", "propose", "--days", "daily", "--at", "7:30", "--item",
                              "sleep=nights: How were the nights? | bad | good", "--yes"}));
    CHECK(contains(c.okafor.ok({"rhythm", "agree", "--rhythm-version", "2", "--with", "Sam"}), "Every day at 07:30"));
    const auto versions = sam.object({"rhythm"}).at("versions").as_array();
    REQUIRE(versions.size() == 2);
    const auto id_of = [&](std::size_t version) { return versions.at(version).at("items").as_array().at(0).at("id"); };
    CHECK(id_of(0) == id_of(1));
    CHECK(versions.at(0).at("stage") == "replaced");
    const auto file = (c.practice.folder() / "times.ics").string();
    static_cast<void>(sam.ok({"rhythm", "calendar", file}));
    const auto calendar = test::read_file(file);
    CHECK(contains(calendar, "TZID=Europe/London"));
    CHECK(contains(calendar, "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"));
    CHECK_FALSE(contains(calendar, "nights"));
    static_cast<void>(sam.ok({"rhythm", "end", "--yes"}));
    CHECK(contains(c.okafor.ok({"rhythm", "--with", "Sam"}), "Sam ended it"));
    CHECK(files_with(c.practice.relay_data(), "canary").empty());
    CHECK(files_with(c.practice.relay_data(), "How did you sleep").empty());
}

}  // namespace holdfast::e2e::rhythm_test

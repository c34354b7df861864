// A coping plan with real programs: begun, interrupted and sent by the therapist, put in the client's own words, shown
// with the crisis contacts while closed and without a server, and printed.
#include <filesystem>

#include "tests/e2e/process_world.hpp"
#include "tests/e2e/terminal.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::coping_plan_test {

TEST_CASE("a coping plan is written together and helps while the hours are closed and the server is gone")
{
    Couple c{open_rules};
    CHECK(c.sam.error({"plan"}) == "not_found/1");
    // Interrupted after the first step: nothing leaves, and what was written is offered again.
    const auto interrupted = c.okafor.run({"plan", "edit", "--with", "Sam"}, "What helps first\na walk\n");
    CHECK(interrupted.status == 1);
    CHECK(contains(interrupted.err, "What you wrote is kept here"));
    CHECK(c.sam.error({"plan"}) == "not_found/1");
    const auto written =
        c.okafor.run({"plan", "edit", "--with", "Sam"}, "\n\nWhom I call\nAnna\n\nWe meet on Tuesday.\nyes\n");
    INFO(written.out << written.err);
    CHECK(written.status == 0);
    CHECK(contains(written.out, "Enter keeps \"What helps first\""));
    CHECK(contains(written.out, "Send this to Sam?"));

    CHECK(contains(c.sam.ok({"read"}), "To answer: /plan agree, /plan words or /plan decline."));
    CHECK(c.sam.error({"plan", "agree"}) == "not_confirmed/1");  // which plan, where nobody can be asked
    CHECK(c.sam.error({"plan", "words", "--plan-version", "1", "--words", "the river"}) == "out_of_range/1");
    static_cast<void>(c.sam.ok({"plan", "words", "--plan-version", "1", "--words", "the river", "--words", "Anna"}));
    CHECK(contains(c.okafor.ok({"plan", "--with", "Sam"}), "1. What helps first: the river"));
    CHECK(contains(c.okafor.ok({"plan", "--with", "Sam"}), "Sam agreed to the coping plan, with words of their own"));

    static_cast<void>(c.okafor.ok({"hours", "leave", "today to tomorrow", "--yes"}));
    const auto held = c.sam.ok({"--plain", "send", "-"}, "a bad night");
    for (const auto* part : {"Dr Okafor wrote for this time:", "We meet on Tuesday.", "1. What helps first: the river"})
        CHECK(contains(held, part));
    c.practice.stop();
    CHECK(contains(c.sam.ok({"plan"}), "You agreed to the coping plan, with words of your own"));
    CHECK(contains(c.sam.run({"--wait", "1", "send", "-"}, "again").out, "2. Whom I call: Anna"));
    CHECK(contains(c.sam.run({"--plain", "--wait", "1"}, "/plan\n").out, "1. What helps first: the river"));
    const auto page = c.practice.folder() / "plan.pdf";
    static_cast<void>(c.sam.ok({"plan", "--page", page.string()}));
    CHECK(std::filesystem::file_size(page) > 1000);
    CHECK(c.sam.error({"plan", "--page", page.string()}) == "already_exists/1");
}

}  // namespace holdfast::e2e::coping_plan_test

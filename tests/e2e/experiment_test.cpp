// Experiments and the pulse with real programs: begun, left, gone on with and sent; the same on both sides, and nothing
// of it readable at the practice's server.
#include "tests/e2e/process_world.hpp"
#include "tests/e2e/terminal.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::experiment_test {

TEST_CASE(
    "an experiment is proposed, taken over in one's own words, and what came of it stands beside what was expected")
{
    Couple c{open_rules};
    const auto proposal = c.okafor.ok({"experiment", "new", "--with", "Sam", "--expect", "canary-proposal", "--plan",
                                       "canary-plan", "--when", "today", "--yes"});
    CHECK(contains(proposal, "  Expected: canary-proposal"));
    CHECK(c.sam.error({"experiment", "result", "1", "--words", "x", "--yes"}) == "not_found/1");  // it has not come yet
    CHECK(contains(c.sam.ok({"--plain", "experiment"}), "1. canary-proposal: proposed for "));
    CHECK(c.sam.error({"experiment", "result", "1", "--words", "x", "--yes"}) == "not_allowed/1");
    const auto left = c.sam.run({"experiment", "edit", "1"}, "canary-blush\n424242 minutes\n");
    CHECK(left.status == 1);
    CHECK(contains(left.err, "What you wrote is kept here"));
    CHECK(c.okafor.texts().size() == 1);
    const auto taken = c.sam.run({"experiment", "edit", "1"}, "\n\n\n\nno\n");
    CHECK(taken.status == 1);
    const auto sent = c.sam.ok({"experiment", "edit", "1"}, "\n\n\n\nyes\n");
    CHECK(contains(sent, "Enter keeps \"canary-blush\""));
    CHECK(contains(sent, "  Expected number: 424242 minutes"));
    CHECK(contains(sent, "Sent to Dr Okafor."));
    CHECK(c.sam.error({"experiment", "result", "--number", "1000001", "--yes"}) == "out_of_range/1");
    CHECK(c.sam.error({"experiment", "result", "--number", "131313"}) == "not_confirmed/1");
    static_cast<void>(
        c.sam.ok({"experiment", "result", "--number", "131313", "--words", "-", "--yes"}, "canary-nobody looked\n"));
    static_cast<void>(c.sam.ok({"experiment", "learned"}, "canary-passes\nyes\n"));
    const auto shown = c.okafor.ok({"experiment", "show", "1", "--with", "Sam"});
    for (const auto* part : {"canary-passes", "Expected 424242 minutes; it came to 131313 minutes, 292929 less.",
                             "An earlier version, yours"})
        CHECK(contains(shown, part));
    CHECK(c.okafor.error({"experiment", "drop", "1", "--with", "Sam", "--yes"}) == "not_allowed/1");
    CHECK(contains(c.okafor.ok({"session", "--with", "Sam"}), "Experiments:"));
    const auto file = (c.practice.folder() / "export.md").string();
    static_cast<void>(c.sam.ok({"export", file}));
    CHECK(c.sam.run({"verify", file}).status == 0);
    for (const auto* canary : {"canary", "424242", "131313"})
        CHECK(files_with(c.practice.relay_data(), canary).empty());
    CHECK(files_with(c.practice.folder() / "sam", "canary").empty());
}

TEST_CASE("a pulse stays on the device until it is shared, and after a fall the therapist has a draft to send")
{
    Couple c{open_rules};
    CHECK(c.sam.error({"pulse", "7"}) == "not_found/1");
    for (const auto* value : {"8", "9", "8"}) {
        static_cast<void>(c.sam.ok({"session", "done"}));
        CHECK(contains(c.sam.ok({"pulse", value, "--share"}), "Sent to Dr Okafor."));
    }
    static_cast<void>(c.sam.ok({"session", "done"}));
    CHECK(c.sam.error({"pulse", "11"}) == "out_of_range/1");
    CHECK(contains(c.sam.ok({"pulse"}, "\n"), "Enter passes it over"));
    CHECK(contains(c.sam.ok({"pulse"}, "ten\n3\n\n"), "Kept on this device alone."));
    CHECK(c.okafor.object({"pulse", "list", "--with", "Sam"}).at("answers").as_array().size() == 3);
    CHECK(c.okafor.error({"repair", "--with", "Sam", "--yes"}) == "not_found/1");
    CHECK(c.okafor.error({"pulse", "7", "--with", "Sam"}) == "not_allowed/1");
    CHECK(c.sam.error({"pulse", "share"}) == "not_confirmed/1");
    static_cast<void>(c.sam.ok({"pulse", "share", "--yes"}));
    const auto list = c.okafor.ok({"--plain", "pulse", "list", "--with", "Sam"});
    CHECK(contains(list, "the median of the 3 before it is 8."));
    CHECK(contains(list, "That is lower than before."));
    CHECK(contains(c.okafor.ok({"repair", "--with", "Sam", "--yes"}), "Sent to Sam."));
    CHECK(c.okafor.object({"pulse", "list", "--with", "Sam"}).at("suggests_repair") == false);
    CHECK(contains(c.sam.texts().back(), "Your last answer made me stop and think."));
    if (has_terminal()) {
        const Terminal terminal{c.practice.folder() / "tmux", c.sam.command({"--inline"}), c.sam.environment()};
        static_cast<void>(terminal.wait_for("to Dr Okafor>"));
        terminal.type("a line that is begun");
        static_cast<void>(c.sam.ok({"session", "done"}));
        terminal.press("C-u");
        static_cast<void>(terminal.wait_for("did you feel understood"));
    }
    CHECK(contains(c.sam.ok({"pulse", "off"}), "You are not asked any more."));
}

}  // namespace holdfast::e2e::experiment_test

// Commands of the program inside the open conversation, on real terminals: the line answers their questions, and what
// was being written comes back.
#include "tests/e2e/process_world.hpp"
#include "tests/e2e/terminal.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::inside_test {

TEST_CASE("a check-in inside the conversation asks and sends and Ctrl-C in it sends nothing")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    for (const bool lines : {true, false}) {
        const Terminal terminal{c.practice.folder() / (lines ? "tmux1" : "tmux2"),
                                lines ? c.sam.command({"--inline"}) : c.sam.command({}),
                                c.sam.environment(),
                                {90, 30}};
        static_cast<void>(terminal.wait_for("to Dr Okafor>"));
        terminal.press("C-u");  // the draft of the time before
        terminal.enter("/check-in");
        static_cast<void>(terminal.wait_for("answer>"));
        terminal.press("C-c");
        static_cast<void>(terminal.wait_for("Nothing was sent."));
        static_cast<void>(terminal.wait_for("to Dr Okafor>"));
        terminal.type("not lost");
        static_cast<void>(terminal.wait_for("not lost"));
        terminal.press("C-c");
    }
    const auto seen = c.okafor.ok({"read", "--all"});
    CHECK_FALSE(contains(seen, "Check-in"));
    CHECK_FALSE(contains(seen, "not lost"));

    const Terminal terminal{c.practice.folder() / "tmux3", c.sam.command({}), c.sam.environment(), {90, 30}};
    static_cast<void>(terminal.wait_for("not lost"));
    terminal.press("C-u");
    terminal.enter("/check-in --rating sleep=4 --note better");
    static_cast<void>(terminal.wait_for("sleep: 4 of 10"));
    static_cast<void>(terminal.wait_for("Sent to Dr Okafor."));
    CHECK(contains(c.okafor.ok({"read", "--all"}), "sleep: 4 of 10"));
}

TEST_CASE("a questionnaire is offered and answered inside the two conversations")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const Terminal hers{
        c.practice.folder() / "hers", c.okafor.command({"--with", "Sam"}), c.okafor.environment(), {100, 40}};
    static_cast<void>(hers.wait_for("to Sam>"));
    const Terminal his{c.practice.folder() / "his", c.sam.command({}), c.sam.environment(), {100, 40}};
    static_cast<void>(his.wait_for("to Dr Okafor>"));
    hers.enter("/measure offer GAD-2");
    static_cast<void>(hers.wait_for("Offer this to Sam?"));
    hers.enter("yes");
    static_cast<void>(his.wait_for("To answer it: /measure"));
    his.enter("/measure");
    static_cast<void>(his.wait_for("1 of 2"));
    his.enter("2");
    static_cast<void>(his.wait_for("2 of 2"));
    his.enter("1");
    static_cast<void>(his.wait_for("Send this to Dr Okafor?"));
    his.enter("yes");
    static_cast<void>(his.wait_for("Sent to Dr Okafor."));
    static_cast<void>(hers.wait_for("3 of 6: in the range the publishers call at or above their cut-off of 3."));
}

TEST_CASE("a therapist gives leave and looks at the account without leaving the conversation")
{
    if (!has_terminal()) return;
    Couple c{closed_rules()};
    const Terminal terminal{
        c.practice.folder() / "tmux", c.okafor.command({"--with", "Sam"}), c.okafor.environment(), {100, 40}};
    static_cast<void>(terminal.wait_for("to Sam>"));
    terminal.enter("/status");
    static_cast<void>(terminal.wait_for("Connected"));
    terminal.enter("/leave nonsense");
    static_cast<void>(terminal.wait_for("to Sam>"));
    // Neither a command nor Escape nor Ctrl-C is an answer, and what follows from them is said at once.
    terminal.enter("/leave 1 Aug 2090 to 14 Aug 2090");
    static_cast<void>(terminal.wait_for("answer>"));
    terminal.enter("/people");
    static_cast<void>(terminal.wait_for("a question is open, so it was not taken"));
    static_cast<void>(terminal.wait_for("answer> /people"));
    terminal.press("Escape");
    CHECK(contains(terminal.wait_for("Nothing was published."), "to Sam>"));
    terminal.enter("/people");
    static_cast<void>(terminal.wait_for("closes this."));
    terminal.press("q");
    terminal.enter("/invite");
    static_cast<void>(terminal.wait_for("What do you call this person?"));
    terminal.press("C-c");
    CHECK(contains(terminal.wait_for("Nobody was invited."), "to Sam>"));
    terminal.enter("/frobnicate");
    static_cast<void>(terminal.wait_for("There is no command /frobnicate"));
}

}  // namespace holdfast::e2e::inside_test

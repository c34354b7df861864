// A conversation ends, with the real programs: what is asked before, what each side reads and may do afterwards.
#include "tests/e2e/asked.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::ending_test {
namespace {

using Texts = std::vector<std::string>;

std::size_t count_of(const std::vector<std::string>& all, std::string_view one)
{
    return static_cast<std::size_t>(std::count(all.begin(), all.end(), one));
}

}  // namespace

TEST_CASE("a client ends with a held message kept: the therapist reads it in her window and neither can write any more")
{
    if (!has_terminal()) return;
    Couple c{closed_rules()};
    static_cast<void>(c.sam.ok({"send", "a last word"}));
    {
        const auto terminal = open(c, "interrupted", c.sam, {"end"});
        static_cast<void>(terminal.wait_for("Take back what was not read?"));
        terminal.press("C-c");
        CHECK(contains(ended(terminal), "Nothing was"));
    }
    {
        const auto terminal = open(c, "declined", c.sam, {"end"});
        static_cast<void>(terminal.wait_for("Take back what was not read?"));
        terminal.enter("");
        static_cast<void>(terminal.wait_for("End it now?"));
        terminal.enter("");
        static_cast<void>(terminal.wait_for("Please answer yes or no"));
        terminal.enter("no");
        CHECK(contains(ended(terminal), "Nothing was ended."));
    }
    CHECK(c.sam.object({"end", "show"}).at("ended_since").is_null());
    CHECK(c.sam.run({"end"}, "").status == 1);  // nobody can be asked, and nothing was said
    {
        const auto terminal = open(c, "agreed", c.sam, {"end", "--keep"});
        static_cast<void>(terminal.wait_for("to be read in the next window"));
        static_cast<void>(terminal.wait_for("End it now?"));
        terminal.enter("yes");
        const auto shown = ended(terminal);
        CHECK(contains(shown, "You ended this conversation"));
        CHECK(contains(shown, "ended with 0"));
    }
    CHECK(c.sam.error({"send", "more"}) == "conversation_ended/1");
    CHECK(contains(c.sam.ok({"status"}), "You ended this conversation"));
    CHECK(contains(c.okafor.ok({"status"}), "Sam has ended this conversation"));
    CHECK(c.okafor.error({"send", "more"}) == "conversation_ended/1");
    CHECK(count_of(c.okafor.texts(), "a last word") == 0);
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--all", "--yes"}));
    CHECK(contains(c.okafor.ok({"read", "--all"}), "a last word"));

    auto plain = c.sam.start({"--plain"});
    static_cast<void>(plain.wait_for_line("You ended this conversation"));
    plain.write("one more\n");
    static_cast<void>(plain.wait_for_line("This conversation has ended."));
    plain.write("/quit\n");
    const auto screen = open(c, "screen", c.sam, {});
    static_cast<void>(screen.wait_for("You ended this conversation"));
    CHECK(contains(screen.screen(), "not monitored"));
}

TEST_CASE("a last window is proposed and answered by commands and by a program, and a block is a mark on one device")
{
    Couple c{"Mo-Su 09:00-12:00"};
    const auto shown = c.okafor.object({"end", "propose", "2030-12-15", "--yes"});
    CHECK(contains(c.okafor.ok({"end", "show"}), "has not answered"));
    CHECK(c.okafor.error({"end", "agree", "--yes"}) == "not_found/1");
    CHECK(c.okafor.error({"end", "propose", "soon", "--yes"}) == "bad_date/1");
    static_cast<void>(c.sam.ok({"end", "show"}));
    CHECK(c.sam.run({"block", "--yes"}).status == 0);
    CHECK(c.sam.object({"end", "show"}).at("blocked") == true);
    CHECK(c.okafor.object({"end", "show"}).at("blocked") == false);
    CHECK(c.okafor.object({"end", "show"}).at("ended_by") == "other");
    CHECK(c.sam.run({"block", "--undo"}).status == 0);
    CHECK(c.sam.object({"end", "show"}).at("blocked") == false);
}

}  // namespace holdfast::e2e::ending_test

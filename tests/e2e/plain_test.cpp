// Plain mode as an equal: whole flows in lines of words, without an escape byte, and times as people say them.
#include <chrono>
#include <csignal>

#include "tests/e2e/asked.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::plain_test {
namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a dumb terminal and HOLDFAST_PLAIN get lines of words and never an escape byte")
{
    if (!has_terminal()) return;
    Couple c{closed_rules()};
    for (const test::Environment& wish : {test::Environment{{"TERM", "dumb"}}, {{"HOLDFAST_PLAIN", "1"}}}) {
        const auto name = wish.front().first;
        CAPTURE(name);
        const auto terminal = open(c, name, c.sam, {}, wish);
        terminal.record(c.practice.folder() / (name + ".bytes"));
        static_cast<void>(terminal.wait_for("What you send now is held."));
        terminal.enter("written in " + name);
        static_cast<void>(terminal.wait_for("Held. Dr Okafor reads on "));
        terminal.enter("/take-back");
        static_cast<void>(terminal.wait_for("Take this back? yes or no"));
        terminal.enter("yes");
        static_cast<void>(terminal.wait_for("Taken back."));
        terminal.enter("/quit");
        CHECK(contains(ended(terminal), "ended with 0"));
        const auto bytes = test::read_file(c.practice.folder() / (name + ".bytes"));
        CHECK(contains(bytes, "Taken back."));
        CHECK_FALSE(contains(bytes, "\x1B"));
    }
}

TEST_CASE("what is held is numbered, taken back by its number, and its words come back")
{
    Couple c{closed_rules()};
    static_cast<void>(c.sam.ok({"send", "the first"}));
    static_cast<void>(c.sam.ok({"send", "the second"}));
    const auto read = c.sam.ok({"read"});
    CHECK(contains(read, "2 messages of yours are held until "));
    CHECK(contains(read, "  1. "));
    CHECK(contains(read, ": the first\n"));
    CHECK(contains(read, "To take one back: holdfast take-back 2"));
    const auto status = c.sam.ok({"status"});
    CHECK(contains(status, "You are writing with Dr Okafor."));
    CHECK(contains(status, "2 messages of yours are held until "));

    const auto none = c.sam.run({"take-back", "3"});
    CHECK(none.status == 1);
    CHECK(contains(none.err, "There is no number 3: 2 messages of yours are held"));
    CHECK(contains(c.sam.ok({"take-back", "1"}), "Taken back. It is gone from the practice's server"));

    auto sam = c.sam.start({"--plain"});
    static_cast<void>(sam.wait_for_line("Connected."));
    sam.write("/held\n");
    static_cast<void>(sam.wait_for_line("1 message of yours is held until "));
    sam.write("/edit\n");
    static_cast<void>(sam.wait_for_line("the first"));
    static_cast<void>(sam.wait_for_line("It is kept here again: /send sends it as it is"));
    sam.write("/take-back 1\nyes\n");
    static_cast<void>(sam.wait_for_line("Taken back."));
    sam.write("/send\nyes\n");
    static_cast<void>(sam.wait_for_line("Held."));
    sam.close_input();
    CHECK(sam.wait().status == 0);
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"}));
    CHECK(c.okafor.texts() == Texts{"the first"});
}

TEST_CASE("on a terminal the words of what was taken back stand in the line again")
{
    if (!has_terminal()) return;
    Couple c{closed_rules()};
    const auto terminal = open(c, "tmux", c.sam, {"--inline"});
    static_cast<void>(terminal.wait_for("What you send now is held."));
    terminal.enter("half right");
    static_cast<void>(terminal.wait_for("Held. Dr Okafor reads"));
    terminal.enter("/take-back");
    static_cast<void>(terminal.wait_for("Take this back?"));
    terminal.enter("yes");
    static_cast<void>(terminal.wait_for("Taken back."));
    terminal.enter("/edit");
    static_cast<void>(terminal.wait_for("> half right"));
    terminal.press("C-c");
    CHECK(contains(ended(terminal), "What you were writing is kept here; nothing of it was sent."));
}

TEST_CASE("in plain mode what is new is called new, and what came before is there when it is asked for")
{
    Couple c{open_rules};
    static_cast<void>(c.okafor.ok({"send", "read already"}));
    CHECK(contains(c.sam.ok({"read"}), "New: Dr Okafor, "));
    static_cast<void>(c.okafor.ok({"send", "not yet"}));
    auto sam = c.sam.start({"--plain"});
    static_cast<void>(sam.wait_for_line("Connected."));
    static_cast<void>(sam.wait_for_line("  not yet"));
    sam.write("/older\n");
    static_cast<void>(sam.wait_for_line("  read already"));
    sam.write("/older\n");
    static_cast<void>(sam.wait_for_line("There is nothing older."));
    sam.close_input();
    CHECK(sam.wait().status == 0);
    const auto again = c.sam.run({"--plain"}, "");
    CHECK(contains(again.out, "Nothing new.\nWhat came before: /older\n"));
    CHECK_FALSE(contains(again.out, "not yet"));
}

TEST_CASE("the safety number is the same on both sides and in groups")
{
    Couple c{open_rules};
    static_cast<void>(c.sam.ok({"send", "hello"}));
    static_cast<void>(c.okafor.ok({"read"}));
    const auto digits = [](const std::string& said) {
        std::string only;
        for (const char one : said)
            if (one >= '0' && one <= '9') only += one;
        return only;
    };
    const auto sams = c.sam.ok({"status", "--safety-number"});
    CHECK(contains(sams, "Your safety number with Dr Okafor:"));
    CHECK(contains(sams, "Compare it once, in person; both screens show the same."));
    CHECK(digits(sams).size() == 60);
    CHECK(digits(sams) == digits(c.okafor.ok({"status", "--safety-number"})));
}

TEST_CASE("a search in plain lines says what it found, and that it found nothing")
{
    Couple c{closed_rules()};
    static_cast<void>(c.sam.ok({"send", "I saw a heron."}));
    static_cast<void>(c.sam.ok({"send", "And a kite."}));
    const auto found = c.sam.run({"--plain"}, "/search HERON\n/search otter\n/search\n").out;
    CHECK(contains(found, "  I saw a heron.\n1 message has \"HERON\".\n"));
    CHECK_FALSE(contains(found, "  And a kite."));
    CHECK(contains(found, "Nothing in this conversation has \"otter\"."));
    CHECK(contains(found, "Say what to look for: /search WORDS"));
}

TEST_CASE("an error names the thing that is wrong")
{
    Couple c{closed_rules()};
    CHECK(contains(c.sam.run({"check-in", "--rating", "sleep"}).err, "such as sleep=3"));
    CHECK(contains(c.sam.run({"check-in", "--rating", "sleep=12"}).err, "sleep goes from 0 to 10."));
    auto command = c.sam.command({"status"});
    for (auto& word : command)
        if (word == c.sam.passphrase_file()) word = "/nonexistent";
    CHECK(contains(test::run(command).err, "There is no passphrase in /nonexistent: the file is not there"));
    const auto answered = c.sam.run({"--plain"}, "/agree\n/frobnicate\n");
    CHECK(contains(answered.out, "No pace is proposed, so there is nothing to answer."));
    CHECK(contains(answered.out, "There is no command /frobnicate; nothing was sent."));
    CHECK_FALSE(contains(answered.out, "  /with NAME"));
}

}  // namespace holdfast::e2e::plain_test

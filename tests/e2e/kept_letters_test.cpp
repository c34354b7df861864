// Letters and lines that are not sent, or over the pace, are kept, whatever the program dies at.
#include <algorithm>
#include <csignal>

#include "tests/e2e/asked.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::kept_letters_test {
namespace {

using Texts = std::vector<std::string>;

constexpr int killed = 128 + SIGKILL;

test::Environment killed_at(const std::string& point, int visit)
{
    return {{"HOLDFAST_KILL_AT", point + ":" + std::to_string(visit)}};
}

}  // namespace

TEST_CASE("with --plain a letter of several lines is one message, ended by a dot, without the dot it is kept")
{
    Couple c{open_rules};
    const auto sent = c.sam.run({"--plain"}, "/long\nDear Dr Okafor,\n\n/not a command\n..\nSam\n.\nand a line\n");
    INFO(sent.out << sent.err);
    CHECK(sent.status == 0);
    CHECK(c.sam.texts() == Texts{"Dear Dr Okafor,\n\n/not a command\n.\nSam", "and a line"});
    const auto cut = c.sam.run({"--plain"}, "/long\nnot\nfinished\n");
    CHECK(cut.status == 1);
    CHECK(contains(cut.err, "Nothing of it was sent; it is kept here."));
    CHECK(c.sam.texts().size() == 2);
    const auto later = c.sam.run({"--plain"}, "/drafts\n/send\nyes\n/drafts\n");
    CHECK(contains(later.out, "1 text is kept here, not sent."));
    CHECK(contains(later.out, "   finished"));
    CHECK(contains(later.out, "Nothing is kept here"));
    CHECK(c.sam.texts().back() == "not\nfinished");
}

TEST_CASE("with --plain on a terminal a paste is one message, and Ctrl-D sends nothing")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const auto terminal = open(c, "plain", c.sam, {"--plain"});
    static_cast<void>(terminal.wait_for("Connected."));
    terminal.paste("Dear Dr Okafor,\nI saw a heron.\nSam");
    terminal.press("Enter");
    static_cast<void>(terminal.wait_for("Sent"));
    CHECK(c.okafor.texts() == Texts{"Dear Dr Okafor,\nI saw a heron.\nSam"});
    terminal.type("half a line");
    terminal.press("C-d");
    terminal.press("C-d");
    CHECK(contains(ended(terminal), "Not sent, and kept here."));
    CHECK(c.okafor.texts().size() == 1);
    CHECK(contains(c.sam.run({"--plain"}, "/drafts\n").out, "   half a line"));
}

TEST_CASE("text typed before a conversation is chosen is kept and goes to the one that is chosen")
{
    Couple c{open_rules};
    const Person lee{c.practice, "lee"};
    enrol_client(c.okafor, lee, "Lee");
    const auto first = c.okafor.run({"--plain"}, "dear you\n");
    CHECK(contains(first.out, "Kept here, not sent: nobody is chosen yet."));
    const auto then = c.okafor.run({"--plain"}, "/with Lee\n/drafts\n/send\nyes\n");
    INFO(then.out << then.err);
    CHECK(contains(then.out, "   dear you"));
    CHECK(lee.texts() == Texts{"dear you"});
    CHECK(c.sam.texts().empty());
}

TEST_CASE("two texts over the pace are both kept, and both leave")
{
    Couple c{open_rules};
    static_cast<void>(c.okafor.ok({"hours", "set", "--pace-characters", "10", "--yes"}));
    static_cast<void>(c.sam.ok({"pace", "agree", "--characters", "10"}));
    CHECK(c.sam.error({"send"}, "the first long one") == "over_pace/1");
    CHECK(c.sam.error({"send"}, "the second long one") == "over_pace/1");
    const auto none = c.sam.run({"send"}, "");
    CHECK(contains(none.err, "2 texts are kept here from before"));
    CHECK(c.sam.run({"send", "--anyway"}, "").status == 0);
    CHECK(c.sam.texts() == Texts{"[pace]", "the first long one", "the second long one"});
}

TEST_CASE("attack 13: a kept letter is kept or sent at every commit of the command that sends it, never both")
{
    Couple c{open_rules};
    for (const std::string point : {"client-before-commit", "client-after-commit", "client-before-send"}) {
        bool survived = false;
        for (int visit = 1; visit <= 16 && !survived; ++visit) {
            const auto whole = point + " " + std::to_string(visit) + "\nsecond line";
            INFO(whole);
            static_cast<void>(c.sam.run({"--plain"}, "/long\n" + whole + "\n"));
            auto chat = c.sam.start({"--plain"}, killed_at(point, visit));
            try {
                chat.write("/send\nyes\n");
                chat.close_input();
            } catch (const std::exception&) {
                // It has died before it read.
            }
            survived = chat.wait().status != killed;
            const auto kept = c.sam.run({"--plain"}, "/drafts\n").out;
            const auto texts = c.sam.texts();
            const auto sent = std::count(texts.begin(), texts.end(), whole);
            CHECK(sent <= 1);
            CHECK((sent == 1) != contains(kept, "   second line"));
            if (sent == 0) static_cast<void>(c.sam.run({"--plain"}, "/forget 1\nyes\n"));
        }
        CHECK(survived);
    }
    static_cast<void>(c.okafor.ok({"status"}));
    CHECK(c.okafor.texts() == c.sam.texts());
}

TEST_CASE("attack 13: a line on a terminal is in the line or sent, whatever commit Enter dies at")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const std::string prompt = "to Dr Okafor>";  // the screen is looked at without spaces at the ends of lines
    for (const std::string point : {"client-before-commit", "client-after-commit"}) {
        bool survived = false;
        for (int visit = 1; visit <= 16 && !survived; ++visit) {
            const auto text = "words for " + point + " " + std::to_string(visit);
            INFO(text);
            const auto socket = point + std::to_string(visit);
            {
                const auto terminal = open(c, socket + "typed", c.sam, {});
                static_cast<void>(terminal.wait_for(prompt));
                terminal.type(text);
                static_cast<void>(terminal.wait_for(text));
                terminal.press("C-c");
                CHECK(contains(ended(terminal), "is kept here; nothing of it was sent."));
            }
            {
                const auto terminal = open(c, socket, c.sam, {}, killed_at(point, visit));
                static_cast<void>(terminal.wait_for_any({"ended with 137", text}));
                terminal.press("Enter");
                survived = !contains(terminal.wait_for_any({"ended with 137", "Sent"}), "ended with");
                if (survived) terminal.press("C-c");
                static_cast<void>(ended(terminal));  // so that the vault is free
            }
            const auto texts = c.sam.texts();
            const auto sent = std::count(texts.begin(), texts.end(), text);
            CHECK(sent <= 1);
            const auto again = open(c, socket + "again", c.sam, {});
            static_cast<void>(again.wait_for(prompt));
            again.type("~");  // shows what the line holds before it
            static_cast<void>(again.wait_for(prompt + " " + (sent == 0 ? text : "") + "~"));
            again.press("C-u");
            again.press("C-c");
            static_cast<void>(ended(again));
        }
        CHECK(survived);
    }
}

}  // namespace holdfast::e2e::kept_letters_test

// At every question Ctrl-C, Ctrl-D and "no" send nothing, and the text is kept. No secret need be an argument, and
// every refusal leaves a way on.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "tests/e2e/asked.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::asking_test {
namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("in a check-in a wrong answer is asked again, Ctrl-C sends nothing, and the answers are kept")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    {
        const auto terminal = open(c, "interrupted", c.sam, {"check-in"});
        static_cast<void>(terminal.wait_for("mood, 0 to 10"));
        terminal.enter("eleven");
        static_cast<void>(terminal.wait_for("mood goes from 0 to 10"));
        terminal.enter("7");
        static_cast<void>(terminal.wait_for("sleep, 0 to 10"));
        terminal.press("C-c");
        const auto shown = ended(terminal);
        CHECK(contains(shown, "Nothing was sent. Your answers are kept here"));
        CHECK(contains(shown, "ended with 1"));
    }
    CHECK(c.sam.texts().empty());
    {
        const auto terminal = open(c, "refused", c.sam, {"check-in"});
        static_cast<void>(terminal.wait_for("Enter keeps \"7\""));
        for (const auto* answer : {"", "3", "", "tired", "a walk helped"}) terminal.enter(answer);
        const auto whole = terminal.wait_for("Send this to Dr Okafor?");
        for (const auto* part : {"mood: 7 of 10", "sleep: 3 of 10", "tired", "a walk helped"})
            CHECK(contains(whole, part));
        terminal.enter("");
        static_cast<void>(terminal.wait_for("Please answer yes or no"));
        terminal.enter("no");
        CHECK(contains(ended(terminal), "Nothing was sent."));
    }
    CHECK(c.sam.texts().empty());
    const auto done = c.sam.run({"check-in"}, "\n\n\n\n\nyes\n");
    INFO(done.out << done.err);
    CHECK(done.status == 0);
    CHECK(c.sam.texts() == Texts{"[check_in]"});
    // The answers went with it.
    CHECK(contains(c.sam.run({"check-in"}, "").out, "mood, 0 to 10 (Enter leaves it out)"));
}

TEST_CASE("a check-in whose questions end too early is not sent")
{
    Couple c{open_rules};
    CHECK(c.sam.run({"check-in"}, "").err == "Nothing was sent.\n");
    const auto cut = c.sam.run({"check-in"}, "3\n4\n");
    CHECK(cut.status == 1);
    CHECK(contains(cut.err, "Nothing was sent. Your answers are kept here"));
    const auto unconfirmed = c.sam.run({"check-in"}, "\n\n5\n\nlong day\n\n");
    CHECK(unconfirmed.status == 1);
    CHECK(c.sam.texts().empty());
}

TEST_CASE("send asks on a terminal: a dot sends, Ctrl-C and Ctrl-D keep, and what is kept is shown whole first")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    for (const auto* leave : {"C-c", "C-d"}) {
        const auto terminal = open(c, std::string{"left"} + leave, c.sam, {"send"});
        static_cast<void>(terminal.wait_for("A line with a single dot ends your message"));
        terminal.enter(std::string{"I can't sleep "} + leave);
        terminal.enter("and \"this\" hurts");
        terminal.type("and nobody");
        static_cast<void>(terminal.wait_for("and nobody"));
        // Ctrl-D once more: the first gives away what is in the line.
        for (int presses = std::string_view{leave} == "C-d" ? 2 : 1; presses > 0; --presses) terminal.press(leave);
        CHECK(contains(ended(terminal), "Nothing was sent. What you wrote is kept here"));
        if (std::string_view{leave} == "C-c") {
            const auto again = open(c, "again", c.sam, {"send"});
            const auto shown = again.wait_for("Send this to Dr Okafor?");
            CHECK(contains(shown, "  I can't sleep C-c"));
            CHECK(contains(shown, "  and \"this\" hurts"));
            CHECK(contains(shown, "  and nobody"));
            again.enter("no");
            static_cast<void>(again.wait_for("A line with a single dot"));
            again.press("C-c");
            static_cast<void>(ended(again));
            const auto yes = open(c, "yes", c.sam, {"send"});
            static_cast<void>(yes.wait_for("Send this to Dr Okafor?"));
            yes.enter("");
            static_cast<void>(yes.wait_for("Please answer yes or no"));
            CHECK_FALSE(contains(yes.screen(), "ended with"));
            yes.enter("yes");
            CHECK(contains(ended(yes), "ended with 0"));
            CHECK(c.sam.texts() == Texts{"I can't sleep C-c\nand \"this\" hurts\nand nobody"});
        }
    }
    CHECK(c.sam.texts().size() == 1);
    const auto terminal = open(c, "sent", c.sam, {"send"});
    static_cast<void>(terminal.wait_for("I can't sleep C-d"));
    terminal.enter("no");
    static_cast<void>(terminal.wait_for("A line with a single dot"));
    terminal.enter("two");
    terminal.enter("lines");
    terminal.enter(".");
    CHECK(contains(ended(terminal), "ended with 0"));
    CHECK(c.sam.texts().back() == "two\nlines");
}

TEST_CASE("a line without Enter outlives Ctrl-C in a window beside an open account, too")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    REQUIRE(c.sam.run({"unlock", "--for", "5m"}).status == 0);
    const auto terminal = open(c, "beside", c.sam, {"send"});
    static_cast<void>(terminal.wait_for("A line with a single dot ends your message"));
    terminal.type("I never said");
    static_cast<void>(terminal.wait_for("I never said"));
    terminal.press("C-c");
    CHECK(contains(ended(terminal), "Nothing was sent. What you wrote is kept here"));
    const auto again = open(c, "again", c.sam, {"send"});
    CHECK(contains(again.wait_for("Send this to Dr Okafor?"), "  I never said"));
    CHECK(c.sam.run({"lock"}).status == 0);
}

TEST_CASE("a text and a code come by standard input, and another encoding is refused by its name")
{
    Couple c{open_rules};
    CHECK(c.sam.run({"send"}, "I can't sleep\nat all\n").status == 0);
    CHECK(c.sam.run({"send", "-"}, "nor today").status == 0);
    CHECK(c.sam.texts() == Texts{"I can't sleep\nat all", "nor today"});
    const auto latin = c.sam.run({"send"}, "caf\xE9\n");
    CHECK(latin.status == 1);
    CHECK(contains(latin.err, "ISO 8859-1 (Latin-1)"));
    CHECK(c.sam.error({"send"}, "   \n\n") == "empty_text/1");
    CHECK(c.sam.error({"send", " \t "}) == "empty_text/1");
    CHECK(c.sam.error({"send"}, std::string_view{"a long text with a\0b", 20}) == "bad_encoding/1");
    const auto piped = c.sam.run({"--plain"}, "gr\xFC\xDF Gott\nstill here\n");
    CHECK(contains(piped.out, "ISO 8859-1 (Latin-1)"));
    CHECK(c.sam.texts().back() == "still here");
    CHECK(c.sam.texts().size() == 3);
    const Person kim{c.practice, "kim"};
    const auto code = text_of(c.okafor.object({"invite", "--name", "Kim"}), "code");
    auto spaced = code;
    std::replace(spaced.begin(), spaced.end(), '-', ' ');
    const auto joined = kim.run({"enrol", "--vault-memory", "64"}, spaced + "\n");
    CHECK(joined.status == 0);
    CHECK(contains(joined.out, "only a recovery kit brings you back. Make it now: holdfast recovery kit"));
    const auto asked = kim.object({"recovery", "kit"});
    std::string groups;
    for (const auto& number : asked.at("asked").as_array())
        groups +=
            std::string{asked.at("words").as_array().at(static_cast<std::size_t>(number.as_int64()) - 1).as_string()} +
            " ";
    const auto wrong = kim.run({"recovery", "confirm"}, "AAAA BBBB CCCC\n");
    CHECK(wrong.status == 1);
    CHECK(contains(wrong.err, "Those are not groups "));
    CHECK(kim.run({"recovery", "confirm"}, groups + "\n").status == 0);
}

TEST_CASE("an argument is wiped from the process list at once")
{
    Couple c{open_rules};
    c.practice.relay().signal(SIGSTOP);  // so that the command stays, longer than the test is patient
    auto sending = c.sam.start({"--wait", "60", "send", "the blue heron on the canal"});
    const auto list = fs::path{"/proc"} / std::to_string(sending.pid()) / "cmdline";
    const auto deadline = std::chrono::steady_clock::now() + test::patience;
    // Before the program takes the process over, the list shows the test's own arguments.
    const auto wiped = [&] {
        const auto shown = test::read_file(list);
        return shown.starts_with(test::program("holdfast") + '\0') && !contains(shown, "heron");
    };
    while (!wiped() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds{5});  // between two looks at the list
    CHECK(sending.running());
    CHECK(wiped());
    c.practice.relay().signal(SIGCONT);
    CHECK(sending.wait().status == 0);
    CHECK(c.sam.texts() == Texts{"the blue heron on the canal"});
}

TEST_CASE("on a terminal a practice notice is shown whole and confirmed before anybody sees it")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const auto notice = [&](const std::string& name) {
        const auto configuration = (c.practice.folder() / "holdfastd.toml").string();
        return Terminal{c.practice.folder() / name,
                        kept_open({test::program("holdfastctl"), "--config", configuration, "notice", "She is ill."}),
                        {}};
    };
    const auto is_told = [&] { return contains(c.sam.ok({"hours", "show"}), "The practice says: She is ill."); };
    {
        const auto terminal = notice("no");
        const auto shown = terminal.wait_for("Send it? yes or no:");
        CHECK(contains(shown, "She is ill."));
        terminal.enter("no");
        CHECK(contains(terminal.wait_for("ended with"), "Nothing was sent, and nothing was changed."));
    }
    CHECK_FALSE(is_told());
    const auto terminal = notice("yes");
    static_cast<void>(terminal.wait_for("Send it? yes or no:"));
    terminal.enter("yes");
    CHECK(contains(terminal.wait_for("ended with"), "ended with 0"));
    CHECK(is_told());
}

TEST_CASE("an agreement is answered after it was shown, and Ctrl-C answers nothing")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    static_cast<void>(c.okafor.ok({"agreement", "edit", "-"}, "I read on Tuesdays.\n"));
    const auto asked = [&](const std::string& name, const std::string& answer) {
        const auto terminal = open(c, name, c.sam, {"agreement", "agree"});
        CHECK(contains(terminal.wait_for("Do you agree to this text? yes or no"), "I read on Tuesdays."));
        if (answer.empty())
            terminal.press("C-c");
        else
            terminal.enter(answer);
        return ended(terminal);
    };
    CHECK(contains(asked("left", ""), "Nothing was answered."));
    CHECK(c.sam.object({"agreement"}).at("agreed").is_null());
    CHECK(contains(asked("agreed", "yes"), "ended with 0"));
    CHECK(c.sam.object({"agreement"}).at("agreed") == true);
}

TEST_CASE("a mistyped code is named before a passphrase is asked for")
{
    Couple c{open_rules};
    const auto code = text_of(c.okafor.object({"invite", "--name", "Kim"}), "code");
    const auto slash = code.find('/');
    const auto enrol = [&](const std::string& typed) {
        // No passphrase is given: one that were asked for would be the failure.
        return test::run(
            {"setsid", test::program("holdfast"), "--profile", (c.practice.folder() / "kim").string(), "enrol"},
            typed + "\n");
    };
    auto slip = code;
    slip[slash + 14] = slip[slash + 14] == 'A' ? 'B' : 'A';  // in the third group
    CHECK(contains(enrol(slip).err, "the third group is worth a look"));
    CHECK(contains(enrol(code.substr(slash + 1)).err, "lacks its address"));
    CHECK(contains(enrol("").err, "There is no code to use."));
    CHECK_FALSE(fs::exists(c.practice.folder() / "kim"));
}

}  // namespace holdfast::e2e::asking_test

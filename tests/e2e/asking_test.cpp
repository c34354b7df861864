// At every question Ctrl-C, Ctrl-D and "no" send nothing, and the text is kept. No secret need be an argument, and
// every refusal leaves a way on.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "tests/e2e/practice.hpp"
#include "tests/e2e/terminal.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e {
namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

constexpr int killed = 128 + SIGKILL;

/// The line of the screen that says how the program in it ended.
std::string ended(const Terminal& terminal) { return terminal.wait_for("ended with"); }

Terminal open(const Couple& c, const std::string& name, const Person& person, Command words,
              const test::Environment& more = {})
{
    auto environment = person.environment();
    environment.insert(environment.end(), more.begin(), more.end());
    return Terminal{c.practice.folder() / name, kept_open(person.command(std::move(words))), environment};
}

test::Environment killed_at(const std::string& point, int visit)
{
    return {{"HOLDFAST_KILL_AT", point + ":" + std::to_string(visit)}};
}

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
        terminal.press(leave);
        CHECK(contains(ended(terminal), "Nothing was sent. What you wrote is kept here"));
        if (std::string_view{leave} == "C-c") {
            const auto again = open(c, "again", c.sam, {"send"});
            const auto shown = again.wait_for("Send this to Dr Okafor?");
            CHECK(contains(shown, "  I can't sleep C-c"));
            CHECK(contains(shown, "  and \"this\" hurts"));
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
            CHECK(c.sam.texts() == Texts{"I can't sleep C-c\nand \"this\" hurts"});
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
    c.practice.relay().signal(SIGSTOP);  // so that the command stays
    auto sending = c.sam.start({"--wait", "20", "send", "the blue heron on the canal"});
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
    static_cast<void>(c.sam.ok({"pace", "agree"}));
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
            auto talk = c.sam.start({"--plain"}, killed_at(point, visit));
            try {
                talk.write("/send\nyes\n");
                talk.close_input();
            } catch (const std::exception&) {
                // It has died before it read.
            }
            survived = talk.wait().status != killed;
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

TEST_CASE("a wrong passphrase is asked for again, then the ways on are named, a new one can be chosen")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const auto asking = [&](Command words) {
        words.insert(words.begin(), {test::program("holdfast"), "--profile", c.sam.profile().string()});
        return kept_open(words);
    };
    const Terminal terminal{c.practice.folder() / "wrong", asking({"status"}), c.sam.environment()};
    for (int attempt = 0; attempt < 3; ++attempt) {
        static_cast<void>(terminal.wait_for(attempt == 0 ? "Passphrase:" : "Once more"));
        std::this_thread::sleep_for(std::chrono::milliseconds{200});  // echo is off only after the question
        terminal.enter("not this one " + std::to_string(attempt));
        if (attempt == 0) static_cast<void>(terminal.wait_for("That is not the passphrase."));
        std::this_thread::sleep_for(std::chrono::milliseconds{1500});  // the vault takes its time
    }
    const auto shown = ended(terminal);
    CHECK(contains(shown, "holdfast restore"));
    CHECK_FALSE(contains(shown, "not this one"));

    test::write_file(c.practice.folder() / "new", "a quite different set of words\n");
    CHECK(c.sam.run({"passphrase", "change", "--new-passphrase-file", (c.practice.folder() / "new").string()}).status ==
          0);
    CHECK(c.sam.error({"status"}) == "wrong_passphrase/1");
    test::write_file(c.sam.passphrase_file(), "a quite different set of words\n");
    static_cast<void>(c.sam.ok({"send", "still me"}));
    CHECK(c.sam.texts() == Texts{"still me"});
}

TEST_CASE("a passphrase that is not typed after all changes nothing, and that is said")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    const auto code = text_of(c.okafor.object({"invite", "--name", "Kim"}), "code");
    const auto kim = c.practice.folder() / "kim";
    const auto left = [&](const std::string& name, const Command& words, const fs::path& profile,
                          std::string_view asked, const std::string& key) {
        Command command{test::program("holdfast"), "--profile", profile.string()};
        command.insert(command.end(), words.begin(), words.end());
        const Terminal terminal{c.practice.folder() / name, kept_open(command), c.sam.environment()};
        static_cast<void>(terminal.wait_for(asked));
        std::this_thread::sleep_for(std::chrono::milliseconds{200});  // echo is off only after the question
        terminal.press(key);
        const auto shown = ended(terminal);
        CHECK(contains(shown, "ended with 1"));
        CHECK_FALSE(contains(shown, "There is no passphrase to use"));
        return shown;
    };
    for (const std::string key : {"C-c", "C-d"}) {
        INFO(key);
        CHECK(contains(left("status" + key, {"status"}, c.sam.profile(), "Passphrase:", key), "Nothing was changed."));
        CHECK(contains(left("enrol" + key, {"enrol", code}, kim, "Choose a passphrase:", key),
                       "Nothing was set up. The code can still be used."));
        CHECK_FALSE(fs::exists(kim));
        CHECK(contains(
            left("change" + key, {"--passphrase-file", c.sam.passphrase_file().string(), "passphrase", "change"},
                 c.sam.profile(), "Choose a passphrase:", key),
            "The passphrase was not changed."));
    }
    static_cast<void>(c.sam.ok({"status"}));
}

TEST_CASE("restore on the same device needs no old passphrase, and puts what was there aside")
{
    Couple c{open_rules};
    const auto kit = c.sam.confirm_kit();
    static_cast<void>(c.sam.ok({"send", "written before"}));
    const auto old = test::read_file(c.sam.passphrase_file());
    test::write_file(c.sam.passphrase_file(), "a new passphrase after the old was forgotten\n");
    CHECK(c.sam.error({"restore", "--vault-memory", "64"}, "AAAA 0BCD\n") == "bad_kit/1");
    CHECK(c.sam.error({"restore", "--vault-memory", "64"}, kit) == "already_enrolled/1");
    CHECK(c.sam.run({"--yes", "restore", "--vault-memory", "64"}, kit + "\n").status == 0);
    static_cast<void>(c.okafor.ok({"status"}));
    static_cast<void>(c.sam.ok({"send", "here again"}));
    CHECK(c.okafor.texts() == Texts{"written before", "here again"});
    std::vector<fs::path> aside;
    for (const auto& entry : fs::directory_iterator{c.sam.profile()})
        if (entry.is_directory()) aside.push_back(entry.path());
    REQUIRE(aside.size() == 1);
    test::write_file(c.practice.folder() / "old", old);
    const auto before = test::run({test::program("holdfast"), "--profile", aside.front().string(), "--passphrase-file",
                                   (c.practice.folder() / "old").string(), "read", "--all"});
    CHECK(contains(before.out, "written before"));
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

TEST_CASE("attack 7: a stopped device is said to both sides in every answer until it is over")
{
    Couple c{open_rules};
    const auto kit = c.sam.confirm_kit();
    static_cast<void>(c.sam.ok({"send", "one"}));
    static_cast<void>(c.okafor.ok({"read"}));
    const auto backup = c.practice.folder() / "sam.backup";
    fs::copy(c.sam.profile(), backup, fs::copy_options::recursive);
    static_cast<void>(c.sam.ok({"send", "two"}));
    fs::remove_all(c.sam.profile());
    fs::rename(backup, c.sam.profile());

    const auto told = c.sam.run({"status"});
    CHECK(contains(told.out, "To come back: holdfast restore"));
    CHECK(contains(c.sam.run({"send"}, "three\n").err, "To come back: holdfast restore"));
    for (int round = 0; round < 2; ++round) {
        CHECK(contains(c.okafor.ok({"read"}), "Sam's device is stopped since"));
        CHECK(contains(c.okafor.ok({"status"}), "Sam's device is stopped since"));
        CHECK(contains(c.okafor.ok({"send", "do you get this?"}), "Sam's device is stopped since"));
        CHECK(contains(c.okafor.run({"--plain"}, "").out, "Sam's device is stopped since"));
    }
    CHECK(c.sam.run({"--yes", "restore", "--vault-memory", "64"}, kit + "\n").status == 0);
    CHECK_FALSE(contains(c.okafor.ok({"status"}), "is stopped"));
    CHECK_FALSE(contains(c.okafor.ok({"send", "good to have you back"}), "is stopped"));
    CHECK(c.sam.texts() == Texts{"do you get this?", "do you get this?", "good to have you back"});
}

}  // namespace holdfast::e2e

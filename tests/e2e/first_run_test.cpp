// The first run with real programs: `holdfast` alone leads somebody without an account to the first message, or a
// therapist to the first invitation, from a terminal and from a pipe. Whoever leaves takes it up again.
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "protocol/base/result.hpp"
#include "tests/chaos/small_disk.hpp"
#include "tests/chaos/wrong_clock.hpp"
#include "tests/e2e/asked.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::first_run_test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view passphrase = "violet anchor seventeen marmalade kite";

/// A practice with a therapist, and somebody who was invited.
struct Practice {
    ProcessWorld practice;
    Person okafor{practice, "okafor"};

    Practice()
    {
        enrol_therapist(practice, okafor, closed_rules());
        static_cast<void>(okafor.ok({"agreement", "edit"}, "I read on Tuesdays.\n"));
    }
    [[nodiscard]] std::string code(const std::string& name) const
    {
        return text_of(okafor.object({"invite", "--name", name}), "code");
    }
    [[nodiscard]] Command holdfast(const std::string& profile, Command words = {}) const
    {
        words.insert(words.begin(), {test::program("holdfast"), "--vault-memory", "64", "--profile",
                                     (practice.folder() / profile).string()});
        return words;
    }
    /// `holdfast --plain`, with answers from a pipe; nobody has a terminal.
    [[nodiscard]] Finished piped(const std::string& profile, const std::string& answers) const
    {
        auto words = holdfast(profile, {"--plain"});
        words.insert(words.begin(), "setsid");
        return test::run(std::move(words), answers, {{"TZ", "Europe/London"}});
    }
    [[nodiscard]] Terminal terminal(const std::string& name, const std::string& profile) const
    {
        return Terminal{practice.folder() / name, kept_open(holdfast(profile)), {{"TZ", "Europe/London"}}};
    }
};

std::string lines(std::initializer_list<std::string_view> answers)
{
    std::string all;
    for (const auto answer : answers) all.append(answer).append("\n");
    return all;
}

}  // namespace

TEST_CASE("a client is led from a code to the first message, and what was said stands in both histories")
{
    const Practice p;
    const auto done = p.piped("sam", lines({p.code("Sam"), passphrase, "", "Anna: 0171 234567", "", "yes", "",
                                            "I slept badly.", "And you?", ".", "still there"}));
    INFO(done.out << done.err);
    CHECK(done.status == 0);
    for (const auto* part :
         {"This invitation is from Dr Okafor.", "That holds", "Only you and Dr Okafor can read it.",
          "when messages came and went, without their words: 90 days", "Samaritans: 116 123",
          "Added: Anna: 0171 234 567", "I read on Tuesdays.", "You agreed to the text about messages (version 1)",
          "Held. Dr Okafor reads", "You can write at any time."})
        CHECK(contains(done.out, part));
    const Person sam{p.practice, "sam"};
    test::write_file(sam.passphrase_file(), std::string{passphrase} + "\n");
    // What stood behind the last answer went to the conversation.
    CHECK(sam.texts() == std::vector<std::string>{"[agreement_answer]", "I slept badly.\nAnd you?", "still there"});
    CHECK(contains(sam.ok({"crisis"}), "Anna: 0171 234 567"));
    CHECK(contains(sam.ok({"hours", "show"}), "Anna: 0171 234 567"));
    CHECK(contains(sam.ok({"agreement"}), "You agreed to "));
    static_cast<void>(p.okafor.ok({"status"}));
    static_cast<void>(p.okafor.ok({"hours", "extra", "30m", "--all", "--yes"}));
    CHECK(p.okafor.texts() ==
          std::vector<std::string>{"[agreement_answer]", "I slept badly.\nAnd you?", "still there"});
    CHECK(contains(p.okafor.ok({"read", "--all"}), "  Agreed to the text about messages (version 1)"));
    CHECK(contains(p.okafor.ok({"agreement", "--with", "Sam"}), "Sam agreed to "));
    // The conversation itself, and no first run any more.
    CHECK(contains(sam.run({"--plain"}, "").out, "With Dr Okafor"));
}

TEST_CASE("a wrong code, a used one and one that has expired are said before anything else is asked")
{
    Practice p;
    const auto used = p.code("Sam");
    REQUIRE(p.piped("sam", lines({used, passphrase})).status == 1);
    auto slip = p.code("Kim");
    const auto good = slip;
    slip[slip.find('/') + 14] = slip[slip.find('/') + 14] == 'A' ? 'B' : 'A';
    const auto done = p.piped("kim", lines({"hello", slip, used, p.practice.folder().string() + "/nowhere.png", good}));
    INFO(done.out << done.err);
    CHECK(contains(done.out, "lacks its address"));
    CHECK(contains(done.out, "the third group is worth a look"));
    CHECK(contains(done.out, "This invitation was used or withdrawn."));
    CHECK(contains(done.out, "There is no such file"));
    CHECK(contains(done.out, "This invitation is from Dr Okafor."));
    CHECK(contains(done.err, "your invitation is still good. To begin again: holdfast"));
    CHECK_FALSE(fs::exists(p.practice.folder() / "kim"));
    // Looking at a code did not use it.
    CHECK(contains(p.piped("kim", lines({good, passphrase})).out, "Only you and Dr Okafor"));
    // What was used stays used, and what nobody used is good for some weeks.
    const auto late = p.code("Lee");
    if (!chaos::WrongClock::possible()) return;
    chaos::WrongClock clock{p.practice.folder() / "clock"};
    p.practice.stop();
    clock.shift(std::chrono::hours{24 * 90});
    p.practice.start(clock.environment());
    const auto expired = p.piped("lee", lines({good, late}));
    INFO(expired.out << expired.err);
    CHECK(contains(expired.out, "This invitation was used or withdrawn."));
    CHECK(contains(expired.out, "This invitation has expired. Ask for a new one."));
    CHECK_FALSE(contains(expired.out, "Choose a passphrase"));
    CHECK_FALSE(fs::exists(p.practice.folder() / "lee"));
}

TEST_CASE("without a connection the code is good for another try, and a weak passphrase is said to be one")
{
    Practice p;
    const auto code = p.code("Sam");
    p.practice.stop();
    const auto offline = p.piped("sam", lines({code}));
    CHECK(contains(offline.out, "Your invitation is still good: Enter tries it again."));
    CHECK_FALSE(fs::exists(p.practice.folder() / "sam"));
    p.practice.start();
    const auto done = p.piped("sam", lines({code, "password1", "back", code, passphrase}));
    INFO(done.out << done.err);
    CHECK(contains(done.out, "could guess that passphrase"));
    CHECK(contains(done.out, "What the practice's server can see"));
}

TEST_CASE("at each question somebody leaves, and goes on from there with the passphrase alone")
{
    const Practice p;
    const auto code = p.code("Sam");
    const auto run = [&](std::initializer_list<std::string_view> answers) {
        const auto done = p.piped("sam", lines(answers));
        INFO(done.out << done.err);
        CHECK(done.status == 1);
        CHECK(contains(done.err, "To go on from here: holdfast"));
        return done.out;
    };
    // The passphrase comes from a file from now on: a pipe has none for an account that is there.
    const Person sam{p.practice, "sam"};
    test::write_file(sam.passphrase_file(), std::string{passphrase} + "\n");
    static_cast<void>(run({code, passphrase}));
    const auto again = [&](std::string_view answers) { return sam.run({"--plain"}, answers); };
    const auto expect = [&](std::string_view answers, std::string_view begins, std::string_view never) {
        const auto done = again(answers);
        INFO(answers << "\n" << done.out << done.err);
        CHECK(contains(done.out, begins));
        CHECK_FALSE(contains(done.out, never));
        CHECK(contains(done.err, "To go on from here: holdfast"));
    };
    expect("", "What the practice's server can see", "Samaritans");
    expect("\n", "Samaritans", "I read on Tuesdays.");
    expect("\n", "I read on Tuesdays.", "Enter alone leaves it");
    expect("back\n", "Samaritans", "Enter alone leaves it");
    expect("\nno\n", "You did not agree to ", "Enter alone leaves it");
    expect("\nHello\n", "Your first message", "Samaritans: 116 123\n  Anna");
    const auto last = again(".\n");
    INFO(last.out << last.err);
    CHECK(contains(last.out, "You had begun:"));
    CHECK(last.status == 0);
    CHECK(sam.texts() == std::vector<std::string>{"[agreement_answer]", "Hello"});
    CHECK(contains(again("").out, "With Dr Okafor"));
}

TEST_CASE("on a terminal Ctrl-C and Ctrl-D at each question keep what was done and say how to go on")
{
    if (!has_terminal()) return;
    const Practice p;
    const auto code = p.code("Sam");
    const auto begin = [&](const std::string& name, std::string_view question) {
        auto terminal = std::make_unique<Terminal>(p.practice.folder() / name, kept_open(p.holdfast("sam")),
                                                   test::Environment{{"TZ", "Europe/London"}});
        static_cast<void>(terminal->wait_for(question));
        return terminal;
    };
    {
        const auto terminal = begin("code", "from your invitation:");
        terminal->press("C-c");
        CHECK(contains(ended(*terminal), "Nothing was set up yet, and your invitation is still good."));
    }
    {
        const auto terminal = begin("passphrase", "from your invitation:");
        terminal->enter(code);
        static_cast<void>(terminal->wait_for("Choose a passphrase:"));
        terminal->press("C-d");
        CHECK(contains(ended(*terminal), "Nothing was set up yet, and your invitation is still good."));
    }
    CHECK_FALSE(fs::exists(p.practice.folder() / "sam"));
    {
        const auto terminal = begin("made", "from your invitation:");
        terminal->enter(code);
        static_cast<void>(terminal->wait_for("Choose a passphrase:"));
        terminal->enter(std::string{passphrase});
        static_cast<void>(terminal->wait_for("The same words once more:"));
        terminal->enter(std::string{passphrase});
        static_cast<void>(terminal->wait_for("Enter goes on."));
        terminal->press("C-c");
        CHECK(contains(ended(*terminal), "What you did so far is kept. To go on from here: holdfast"));
    }
    // At each later question: what is typed there, the question after it, and the key that leaves.
    struct Left {
        std::string_view asked;
        std::vector<std::string> typed;
        std::string_view then;
        const char* key;
    };
    const Person sam{p.practice, "sam"};
    const auto agreed = [&] { return contains(sam.ok({"agreement"}), "You agreed to "); };
    test::write_file(sam.passphrase_file(), std::string{passphrase} + "\n");
    int number = 0;
    for (const auto& left : {Left{"What the practice's server can see", {""}, "Somebody of your own as well?", "C-d"},
                             Left{"Somebody of your own as well?", {"Anna: 0171 234567"}, "One more?", "C-c"},
                             Left{"One more?", {""}, "Do you agree?", "C-d"},
                             Left{"Do you agree?", {"yes"}, "You can write at any time.", "C-c"},
                             Left{"You can write at any time.", {"", "Hello", "again"}, "again", "C-d"}}) {
        INFO(left.asked);
        const auto terminal = begin("later" + std::to_string(++number), "Passphrase:");
        terminal->enter(std::string{passphrase});
        static_cast<void>(terminal->wait_for(left.asked));
        for (const auto& line : left.typed) terminal->enter(line);
        static_cast<void>(terminal->wait_for(left.then));
        terminal->press(left.key);
        const auto shown = ended(*terminal);
        // On a row of its own, whatever stood in the line.
        CHECK(contains(shown, number < 5 ? "\nWhat you did so far is kept. To go on from here: holdfast"
                                         : "\nWhat you wrote is kept, and nothing of it was sent."));
        CHECK(contains(shown, "ended with 1"));
        CHECK(agreed() == (number >= 4));
    }
    CHECK(contains(sam.ok({"crisis"}), "Anna: 0171 234 567"));
    CHECK(sam.texts() == std::vector<std::string>{"[agreement_answer]"});
    const auto terminal = begin("last", "Passphrase:");
    terminal->enter(std::string{passphrase});
    const auto shown = terminal->wait_for("Enter alone leaves it for later.");
    CHECK(contains(shown, "  Hello\n  again"));
    terminal->enter(".");
    static_cast<void>(terminal->wait_for("to Dr Okafor>"));
    terminal->enter("/quit");
    CHECK(contains(ended(*terminal), "ended with 0"));
    CHECK(sam.texts() == std::vector<std::string>{"[agreement_answer]", "Hello\nagain"});
}

TEST_CASE("on a disk that takes no more a first run says so, and goes on when there is room")
{
    const Practice p;
    fs::create_directory(p.practice.folder() / "disk");
    const auto disk = chaos::SmallDisk::mount(p.practice.folder() / "disk", std::size_t{4} << 20);
    if (!disk) return (void)std::puts("skipped: only root can mount a small disk");
    const auto code = p.code("Sam");
    const Person sam{p.practice, "disk/sam"};
    test::write_file(sam.passphrase_file(), std::string{passphrase} + "\n");
    disk->fill();
    const auto nothing = p.piped("disk/sam", lines({code, passphrase}));
    INFO(nothing.out << nothing.err);
    CHECK(nothing.status == 2);
    CHECK(contains(nothing.err, sentence(Errc::disk_full) + " Nothing was set up yet"));
    disk->free();
    const auto begun = p.piped("disk/sam", lines({code, passphrase, ""}));
    INFO(begun.out << begun.err);
    CHECK(contains(begun.err, "To go on from here: holdfast"));
    disk->fill();
    const auto full = sam.run({"--plain"}, "\nyes\n\n\n");
    INFO(full.out << full.err);
    CHECK(full.status == 2);
    CHECK(contains(full.err, sentence(Errc::disk_full)));
    disk->free();
    const auto done = sam.run({"--plain"}, "\nyes\n\n\n");
    INFO(done.out << done.err);
    CHECK(done.status == 0);
    CHECK(contains(done.out, "You agreed to "));
    CHECK(contains(done.out, "With Dr Okafor"));
}

TEST_CASE("a first run killed while the account is made, and after it, goes on")
{
    if (!has_terminal()) return;
    const Practice p;
    const auto code = p.code("Sam");
    const Person sam{p.practice, "sam"};
    test::write_file(sam.passphrase_file(), std::string{passphrase} + "\n");
    for (const auto* number : {"2", "6", "8", "10"}) {
        const auto words = p.holdfast("sam", {"--plain", "--passphrase-file", sam.passphrase_file().string()});
        const auto killed =
            test::run(words, code + "\n", {{"HOLDFAST_KILL_AT", "client-before-send:" + std::string{number}}});
        INFO(number << killed.out << killed.err);
        if (killed.status == 1) break;  // it came further than that
    }
    // The code again, where nothing was made yet; otherwise it is one more Enter.
    const auto done = sam.run({"--plain"}, code + "\n\n\n\n\n\n\n\n\n");
    INFO(done.out << done.err);
    CHECK(done.status == 0);
    CHECK(contains(done.out, "With Dr Okafor"));
    CHECK(contains(sam.ok({"agreement"}), "I read on Tuesdays."));
}

TEST_CASE("the page How to begin has a code that a first run reads, is its owner's alone and never written over")
{
    const Practice p;
    const auto page = p.practice.folder() / "page.png";
    const auto invited = p.okafor.ok({"invite", "--name", "Sam", "--page", page.string()});
    CHECK(contains(invited, "print it, then delete the file"));
    CHECK((fs::status(page).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
    const auto again = p.okafor.run({"invite", "--name", "Kim", "--page", page.string()});
    CHECK(again.status == 1);
    CHECK(contains(again.err, "is there already and was left as it is. Nobody was invited"));
    CHECK(p.okafor.error({"invite", "--name", "Kim", "--page", "page.txt"}) == "bad_command/1");
    CHECK_FALSE(contains(p.okafor.ok({"status"}), "Kim"));
    const auto done = p.piped("sam", lines({"'" + page.string() + "'", passphrase}));
    INFO(done.out << done.err);
    CHECK(contains(done.out, "This invitation is from Dr Okafor."));
    for (const auto* name : {"page.pdf", "page.svg"}) {
        const auto other = p.practice.folder() / name;
        static_cast<void>(p.okafor.ok({"invite", "--name", name, "--page", other.string()}));
        CHECK(fs::file_size(other) > 1000);
    }
    CHECK(test::read_file(p.practice.folder() / "page.pdf").starts_with("%PDF-"));
}

TEST_CASE("a therapist is led from the code to the first invitation with one passphrase, and takes it up again")
{
    const ProcessWorld practice;
    const Person okafor{practice, "okafor"};
    test::write_file(okafor.passphrase_file(), std::string{passphrase} + "\n");
    const auto first =
        okafor.run({"--plain", "--vault-memory", "64"}, practice.invite_therapist("Dr Okafor") + "\n\n\n");
    INFO(first.out << first.err);
    CHECK(contains(first.out, "This invitation is from your practice."));
    CHECK(contains(first.out, "Holdfast recovery kit"));
    CHECK(contains(first.err, "To go on from here: holdfast"));
    const auto kit = okafor.object({"recovery", "kit"});
    std::string groups;
    for (const auto& number : kit.at("asked").as_array())
        groups +=
            std::string{kit.at("words").as_array().at(static_cast<std::size_t>(number.as_int64()) - 1).as_string()} +
            " ";
    // Between the groups and the invitation: zone, days, times, days off, notice, contacts, agreed; the agreement.
    const auto second = okafor.run({"--yes", "--plain"},
                                   "AAAA BBBB CCCC\n" + groups + "\n\n\nTue\n9-12\n\n\nSamaritans: 116 123\n\nyes\n\n");
    INFO(second.out << second.err);
    CHECK(contains(second.out, "Those are not groups"));
    CHECK(contains(second.out, "Your recovery kit is confirmed."));
    CHECK(contains(second.out, "It comes with each invitation."));
    CHECK(contains(second.err, "To go on from here: holdfast"));
    // A second person of the same name is somebody else: the question is asked again.
    static_cast<void>(okafor.ok({"invite", "--name", "Sam"}));
    const auto third = okafor.run({"--plain"}, "sam\nSam B.\n");
    INFO(third.out << third.err);
    CHECK(contains(third.out, "give another name, such as: \"sam 2\""));
    CHECK(contains(third.out, "Code to type:"));
    CHECK(contains(okafor.ok({"status"}), "Sam B."));
    CHECK(contains(okafor.ok({"agreement"}), "version 1"));
    CHECK(contains(okafor.ok({"hours", "show"}), "Tue"));
}

TEST_CASE("a therapist leaves at each question of the first run and takes it up again at that question")
{
    if (!has_terminal()) return;
    const ProcessWorld practice;
    const Person okafor{practice, "okafor"};
    test::write_file(okafor.passphrase_file(), std::string{passphrase} + "\n");
    static_cast<void>(okafor.run({"--plain", "--vault-memory", "64"}, practice.invite_therapist("Dr Okafor") + "\n\n"));
    const auto kit = okafor.object({"recovery", "kit"});
    std::string groups;
    for (const auto& number : kit.at("asked").as_array())
        groups +=
            std::string{kit.at("words").as_array().at(static_cast<std::size_t>(number.as_int64()) - 1).as_string()} +
            " ";
    int count = 0;
    const auto begin = [&] {
        return std::make_unique<Terminal>(practice.folder() / ("tmux" + std::to_string(++count)),
                                          kept_open(okafor.command({})), okafor.environment());
    };
    // What is asked first, what is typed there, the question after it, and the key that leaves.
    struct Left {
        std::string_view asked;
        std::vector<std::string> typed;
        std::string_view then;
        const char* key;
    };
    const std::vector<std::string> hours{"", "", "Tue", "9-12", "", "", "Samaritans: 116 123", "", ""};
    auto published = hours;
    published.emplace_back("yes");
    for (const auto& left :
         {Left{"Enter shows it.", {}, "Enter shows it.", "C-c"}, Left{"Enter shows it.", {""}, "Groups ", "C-d"},
          Left{"Groups ", {groups}, "Set them now?", "C-c"}, Left{"Set them now?", {""}, "which time zone", "C-c"},
          Left{"Set them now?", hours, "Publish this? [no]", "C-c"},
          Left{"Set them now?", published, "Use this text?", "C-d"},
          Left{"Use this text?", {""}, "What do you call this person?", "C-c"},
          Left{"What do you call this person?", {"/people", "Sam"}, "One more?", "C-c"}}) {
        INFO(left.asked << " " << left.then);
        const auto terminal = begin();
        static_cast<void>(terminal->wait_for(left.asked));
        for (const auto& line : left.typed) terminal->enter(line);
        static_cast<void>(terminal->wait_for(left.then));
        terminal->press(left.key);
        const auto shown = ended(*terminal);
        CHECK(contains(shown, "\nWhat you did so far is kept. To go on from here: holdfast"));
        CHECK(contains(shown, "ended with 1"));
        // The code stands on the screen until somebody goes on.
        CHECK(contains(shown, "Code to type:") == (left.then == "One more?"));
    }
    CHECK(contains(okafor.ok({"hours", "show"}), "Tue"));
    CHECK(contains(okafor.ok({"agreement"}), "version 1"));
    const auto last = begin();
    static_cast<void>(last->wait_for("One more?"));
    last->enter("");
    static_cast<void>(last->wait_for("Sam is invited and can begin with the code you gave them."));
}

}  // namespace holdfast::e2e::first_run_test

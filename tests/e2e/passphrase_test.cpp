// A passphrase that is wrong, forgotten, changed or not typed, and a device that is stopped: each leaves a way on.
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/e2e/asked.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::passphrase_test {
namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

}  // namespace

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

}  // namespace holdfast::e2e::passphrase_test

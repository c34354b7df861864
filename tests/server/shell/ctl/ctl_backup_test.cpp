// Backups with the real programs: where they go, who has them, and how many are kept.
#include <sys/stat.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <csignal>
#include <filesystem>

#include "tests/server/shell/relay_process.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test::ctl_backup_test {
namespace {

namespace fs = std::filesystem;

std::size_t count_in(const fs::path& folder)
{
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator{folder}) ++count;
    return count;
}

TEST_CASE("A backup without a file goes beside the store and the newest 14 are kept")
{
    RelayProcess practice;
    practice.start();
    const auto backups = practice.folder() / "relay/backups";
    const auto first = std::string{practice.ctl_json({"backup"}).at("file").as_string()};
    CHECK(fs::path{first}.parent_path() == backups);
    CHECK(fs::status(backups).permissions() == fs::perms::owner_all);
    CHECK(fs::status(first).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    // Older ones, and a file of somebody's own.
    for (int day = 10; day < 26; ++day)
        write_file(backups / ("relay-202611" + std::to_string(day) + "T020000Z.db"), "old");
    write_file(backups / "mine.db", "mine");
    fs::remove(first);
    const auto newest = std::string{practice.ctl_json({"backup"}).at("file").as_string()};
    CHECK(fs::exists(newest));
    CHECK(count_in(backups) == 14 + 1);
    CHECK(fs::exists(backups / "mine.db"));
    CHECK(!fs::exists(backups / "relay-20261112T020000Z.db"));
    CHECK(fs::exists(backups / "relay-20261113T020000Z.db"));
}

TEST_CASE("A backup with a file is moved there by the one who asked and leaves nothing behind")
{
    RelayProcess practice;
    practice.start();
    const auto file = practice.folder() / "copy.db";
    REQUIRE(practice.ctl({"backup", file.string()}).status == 0);
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(count_in(practice.folder() / "relay/backups") == 0);
    const auto before = read_file(file);
    CHECK(practice.ctl({"backup", file.string()}).status == 1);
    CHECK(read_file(file) == before);
    CHECK(practice.ctl({"backup", (practice.folder() / "no/such/folder.db").string()}).status != 0);
    CHECK(count_in(practice.folder() / "relay/backups") == 0);
}

TEST_CASE("an encrypted copy is no store, is tried as a drill, and brings a lost server back with the key on paper")
{
    RelayProcess practice;
    practice.start();
    REQUIRE(practice.ctl({"invite-therapist"}).status == 0);
    const auto file = practice.folder() / "copy.db.sealed";
    CHECK(practice.ctl_json({"backup", "--encrypted", file.string()}).at("encrypted").as_bool());
    const auto sealed = read_file(file);
    CHECK(sealed.find("SQLite") == std::string::npos);
    const auto drill = practice.ctl({"restore", "--check", file.string()});  // beside the relay that runs
    CHECK(drill.status == 0);
    CHECK(drill.out.find("This copy can be restored: it is whole and this relay's.") != std::string::npos);
    CHECK(count_in(practice.folder() / "relay/backups") == 0);

    const auto damaged = practice.folder() / "damaged";
    auto bytes = sealed;
    bytes[bytes.size() - 1] = static_cast<char>(bytes[bytes.size() - 1] ^ 1);
    write_file(damaged, bytes);
    CHECK(practice.ctl({"restore", "--check", damaged.string()}).status != 0);
    write_file(damaged, sealed.substr(0, sealed.size() / 2));
    CHECK(practice.ctl({"restore", "--check", damaged.string()}).status != 0);

    const auto paper = practice.ctl({"key", "show"});
    CHECK(paper.status == 0);
    CHECK(paper.out.find(" 1. ") != std::string::npos);
    CHECK(practice.ctl({"key", "confirm"}, "AAAA BBBB CCCC").status == 1);
    const auto key = practice.ctl_json({"key", "show"});
    std::string all, asked;
    for (const auto& group : key.at("groups").as_array()) all += std::string{group.as_string()} + ' ';
    for (const auto& number : key.at("asked").as_array())
        asked +=
            std::string{key.at("groups").as_array().at(static_cast<std::size_t>(number.as_int64()) - 1).as_string()} +
            ' ';
    CHECK(practice.ctl({"key", "confirm"}, asked).status == 0);
    CHECK(practice.ctl_json({"key", "show"}).at("confirmed").as_bool());
    CHECK(practice.ctl({"key", "restore"}, all).status == 1);  // there is one, and it stays

    practice.daemon().signal(SIGTERM);
    CHECK(practice.daemon().wait().status == 0);
    fs::remove_all(practice.folder() / "relay");
    CHECK(practice.ctl({"key", "restore"}, all).status == 0);
    CHECK(practice.ctl({"restore", file.string()}).status == 0);
    practice.start();
    CHECK(practice.ctl({"status"}).status == 0);
}

}  // namespace
}  // namespace holdfast::test::ctl_backup_test

// Backups with the real programs: where they go, who has them, and how many are kept.
#include <sys/stat.h>

#include <boost/json/parse.hpp>
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

}  // namespace
}  // namespace holdfast::test::ctl_backup_test

// Attack 24: a migration killed after each of its statements leaves the store as it was before or as it is after, and
// the next start finishes it. Each death is that of a child process, which reads its point from the environment once.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "protocol/store/sqlite.hpp"
#include "tests/protocol/store/store_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"
#include "tests/support/support.hpp"

namespace holdfast::store::migration_test {
namespace {

using holdfast::test::TempDir;

/// The statements of the second and third version together.
constexpr int statements = 4;

void make_first(const std::filesystem::path& path)
{
    auto db = Database::open(path, test::first).value();
    db.prepare("INSERT INTO note(body) VALUES (?)").run(as_bytes("old"));
}

/// Opens the store with the newer schema in a process that is to die at the point. Whether it did.
bool dies_migrating(const std::filesystem::path& path, const std::string& point)
{
    const auto self = std::filesystem::read_symlink("/proc/self/exe").string();
    const auto done = holdfast::test::run({self, "[migrating]"}, {},
                                          {{"HOLDFAST_TEST_STORE", path.string()}, {"HOLDFAST_KILL_AT", point}});
    INFO(done.out);
    CHECK((done.status == 0 || done.status == 128 + SIGKILL));
    return done.status != 0;
}

TEST_CASE("what dies migrating", "[.][migrating]")
{
    const char* path = std::getenv("HOLDFAST_TEST_STORE");
    REQUIRE(path != nullptr);
    CHECK(Database::open(path, test::third));
}

void check_whole(const std::filesystem::path& path)
{
    {
        // An older program refuses what is finished, and takes what is not.
        auto older = Database::open(path, test::first);
        CHECK((older || older.errc() == Errc::store_too_new));
        if (older) CHECK(older->version() == 1);
    }
    auto db = Database::open(path, test::third).value();
    CHECK(db.version() == 3);
    CHECK(test::count(db, "SELECT count(*) FROM note JOIN tag ON tag.note = note.id WHERE word = 'old'") == 1);
    CHECK(test::count(db, "SELECT count(*) FROM tag") == 1);
}

TEST_CASE("attack 24: a migration killed at each statement is finished by the next start")
{
    for (int statement = 1; statement <= statements; ++statement) {
        const TempDir dir;
        make_first(dir / "s.db");
        INFO("statement " << statement);
        CHECK(dies_migrating(dir / "s.db", "migration-statement:" + std::to_string(statement)));
        check_whole(dir / "s.db");
    }
    const TempDir dir;
    make_first(dir / "s.db");
    CHECK_FALSE(dies_migrating(dir / "s.db", "migration-statement:" + std::to_string(statements + 1)));
}

TEST_CASE("attack 24: a migration killed before and after each commit is finished by the next start")
{
    for (const std::string point : {"migration-before-commit:1", "migration-before-commit:2",
                                    "migration-after-commit:1", "migration-after-commit:2"}) {
        const TempDir dir;
        make_first(dir / "s.db");
        INFO(point);
        CHECK(dies_migrating(dir / "s.db", point));
        check_whole(dir / "s.db");
    }
}

}  // namespace
}  // namespace holdfast::store::migration_test

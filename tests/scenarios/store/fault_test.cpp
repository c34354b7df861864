// Every step of the disk fails in turn: the file shows the state before or after, and nothing is claimed that is not
// there.
#include "protocol/store/sqlite.hpp"
#include "tests/protocol/store/store_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/support.hpp"

namespace holdfast::store::fault_test {
namespace {

using holdfast::test::FaultVfs;
using holdfast::test::TempDir;

const std::vector<FaultVfs::Fault> every_fault{FaultVfs::Fault::disk_full, FaultVfs::Fault::sync_error,
                                               FaultVfs::Fault::killed, FaultVfs::Fault::power_cut,
                                               FaultVfs::Fault::torn};

/// Two rows in one transaction, big enough for several writes. True when the commit returned.
bool write_pair(Database& db)
{
    try {
        auto insert = db.prepare("INSERT INTO note(body) VALUES (?)");
        Transaction batch{db};
        for (int i = 0; i < 2; ++i) insert.run(Bytes(400'000, std::byte{0x55}));
        batch.commit();
        return true;
    } catch (const StoreError&) {
        return false;
    }
}

std::int64_t steps_of_a_pair()
{
    const TempDir dir;
    FaultVfs vfs;
    auto db = Database::open(dir / "s.db", test::first, vfs.name()).value();
    vfs.reset();
    REQUIRE(write_pair(db));
    return vfs.operations();
}

TEST_CASE("a transaction cut at every step is whole or absent, and committed means kept")
{
    const auto fault = GENERATE(from_range(every_fault));
    const auto steps = steps_of_a_pair();
    REQUIRE(steps > 5);
    for (std::int64_t n = 1; n <= steps; ++n) {
        const TempDir dir;
        bool committed = false;
        {
            FaultVfs vfs;
            auto db = Database::open(dir / "s.db", test::first, vfs.name()).value();
            vfs.fail_at(n, fault);
            committed = write_pair(db);
            CHECK(vfs.failed());
            CHECK_FALSE(committed);
        }
        auto db = Database::open(dir / "s.db", test::first).value();
        const auto rows = test::count(db, "SELECT count(*) FROM note");
        CAPTURE(n, fault, rows);
        CHECK((rows == 0 || rows == 2));
    }
}

TEST_CASE("attack 12: what was committed survives a power cut at any later step")
{
    const auto steps = steps_of_a_pair();
    for (std::int64_t n = 1; n <= steps; ++n) {
        const TempDir dir;
        {
            FaultVfs vfs;
            auto db = Database::open(dir / "s.db", test::first, vfs.name()).value();
            REQUIRE(write_pair(db));
            vfs.fail_at(n, FaultVfs::Fault::power_cut);
            (void)write_pair(db);
        }
        auto db = Database::open(dir / "s.db", test::first).value();
        CAPTURE(n);
        CHECK(test::count(db, "SELECT count(*) FROM note") >= 2);
    }
}

TEST_CASE("attack 24: migrations cut at every step leave a version the next start brings up to date")
{
    const auto fault = GENERATE(from_range(every_fault));
    const auto run = [](std::int64_t fail_at, FaultVfs::Fault how) {
        const TempDir dir;
        {
            auto db = Database::open(dir / "s.db", test::first).value();
            REQUIRE(write_pair(db));
        }
        FaultVfs vfs;
        vfs.fail_at(fail_at, how);
        const bool opened = Database::open(dir / "s.db", test::third, vfs.name()).has_value();
        auto db = Database::open(dir / "s.db", test::third).value();
        CHECK(db.version() == 3);
        CHECK(test::count(db, "SELECT count(*) FROM note") == 2);
        CHECK(test::count(db, "SELECT count(*) FROM tag") == 2);  // each migration ran exactly once
        return std::pair{vfs.operations(), opened};
    };
    const auto [steps, opened] = run(0, fault);
    REQUIRE(opened);
    for (std::int64_t n = 1; n <= steps; ++n) {
        CAPTURE(n, fault);
        (void)run(n, fault);
    }
}

TEST_CASE("attack 24: a migration killed between its statements leaves the version before it")
{
    constexpr std::string_view breaks_late[] = {test::one_migration[0],
                                                "CREATE TABLE extra(n INTEGER) STRICT; INSERT INTO note(id, body) "
                                                "VALUES (1, x''); INSERT INTO note(id, body) VALUES (1, x'')"};
    const Schema broken{.application_id = test::first.application_id, .migrations = breaks_late};
    const TempDir dir;
    CHECK(Database::open(dir / "s.db", broken).errc() == Errc::store_broken);
    auto db = Database::open(dir / "s.db", test::first).value();
    CHECK(db.version() == 1);
    CHECK(test::count(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'") == 0);
    CHECK(test::count(db, "SELECT count(*) FROM note") == 0);
}

TEST_CASE("the first start cut at every step can be repeated")
{
    const auto fault = GENERATE(from_range(every_fault));
    std::int64_t steps = 1;
    for (std::int64_t n = 0; n <= steps; ++n) {
        const TempDir dir;
        FaultVfs vfs;
        vfs.fail_at(n, fault);
        (void)Database::open(dir / "s.db", test::third, vfs.name());
        if (n == 0) steps = vfs.operations();
        CAPTURE(n, fault);
        CHECK(Database::open(dir / "s.db", test::third).value().version() == 3);
    }
}

TEST_CASE("attack 21: a full disk is told from a broken one")
{
    const TempDir dir;
    FaultVfs vfs;
    auto db = Database::open(dir / "s.db", test::first, vfs.name()).value();
    auto insert = db.prepare("INSERT INTO note(body) VALUES (?)");
    const auto code = [&] {
        try {
            insert.run(Bytes(100));
        } catch (const StoreError& error) {
            return error.code();
        }
        return Errc::internal;
    };
    SECTION("full")
    {
        vfs.fail_at(1, FaultVfs::Fault::disk_full);
        CHECK(code() == Errc::disk_full);
        vfs.reset();
        CHECK(code() == Errc::disk_full);  // not retried, even when there is room again
    }
    SECTION("a failed sync")
    {
        vfs.fail_at(1, FaultVfs::Fault::sync_error);
        CHECK(code() == Errc::store_broken);
        vfs.reset();
        CHECK(code() == Errc::store_broken);
    }
}

TEST_CASE("attack 21: a full disk at the first start is an answer")
{
    const TempDir dir;
    FaultVfs vfs;
    vfs.fail_at(1, FaultVfs::Fault::disk_full);
    CHECK(Database::open(dir / "s.db", test::first, vfs.name()).errc() == Errc::disk_full);
}

TEST_CASE("attack 21: a backup that fails leaves no file, and the store goes on")
{
    const TempDir dir;
    FaultVfs vfs;
    auto db = Database::open(dir / "s.db", test::first, vfs.name()).value();
    REQUIRE(write_pair(db));
    vfs.fail_at(1, FaultVfs::Fault::disk_full);
    CHECK(db.backup_to(dir / "copy.db").errc() == Errc::disk_full);
    CHECK_FALSE(std::filesystem::exists(dir / "copy.db"));
    vfs.reset();
    CHECK(write_pair(db));
    CHECK(db.backup_to(dir / "copy.db"));
}

}  // namespace
}  // namespace holdfast::store::fault_test

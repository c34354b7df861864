// Commits as the disk sees them: in few calls, in order, and with their errors.
#include "protocol/store/gathered_writes.hpp"

#include <string>

#include "tests/protocol/store/store_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/support.hpp"

namespace holdfast::store::gathered_writes_test {
namespace {

using holdfast::test::FaultVfs;

/// A table of rows of a page and more, on a disk that counts and fails.
struct Shelf {
    holdfast::test::TempDir folder;
    FaultVfs disk;

    [[nodiscard]] Database open() { return Database::open(folder / "notes.db", test::first, disk.name()).value(); }
    static void add(Database& db, std::size_t rows)
    {
        auto insert = db.prepare("INSERT INTO note(body) VALUES (?)");
        Transaction all{db};
        for (std::size_t i = 0; i < rows; ++i) insert.run(Bytes(4096, std::byte{0x5a}));
        all.commit();
    }
    static std::int64_t count(Database& db) { return test::count(db, "SELECT count(*) FROM note"); }
};

TEST_CASE("a commit of many pages is one write and one sync")
{
    Shelf s;
    auto db = s.open();
    Shelf::add(db, 1);
    s.disk.reset();
    Shelf::add(db, 20);
    CHECK(s.disk.operations() == 2);
    CHECK(Shelf::count(db) == 21);
}

TEST_CASE("a commit larger than what is gathered is written in pieces")
{
    Shelf s;
    auto db = s.open();
    Shelf::add(db, 1);
    s.disk.reset();
    Shelf::add(db, 200);
    CHECK(s.disk.operations() > 3);
    CHECK(s.disk.operations() < 20);
    CHECK(Shelf::count(db) == 201);
}

TEST_CASE("what was committed is there after kill -9 and after a power cut, and what was not is not")
{
    const auto fault = GENERATE(FaultVfs::Fault::killed, FaultVfs::Fault::power_cut, FaultVfs::Fault::torn);
    Shelf s;
    {
        auto db = s.open();
        Shelf::add(db, 20);
        auto insert = db.prepare("INSERT INTO note(body) VALUES (?)");
        Transaction open{db};
        for (int i = 0; i < 20; ++i) insert.run(Bytes(4096, std::byte{0x5b}));
        s.disk.strike(fault);
    }
    s.disk.reset();
    auto db = s.open();
    CHECK(Shelf::count(db) == 20);
}

TEST_CASE("a write that fails when a commit needs it is the error of the commit")
{
    Shelf s;
    {
        auto db = s.open();
        Shelf::add(db, 1);
        s.disk.fail_at(1, FaultVfs::Fault::disk_full);
        CHECK_THROWS_AS(Shelf::add(db, 20), StoreError);
    }
    s.disk.reset();
    auto db = s.open();
    CHECK(Shelf::count(db) == 1);
}

}  // namespace
}  // namespace holdfast::store::gathered_writes_test

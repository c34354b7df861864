#include "protocol/store/sqlite.hpp"

#include "tests/protocol/store/store_fixture.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::store::sqlite_test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view every_type[] = {
    "CREATE TABLE t(n INTEGER, b BLOB, s TEXT, i BLOB, at INTEGER) STRICT;"
    "CREATE TABLE numbered(n INTEGER PRIMARY KEY, s TEXT NOT NULL) STRICT"};
constexpr Schema schema{.application_id = 7, .migrations = every_type};

Database in_memory() { return Database::open(":memory:", schema).value(); }

TEST_CASE("each value comes back as it was bound")
{
    auto db = in_memory();
    const Bytes blob = to_bytes("a\0b");
    const MessageId id = MessageId::from(as_bytes("0123456789abcdef")).value();
    const Instant at{1234567890123ms};
    CHECK(db.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)").run(-5, blob, "Grüße", id, at) == 1);

    auto query = db.prepare("SELECT n, b, s, i, at FROM t");
    auto rows = query.rows();
    REQUIRE(rows.next());
    CHECK(rows.int64(0) == -5);
    CHECK(rows.bytes(1) == blob);
    CHECK(rows.text(2) == "Grüße");
    CHECK(rows.id<MessageId>(3) == id);
    CHECK(rows.instant(4) == at);
    CHECK_FALSE(rows.next());
}

TEST_CASE("nothing, empty bytes and empty text are three different values")
{
    auto db = in_memory();
    db.prepare("INSERT INTO t(n, b, s) VALUES (?, ?, ?)").run(std::optional<std::int64_t>{}, Bytes{}, "");
    auto query = db.prepare("SELECT n, b, s, i FROM t");
    auto rows = query.rows();
    REQUIRE(rows.next());
    CHECK(rows.is_null(0));
    CHECK_FALSE(rows.is_null(1));
    CHECK(rows.bytes(1).empty());
    CHECK(rows.text(2).empty());
    CHECK(rows.is_null(3));
}

TEST_CASE("a statement is used many times, and its rows end with their scope")
{
    auto db = in_memory();
    auto insert = db.prepare("INSERT INTO t(n) VALUES (?)");
    for (int n = 0; n < 5; ++n) insert.run(n);
    auto query = db.prepare("SELECT n FROM t WHERE n >= ? ORDER BY n");
    for (const int from : {0, 3}) {
        auto rows = query.rows(from);
        REQUIRE(rows.next());
        CHECK(rows.int64(0) == from);  // the remaining rows are left unread
    }
}

TEST_CASE("run says how many rows it changed")
{
    auto db = in_memory();
    auto insert = db.prepare("INSERT INTO t(n) VALUES (?)");
    CHECK(insert.run(1) == 1);
    CHECK(insert.run(2) == 1);
    CHECK(db.prepare("UPDATE t SET n = n + ?").run(1) == 2);
    CHECK(db.prepare("DELETE FROM t WHERE n = ?").run(99) == 0);
}

TEST_CASE("an insert gives the number of its row back")
{
    auto db = in_memory();
    auto insert = db.prepare("INSERT INTO numbered(s) VALUES (?) RETURNING n");
    Transaction batch{db};
    for (const int expected : {1, 2}) {
        auto rows = insert.rows("same");
        REQUIRE(rows.next());
        CHECK(rows.int64(0) == expected);  // the end of the rows is left unread
    }
    batch.commit();
    CHECK(test::count(db, "SELECT count(*) FROM numbered") == 2);
}

TEST_CASE("a transaction without commit leaves nothing")
{
    auto db = in_memory();
    auto insert = db.prepare("INSERT INTO t(n) VALUES (?)");
    {
        Transaction batch{db};
        insert.run(1);
    }
    CHECK(test::count(db, "SELECT count(*) FROM t") == 0);
    Transaction batch{db};
    insert.run(1);
    batch.commit();
    CHECK(test::count(db, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("a column of another type or size is a broken store")
{
    auto db = in_memory();
    db.prepare("INSERT INTO t(b) VALUES (?)").run(as_bytes("short"));
    auto query = db.prepare("SELECT b FROM t");
    auto rows = query.rows();
    REQUIRE(rows.next());
    SECTION("type") { CHECK_THROWS_AS(rows.int64(0), StoreError); }
    SECTION("size") { CHECK_THROWS_AS(rows.id<MessageId>(0), StoreError); }
}

TEST_CASE("after a storage error every use repeats it")
{
    auto db = in_memory();
    auto insert = db.prepare("INSERT INTO t(rowid, n) VALUES (1, ?)");
    insert.run(1);
    CHECK_THROWS_AS(insert.run(2), StoreError);  // the key is taken: our statements never do that
    CHECK_THROWS_AS(insert.run(3), StoreError);
    CHECK_THROWS_AS(db.prepare("SELECT 1"), StoreError);
    CHECK_THROWS_AS(Transaction{db}, StoreError);
}

TEST_CASE("wrong SQL is our own bug and says what is wrong")
{
    auto db = in_memory();
    CHECK_THROWS_AS(db.prepare("SELECT nothing FROM nowhere"), std::logic_error);
    CHECK_THROWS_AS(db.prepare("SELECT 1; SELECT 2"), std::logic_error);
    CHECK_THROWS_AS(db.prepare("SELECT \"not a column\""), std::logic_error);
}

}  // namespace
}  // namespace holdfast::store::sqlite_test

// A store that an earlier relay made is brought up to date, and nothing that waits in it is lost.
#include "server/core/store/schema.hpp"

#include <iterator>
#include <string>
#include <vector>

#include "server/core/store/relay_store.hpp"
#include "server/core/store/tables.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/support.hpp"

namespace holdfast::server::test::schema_test {
namespace {

/// Two people with a device each in one conversation. Of three envelopes from the second to the first one is held, one
/// is on its way, and one acked; and the relay has a statement for her.
constexpr auto first_rows = R"sql(
INSERT INTO account(id, role, epoch, device_list, signature, created)
    VALUES (x'01', 1, 1, x'', zeroblob(64), 0), (x'02', 2, 1, x'', zeroblob(64), 0);
INSERT INTO device(account, id, signing, agreement, last_submit)
    VALUES (1, x'0a', zeroblob(32), zeroblob(32), 0), (2, x'0b', zeroblob(32), zeroblob(32), 3);
INSERT INTO conversation(id, owner) VALUES (x'0c', 1);
INSERT INTO message(sender, id, conversation, class, sequence, received, handed)
    VALUES (2, x'01', 1, 1, 1, 5, 0), (2, x'02', 1, 1, 2, 6, 1), (2, x'03', 1, 1, 3, 7, 1);
INSERT INTO delivery(device, message, sender, conversation, released, number, acked, code, size, body)
    VALUES (1, 1, 2, 1, NULL, NULL, NULL, NULL, 4, x'68656c64'), (1, 2, 2, 1, 8, 1, NULL, NULL, 2, x'6f6e'),
           (1, 3, 2, 1, 8, 2, 9, 0, 3, x'');
INSERT INTO delivery(device, released, body) VALUES (1, 9, x'746f6c64');
INSERT INTO receipt(conversation, sequence, at, device, number, message, proof)
    VALUES (1, 1, 5, 2, 1, x'01', x'aa'), (1, 2, 6, 2, 2, x'02', x'bb');
)sql";

std::string text_of(store::Database& db, const std::string& sql)
{
    auto query = db.prepare(sql);
    std::string out;
    for (auto rows = query.rows(); rows.next();) out += rows.text(0) + " ";
    return out;
}

TEST_CASE("what waits in a store of the first version waits in it still")
{
    const holdfast::test::TempDir dir;
    const auto path = dir / "relay.db";
    {
        const store::Schema first{.application_id = relay_schema().application_id,
                                  .migrations = relay_schema().migrations.first(1)};
        auto db = store::Database::open(path, first);
        REQUIRE(db);
        db->execute(first_rows);
    }
    holdfast::test::SeededRandom random{"schema"};
    auto store = RelayStore::open(path, SignPublic{}, random, Instant{});
    REQUIRE(store);
    auto& tables = store->tables();
    CHECK(tables.db.version() == std::ssize(relay_schema().migrations));
    CHECK(text_of(tables.db,
                  "SELECT CAST(b.bytes AS TEXT) FROM delivery d LEFT JOIN body b ON b.delivery = d.n "
                  "WHERE d.acked IS NULL ORDER BY d.n") == "held on told ");
    const auto ready = tables.queue.ready(DeviceRow{1}, 10);
    REQUIRE(ready.size() == 2);
    CHECK(ready[0].number == 1);
    CHECK(ready[0].size == 2);
    CHECK(ready[0].conversation == ConversationRow{1});
    CHECK(ready[1].size == 4);
    CHECK_FALSE(ready[1].conversation);
    CHECK(tables.queue.totals().held == 1);
    CHECK(tables.queue.totals().waiting == 3);
    CHECK(tables.queue.bytes(AccountRow{2}).written == 9);
    CHECK(tables.queue.pair_is_full(DeviceRow{1}, AccountRow{2}, 3));
    CHECK_FALSE(tables.queue.pair_is_full(DeviceRow{1}, AccountRow{2}, 4));
    CHECK(tables.queue.at_the_gate() == std::vector{ConversationRow{1}});
    CHECK(text_of(tables.db, "SELECT hex(proof) FROM receipt ORDER BY sequence") == "AA BB ");
    CHECK(text_of(tables.db,
                  "SELECT CAST(m.id AS TEXT) FROM message m JOIN delivery d "
                  "ON d.n BETWEEN m.n * 1048576 AND m.n * 1048576 + 1048575 AND d.message = m.n ORDER BY m.n") ==
          "\1 \2 \3 ");
    CHECK(text_of(tables.db, "SELECT quick_check FROM pragma_quick_check") == "ok ");
}

}  // namespace
}  // namespace holdfast::server::test::schema_test

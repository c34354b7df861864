// Receipts as a table: their place by time, how long they stay, and by what they are found.
#include "server/core/store/receipts.hpp"

#include "protocol/wire/codec.hpp"
#include "server/core/store/schema.hpp"
#include "server/core/store/tables.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::receipts_table_test {
namespace {

using namespace std::chrono_literals;

struct Shelf {
    TwoPairs p;
    Tables& tables{p.w.relay().store().tables()};
    ConversationRow conversation{tables.conversations.find(p.alice.conversation)->row};
    DeviceRow device{tables.accounts.find_device(p.alice.address())->row};

    [[nodiscard]] static wire::ReceiptProof proof(std::uint64_t sequence)
    {
        wire::ReceiptProof proof;
        proof.index = static_cast<std::uint32_t>(sequence);
        return proof;
    }
    void add(std::uint64_t sequence, Instant at, const std::string& word, std::optional<std::uint64_t> number)
    {
        const Asked asked{device, conversation, RelayWorld::message(word), number};
        tables.receipts.add({conversation, sequence, at, asked}, proof(sequence));
    }
    [[nodiscard]] std::size_t kept() { return tables.receipts.page(conversation, 1, 1000).size(); }
};

TEST_CASE("the answer to a submit is found by its message and its number together")
{
    Shelf s;
    s.add(1, s.p.w.now(), "hello", 7);
    const auto hello = RelayWorld::message("hello");
    CHECK(s.tables.receipts.find(s.device, hello, 7) == Shelf::proof(1));
    CHECK_FALSE(s.tables.receipts.find(s.device, hello, 8));
    CHECK_FALSE(s.tables.receipts.find(s.device, RelayWorld::message("other"), 7));
    s.tables.receipts.drop(s.device);
    CHECK_FALSE(s.tables.receipts.find(s.device, hello, 7));
    CHECK(s.kept() == 1);
}

TEST_CASE("the newest take-back of a message counts even where the clock was put back between two")
{
    Shelf s;
    const Asked asked{s.device, s.conversation, RelayWorld::message("hello"), std::nullopt};
    s.add(1, s.p.w.now(), "hello", std::nullopt);
    s.add(2, s.p.w.now() - 1h, "hello", std::nullopt);
    CHECK(s.tables.receipts.take_back(asked) == Shelf::proof(2));
}

TEST_CASE("receipts of one instant and of instants that come twice stand beside one another")
{
    Shelf s;
    const auto noon = s.p.w.now();
    for (std::uint64_t i = 1; i <= 3; ++i) s.add(i, noon, "m" + std::to_string(i), i);
    s.add(4, noon + 1ms, "m4", 4);
    for (std::uint64_t i = 5; i <= 7; ++i) s.add(i, noon, "m" + std::to_string(i), i);  // the clock was put back
    s.tables.forget();
    for (std::uint64_t i = 8; i <= 9; ++i) s.add(i, noon, "m" + std::to_string(i), i);
    s.add(10, noon + 1ms, "m10", 10);
    CHECK(s.kept() == 10);
    CHECK(s.tables.receipts.decided_after(noon) == std::vector{s.conversation});
    CHECK(s.tables.receipts.decided_after(noon + 1ms).empty());
}

TEST_CASE("what was decided long ago is forgotten without asking the store at every step")
{
    Shelf s;
    const auto first = s.p.w.now();
    s.add(1, first, "one", 1);
    s.add(2, first + 1min, "two", 2);
    s.add(3, first + 2h, "three", 3);
    (void)s.tables.receipts.prune(first, 10);
    CHECK(s.kept() == 3);
    const auto before = s.tables.db.steps();
    (void)s.tables.receipts.prune(first + 30s, 10);
    CHECK(s.tables.db.steps() == before);
    CHECK(s.kept() == 3);
    (void)s.tables.receipts.prune(first + 1min, 10);
    CHECK(s.kept() == 2);
    (void)s.tables.receipts.prune(first + 1h, 10);
    CHECK(s.kept() == 1);
    s.add(4, first, "four", 4);  // the clock was put back
    (void)s.tables.receipts.prune(first + 1h, 10);
    CHECK(s.kept() == 1);
}

TEST_CASE("a long log is forgotten in slices, the oldest first")
{
    Shelf s;
    const auto first = s.p.w.now();
    for (std::uint64_t i = 1; i <= 5; ++i) s.add(i, first + std::chrono::minutes{i}, std::to_string(i), i);
    CHECK(s.tables.receipts.prune(first + 1h, 2));
    CHECK(s.kept() == 3);
    CHECK(s.tables.receipts.prune(first + 1h, 2));
    CHECK_FALSE(s.tables.receipts.prune(first + 1h, 2));
    CHECK(s.kept() == 0);
}

TEST_CASE("a clock beyond all years breaks nothing")
{
    Shelf s;
    for (const auto at : {Instant::max(), Instant::min(), Instant::max()}) s.add(s.kept() + 1, at, "far", s.kept() + 1);
    CHECK(s.kept() == 3);
}

TEST_CASE("a store of the first version keeps its receipts in their order")
{
    const holdfast::test::TempDir dir;
    const auto path = dir / "relay.db";
    {
        const store::Schema first{relay_schema().application_id, relay_schema().migrations.first(1)};
        auto db = store::Database::open(path, first).value();
        db.execute(
            "INSERT INTO account(id, role, epoch, device_list, signature, created) VALUES (x'00', 1, 1, x'', x'', 0);"
            "INSERT INTO conversation(id, owner) VALUES (x'00', 1);"
            "INSERT INTO receipt(conversation, sequence, at, device, number, message, proof) VALUES "
            "(1, 1, 1000, 1, 1, x'01', x'01'), (1, 2, 1000, NULL, NULL, NULL, x'02'), (1, NULL, 1000, 1, 2, x'02', "
            "x'03'), (1, 3, 900, 1, NULL, x'01', x'04')");
    }
    auto db = store::Database::open(path, relay_schema()).value();
    auto query = db.prepare(
        "SELECT (n / 262144) || ' ' || (n % 262144) || ' ' || hex(proof) || ' ' || coalesce(sequence, 'none') || ' ' "
        "|| "
        "coalesce(number, 'none') || ' ' || hex(message) FROM receipt ORDER BY n");
    std::vector<std::string> found;
    for (auto rows = query.rows(); rows.next();) found.push_back(rows.text(0));
    CHECK(found == std::vector<std::string>{"900 0 04 3 none 01", "1000 0 01 1 1 01", "1000 1 02 2 none ",
                                            "1000 2 03 none 2 02"});
}

}  // namespace
}  // namespace holdfast::server::test::receipts_table_test

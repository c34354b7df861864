// The disk fails at every step in turn: what anybody saw as accepted is in the recovered store, which is a state
// between two commits, and nothing is accepted after a failure.
#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fault_vfs.hpp"

namespace holdfast::server::test::relay_disk_test {
namespace {

using holdfast::test::FaultVfs;
using holdfast::test::TempDir;

constexpr auto monday_evening = "2026-03-02T20:00:00Z";

/// A receipt somebody holds.
struct Seen {
    Address writer;
    std::uint64_t number = 0;
    wire::ReceiptProof proof;
};

/// A short life: submits, an opening, acks, a refusal, a take-back, a closing, new hours.
void live(RelayWorld& w, Person& okafor, Person& alice)
{
    w.submit(alice, "one");
    (void)w.step(
        {RelayWorld::event(alice, w.submit_of(alice, "two")), RelayWorld::event(okafor, w.submit_of(okafor, "reply"))});
    w.submit(alice, "regret");
    w.take_back(alice, "regret");
    w.wait();
    w.ack(okafor, "one");
    w.ack(okafor, "two", static_cast<std::uint16_t>(Errc::cannot_decrypt));
    w.submit(alice, "three");
    w.wait();
    w.hours(okafor, "We 09:00-12:00");
    w.submit(alice, "four");
}

std::vector<Seen> seen_by(const RelayWorld& w, const Person& person)
{
    std::vector<Seen> out;
    for (const auto& sent : w.sent())
        if (const auto* accepted = std::get_if<wire::Accepted>(&sent.frame);
            accepted && sent.connection == person.connection)
            out.push_back({person.address(), accepted->number, accepted->proof});
    return out;
}

/// I6, and that the store is whole: every envelope has its message, every message its receipt.
void check_store(RelayStore& store, const std::vector<Seen>& seen)
{
    Tables& tables = store.tables();
    for (const auto& one : seen) {
        const auto device = tables.accounts.find_device(one.writer);
        REQUIRE(device);
        const auto event = wire::decode<wire::Receipt>(one.proof.receipt)->event;
        const auto& message = std::get<wire::decided::Accepted>(event).message;
        const auto receipt = tables.receipts.find(device->row, message, one.number);
        REQUIRE(receipt);
        CHECK(*receipt == one.proof);
        CHECK(device->last_submit >= one.number);
    }
    const auto count = [&](std::string_view sql) {
        auto query = tables.db.prepare(sql);
        auto rows = query.rows();
        return rows.next() ? rows.int64(0) : -1;
    };
    CHECK(count("SELECT count(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.message = m.n)") ==
          0);
    CHECK(count("SELECT count(*) FROM message m WHERE NOT EXISTS "
                "(SELECT 1 FROM receipt r WHERE r.device = m.sender AND r.message = m.id)") == 0);
    CHECK(count("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
}

/// Runs the life with the n-th step of the disk failing (0: none); the number of steps it took.
std::int64_t run(std::int64_t n, FaultVfs::Fault fault)
{
    const TempDir dir;
    std::vector<Seen> seen;
    FaultVfs vfs;
    bool stopped = false;
    std::int64_t steps = 0;
    crypto::SignKeyPair key;
    {
        RelayWorld w{monday_evening, dir / "relay.db", vfs.name()};
        key = w.key().clone();
        auto& okafor = w.therapist("okafor", "Tu 09:00-12:00");
        auto& alice = w.client("alice", okafor);
        vfs.reset();
        if (n != 0) vfs.fail_at(n, fault);
        try {
            live(w, okafor, alice);
        } catch (const store::StoreError&) {
            stopped = true;
        }
        steps = vfs.operations();
        CHECK(stopped == (n != 0));
        if (stopped) CHECK_THROWS_AS(w.submit(alice, "after"), store::StoreError);  // I15
        for (const auto* person : {&okafor, &alice})
            for (auto& one : seen_by(w, *person)) seen.push_back(std::move(one));
    }
    holdfast::test::SeededRandom random{"after"};
    auto store = RelayStore::open(dir / "relay.db", key.pub, random, Instant{});
    REQUIRE(store);
    check_store(*store, seen);
    if (n == 0) CHECK(seen.size() == 6);
    return steps;
}

TEST_CASE(
    "attack 12 and attack 21: whatever step of the disk fails, what was accepted is there and nothing more is accepted")
{
    const auto fault = GENERATE(FaultVfs::Fault::disk_full, FaultVfs::Fault::sync_error, FaultVfs::Fault::killed,
                                FaultVfs::Fault::power_cut, FaultVfs::Fault::torn);
    const auto steps = run(0, fault);
    REQUIRE(steps > 15);
    for (std::int64_t n = 1; n <= steps; ++n) {
        CAPTURE(n, fault);
        (void)run(n, fault);
    }
}

TEST_CASE("attack 24: a store of another relay, and a newer one, are refused")
{
    const TempDir dir;
    holdfast::test::SeededRandom random{"keys"};
    const auto mine = crypto::SignKeyPair::generate(random);
    const auto other = crypto::SignKeyPair::generate(random);
    IncarnationId incarnation;
    {
        auto store = RelayStore::open(dir / "relay.db", mine.pub, random, Instant{});
        REQUIRE(store);
        incarnation = store->incarnation();
    }
    CHECK(RelayStore::open(dir / "relay.db", other.pub, random, Instant{}).errc() == Errc::wrong_relay);
    auto store = RelayStore::open(dir / "relay.db", mine.pub, random, Instant{});
    REQUIRE(store);
    CHECK(store->incarnation() == incarnation);
    store->tables().db.execute("PRAGMA user_version = 99");
    store = RelayStore::open(":memory:", mine.pub, random, Instant{});
    CHECK(RelayStore::open(dir / "relay.db", mine.pub, random, Instant{}).errc() == Errc::store_too_new);
}

}  // namespace
}  // namespace holdfast::server::test::relay_disk_test

#include "server/core/receipt_batch.hpp"

#include <map>
#include <set>

#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::receipt_batch_test {
namespace {

using session::open_receipt;
using wire::decided::Accepted;

TEST_CASE("all receipts of a step stand under one signature")
{
    TwoPairs p;
    (void)p.w.step({RelayWorld::event(p.alice, p.w.submit_of(p.alice, "one")),
                    RelayWorld::event(p.bob, p.w.submit_of(p.bob, "x")),
                    RelayWorld::event(p.alice, p.w.submit_of(p.alice, "two"))});
    const auto one = p.w.last<wire::Accepted>(p.alice).proof;
    const auto x = p.w.last<wire::Accepted>(p.bob).proof;
    CHECK(one.signature == x.signature);
    CHECK(one.path.size() == wire::receipt_path);
    auto receipt = open_receipt(one, p.w.key().pub);
    REQUIRE(receipt);
    CHECK(std::get<Accepted>(receipt->event).message == RelayWorld::message("two"));
    CHECK(receipt->sequence == 2);
    CHECK(receipt->at == p.w.now());
    CHECK(receipt->heads.base->version == 1);
    auto forged = one;
    forged.receipt.back() ^= std::byte{1};
    CHECK(open_receipt(forged, p.w.key().pub).errc() == Errc::bad_signature);
    CHECK(open_receipt(one, p.okafor.identity.pub).errc() == Errc::bad_signature);
}

TEST_CASE("a receipt looks the same whether others got many or none")
{
    TwoPairs p;
    p.w.submit(p.alice, "alone");
    const auto alone = p.w.last<wire::Accepted>(p.alice).proof;
    std::vector<Event> events;
    for (int i = 0; i < 40; ++i)
        events.push_back(RelayWorld::event(p.bob, p.w.submit_of(p.bob, "b" + std::to_string(i))));
    events.insert(events.begin() + 20, RelayWorld::event(p.alice, p.w.submit_of(p.alice, "among")));
    (void)p.w.step(events);
    const auto among = p.w.last<wire::Accepted>(p.alice).proof;
    CHECK(wire::encode(alone).size() == wire::encode(among).size());
    CHECK(alone.path.size() == wire::receipt_path);
    REQUIRE(open_receipt(among, p.w.key().pub));
    std::set<std::uint32_t> places;
    for (const auto& out : p.w.sent())
        if (const auto* accepted = std::get_if<wire::Accepted>(&out.frame)) places.insert(accepted->proof.index);
    CHECK(*places.rbegin() > 41);  // not counted from the first on
}

/// A batch that the test fills itself, for a practice that exists.
struct OwnBatch {
    TwoPairs p;
    ReceiptBatch batch;
    Tables& tables{p.w.relay().store().tables()};
    ConversationRow conversation{tables.conversations.find(p.alice.conversation)->row};
    std::vector<Outgoing> frames;

    [[nodiscard]] DeviceRow row(const Person& person) const
    {
        return tables.accounts.find_device(person.address())->row;
    }
    [[nodiscard]] static Bytes receipt(std::uint64_t sequence)
    {
        wire::Receipt receipt;
        receipt.sequence = sequence;
        return wire::encode(receipt);
    }
    void add(std::uint64_t sequence, std::optional<Asked> asked = std::nullopt)
    {
        batch.add({conversation, sequence, p.w.now(), std::move(asked)}, receipt(sequence));
    }
    [[nodiscard]] std::vector<ProvenStatement> prove_and_answer()
    {
        p.w.tamper("BEGIN");
        auto told = batch.prove_and_answer(p.w.key(), p.w.random(), tables.receipts, frames);
        p.w.tamper("COMMIT");
        return told;
    }
    /// The number of the receipt that a proof proves.
    [[nodiscard]] std::uint64_t proven(const wire::ReceiptProof& proof) const
    {
        return open_receipt(proof, p.w.key().pub).value().sequence;
    }
};

TEST_CASE("receipts beyond what one tree holds stand under another signature, and each is proven and stored")
{
    OwnBatch b;
    const std::uint64_t last = (std::uint64_t{1} << wire::receipt_path) + 3;
    for (std::uint64_t sequence = 1; sequence <= last; ++sequence) b.add(sequence);
    CHECK(b.batch.unproven(b.conversation) == last);
    CHECK(b.prove_and_answer().empty());
    CHECK(b.frames.empty());
    std::map<Signature, std::set<std::uint32_t>> places;
    std::uint64_t next = 1;
    while (next <= last) {
        const auto page = b.tables.receipts.page(b.conversation, next, last);
        REQUIRE_FALSE(page.empty());
        for (const auto& proof : page) {
            REQUIRE(b.proven(proof) == next++);
            places[proof.signature].insert(proof.index);
        }
    }
    REQUIRE(places.size() == 2);
    std::size_t kept = 0;
    for (const auto& [signature, taken] : places) kept += taken.size();  // no place is taken twice
    CHECK(kept == last);
}

TEST_CASE("an answer leaves with the latest receipt that answers what was asked, where it was asked")
{
    OwnBatch b;
    const Asked submit{b.row(b.p.alice), b.conversation, RelayWorld::message("hello"), 7};
    auto take_back = submit;
    take_back.number.reset();
    b.add(1, submit);
    b.add(2, take_back);
    b.add(3, take_back);  // asked for twice
    CHECK(b.batch.find(b.row(b.p.alice), 7) == submit);
    CHECK_FALSE(b.batch.find(b.row(b.p.alice), 8));
    CHECK_FALSE(b.batch.find(b.row(b.p.okafor), 7));
    CHECK(b.batch.has(take_back));
    b.batch.answer(40, take_back, 99);
    b.batch.answer(30, submit, 0);
    CHECK(b.prove_and_answer().empty());
    REQUIRE(b.frames.size() == 2);
    CHECK(b.frames[0].connection == 40);
    const auto& taken_back = std::get<wire::TakenBack>(b.frames[0].frame);
    CHECK(taken_back.request == 99);
    CHECK(b.proven(taken_back.proof) == 3);
    CHECK(b.frames[1].connection == 30);
    const auto& accepted = std::get<wire::Accepted>(b.frames[1].frame);
    CHECK(accepted.number == 7);
    CHECK(b.proven(accepted.proof) == 1);
    CHECK(b.tables.receipts.find(b.row(b.p.alice), submit.message, 7) == accepted.proof);
    CHECK(b.tables.receipts.take_back(take_back) == taken_back.proof);
}

TEST_CASE("each device is told once of each receipt that moved its promises")
{
    OwnBatch b;
    b.add(1);
    b.batch.tell_moved(b.row(b.p.alice));
    b.batch.tell_moved(b.row(b.p.bob));
    b.batch.tell_moved(b.row(b.p.alice));
    b.add(2);
    b.batch.tell_moved(b.row(b.p.alice));
    std::set<std::pair<DeviceRow, std::uint64_t>> told;
    const auto statements = b.prove_and_answer();
    for (const auto& [device, statement] : statements)
        told.emplace(device, b.proven(std::get<wire::PromiseMoved>(statement).proof));
    CHECK(statements.size() == 3);
    CHECK(told == std::set<std::pair<DeviceRow, std::uint64_t>>{
                      {b.row(b.p.alice), 1}, {b.row(b.p.bob), 1}, {b.row(b.p.alice), 2}});
}

TEST_CASE("what stands outside the log, or in another one, waits for no proof in this one")
{
    OwnBatch b;
    b.add(0);
    b.batch.add({b.tables.conversations.find(b.p.bob.conversation)->row, 1, b.p.w.now(), {}}, OwnBatch::receipt(1));
    CHECK(b.batch.unproven(b.conversation) == 0);
    b.add(5);
    CHECK(b.batch.unproven(b.conversation) == 1);
}

}  // namespace
}  // namespace holdfast::server::test::receipt_batch_test

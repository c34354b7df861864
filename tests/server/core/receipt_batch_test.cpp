#include <set>

#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
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

}  // namespace
}  // namespace holdfast::server::test::receipt_batch_test

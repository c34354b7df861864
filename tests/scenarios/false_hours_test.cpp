// A relay that lies about hours. The numbers are those of the list of attacks in tests/README.md.
#include "protocol/hours_chain/chain.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/scenarios/injected.hpp"
#include "tests/support/catch.hpp"

namespace false_hours_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

TEST_CASE("attack 15: hours the therapist did not sign are refused and give no promise")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto outlook = [&] { return alice.client().outlook(alice.conversation(), p.now()); };
    REQUIRE(outlook().promise.has_value());
    const auto mallory = crypto::SignKeyPair::generate(p.random());
    alice.meddle = [&](wire::RelayFrame& frame) {
        auto* chain = std::get_if<wire::HoursChain>(&frame);
        if (!chain || chain->links.empty()) return true;
        auto version = wire::decode<wire::HoursVersion>(chain->links.back().version.body).value();
        version.rules = "24/7";
        version.contacts = {{"a false friend", "0190"}};
        chain->links.back().version = hours_chain::sign_version(version, mallory);
        return true;
    };
    command::SetHours change;
    change.rules = "We 10:00-12:00";
    CHECK(word(okafor.order(change)) == "ok");
    CHECK(alice.last<show::HoursProblem>()->reason == Errc::bad_signature);
    CHECK_FALSE(outlook().promise.has_value());
    CHECK_FALSE(outlook().open.has_value());
    CHECK(outlook().contacts.empty());
    alice.meddle = {};
    alice.go_offline();
    alice.go_online();
    CHECK(outlook().promise.has_value());
}

TEST_CASE("attack 15: a version kept back by the relay is found by what the therapist's own messages name")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.meddle = [](wire::RelayFrame& frame) {
        if (auto* chain = std::get_if<wire::HoursChain>(&frame)) chain->links.clear();
        return true;
    };
    command::SetHours change;
    change.rules = "Tu,We 09:00-12:00";
    CHECK(word(okafor.order(change)) == "ok");
    CHECK(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
    okafor >> "hello";
    CHECK(alice.last<show::HoursProblem>()->reason == Errc::not_found);
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
    alice.restart();
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
    alice.meddle = {};
    alice.go_online();
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).problem.has_value());
}

TEST_CASE("attack 15: two receipts for one version are a fork, for good")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto version = *alice.client().newest_hours(alice.conversation(), false);
    std::optional<wire::HoursLink> link;
    okafor.meddle = [&](wire::RelayFrame& frame) {
        if (const auto* chain = std::get_if<wire::HoursChain>(&frame); chain && !chain->links.empty())
            link = chain->links.back();
        return true;
    };
    command::SetHours change;
    change.rules = "We 10:00-12:00";
    (void)okafor.order(change);
    REQUIRE(link);
    auto receipt = wire::decode<wire::HoursReceipt>(link->receipt.body).value();
    receipt.received += 1h;
    link->receipt = hours_chain::sign_receipt(receipt, p.key());
    (void)inject(alice, wire::HoursChain{0, version.owner, std::nullopt, {*link}});
    CHECK(alice.last<show::HoursProblem>()->reason == Errc::fork);
    alice.restart();
    alice.go_online();
    CHECK(alice.client().outlook(alice.conversation(), p.now()).problem == Errc::fork);
    CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
}

}  // namespace false_hours_test

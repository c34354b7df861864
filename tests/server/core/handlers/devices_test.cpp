// Device lists and prekeys: whose they are, how many, how often.
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::devices_test {
namespace {

namespace labels = crypto::labels;

TEST_CASE("attack 2: prekeys and device lists that their owner did not sign are refused")
{
    TwoPairs p;
    auto prekeys = p.w.prekeys_of(p.alice, 2);
    SECTION("signed by another device")
    {
        const auto record = wire::decode<wire::SignedPrekey>(prekeys.signed_prekey.body).value();
        prekeys.signed_prekey = session::sign_record(labels::sign_prekey, p.bob.signing, record);
        p.w.send(p.alice, prekeys);
        CHECK(p.w.lines() == Lines{"alice: refused: bad_signature"});
    }
    SECTION("another account's")
    {
        p.w.send(p.alice, p.w.prekeys_of(p.bob, 1));
        CHECK(p.w.lines() == Lines{"alice: refused: bad_signature"});
    }
    SECTION("one bad one-time prekey refuses all")
    {
        prekeys.one_time.back().signature.value[3] ^= std::byte{1};
        p.w.send(p.alice, prekeys);
        CHECK(p.w.lines() == Lines{"alice: refused: bad_signature"});
        CHECK(p.w.count("SELECT count(*) FROM one_time_prekey WHERE device = 2") == 3);
    }
    SECTION("a device list under another key")
    {
        auto list = p.alice.list;
        list.epoch = 2;
        list.devices[0].signing = p.bob.signing.pub;
        p.w.send(p.bob, wire::PublishDevices{1, session::sign_record(labels::sign_device_list, p.bob.identity, list)});
        CHECK(p.w.lines() == Lines{"bob: refused: bad_signature"});
    }
    SECTION("an older list")
    {
        const auto old = p.alice.signed_list;
        auto entry = p.alice.list.devices[0];
        p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, {entry})});
        p.w.send(p.alice, wire::PublishDevices{2, old});
        CHECK(p.w.lines() == Lines{"alice: done", "okafor: devices changed", "alice: refused: stale_device_list"});
    }
}

TEST_CASE("dropping a device empties its queue, ends its connection and tells its peers")
{
    TwoPairs p;
    p.w.submit(p.alice, "to the old device");
    (void)p.w.lines();
    const auto old = p.okafor.list.devices[0];
    const auto signing = crypto::SignKeyPair::generate(p.w.random());
    const auto agreement = crypto::DhKeyPair::generate(p.w.random());
    const auto fresh = p.w.random().id<DeviceId>();
    const auto list = p.w.list_with(p.okafor, {{fresh, agreement.pub, signing.pub}});
    p.w.send(p.okafor, wire::PublishDevices{1, list});
    CHECK(p.w.lines() == Lines{"okafor: done", "alice: devices changed", "okafor: hung up, login_refused"});
    CHECK(p.w.count("SELECT count(*) FROM delivery WHERE message IS NOT NULL") == 0);
    CHECK(p.w.count("SELECT count(*) FROM message") == 0);

    auto submit = p.w.submit_of(p.alice, "again");
    submit.envelopes[0].device = old.device;
    p.w.send(p.alice, submit);
    submit.envelopes[0].device = fresh;
    p.w.send(p.alice, submit);
    CHECK(p.w.lines() == Lines{"alice: refused: stale_device_list", "alice: accepted again, " + third});
    p.w.log_in(p.okafor);  // still the old device's keys
    CHECK(p.w.lines() == Lines{"okafor: greeting", "okafor: refused: login_refused", "okafor: hung up, login_refused"});
}

TEST_CASE("one-time prekeys are given once, without any the bundle says so")
{
    TwoPairs p;
    Lines expected(3, "alice: bundle one-time");
    expected.push_back("alice: bundle signed-only");
    for (int i = 0; i < 4; ++i) p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    CHECK(p.w.lines() == expected);
    CHECK(p.w.count("SELECT count(*) FROM one_time_prekey WHERE device = 1") == 0);
}

TEST_CASE("attack 16: prekeys cannot be drained: bundles are few a day, also after a restart")
{
    TwoPairs p;
    for (std::size_t i = 0; i < wire::max_bundles_per_day; ++i)
        p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    (void)p.w.lines();
    p.w.restart();
    p.w.log_in(p.alice);
    p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    CHECK(p.w.lines().back() == "alice: refused: rate_limited");
    p.w.after(std::chrono::hours{24});
    p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    CHECK(p.w.lines().back() == "alice: bundle signed-only");
}

TEST_CASE("prekeys published twice are there once, and a used one never comes back")
{
    TwoPairs p;
    const auto prekeys = p.w.prekeys_of(p.okafor, 5);
    p.w.send(p.okafor, prekeys);
    p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    p.w.send(p.okafor, prekeys);
    CHECK(p.w.count("SELECT count(*) FROM one_time_prekey WHERE device = 1") == 3 + 5 - 1);
}

TEST_CASE("attack 25: prekeys and device lists are published few times a day")
{
    TwoPairs p;
    for (int i = 0; i < 40; ++i) p.w.send(p.alice, p.w.prekeys_of(p.alice, 0));
    CHECK(p.w.lines().back() == "alice: refused: rate_limited");
    const auto entry = p.alice.list.devices[0];
    for (int i = 0; i < 25; ++i) p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, {entry})});
    CHECK(p.w.lines().back() == "alice: refused: rate_limited");
    CHECK(p.w.count("SELECT epoch FROM account WHERE n = 2") == 1 + 10);
}

TEST_CASE("a device without keys is said to have none")
{
    TwoPairs p;
    p.w.after(wire::signed_prekey_lifetime);
    p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    CHECK(p.w.lines() == Lines{"alice: refused: no_prekeys"});
}

}  // namespace
}  // namespace holdfast::server::test::devices_test

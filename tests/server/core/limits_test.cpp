// What one account or one connection may make the relay do, store or say. Attack 25 of tests/README.md.
#include "protocol/session/records.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "tests/server/core/world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test {
namespace {

namespace labels = crypto::labels;

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
const std::string tuesdays = "Tu 09:00-12:00";

struct Practice {
    World w{monday_evening};
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};
};

/// Another device of the same account, listed and logged in beside the first.
Person second_device(World& w, Person& first)
{
    Person device = w.stranger(first.name + "'s other", first.role);
    device.account = first.account;
    device.conversation = first.conversation;
    device.therapist = first.therapist;
    auto devices = first.list.devices;
    devices.push_back(device.list.devices[0]);
    w.send(first, wire::PublishDevices{1, w.list_with(first, devices)});
    w.log_in(device);
    (void)w.lines();
    return device;
}

TEST_CASE("attack 25: what cannot be read counts before login like what can")
{
    Practice p;
    auto nobody = p.w.stranger("nobody", wire::Role::client);
    p.w.connect(nobody);
    for (int i = 0; i < 40; ++i) (void)p.w.step({BadInput{nobody.connection, Errc::unknown_tag}});
    CHECK(p.w.lines().back() == "nobody: hung up, rate_limited");
}

TEST_CASE("attack 25: dear answers are few on one connection, and there again after a while")
{
    Practice p;
    for (int i = 0; i < 20; ++i)
        p.w.hours(p.okafor, tuesdays, [](wire::HoursVersion& version) {
            version.contacts.push_back({std::string(15'000, 'x'), "999"});
        });
    (void)p.w.lines();
    const wire::FetchHours question{1, p.okafor.account, std::nullopt, 1};
    SECTION("asked one after the other")
    {
        for (int i = 0; i < 100; ++i) p.w.send(p.alice, question);
        CHECK(p.w.lines().back() == "alice: hung up, rate_limited");
    }
    SECTION("asked at leisure")
    {
        for (int i = 0; i < 100; ++i) {
            p.w.after(std::chrono::minutes{1});
            p.w.send(p.alice, question);
        }
        CHECK(p.w.lines().back() == "alice: hours 21");
    }
    SECTION("asked all at once: a step ends when it has said enough, and the rest is stepped after it")
    {
        std::vector<Event> events(20, World::event(p.alice, question));
        (void)p.w.step(events);
        CHECK(p.w.lines() == Lines(20, "alice: hours 21"));
        CHECK(p.w.steps_of_last() > 1);
    }
}

TEST_CASE("attack 25: device lists wait for a reader as one, whatever was published")
{
    Practice p;
    p.w.hang_up(p.okafor);
    const auto entry = p.alice.list.devices[0];
    for (int i = 0; i < 5; ++i) p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, {entry})});
    CHECK(p.w.count("SELECT count(*) FROM delivery") == 1);
    (void)p.w.lines();
    p.w.log_in(p.okafor);
    CHECK(p.w.lines().back() == "okafor: devices changed");
    const auto& told = std::get<wire::DevicesChanged>(p.w.last<wire::Tell>(p.okafor).statement);
    CHECK(told.device_list == p.alice.signed_list);
}

TEST_CASE("attack 25: a device that never wrote leaves nothing behind when it is dropped")
{
    Practice p;
    const auto entry = p.alice.list.devices[0];
    for (int i = 0; i < 3; ++i) {
        const auto other = p.w.stranger("other", wire::Role::client).list.devices[0];
        p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, {entry, other})});
    }
    p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, {entry})});
    CHECK(p.w.count("SELECT count(*) FROM device") == 2);
    p.w.submit(p.alice, "hello");
    CHECK(p.w.lines().back().starts_with("alice: accepted hello"));
}

TEST_CASE("attack 25: more devices are not more notices or a longer queue")
{
    Practice p;
    auto other = second_device(p.w, p.alice);
    SECTION("notices")
    {
        for (std::size_t i = 0; i < wire::max_notices_per_hour; ++i)
            p.w.submit(p.alice, "n" + std::to_string(i), wire::Class::notice);
        p.w.submit(other, "one more", wire::Class::notice);
        CHECK(p.w.lines().back() == "alice's other: refused: rate_limited");
    }
    SECTION("held messages")
    {
        for (std::size_t i = 0; i < wire::max_held_per_pair; ++i) {
            if (i % wire::max_messages_per_hour == 0) p.w.after(std::chrono::hours{1});
            p.w.submit(p.alice, "m" + std::to_string(i));
        }
        p.w.after(std::chrono::hours{1});
        p.w.submit(other, "one more");
        CHECK(p.w.lines().back() == "alice's other: refused: queue_full");
    }
}

TEST_CASE("a hand-shake in a notice carries a device list of its sender and nothing else")
{
    Practice p;
    auto submit = p.w.submit_of(p.alice, "notice", wire::Class::notice);
    auto sealed = wire::decode<wire::SealedEnvelope>(submit.envelopes[0].body).value();
    sealed.handshake.emplace();
    SECTION("her list, also an earlier one, passes")
    {
        sealed.handshake->device_list = p.alice.signed_list;
        p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, p.alice.list.devices)});
        (void)p.w.lines();
        submit.envelopes[0].body = wire::encode(sealed);
        p.w.send(p.alice, submit);
        CHECK(p.w.lines().front().starts_with("alice: accepted notice"));
    }
    SECTION("another's, or a page of something else, does not")
    {
        for (const Bytes& body : {p.okafor.signed_list.body, Bytes(60'000), Bytes{}}) {
            sealed.handshake->device_list = {body, {}};
            submit.envelopes[0].body = wire::encode(sealed);
            p.w.send(p.alice, submit);
            CHECK(p.w.lines() == Lines{"alice: refused: bad_padding"});
        }
    }
}

TEST_CASE("prekeys that are known already are not looked at again, and acks come in pages")
{
    Practice p;
    auto prekeys = p.w.prekeys_of(p.alice, 2);
    p.w.send(p.alice, prekeys);
    prekeys.one_time[0].signature.value[0] ^= std::byte{1};
    p.w.send(p.alice, prekeys);
    CHECK(p.w.lines() == Lines{"alice: done", "alice: done"});
    CHECK(p.w.count("SELECT count(*) FROM one_time_prekey WHERE device = 2") == 5);

    p.w.send(p.alice, wire::Ack{std::vector<wire::AckItem>(wire::max_acks)});
    CHECK(p.w.lines() == Lines{});
    p.w.send(p.alice, wire::Ack{std::vector<wire::AckItem>(wire::max_acks + 1)});
    CHECK(p.w.lines() == Lines{"alice: refused: too_large"});
}

TEST_CASE("a device without keys uses up nobody's bundles and keeps nobody from writing")
{
    Practice p;
    SECTION("no device has any: asked for nothing, counted for nothing")
    {
        p.w.after(wire::signed_prekey_lifetime);
        for (std::size_t i = 0; i < 2 * wire::max_bundles_per_day; ++i)
            p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
        p.w.send(p.okafor, p.w.prekeys_of(p.okafor, 1));
        (void)p.w.lines();
        p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
        CHECK(p.w.lines() == Lines{"alice: bundle one-time"});
    }
    SECTION("one of two has none: the other is written to")
    {
        auto other = second_device(p.w, p.okafor);
        const auto both = p.w.submit_of(p.alice, "hello");
        REQUIRE(both.envelopes.size() == 2);
        auto one = both;
        one.envelopes.pop_back();
        p.w.send(p.alice, one);
        CHECK(p.w.lines().back().starts_with("alice: accepted hello"));
        p.w.send(other, p.w.prekeys_of(other, 1));
        (void)p.w.lines();
        one.number = ++p.alice.last_submit;
        p.w.send(p.alice, one);
        CHECK(p.w.lines() == Lines{"alice: refused: stale_device_list"});
    }
}

TEST_CASE("an account begins with its first device list")
{
    Practice p;
    const auto keys = p.w.invitation_keys("carol");
    p.w.send(p.okafor, p.w.invitation_of(p.okafor, keys));
    auto carol = p.w.stranger("carol", wire::Role::client);
    (void)p.w.list_with(carol, carol.list.devices);
    p.w.connect(carol);
    (void)p.w.lines();
    p.w.send(carol, p.w.redeem_of(carol, keys));
    CHECK(p.w.lines() == Lines{"carol: refused: out_of_range"});
}

}  // namespace
}  // namespace holdfast::server::test

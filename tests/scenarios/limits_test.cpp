// The most that one account or one connection makes the relay do, store or say. Attack 25 of tests/README.md.
#include <algorithm>

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::limits_test {
namespace {

namespace labels = crypto::labels;

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
const std::string tuesdays = "Tu 09:00-12:00";

/// The answer of a step that also tells others something, in whatever order.
bool says(const Lines& lines, std::string_view beginning)
{
    return std::ranges::any_of(lines, [&](const auto& line) { return line.starts_with(beginning); });
}

struct Practice {
    RelayWorld w{monday_evening};
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};
};

TEST_CASE("attack 25: what cannot be read counts before login like what can")
{
    Practice p;
    auto nobody = p.w.stranger("nobody", wire::Role::client);
    p.w.connect(nobody);
    for (int i = 0; i < 40; ++i) (void)p.w.step({BadInput{nobody.connection, Errc::unknown_tag}});
    CHECK(p.w.lines().back() == "nobody: hung up, rate_limited");
}

TEST_CASE("attack 25: twenty requests are answered before login, the greeting not counted")
{
    Practice p;
    auto nobody = p.w.stranger("nobody", wire::Role::client);
    p.w.connect(nobody);
    (void)p.w.lines();
    const wire::FetchInvitation question{1, p.w.invitation_keys("none").psk.id};
    for (int i = 0; i < 20; ++i) p.w.send(nobody, question);
    CHECK(p.w.lines() == Lines(20, "nobody: refused: invitation_unusable"));
    p.w.send(nobody, question);
    CHECK(p.w.lines() == Lines{"nobody: refused: rate_limited", "nobody: hung up, rate_limited"});
}

TEST_CASE("attack 25: what an account has used up is not there again on another connection")
{
    Practice p;
    const wire::Ack idle{std::vector<wire::AckItem>(wire::max_acks, {77, 0})};
    for (int i = 0; i < 20; ++i) p.w.send(p.alice, idle);
    CHECK(p.w.lines().back() == "alice: hung up, rate_limited");
    for (int i = 0; i < 3; ++i) {
        p.w.log_in(p.alice);
        CHECK(p.w.lines().back() == "alice: hung up, rate_limited");
    }
    p.w.submit(p.okafor, "others go on");
    CHECK(p.w.lines().back().starts_with("okafor: accepted"));
    p.w.after(std::chrono::minutes{10});
    p.w.log_in(p.alice);
    CHECK(p.w.lines().back() == "alice: logged in, last 0");
}

TEST_CASE("attack 25: who reads and acks much is not taken for somebody who acks nothing")
{
    Practice p;
    p.w.at("2026-03-03T09:00:00Z");
    for (int i = 0; i < 3000; ++i) {
        if (i % 500 == 0) p.w.after(std::chrono::hours{24 * 7});
        p.w.submit(p.okafor, "m" + std::to_string(i));
        p.w.ack(p.alice, "m" + std::to_string(i));
    }
    p.w.after(std::chrono::hours{24});
    p.w.tick();
    CHECK(p.w.count("SELECT count(*) FROM delivery") == 0);
    CHECK(p.w.count("SELECT sum(waiting + waiting_owned) FROM account") == 0);
}

TEST_CASE("attack 25: who never acks what was sent pays for having it sent again")
{
    Practice p;
    p.w.at("2026-03-03T09:00:00Z");
    for (int i = 0; i < 16; ++i) {
        auto letter = p.w.submit_of(p.okafor, "m" + std::to_string(i));
        letter.envelopes[0].body = Bytes(60'000);
        p.w.send(p.okafor, letter);
    }
    for (int i = 0; i < 20; ++i) p.w.log_in(p.alice);
    CHECK(p.w.lines().back() == "alice: hung up, rate_limited");
}

wire::Submit letter_of(RelayWorld& w, Person& from, const std::string& word)
{
    auto letter = w.submit_of(from, word);
    letter.envelopes[0].body = Bytes(60'000);
    return letter;
}

TEST_CASE("attack 25: nobody fills a vault or a disk in a night")
{
    Practice p;
    auto& bob = p.w.client("bob", p.okafor);
    int taken = 0;
    for (; taken < 900; ++taken) {
        p.w.send(p.alice, letter_of(p.w, p.alice, "l" + std::to_string(taken)));
        if (!p.w.lines().back().starts_with("alice: accepted")) break;
    }
    CHECK(taken == wire::max_bytes_per_day / (60'000 + wire::submit_overhead));
    CHECK(p.w.last<wire::Failure>(p.alice).code == static_cast<std::uint16_t>(Errc::rate_limited));
    CHECK(p.w.last<wire::Failure>(p.alice).retry);
    p.w.submit(bob, "his own");
    CHECK(p.w.lines().back().starts_with("bob: accepted"));
    p.w.after(std::chrono::hours{24});
    (void)p.w.lines();
    p.w.submit(p.alice, "the next day");
    CHECK(says(p.w.lines(), "alice: accepted the next day"));
}

TEST_CASE("attack 25: a therapist with many clients has a bound for all of them together")
{
    Practice p;
    auto& other = p.w.therapist("other", tuesdays);
    auto& carol = p.w.client("carol", other);
    const auto full = [&](const std::string& column, std::uint64_t bytes) {
        p.w.tamper("UPDATE account SET " + column + " = " + std::to_string(bytes) + " WHERE n = 1");
    };
    SECTION("of what waits")
    {
        full("waiting_owned", wire::max_waiting_bytes_of_owner);
        p.w.submit(p.alice, "hello");
        CHECK(p.w.lines() == Lines{"alice: refused: queue_full"});
    }
    SECTION("of what is written in a day")
    {
        p.w.submit(p.alice, "hello");
        p.w.tamper("UPDATE quota SET used = " + std::to_string(wire::max_bytes_per_day_of_owner) +
                   " WHERE account = 1 AND kind = 12");
        p.w.submit(p.alice, "and more");
        CHECK(p.w.lines().back() == "alice: refused: rate_limited");
        p.w.take_back(p.alice, "hello");
        CHECK(p.w.lines().back() == "alice: taken back");
    }
    SECTION("and one account of what it wrote")
    {
        full("waiting", wire::max_waiting_bytes);
        p.w.submit(p.okafor, "hello");
        CHECK(p.w.lines() == Lines{"okafor: refused: queue_full"});
    }
    (void)p.w.lines();
    p.w.submit(carol, "elsewhere all goes on");
    CHECK(p.w.lines().front().starts_with("carol: accepted"));
}

TEST_CASE("what waits is counted as it comes and goes, in every way it goes")
{
    Practice p;
    const auto waits = [&] { return p.w.count("SELECT sum(waiting + waiting_owned) FROM account"); };
    p.w.submit(p.alice, "taken back");
    const auto one = waits();
    CHECK(one > 2000);
    p.w.take_back(p.alice, "taken back");
    CHECK(waits() == 0);
    p.w.submit(p.okafor, "report", wire::Class::report);
    p.w.submit(p.okafor, "newer report", wire::Class::report);
    CHECK(waits() == one);
    p.w.submit(p.alice, "for a device that is dropped");
    p.w.send(p.okafor,
             wire::PublishDevices{1, p.w.list_with(p.okafor, p.w.stranger("new", wire::Role::therapist).list.devices)});
    CHECK(waits() == one);
}

TEST_CASE("without room on the disk what is new is refused in words, and everything else goes on")
{
    Practice p;
    const auto hello = p.w.submit_of(p.alice, "hello");
    p.w.send(p.alice, hello);
    p.w.submit(p.alice, "regretted");
    p.w.room(false);
    (void)p.w.lines();
    p.w.send(p.alice, hello);
    CHECK(p.w.lines().back().starts_with("alice: accepted hello"));
    p.w.submit(p.alice, "more");
    CHECK(p.w.lines().back() == "alice: refused: no_room");
    CHECK(p.w.last<wire::Failure>(p.alice).retry);
    p.w.submit(p.okafor, "notice", wire::Class::control);
    CHECK(p.w.lines().back() == "okafor: refused: no_room");
    p.w.send(p.okafor, p.w.invitation_of(p.okafor, p.w.invitation_keys("dave")));
    CHECK(p.w.lines().back() == "okafor: refused: no_room");
    p.w.hours(p.okafor, "We 09:00-12:00");
    p.w.take_back(p.alice, "regretted");
    CHECK(p.w.lines().back() == "alice: taken back");
    p.w.wait();
    p.w.ack(p.okafor, "hello");
    CHECK(p.w.count("SELECT count(*) FROM delivery WHERE sender IS NOT NULL AND acked IS NULL") == 0);
    p.w.room(true);
    p.w.submit(p.alice, "there is room");
    CHECK(says(p.w.lines(), "alice: accepted there is room"));
}

TEST_CASE("attack 25: control content that is no sealed envelope has the wrong size, whatever else is wrong with it")
{
    Practice p;
    for (const Bytes& body : {Bytes{}, Bytes(10), Bytes(1100, std::byte{0xff})}) {
        auto notice = p.w.submit_of(p.alice, "notice", wire::Class::control);
        notice.envelopes[0].body = body;
        p.w.send(p.alice, notice);
        CHECK(p.w.lines() == Lines{"alice: refused: bad_padding"});
    }
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
        std::vector<Event> events(20, RelayWorld::event(p.alice, question));
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

TEST_CASE("attack 25: more devices are not more control submits or a longer queue")
{
    Practice p;
    auto other = p.w.second_device(p.alice);
    SECTION("control submits")
    {
        for (std::size_t i = 0; i < wire::max_control_per_hour; ++i)
            p.w.submit(p.alice, "n" + std::to_string(i), wire::Class::control);
        p.w.submit(other, "one more", wire::Class::control);
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

TEST_CASE("a handshake in control content carries a device list of its sender and nothing else")
{
    Practice p;
    auto submit = p.w.submit_of(p.alice, "notice", wire::Class::control);
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
        auto other = p.w.second_device(p.okafor);
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
}  // namespace holdfast::server::test::limits_test

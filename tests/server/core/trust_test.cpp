// Attacks of a client, and how a copied vault or a rolled back relay is found. Numbers of attacks are those of
// tests/README.md.
#include <set>

#include "protocol/identity/names.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "tests/server/core/world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test {
namespace {

namespace labels = crypto::labels;
using session::open_receipt;
using wire::decided::Accepted;

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
const std::string tuesdays = "Tu 09:00-12:00";
const std::string third = "promised 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z";

/// Two therapists with a client each, who are strangers to one another.
struct Practice {
    World w{monday_evening};
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};
    Person& weiss{w.therapist("weiss", tuesdays)};
    Person& bob{w.client("bob", weiss)};

    Practice() { (void)w.lines(); }
};

TEST_CASE("the same submit a hundred times is one row, one sequence number, one answer")
{
    Practice p;
    const auto submit = p.w.submit_of(p.alice, "hello");
    p.w.send(p.alice, submit);
    const auto first = p.w.last<wire::Accepted>(p.alice);
    for (int i = 1; i < 99; ++i) p.w.send(p.alice, submit);
    CHECK(p.w.last<wire::Accepted>(p.alice) == first);
    CHECK(p.w.lines() == Lines(99, "alice: accepted hello, " + third));
    p.w.restart();
    p.w.log_in(p.alice);
    p.w.send(p.alice, submit);
    CHECK(p.w.last<wire::Accepted>(p.alice) == first);
    CHECK(p.w.count("SELECT count(*) FROM message") == 1);
    CHECK(p.w.count("SELECT count(*) FROM delivery WHERE message IS NOT NULL") == 1);
    CHECK(p.w.count("SELECT sequence FROM conversation WHERE owner = 1") == 1);
}

TEST_CASE("duplicates within one step share their leaf")
{
    Practice p;
    const auto submit = p.w.submit_of(p.alice, "hello");
    auto other = submit;
    other.message = World::message("other");
    (void)p.w.step({World::event(p.alice, submit), World::event(p.alice, submit), World::event(p.alice, other)});
    CHECK(p.w.lines() == Lines{"alice: refused: submit_conflict", "alice: accepted hello, " + third,
                               "alice: accepted hello, " + third});
    p.w.send(p.alice, other);
    CHECK(p.w.lines() == Lines{"alice: refused: submit_conflict"});
}

TEST_CASE("all receipts of a step stand under one signature")
{
    Practice p;
    (void)p.w.step({World::event(p.alice, p.w.submit_of(p.alice, "one")),
                    World::event(p.bob, p.w.submit_of(p.bob, "x")),
                    World::event(p.alice, p.w.submit_of(p.alice, "two"))});
    const auto one = p.w.last<wire::Accepted>(p.alice).proof;
    const auto x = p.w.last<wire::Accepted>(p.bob).proof;
    CHECK(one.signature == x.signature);
    CHECK(one.path.size() == wire::receipt_path);
    auto receipt = open_receipt(one, p.w.key().pub);
    REQUIRE(receipt);
    CHECK(std::get<Accepted>(receipt->event).message == World::message("two"));
    CHECK(receipt->sequence == 2);
    CHECK(receipt->at == p.w.now());
    CHECK(receipt->heads.base->version == 1);
    auto forged = one;
    forged.receipt.back() ^= std::byte{1};
    CHECK(open_receipt(forged, p.w.key().pub).errc() == Errc::bad_signature);
    CHECK(open_receipt(one, p.okafor.identity.pub).errc() == Errc::bad_signature);
}

TEST_CASE("attack 7: a lower submit number at login is a copied vault: the device stops and both ends are told")
{
    Practice p;
    p.w.submit(p.alice, "one");
    p.w.submit(p.alice, "two");
    p.alice.last_submit = 1;
    (void)p.w.lines();
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: refused: device_frozen", "alice: refused: device_frozen",
                               "okafor: device frozen", "alice: hung up, device_frozen",
                               "alice: hung up, device_frozen"});
    p.alice.last_submit = 5;  // the original, too: nobody can tell which is which
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: refused: device_frozen", "alice: hung up, device_frozen"});
    CHECK(std::get<AccountLines>(p.w.admin(ListAccounts{})).accounts[1].frozen_devices == 1);
}

TEST_CASE("attack 7: a copied vault in a modified client that claims any submit number is found out by its token")
{
    Practice p;
    p.w.submit(p.alice, "one");
    const auto copied = p.alice.token;
    p.w.log_in(p.alice);
    (void)p.w.lines();
    p.w.connect(p.alice);
    auto login = [&](const wire::LoginToken& token) {
        p.alice.token = token;
        p.alice.last_submit = 1'000'000;
        p.w.send(p.alice, p.w.login_of(p.alice));
    };
    SECTION("with the token it has") { login(copied); }
    SECTION("with none") { login({}); }
    SECTION("with a higher number under the same MAC") { login({copied.number + 9, copied.mac}); }
    SECTION("with the token of another device") { login(p.bob.token); }
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: refused: device_frozen", "alice: refused: device_frozen",
                               "okafor: device frozen", "alice: hung up, device_frozen",
                               "alice: hung up, device_frozen"});
}

TEST_CASE("attack 7: whichever comes second of a device and its copy is stopped, before it was told anything")
{
    Practice p;
    p.w.hang_up(p.alice);
    const auto shared = p.alice.token;
    p.w.log_in(p.alice);  // the copy, which keeps what it is given
    p.w.hang_up(p.alice);
    p.alice.token = shared;
    (void)p.w.lines();
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: refused: device_frozen", "okafor: device frozen",
                               "alice: hung up, device_frozen"});
}

TEST_CASE("attack 7: before its new token is confirmed a device is told nothing and may do nothing")
{
    Practice p;
    p.w.hang_up(p.alice);
    p.w.at("2026-03-03T09:30:00Z");
    p.w.submit(p.okafor, "for alice");
    p.w.connect(p.alice);
    (void)p.w.lines();
    p.w.send(p.alice, p.w.login_of(p.alice));
    p.w.tick();
    CHECK(p.w.lines() == Lines{"alice: logged in, last 0"});
    SECTION("confirmed, it is")
    {
        p.w.keep_token(p.alice);
        CHECK(p.w.lines() == Lines{"alice: deliver for alice"});
        p.w.send(p.alice, wire::TokenKept{p.alice.token.number});
        CHECK(p.w.lines() == Lines{"alice: refused: unexpected_frame", "alice: hung up, unexpected_frame"});
    }
    SECTION("another number is none")
    {
        p.w.send(p.alice, wire::TokenKept{p.alice.token.number});
        CHECK(p.w.lines() == Lines{"alice: refused: unexpected_frame", "alice: hung up, unexpected_frame"});
    }
    SECTION("a submit is out of turn")
    {
        p.w.submit(p.alice, "first");
        CHECK(p.w.lines() == Lines{"alice: refused: unexpected_frame", "alice: hung up, unexpected_frame"});
    }
    SECTION("and where it was lost, the token before counts, again and again")
    {
        for (int i = 0; i < 3; ++i) {
            p.w.connect(p.alice);
            p.w.send(p.alice, p.w.login_of(p.alice));
        }
        p.w.log_in(p.alice);
        CHECK(p.w.lines().back() == "alice: deliver for alice");
    }
}

TEST_CASE("attack 7: a relay put back from a copy follows a token newer than its own, and no older one")
{
    const holdfast::test::TempDir dir;
    World w{monday_evening, dir / "relay.db"};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    REQUIRE(w.relay().store().backup_to(dir / "copy.db"));
    w.log_in(alice);
    const auto older = alice.token;
    w.log_in(alice);

    World back{"2026-03-02T21:00:00Z", dir / "copy.db"};
    back.relay().store().mark_restored(back.random());
    back.restart();
    back.log_in(alice);
    CHECK(back.lines().back() == "alice: logged in, last 0");
    CHECK(alice.token.number > older.number + 1);
    alice.token = older;
    back.log_in(alice);
    CHECK(back.lines().back() == "alice: hung up, device_frozen");
}

TEST_CASE("attack 7: a number the device claims to have used is taken only with the receipt it got for it")
{
    Practice p;
    p.alice.last_submit = 5;
    p.w.log_in(p.alice);
    (void)p.w.lines();
    auto submit = p.w.submit_of(p.alice, "hello");
    SECTION("without one it is refused, and a new number is taken")
    {
        submit.number = 3;
        p.w.send(p.alice, submit);
        submit.number = 6;
        p.w.send(p.alice, submit);
        CHECK(p.w.lines() == Lines{"alice: refused: submit_conflict", "alice: accepted hello, " + third});
    }
    SECTION("the receipt of something else is none")
    {
        submit.number = 6;
        p.w.send(p.alice, submit);
        const auto other = p.w.last<wire::Accepted>(p.alice).proof;
        p.alice.last_submit = 9;
        p.w.log_in(p.alice);
        (void)p.w.lines();
        auto next = p.w.submit_of(p.alice, "another");
        next.number = 8;
        next.earlier = other;
        p.w.send(p.alice, next);
        CHECK(p.w.lines() == Lines{"alice: refused: submit_conflict"});
    }
}

TEST_CASE("a device's delivery numbers tell nothing of what others get, or of what waits for it")
{
    Practice p;
    std::vector<std::uint64_t> numbers;
    const auto delivered = [&](const Person& to) { numbers.push_back(p.w.last<wire::Deliver>(to).delivery); };
    p.w.submit(p.bob, "b1");  // held
    p.w.submit(p.bob, "b2");
    p.w.submit(p.alice, "n1", wire::Class::control);
    delivered(p.okafor);
    p.w.submit(p.bob, "b3");
    p.w.submit(p.alice, "m1");  // held, for the same device
    p.w.submit(p.alice, "n2", wire::Class::control);
    delivered(p.okafor);
    CHECK(numbers == std::vector<std::uint64_t>{1, 2});
    p.w.wait();
    CHECK(p.w.last<wire::Deliver>(p.okafor).delivery == 3);
    CHECK(p.w.last<wire::Deliver>(p.weiss).delivery == 3);
}

TEST_CASE("a receipt looks the same whether others got many or none")
{
    Practice p;
    p.w.submit(p.alice, "alone");
    const auto alone = p.w.last<wire::Accepted>(p.alice).proof;
    std::vector<Event> events;
    for (int i = 0; i < 40; ++i) events.push_back(World::event(p.bob, p.w.submit_of(p.bob, "b" + std::to_string(i))));
    events.insert(events.begin() + 20, World::event(p.alice, p.w.submit_of(p.alice, "among")));
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

TEST_CASE("attack 7: a relay put back from a copy gets the message again, and its received-at stands")
{
    const holdfast::test::TempDir dir;
    World w{monday_evening, dir / "relay.db"};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    REQUIRE(w.relay().store().backup_to(dir / "copy.db"));
    auto submit = w.submit_of(alice, "hello");
    w.send(alice, submit);
    const auto before = w.last<wire::Accepted>(alice).proof;
    (void)w.lines();

    World back{"2026-03-02T21:00:00Z", dir / "copy.db"};
    (void)back.random().id<Digest>();  // not the bytes the first one drew
    back.relay().store().mark_restored(back.random());
    back.restart();
    back.log_in(alice);
    CHECK(back.last<wire::LoggedIn>(alice).last_submit == 0);
    CHECK(back.last<wire::LoggedIn>(alice).one_time_prekeys == 0);
    back.send(alice, submit);  // under the old number only with the receipt
    CHECK(back.lines().back() == "alice: refused: submit_conflict");
    submit.earlier = before;
    back.send(alice, submit);
    const auto earlier = open_receipt(before, w.key().pub).value();
    const auto again = open_receipt(back.last<wire::Accepted>(alice).proof, w.key().pub).value();
    CHECK(std::get<Accepted>(again.event).received == std::get<Accepted>(earlier.event).received);
    CHECK(again.at == back.now());
    CHECK(again.sequence == earlier.sequence);
    CHECK(again.incarnation != earlier.incarnation);
}

TEST_CASE("an earlier receipt that is not about this submit changes nothing")
{
    Practice p;
    p.w.submit(p.alice, "one");
    const auto first = p.w.last<wire::Accepted>(p.alice).proof;
    p.w.after(std::chrono::minutes{10});
    auto submit = p.w.submit_of(p.alice, "two");
    submit.earlier = first;
    SECTION("another message") {}
    SECTION("forged")
    {
        auto receipt = wire::decode<wire::Receipt>(first.receipt).value();
        std::get<Accepted>(receipt.event).message = submit.message;
        submit.earlier->receipt = wire::encode(receipt);
    }
    p.w.send(p.alice, submit);
    const auto second = open_receipt(p.w.last<wire::Accepted>(p.alice).proof, p.w.key().pub);
    CHECK(std::get<Accepted>(second->event).received == p.w.now());
}

TEST_CASE("attack 11: a login is worth nothing anywhere else")
{
    Practice p;
    p.w.hang_up(p.alice);
    p.w.connect(p.alice);
    auto login = p.w.login_of(p.alice);
    (void)p.w.lines();
    SECTION("on another connection")
    {
        p.w.connect(p.alice);
        (void)p.w.lines();
    }
    SECTION("for another account") { login.account = p.bob.account; }
    SECTION("for another device") { login.device = p.bob.device; }
    SECTION("with another submit number") { login.last_submit = 7; }
    SECTION("with another token") { login.token.number = 7; }
    SECTION("for another version")
    {
        const wire::LoginProof proof{session::practice_id(p.w.key().pub),
                                     p.alice.exporter,
                                     p.alice.client_nonce,
                                     p.alice.greeting.nonce,
                                     p.alice.account,
                                     p.alice.device,
                                     2,
                                     0,
                                     p.alice.token};
        login.signature = crypto::sign(labels::sign_login, p.alice.signing, wire::encode(proof));
    }
    SECTION("with another exporter")
    {
        const wire::LoginProof proof{session::practice_id(p.w.key().pub),
                                     Bytes(32),
                                     p.alice.client_nonce,
                                     p.alice.greeting.nonce,
                                     p.alice.account,
                                     p.alice.device,
                                     1,
                                     0,
                                     p.alice.token};
        login.signature = crypto::sign(labels::sign_login, p.alice.signing, wire::encode(proof));
    }
    SECTION("at another practice")
    {
        const wire::LoginProof proof{PracticeId{},
                                     p.alice.exporter,
                                     p.alice.client_nonce,
                                     p.alice.greeting.nonce,
                                     p.alice.account,
                                     p.alice.device,
                                     1,
                                     0,
                                     p.alice.token};
        login.signature = crypto::sign(labels::sign_login, p.alice.signing, wire::encode(proof));
    }
    SECTION("under another label")
    {
        login.signature = crypto::sign(labels::sign_device_list, p.alice.signing, Bytes(8));
    }
    p.w.send(p.alice, login);
    CHECK(p.w.lines() == Lines{"alice: refused: login_refused", "alice: hung up, login_refused"});
}

TEST_CASE("unknown accounts get the answer of a wrong signature")
{
    Practice p;
    auto nobody = p.w.stranger("nobody", wire::Role::client);
    p.w.connect(nobody);
    p.w.send(nobody, p.w.login_of(nobody));
    const auto unknown = p.w.last<wire::Failure>(nobody);
    p.w.connect(p.alice);
    auto login = p.w.login_of(p.alice);
    login.signature.value[0] ^= std::byte{1};
    p.w.send(p.alice, login);
    CHECK(p.w.last<wire::Failure>(p.alice) == unknown);
}

TEST_CASE("a second login of a device ends the first")
{
    Practice p;
    const auto first = p.alice.connection;
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: logged in, last 0", "alice: hung up, closed"});
    CHECK(first != p.alice.connection);
    (void)p.w.step({Closed{first}});
    p.w.submit(p.alice, "still here");
    CHECK(p.w.lines().size() == 1);
}

TEST_CASE("frames out of turn end the connection")
{
    Practice p;
    auto nobody = p.w.stranger("nobody", wire::Role::client);
    p.w.connect(nobody);
    (void)p.w.lines();
    const auto ended = Lines{"nobody: refused: unexpected_frame", "nobody: hung up, unexpected_frame"};
    SECTION("a request before login")
    {
        p.w.send(nobody, wire::FetchRosters{1});
        CHECK(p.w.lines() == ended);
    }
    SECTION("a second hello")
    {
        p.w.send(nobody, wire::Hello{});
        CHECK(p.w.lines() == ended);
    }
    SECTION("a redemption after login")
    {
        p.w.send(p.alice, p.w.redeem_of(p.alice, p.w.invitation_keys("alice")));
        CHECK(p.w.lines().back() == "alice: hung up, unexpected_frame");
    }
    SECTION("a version nobody speaks")
    {
        p.w.connect(nobody);
        (void)p.w.step({Opened{99, Bytes(32), ""}, FrameArrived{99, wire::Hello{2, {}}}});
        CHECK(p.w.lines().back() == "nobody: hung up, unknown_version");
    }
    SECTION("too many questions before login")
    {
        for (int i = 0; i < 40; ++i) p.w.send(nobody, wire::FetchInvitation{1, {}});
        CHECK(p.w.lines().back() == "nobody: hung up, rate_limited");
    }
    SECTION("a connection without exporter")
    {
        (void)p.w.step({Opened{98, {}, ""}});
        CHECK(p.w.lines() == Lines{"nobody: hung up, not_allowed"});
    }
    SECTION("a frame that does not decode is answered, a broken batch ends it")
    {
        (void)p.w.step({BadInput{p.alice.connection, Errc::unknown_tag}});
        CHECK(p.w.lines() == Lines{"alice: refused: unknown_tag"});
        (void)p.w.step({BadInput{p.alice.connection, Errc::truncated, true}});
        CHECK(p.w.lines() == Lines{"alice: refused: truncated", "alice: hung up, truncated"});
    }
}

TEST_CASE("attack 26: what belongs to others answers like what does not exist")
{
    Practice p;
    const auto failure_of = [&](wire::ClientFrame frame) {
        p.w.send(p.alice, std::move(frame));
        auto failure = p.w.last<wire::Failure>(p.alice);
        return failure;
    };
    SECTION("bundle")
    {
        CHECK(failure_of(wire::FetchBundle{1, p.weiss.account}) == failure_of(wire::FetchBundle{1, AccountId{}}));
        CHECK(failure_of(wire::FetchBundle{1, p.alice.account}) == failure_of(wire::FetchBundle{1, AccountId{}}));
    }
    SECTION("hours")
    {
        CHECK(failure_of(wire::FetchHours{1, p.weiss.account, std::nullopt, 1}) ==
              failure_of(wire::FetchHours{1, AccountId{}, std::nullopt, 1}));
        CHECK(failure_of(wire::FetchHours{1, p.weiss.account, p.bob.conversation, 1}) ==
              failure_of(wire::FetchHours{1, p.okafor.account, ConversationId{}, 1}));
    }
    SECTION("submit")
    {
        auto submit = p.w.submit_of(p.alice, "hello");
        submit.conversation = p.bob.conversation;
        const auto foreign = failure_of(submit);
        submit.conversation = {};
        CHECK(foreign == failure_of(submit));
        CHECK(foreign.code == static_cast<std::uint16_t>(Errc::not_found));
    }
    SECTION("take-back")
    {
        p.w.submit(p.bob, "his");
        const auto his = World::message("his");
        const auto nothing = failure_of(wire::TakeBack{1, p.alice.conversation, MessageId{}});
        CHECK(nothing.code == static_cast<std::uint16_t>(Errc::not_found));
        CHECK(failure_of(wire::TakeBack{1, p.bob.conversation, his}) == nothing);
        CHECK(failure_of(wire::TakeBack{1, p.alice.conversation, his}) == nothing);
        CHECK(failure_of(wire::TakeBack{1, ConversationId{}, his}) == nothing);
        CHECK(p.w.count("SELECT count(*) FROM message") == 1);
    }
    SECTION("ack")
    {
        p.w.submit(p.bob, "his");
        p.w.wait();
        (void)p.w.lines();
        p.w.send(p.alice, wire::Ack{{{1, 0}, {2, 5}, {3, 0}, {std::uint64_t{1} << 63, 0}}});
        CHECK(p.w.lines() == Lines{});
        CHECK(p.w.count("SELECT count(*) FROM message") == 1);
    }
    SECTION("invitations, rosters and hours of another therapist")
    {
        const auto keys = p.w.invitation_keys("carol");
        p.w.send(p.weiss, p.w.invitation_of(p.weiss, keys));
        p.w.send(p.okafor, wire::RevokeInvitation{1, keys.psk.id});
        const auto foreign = p.w.last<wire::Failure>(p.okafor);
        p.w.send(p.okafor, wire::RevokeInvitation{1, {}});
        CHECK(p.w.last<wire::Failure>(p.okafor) == foreign);

        wire::Roster roster{{}, p.okafor.account, {p.okafor.account, p.bob.account}};
        std::sort(roster.members.begin(), roster.members.end());
        p.w.send(p.okafor,
                 wire::PublishRoster{1, session::sign_record(labels::sign_roster, p.okafor.identity, roster)});
        CHECK(p.w.last<wire::Failure>(p.okafor) == foreign);

        const auto version = p.w.version_of(p.okafor, tuesdays, [&](auto& v) { v.owner = p.weiss.account; });
        p.w.send(p.okafor, wire::PublishHours{1, version});
        CHECK(p.w.last<wire::Failure>(p.okafor) == foreign);
    }
}

TEST_CASE("a delivery that was held cannot be acked unseen")
{
    Practice p;
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    p.w.send(p.okafor, wire::Ack{{{1, 0}, {2, 0}, {3, 0}}});
    CHECK(p.w.count("SELECT count(*) FROM message") == 1);
}

TEST_CASE("clients invite nobody and publish no hours")
{
    Practice p;
    p.w.send(p.alice, p.w.invitation_of(p.alice, p.w.invitation_keys("eve")));
    p.w.send(p.alice, wire::PublishHours{1, p.w.version_of(p.alice, tuesdays)});
    CHECK(p.w.lines() == Lines{"alice: refused: not_allowed", "alice: refused: not_allowed"});
}

TEST_CASE("attack 2: prekeys and device lists that their owner did not sign are refused")
{
    Practice p;
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

TEST_CASE("attack 8: envelopes go to exactly the devices of the other members")
{
    Practice p;
    auto submit = p.w.submit_of(p.alice, "hello");
    const auto right = submit.envelopes[0];
    SECTION("none") { submit.envelopes.clear(); }
    SECTION("somebody else's device") { submit.envelopes[0].device = p.bob.device; }
    SECTION("her own") { submit.envelopes[0] = {p.alice.account, p.alice.device, right.body}; }
    SECTION("twice the same") { submit.envelopes.push_back(right); }
    SECTION("one too many") { submit.envelopes.push_back({p.bob.account, p.bob.device, right.body}); }
    p.w.send(p.alice, submit);
    CHECK(p.w.lines() == Lines{"alice: refused: stale_device_list"});
    submit.envelopes = {right};
    p.w.send(p.alice, submit);  // a refusal uses up no number
    CHECK(p.w.lines() == Lines{"alice: accepted hello, " + third});
}

TEST_CASE("sizes and classes that may not be are refused")
{
    Practice p;
    auto submit = p.w.submit_of(p.alice, "hello", wire::Class::control);
    const auto refused = [&](Errc code) {
        p.w.send(p.alice, submit);
        CHECK(p.w.lines() == Lines{"alice: refused: " + std::string{name(code)}});
    };
    submit.envelopes[0].body = Bytes(wire::max_envelope_bytes + 1);
    refused(Errc::too_large);
    submit.cls = wire::Class::message;
    refused(Errc::too_large);
    submit.cls = wire::Class::control;
    wire::SealedEnvelope sealed;
    sealed.ciphertext = Bytes(2048 + 16);  // a page of text, dressed as upkeep
    submit.envelopes[0].body = wire::encode(sealed);
    refused(Errc::bad_padding);
    submit.number = 0;
    refused(Errc::submit_conflict);
    submit.number = std::uint64_t{1} << 63;
    refused(Errc::out_of_range);
}

TEST_CASE("dropping a device empties its queue, ends its connection and tells its peers")
{
    Practice p;
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
    Practice p;
    Lines expected(3, "alice: bundle one-time");
    expected.push_back("alice: bundle signed-only");
    for (int i = 0; i < 4; ++i) p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    CHECK(p.w.lines() == expected);
    CHECK(p.w.count("SELECT count(*) FROM one_time_prekey WHERE device = 1") == 0);
}

TEST_CASE("attack 16: prekeys cannot be drained: bundles are few a day, also after a restart")
{
    Practice p;
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
    Practice p;
    const auto prekeys = p.w.prekeys_of(p.okafor, 5);
    p.w.send(p.okafor, prekeys);
    p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    p.w.send(p.okafor, prekeys);
    CHECK(p.w.count("SELECT count(*) FROM one_time_prekey WHERE device = 1") == 3 + 5 - 1);
}

TEST_CASE("attack 25: prekeys and device lists are published few times a day")
{
    Practice p;
    for (int i = 0; i < 40; ++i) p.w.send(p.alice, p.w.prekeys_of(p.alice, 0));
    CHECK(p.w.lines().back() == "alice: refused: rate_limited");
    const auto entry = p.alice.list.devices[0];
    for (int i = 0; i < 25; ++i) p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, {entry})});
    CHECK(p.w.lines().back() == "alice: refused: rate_limited");
    CHECK(p.w.count("SELECT epoch FROM account WHERE n = 2") == 1 + 10);
}

TEST_CASE("a device without keys is said to have none")
{
    Practice p;
    p.w.after(wire::signed_prekey_lifetime);
    p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    CHECK(p.w.lines() == Lines{"alice: refused: no_prekeys"});
}

TEST_CASE("attack 25: a full queue refuses with its reason and drops nothing, a reader who is away fills it")
{
    Practice p;
    auto& carol = p.w.client("carol", p.okafor);
    for (std::size_t i = 0; i < wire::max_held_per_pair; ++i) {
        if (i % wire::max_messages_per_hour == 0) p.w.after(std::chrono::hours{1});
        p.w.submit(p.alice, "m" + std::to_string(i));
    }
    p.w.after(std::chrono::hours{1});
    (void)p.w.lines();
    p.w.submit(p.alice, "one more");
    CHECK(p.w.lines() == Lines{"alice: refused: queue_full"});
    CHECK(p.w.last<wire::Failure>(p.alice).retry);
    CHECK(p.w.count("SELECT count(*) FROM message") == static_cast<std::int64_t>(wire::max_held_per_pair));
    --p.alice.last_submit;
    p.w.submit(p.bob, "his own");
    CHECK(p.w.lines() == Lines{"bob: accepted his own, " + third});
    p.w.submit(carol, "to the same reader");
    CHECK(p.w.lines() == Lines{"carol: accepted to the same reader, " + third});
}

TEST_CASE("attack 25: notices are sixty an hour, counted across a restart")
{
    Practice p;
    for (std::size_t i = 0; i < wire::max_notices_per_hour; ++i)
        p.w.submit(p.alice, "n" + std::to_string(i), wire::Class::control);
    p.w.restart();
    p.w.log_in(p.alice);
    (void)p.w.lines();
    p.w.submit(p.alice, "one more", wire::Class::control);
    CHECK(p.w.lines() == Lines{"alice: refused: rate_limited"});
    --p.alice.last_submit;
    p.w.submit(p.alice, "a message passes");
    p.w.after(std::chrono::hours{1});
    p.w.submit(p.alice, "later", wire::Class::control);
    CHECK(p.w.lines() == Lines{"alice: accepted a message passes, " + third, "alice: accepted later"});
}

TEST_CASE("a refusal by the reader reaches the writer when the window ends, and blocks nothing")
{
    Practice p;
    p.w.submit(p.alice, "odd");
    p.w.submit(p.alice, "fine");
    p.w.wait();
    (void)p.w.lines();
    p.w.ack(p.okafor, "odd", static_cast<std::uint16_t>(Errc::cannot_decrypt));
    p.w.ack(p.okafor, "fine");
    CHECK(p.w.lines() == Lines{});
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-03T12:00:00Z"));
    CHECK(p.w.lines() == Lines{"alice: reader refused odd: cannot_decrypt"});
    p.w.ack(p.alice, "tell 1");
    CHECK(p.w.count("SELECT count(*) FROM delivery") == 0);
}

TEST_CASE("invitations: single use, with an end, revocable, and repeatable with the same keys")
{
    Practice p;
    const auto keys = p.w.invitation_keys("carol");
    auto carol = p.w.stranger("carol", wire::Role::client);
    const auto publish = p.w.invitation_of(p.okafor, keys);
    p.w.send(p.okafor, publish);
    p.w.send(p.okafor, publish);
    CHECK(p.w.lines() == Lines{"okafor: done", "okafor: done"});
    p.w.connect(carol);
    (void)p.w.lines();

    SECTION("foreign")
    {
        p.w.send(carol, wire::FetchInvitation{1, {}});
        p.w.send(carol, p.w.redeem_of(carol, p.w.invitation_keys("elsewhere")));
        CHECK(p.w.lines() == Lines{"carol: refused: invitation_unusable", "carol: refused: invitation_unusable"});
    }
    SECTION("the same redemption again, also on another connection, gets the same answer")
    {
        p.w.send(carol, p.w.redeem_of(carol, keys));
        p.w.send(carol, p.w.redeem_of(carol, keys));
        p.w.connect(carol);
        p.w.send(carol, p.w.redeem_of(carol, keys));
        CHECK(p.w.lines() == Lines{"carol: redeemed as client", "carol: redeemed as client", "carol: greeting",
                                   "carol: redeemed as client"});
        CHECK(p.w.count("SELECT count(*) FROM account") == 5);
    }
    SECTION("used by another")
    {
        p.w.send(carol, p.w.redeem_of(carol, keys));
        auto eve = p.w.stranger("eve", wire::Role::client);
        p.w.connect(eve);
        (void)p.w.lines();
        p.w.send(eve, wire::FetchInvitation{1, keys.psk.id});
        p.w.send(eve, p.w.redeem_of(eve, keys));
        CHECK(p.w.lines() == Lines{"eve: refused: invitation_unusable", "eve: refused: invitation_unusable"});
    }
    SECTION("expired")
    {
        p.w.after(wire::invitation_lifetime);
        p.w.send(carol, wire::FetchInvitation{1, keys.psk.id});
        p.w.send(carol, p.w.redeem_of(carol, keys));
        CHECK(p.w.lines() == Lines{"carol: refused: invitation_expired", "carol: refused: invitation_expired"});
    }
    SECTION("revoked")
    {
        p.w.send(p.okafor, wire::RevokeInvitation{1, keys.psk.id});
        p.w.send(carol, p.w.redeem_of(carol, keys));
        CHECK(p.w.lines() == Lines{"okafor: done", "carol: refused: invitation_unusable"});
    }
    SECTION("without the secret")
    {
        auto redeem = p.w.redeem_of(carol, keys);
        redeem.signature.value[0] ^= std::byte{1};
        p.w.send(carol, redeem);
        CHECK(p.w.lines() == Lines{"carol: refused: bad_signature"});
    }
    SECTION("another publishes under the same id")
    {
        auto other = publish;
        other.record = to_bytes("another");
        p.w.send(p.weiss, other);
        CHECK(p.w.lines() == Lines{"weiss: refused: already_exists"});
    }
    SECTION("too long a life")
    {
        auto other = p.w.invitation_of(p.okafor, p.w.invitation_keys("later"));
        other.expires += std::chrono::hours{1};
        p.w.send(p.okafor, other);
        CHECK(p.w.lines() == Lines{"okafor: refused: out_of_range"});
    }
}

TEST_CASE("hours: what does not follow the chain is refused, what was published again is answered again")
{
    Practice p;
    const auto first = p.w.version_of(p.okafor, "We 09:00-12:00");
    SECTION("the same again")
    {
        p.w.send(p.okafor, wire::PublishHours{1, first});
        const auto link = p.w.last<wire::HoursChain>(p.okafor).links.at(0);
        p.w.after(std::chrono::hours{1});
        p.w.send(p.okafor, wire::PublishHours{1, first});
        CHECK(p.w.last<wire::HoursChain>(p.okafor).links.at(0) == link);
        CHECK(p.w.lines() == Lines{"okafor: hours 1", "alice: new hours 1", "okafor: hours 1"});
    }
    SECTION("another under the same number")
    {
        p.w.send(p.okafor, wire::PublishHours{1, first});
        (void)p.w.lines();
        p.w.hours(p.okafor, "Th 09:00-12:00", [](auto& v) { v.version = 2; });
        CHECK(p.w.lines() == Lines{"okafor: refused: fork"});
    }
    SECTION("a number left out")
    {
        p.w.hours(p.okafor, "Th 09:00-12:00");
        CHECK(p.w.lines() == Lines{"okafor: refused: broken_chain"});
    }
    SECTION("rules that cannot be read")
    {
        p.w.hours(p.weiss, "Tu 9 till noon");
        p.w.hours(p.alice, "Tu 09:00-12:00");
        CHECK(p.w.lines() == Lines{"weiss: refused: bad_rules", "alice: refused: not_allowed"});
    }
    SECTION("signed by somebody else")
    {
        auto version = first;
        version.signature = crypto::sign(labels::sign_hours, p.weiss.identity, version.body);
        p.w.send(p.okafor, wire::PublishHours{1, version});
        CHECK(p.w.lines() == Lines{"okafor: refused: bad_signature"});
    }
}

TEST_CASE("rosters are kept for the members and given to nobody else")
{
    Practice p;
    const auto keys = p.w.invitation_keys("alice");
    wire::Roster roster{keys.conversation_salt, p.okafor.account, {p.okafor.account, p.alice.account}};
    std::sort(roster.members.begin(), roster.members.end());
    p.w.send(p.okafor, wire::PublishRoster{1, session::sign_record(labels::sign_roster, p.okafor.identity, roster)});
    p.w.send(p.alice, wire::FetchRosters{1});
    p.w.send(p.bob, wire::FetchRosters{1});
    CHECK(p.w.lines() == Lines{"okafor: done", "alice: rosters 1", "bob: rosters 0"});
    CHECK(p.w.last<wire::Rosters>(p.alice).rosters[0].device_lists.size() == 2);
    CHECK(p.w.count("SELECT count(*) FROM conversation") == 2);
}

}  // namespace
}  // namespace holdfast::server::test

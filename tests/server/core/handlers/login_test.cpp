// A login proves who asks, here and now; a copied vault and a relay restored from a backup are found by it.
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::login_test {
namespace {

namespace labels = crypto::labels;

TEST_CASE("attack 7: a lower submit number at login is a copied vault: the device stops and both ends are told")
{
    TwoPairs p;
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
    TwoPairs p;
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
    TwoPairs p;
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
    TwoPairs p;
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

TEST_CASE("attack 7: a relay restored from a backup follows a token newer than its own, and no older one")
{
    const holdfast::test::TempDir dir;
    RelayWorld w{monday_evening, dir / "relay.db"};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    REQUIRE(w.relay().store().backup_to(dir / "copy.db"));
    w.log_in(alice);
    const auto older = alice.token;
    w.log_in(alice);

    RelayWorld back{"2026-03-02T21:00:00Z", dir / "copy.db"};
    back.relay().store().mark_restored(back.random());
    back.restart();
    back.log_in(alice);
    CHECK(back.lines().back() == "alice: logged in, last 0");
    CHECK(alice.token.number > older.number + 1);
    alice.token = older;
    back.log_in(alice);
    CHECK(back.lines().back() == "alice: hung up, device_frozen");
}

TEST_CASE("attack 11: a login is worth nothing anywhere else")
{
    TwoPairs p;
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
    TwoPairs p;
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
    TwoPairs p;
    const auto first = p.alice.connection;
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: logged in, last 0", "alice: hung up, closed"});
    CHECK(first != p.alice.connection);
    (void)p.w.step({Closed{first}});
    p.w.submit(p.alice, "still here");
    CHECK(p.w.lines().size() == 1);
}

}  // namespace
}  // namespace holdfast::server::test::login_test

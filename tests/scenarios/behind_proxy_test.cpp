// A practice whose relay is behind a proxy that ends TLS, or comes to be: who is told, who goes on, and who is refused.
#include "client/core/account/recovery_kit.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace behind_proxy_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

bool behind_proxy(Member& member) { return member.client().relay().value().behind_proxy; }

std::size_t times_told(Member& member) { return member.count<show::BehindProxy>(); }

/// Greets as the relay would, over `exporter`, with `key`.
void greet_with(Member& member, const crypto::SignKeyPair& key, Bytes exporter)
{
    member.meddle = [&member, &key, exporter = std::move(exporter)](wire::RelayFrame& frame) {
        auto* greeting = std::get_if<wire::Greeting>(&frame);
        if (!greeting) return true;
        const auto& hello = std::get<wire::Hello>(member.sent().back());
        const wire::GreetingProof proof{exporter, hello.nonce, greeting->nonce, greeting->time};
        greeting->relay_key = key.pub;
        greeting->signature = crypto::sign(crypto::labels::sign_relay_hello, key, wire::encode(proof));
        return true;
    };
}

}  // namespace

TEST_CASE("a practice that moves behind a proxy keeps everybody, and each is told once")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    CHECK_FALSE(behind_proxy(alice));
    p.behind_proxy(true);
    okafor.forget_shown();
    alice.forget_shown();
    okafor.go_online();
    alice.go_online();
    CHECK(alice.online());
    CHECK(behind_proxy(alice));
    CHECK(times_told(alice) == 1);
    CHECK(times_told(okafor) == 1);
    CHECK(alice.count<show::Offline>() == 0);

    alice >> "hi";
    p.at("2026-03-03T09:00:00Z");
    CHECK(okafor.read() == Lines{"hi"});
    alice.restart();
    alice.go_online();
    CHECK(alice.online());
    CHECK(times_told(alice) == 1);
}

TEST_CASE("what is asked for while the client learns of a proxy is done on the connection after it")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    okafor.go_offline();
    p.behind_proxy(true);
    okafor.step(Command{77, command::Invite{"Kim"}});
    okafor.go_online();
    CHECK(okafor.last<show::Answered>()->ticket == 77);
    CHECK_FALSE(okafor.last<show::Answered>()->error);
}

TEST_CASE("behind a proxy people enrol by code and by link, come back by kit, and are told once")
{
    ClientWorld p{monday_evening};
    p.behind_proxy(true);
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    CHECK(behind_proxy(okafor));
    CHECK(times_told(okafor) == 1);
    const auto invitation = p.invitation(okafor, "Sam");
    const bool typed = GENERATE(true, false);
    const auto text = typed ? invitation.code : invitation.link;
    CHECK(session::parse_invitation(text).value().relay.behind_proxy);

    auto& sam = p.newcomer("Sam");
    sam.step(Command{1, command::Enrol{text, "Sam"}});
    CHECK(behind_proxy(sam));  // before the first connection
    sam.go_online();
    CHECK(sam.client().status().enrolled);
    CHECK(times_told(sam) == 1);

    const auto kit = sam.print_kit();
    CHECK(parse_kit(kit).value().relay.behind_proxy);
    sam.lose_device();
    sam.forget_shown();
    sam.restore(kit);
    CHECK(sam.client().status().enrolled);
    CHECK(behind_proxy(sam));
    CHECK(times_told(sam) == 1);
}

TEST_CASE("an invitation from before the proxy still works, and the client is told")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto code = p.invitation(okafor, "Sam").code;
    p.behind_proxy(true);
    auto& sam = p.newcomer("Sam");
    sam.step(Command{1, command::Enrol{code, "Sam"}});
    sam.go_online();
    CHECK(sam.client().status().enrolled);
    CHECK(behind_proxy(sam));
    CHECK(times_told(sam) == 1);
}

TEST_CASE("a practice that leaves its proxy keeps everybody, and nobody goes by the certificate any more")
{
    ClientWorld p{monday_evening};
    p.behind_proxy(true);
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    p.behind_proxy(false);
    okafor.go_online();
    CHECK(okafor.online());
    CHECK_FALSE(behind_proxy(okafor));
}

TEST_CASE("attack 2: another key, or a greeting for another connection, makes no client believe in a proxy")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    const auto other = crypto::SignKeyPair::generate(p.random());
    const bool by_another = GENERATE(true, false);
    greet_with(alice, by_another ? other : p.key(), by_another ? Bytes{} : Bytes(32, std::byte{0x5A}));
    const auto before = alice.sent().size();
    alice.go_online();
    CHECK_FALSE(alice.online());
    CHECK(alice.last<show::Offline>()->reason == Errc::wrong_relay);
    CHECK_FALSE(behind_proxy(alice));
    CHECK(times_told(alice) == 0);
    CHECK(alice.sent().size() == before + 1);  // the Hello
}

TEST_CASE("a client that dies on learning of a proxy knows it at its next start")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    greet_with(alice, p.key(), {});
    std::size_t hellos = 0;
    alice.meddle_out = [&](wire::ClientFrame& frame) {
        return !std::holds_alternative<wire::Hello>(frame) || ++hellos == 1;  // the second one never leaves
    };
    alice.go_online();
    CHECK(times_told(alice) == 1);
    alice.restart();
    CHECK(behind_proxy(alice));
}

}  // namespace behind_proxy_test

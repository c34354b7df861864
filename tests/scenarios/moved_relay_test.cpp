// A practice whose relay moves to another name: who was told finds it there, by its key and by nothing else.
#include "protocol/identity/signed_records.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace moved_relay_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

constexpr auto elsewhere = "relay2.example.org:9000";

struct Pair {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);
    const std::string before = where();

    [[nodiscard]] std::string where() { return alice.client().relay().value().canonical(); }
    void announce(std::string address)
    {
        CHECK(p.admin(server::AnnounceMove{std::move(address)}) == server::AdminAnswer{server::AdminDone{}});
    }
    void connect_again()
    {
        alice.go_offline();
        alice.go_online();
    }
    /// An attempt that finds nobody.
    void fail() { alice.step(Disconnected{Errc::unreachable}); }
};

}  // namespace

TEST_CASE("who was told of a move looks there once the relay is gone from its place, and stays")
{
    Pair w;
    w.announce(elsewhere);
    w.connect_again();
    CHECK(w.where() == w.before);
    w.alice.go_offline();
    CHECK(w.where() == w.before);
    w.alice.forget_shown();

    const auto returns = w.alice.client().returns();
    w.fail();
    CHECK(w.where() == elsewhere);
    CHECK(w.alice.client().looks_for_moved_relay());
    CHECK(w.alice.client().returns() == returns + 1);
    CHECK(w.alice.count<show::Offline>() == 0);
    w.fail();  // nobody is there yet: back, after a pause
    CHECK(w.alice.count<show::Offline>() == 1);
    CHECK(w.where() == w.before);
    CHECK(w.alice.client().returns() == returns + 1);
    w.fail();
    w.alice.go_online();
    CHECK(w.where() == elsewhere);
    CHECK_FALSE(w.alice.client().looks_for_moved_relay());
    CHECK(w.alice.count<show::RelayMoved>() == 1);

    // The relay says it still, and nothing comes of it.
    w.alice.restart();
    w.alice.go_online();
    CHECK(w.where() == elsewhere);
    CHECK(w.alice.count<show::RelayMoved>() == 1);
    w.alice.go_offline();
    w.fail();
    CHECK(w.where() == elsewhere);
    w.alice.go_online();
    w.alice >> "hi";
    w.p.at("2026-03-03T09:00:00Z");
    CHECK(w.okafor.read() == Lines{"hi"});
}

TEST_CASE("another server where the relay was sends on to where it is, before anybody is told that it is gone")
{
    Pair w;
    w.announce(elsewhere);
    w.connect_again();
    w.alice.go_offline();
    w.alice.forget_shown();
    const auto other = crypto::SignKeyPair::from_seed(crypto::Secret<32>{});
    w.alice.meddle = [&](wire::RelayFrame& frame) {
        auto* greeting = std::get_if<wire::Greeting>(&frame);
        if (greeting && !w.alice.client().looks_for_moved_relay()) greeting->relay_key = other.pub;
        return true;
    };
    w.alice.go_online();
    CHECK(w.alice.online());
    CHECK(w.where() == elsewhere);
    CHECK(w.alice.count<show::Offline>() == 0);
}

TEST_CASE("a move that is taken back is forgotten at the next login")
{
    Pair w;
    w.announce(elsewhere);
    w.connect_again();
    w.announce("");
    w.connect_again();
    w.alice.go_offline();
    w.fail();
    CHECK(w.where() == w.before);
}

TEST_CASE("a kit made before the relay moved restores where its person says the relay is")
{
    Pair w;
    const auto kit = w.alice.print_kit();
    w.alice.lose_device();
    w.p.after(std::chrono::minutes{5});
    CHECK(w.alice.order(command::Restore{kit, "two words"}).errc() == Errc::bad_address);
    CHECK_FALSE(w.alice.client().relay());

    // At first as if it had not moved, and nobody is there.
    w.alice.step(Command{1, command::Restore{kit}});
    CHECK(w.where() == w.before);
    w.fail();
    w.alice.step(Command{2, command::Restore{kit, elsewhere}});
    CHECK(w.where() == elsewhere);
    w.alice.go_online();
    CHECK(w.alice.last<show::Restored>()->conversations == 1);
    CHECK(w.where() == elsewhere);
    w.alice >> "I am back";
    w.p.at("2026-03-03T09:00:00Z");
    CHECK(w.okafor.read() == Lines{"I am back"});
}

TEST_CASE("attack 2: another relay where the practice is to be gets nothing, and the practice is found where it was")
{
    Pair w;
    w.announce(elsewhere);
    w.connect_again();
    w.alice.go_offline();
    w.fail();
    REQUIRE(w.where() == elsewhere);
    const auto other = crypto::SignKeyPair::from_seed(crypto::Secret<32>{});
    w.alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* greeting = std::get_if<wire::Greeting>(&frame)) greeting->relay_key = other.pub;
        return true;
    };
    w.alice.go_online();
    CHECK_FALSE(w.alice.online());
    w.alice.go_offline();
    CHECK(w.where() == w.before);
    w.alice.meddle = {};
    w.alice.go_online();
    CHECK(w.alice.online());
    CHECK(w.where() == w.before);
}

TEST_CASE("attack 2: a move that the relay's key did not sign, and an older one again, lead nowhere")
{
    Pair w;
    w.announce(elsewhere);
    std::optional<wire::Signed> old;
    w.alice.meddle = [&](wire::RelayFrame& frame) {
        auto* answer = std::get_if<wire::LoggedIn>(&frame);
        if (!answer || !answer->move) return true;
        old = answer->move;
        answer->move->signature.value[0] ^= std::byte{1};
        return true;
    };
    w.connect_again();
    w.alice.go_offline();
    w.fail();
    CHECK(w.where() == w.before);

    w.announce("");
    w.alice.meddle = {};
    w.alice.go_online();
    w.alice.go_offline();
    w.alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* answer = std::get_if<wire::LoggedIn>(&frame)) answer->move = old;
        return true;
    };
    w.alice.go_online();
    w.alice.go_offline();
    w.fail();
    CHECK(w.where() == w.before);
}

}  // namespace moved_relay_test

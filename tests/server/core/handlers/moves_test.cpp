// A relay that is going to move: what is announced is signed, kept, and told at every login.
#include "protocol/identity/signed_records.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::moves_test {
namespace {

struct Practice {
    RelayWorld w{"2026-03-02T20:00:00Z"};
    Person& okafor = w.therapist("okafor", "Tu 09:00-12:00");

    [[nodiscard]] AdminAnswer announce(std::string address) { return w.admin(AnnounceMove{std::move(address)}); }
    /// What a login is told; an instant of zero where it is told nothing.
    [[nodiscard]] wire::RelayMove told()
    {
        w.log_in(okafor);
        const auto move = w.last<wire::LoggedIn>(okafor).move;
        if (!move) return {};
        return session::open_record<wire::RelayMove>(crypto::labels::sign_relay_move, w.key().pub, *move).value();
    }
};

AdminAnswer refused(Errc code) { return AdminRefused{code}; }

TEST_CASE("a move is told at every login, in one spelling, and outlives a restart")
{
    Practice p;
    CHECK(p.told() == wire::RelayMove{});
    REQUIRE(p.announce("Relay2.example.org") == AdminAnswer{AdminDone{}});
    const wire::RelayMove move{p.w.now(), "relay2.example.org:8443"};
    CHECK(p.told() == move);
    p.w.restart();
    CHECK(p.told() == move);
    CHECK(p.w.admin(AskMove{}) == AdminAnswer{MoveLine{move.address, move.issued}});
    CHECK(p.w.count("SELECT count(*) FROM deed WHERE what = 'move'") == 1);
}

TEST_CASE("each announcement is later than the one before, in the same instant too")
{
    Practice p;
    REQUIRE(p.announce("a.example.org") == AdminAnswer{AdminDone{}});
    const auto first = p.told();
    REQUIRE(p.announce("b.example.org:443") == AdminAnswer{AdminDone{}});
    CHECK(p.told().issued > first.issued);
    REQUIRE(p.announce("") == AdminAnswer{AdminDone{}});
    CHECK(p.told().address.empty());
    CHECK(p.told().issued > first.issued);
}

TEST_CASE("what is no address, and what is announced already, changes nothing")
{
    Practice p;
    CHECK(p.announce("") == refused(Errc::nothing_changed));
    CHECK(p.announce("relay example") == refused(Errc::bad_address));
    CHECK(p.told() == wire::RelayMove{});
    REQUIRE(p.announce("a.example.org") == AdminAnswer{AdminDone{}});
    CHECK(p.announce("a.example.org:8443") == refused(Errc::nothing_changed));
}

}  // namespace
}  // namespace holdfast::server::test::moves_test

#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::invitations_test {
namespace {

TEST_CASE("invitations: single use, with an end, revocable, and repeatable with the same keys")
{
    TwoPairs p;
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

}  // namespace
}  // namespace holdfast::server::test::invitations_test

// Frames out of turn, about other people's things, or for another role, whichever handler they are for.
#include <algorithm>

#include "protocol/identity/signed_records.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::relay_test {
namespace {

namespace labels = crypto::labels;

TEST_CASE("frames out of turn end the connection")
{
    TwoPairs p;
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
    TwoPairs p;
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
        const auto his = RelayWorld::message("his");
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

TEST_CASE("clients invite nobody and publish no hours")
{
    TwoPairs p;
    p.w.send(p.alice, p.w.invitation_of(p.alice, p.w.invitation_keys("eve")));
    p.w.send(p.alice, wire::PublishHours{1, p.w.version_of(p.alice, tuesdays)});
    CHECK(p.w.lines() == Lines{"alice: refused: not_allowed", "alice: refused: not_allowed"});
}

}  // namespace
}  // namespace holdfast::server::test::relay_test

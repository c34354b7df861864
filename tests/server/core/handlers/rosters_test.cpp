#include <algorithm>

#include "protocol/identity/signed_records.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::rosters_test {
namespace {

namespace labels = crypto::labels;

TEST_CASE("rosters are kept for the members and given to nobody else")
{
    TwoPairs p;
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
}  // namespace holdfast::server::test::rosters_test

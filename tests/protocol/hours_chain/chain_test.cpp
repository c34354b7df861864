#include "protocol/hours_chain/chain.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/protocol/hours_chain/signers.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::hours_chain::chain_test {
namespace {

using test::monday;
using test::Signers;

constexpr std::chrono::hours hour{1};

TEST_CASE("a chain grows by links that both keys vouch for")
{
    const Signers s;
    auto chain = s.chain();
    CHECK(chain.head() == std::nullopt);
    CHECK_FALSE(schedule(chain).usable());
    REQUIRE(chain.append(s.link(s.next(chain))));
    REQUIRE(chain.append(s.link(s.next(chain, "We 09:00-12:00"), monday + hour)));
    CHECK(chain.head()->version == 2);
    CHECK(chain.links()[1].received == monday + hour);
    CHECK(chain.links()[1].version.previous == chain.links()[0].hash);
    CHECK(heads(chain).base == chain.head());
    CHECK(heads(chain).own == std::nullopt);
}

TEST_CASE("attack 15: a version that is not the owner's next one is refused and nothing changes")
{
    const Signers s;
    auto chain = s.chain();
    REQUIRE(chain.append(s.link(s.next(chain))));
    auto version = s.next(chain);
    auto expected = Errc::internal;
    wire::HoursLink link = s.link(version);
    SECTION("another signature")
    {
        link.version = sign_version(version, s.relay);
        expected = Errc::bad_signature;
    }
    SECTION("a byte changed after signing")
    {
        link.version.body.back() ^= std::byte{1};
        expected = Errc::bad_signature;
    }
    SECTION("another therapist's name under her own key")
    {
        version.owner = AccountId{};
        link = s.link(version);
        expected = Errc::wrong_address;
    }
    SECTION("a conversation's version in the base chain")
    {
        version.conversation = ConversationId{};
        link = s.link(version);
        expected = Errc::wrong_address;
    }
    SECTION("a number left out")
    {
        version.version = 3;
        link = s.link(version);
        expected = Errc::broken_chain;
    }
    SECTION("number zero")
    {
        version.version = 0;
        link = s.link(version);
        expected = Errc::broken_chain;
    }
    SECTION("another past")
    {
        version.previous = {};
        link = s.link(version);
        expected = Errc::broken_chain;
    }
    SECTION("an older number with other content")
    {
        version.version = 1;
        link = s.link(version);
        expected = Errc::fork;
    }
    SECTION("rules that cannot be read")
    {
        version.rules = "Tu 9 till noon";
        link = s.link(version);
        expected = Errc::bad_rules;
    }
    SECTION("a zone nobody knows")
    {
        version.zone = "Mars/Olympus";
        link = s.link(version);
        expected = Errc::unknown_zone;
    }
    SECTION("too large")
    {
        version.contacts.push_back({std::string(wire::max_hours_bytes, 'x'), ""});
        link = s.link(version);
        expected = Errc::too_large;
    }
    CHECK(chain.check_next(link.version).errc() == expected);
    CHECK(chain.append(link).errc() == expected);
    CHECK(chain.links().size() == 1);
}

TEST_CASE("attack 15: a receipt that is not the relay's for this version is refused")
{
    const Signers s;
    auto chain = s.chain();
    REQUIRE(chain.append(s.link(s.next(chain))));
    const auto version = s.next(chain);
    auto link = s.link(version);
    auto expected = Errc::internal;
    SECTION("another signature")
    {
        link.receipt = sign_receipt({s.owner, std::nullopt, hash_of(link.version.body), monday, {}}, s.therapist);
        expected = Errc::bad_signature;
    }
    SECTION("of another version")
    {
        link.receipt = chain.links()[0].link.receipt;
        expected = Errc::wrong_address;
    }
    SECTION("received before the version before")
    {
        link = s.link(version, monday - hour);
        expected = Errc::broken_chain;
    }
    CHECK(chain.append(link).errc() == expected);
    CHECK(chain.links().size() == 1);
}

TEST_CASE("attack 15: two receipts for one version are a fork, the same link again is no news")
{
    const Signers s;
    auto chain = s.chain();
    const auto version = s.next(chain);
    REQUIRE(chain.append(s.link(version)));
    CHECK(chain.append(s.link(version)).errc() == Errc::nothing_changed);
    CHECK(chain.append(s.link(version, monday + hour)).errc() == Errc::fork);
}

TEST_CASE("a relay that was restored may receive the newest version anew, later, and no other")
{
    Signers s;
    const auto restored = s.random.id<IncarnationId>();
    auto chain = s.chain();
    const auto first = s.next(chain);
    REQUIRE(chain.append(s.link(first)));
    const auto second = s.next(chain, "We 09:00-12:00");
    REQUIRE(chain.append(s.link(second, monday + hour)));
    SECTION("the newest, later: its notice runs from the later receipt")
    {
        const auto again = s.link(second, monday + 2 * hour, restored);
        CHECK(chain.append(again));
        CHECK(chain.links()[1].received == monday + 2 * hour);
        CHECK(chain.links()[1].link == again);
        CHECK(chain.append(again).errc() == Errc::nothing_changed);
        CHECK(chain.links().size() == 2);
    }
    SECTION("the newest, earlier") { CHECK(chain.append(s.link(second, monday, restored)).errc() == Errc::fork); }
    SECTION("an older one")
    {
        CHECK(chain.append(s.link(first, monday + 2 * hour, restored)).errc() == Errc::fork);
        CHECK(chain.links()[0].received == monday);
    }
}

TEST_CASE("notice runs from the relay's receipt, not from what the version says of itself")
{
    const Signers s;
    auto chain = s.chain();
    REQUIRE(chain.append(s.link(s.next(chain))));
    auto backdated = s.next(chain, "We 09:00-12:00");
    backdated.valid_from = monday - std::chrono::days{30};
    REQUIRE(chain.append(s.link(backdated, monday + hour)));
    const auto open = schedule(chain);
    CHECK(open.is_open(parse_rfc3339("2026-03-03T10:00:00Z").value()));
    CHECK(open.is_open(parse_rfc3339("2026-03-04T10:00:00Z").value()));
    CHECK_FALSE(open.is_open(parse_rfc3339("2026-03-10T10:00:00Z").value()));
    CHECK(open.is_open(parse_rfc3339("2026-03-11T10:00:00Z").value()));
}

TEST_CASE("a conversation's own chain replaces the base's rules for it alone")
{
    const Signers s;
    auto base = s.chain();
    REQUIRE(base.append(s.link(s.next(base))));
    auto own = s.chain(ConversationId{});
    CHECK(schedule(base, &own).is_open(parse_rfc3339("2026-03-03T10:00:00Z").value()));
    REQUIRE(own.append(s.link(s.next(own, "Th 09:00-12:00"))));
    CHECK(heads(base, &own).own == own.head());
    CHECK(schedule(base, &own).is_open(parse_rfc3339("2026-03-05T10:00:00Z").value()));
    CHECK_FALSE(schedule(base, &own).is_open(parse_rfc3339("2026-03-17T10:00:00Z").value()));
    CHECK(schedule(base).is_open(parse_rfc3339("2026-03-17T10:00:00Z").value()));
}

TEST_CASE("a version that becomes valid more than a quarter after its receipt is refused")
{
    const Signers s;
    auto chain = s.chain();
    auto version = s.next(chain);
    version.valid_from = monday + hours::max_valid_after + std::chrono::milliseconds{1};
    CHECK(chain.append(s.link(version)).errc() == Errc::bad_date);
    version.valid_from = monday + hours::max_valid_after;
    CHECK(chain.append(s.link(version)));
}

TEST_CASE("attack 27: versions that together cost too much are refused, and others still follow")
{
    const Signers s;
    auto chain = s.chain();
    const auto append = [&](const std::string& rules, Instant received) {
        auto version = s.next(chain, rules);
        version.notice_period = hours::max_notice;
        return chain.append(s.link(version, received));
    };
    // Each costs 57,352 steps per year, so nineteen may count at once.
    const auto costly = [](int n) {
        std::string rules = "Mo-Fr 09:00-12:" + std::to_string(10 + n);
        for (int i = 0; i < 14; ++i) rules += "; week 1-53/2 00:00-06:00,12:00-24:00";
        return rules;
    };
    auto received = monday;
    int taken = 0;
    while (append(costly(taken), received)) {
        received += hour;
        ++taken;
        REQUIRE(taken < 30);
    }
    CHECK(taken == 19);
    CHECK(append(costly(taken), received).errc() == Errc::hours_too_complex);
    CHECK(chain.links().size() == 19);
    CHECK_FALSE(schedule(chain).problem());
    CHECK(append(costly(taken - 1), received));  // what counts already costs nothing more
    // A quarter after it was replaced a version counts no more.
    const auto later = monday + hour + hours::max_notice;
    CHECK(append(costly(taken), later - std::chrono::milliseconds{1}).errc() == Errc::hours_too_complex);
    CHECK(append(costly(taken), later));
}

TEST_CASE("every content the wire carries reaches the schedule")
{
    const Signers s;
    wire::HoursVersion version = s.next(s.chain());
    const Date day{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{3}};
    version.holidays = {day};
    version.horizon = day;
    version.leaves = {{day, day, "leave"}};
    version.cancellations = {{day, "cancelled"}};
    version.extras = {{monday, monday + hour}};
    const auto content = content_of(version);
    CHECK(content.rules == version.rules);
    CHECK(content.zone == version.zone);
    CHECK(content.holidays == version.holidays);
    CHECK(content.horizon == version.horizon);
    CHECK(content.notice_period == version.notice_period);
    CHECK(content.last_reading == version.last_reading);
    CHECK(content.valid_from == version.valid_from);
    CHECK(content.leaves == std::vector<hours::Leave>{{day, day, "leave"}});
    CHECK(content.cancellations == std::vector<hours::Cancellation>{{day, "cancelled"}});
    CHECK(content.extras == std::vector<Interval>{{monday, monday + hour}});
}

}  // namespace
}  // namespace holdfast::hours_chain::chain_test

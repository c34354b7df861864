// The book of everybody's signed hours: what it takes from the relay, what it calls a problem, and for how long.
#include "client/core/hours/hours_store.hpp"

#include "protocol/wire/codec.hpp"
#include "tests/protocol/hours_chain/signers.hpp"
#include "tests/support/catch.hpp"

namespace hours_store_test {

using namespace holdfast;
using namespace holdfast::client;
using hours_chain::test::monday;
using namespace std::chrono_literals;

namespace {

/// A client's book that follows one therapist's base chain, and that of one conversation.
struct Book : hours_chain::test::Signers {
    ConversationId conversation = random.id<ConversationId>();
    ChainName base{owner, std::nullopt};
    ChainName own{owner, conversation};
    Table<StoredLink> links;
    Table<HoursFork> forks;
    HoursBook hours{links, forks};

    Book()
    {
        hours.follow(base, therapist.pub, relay.pub);
        hours.follow(own, therapist.pub, relay.pub);
    }
    /// The next version of `name`, signed by both.
    [[nodiscard]] wire::HoursLink next(const ChainName& name, const std::string& rules, Instant received = monday)
    {
        return link(Signers::next(*hours.chain(name), rules), received);
    }
    bool take(const ChainName& name, const wire::HoursLink& link) { return hours.take(name, {link}); }
    [[nodiscard]] std::optional<Errc> problem() const { return hours.problem(owner, conversation); }
    [[nodiscard]] bool open(std::string_view time, bool here = true) const
    {
        return hours.schedule(owner, here ? std::optional{conversation} : std::nullopt)
            .is_open(parse_rfc3339(time).value());
    }
};

constexpr std::string_view tuesday = "2026-03-03T10:00:00Z";
constexpr std::string_view wednesday = "2026-03-04T10:00:00Z";

}  // namespace

TEST_CASE("a version is news once, and counts from then on")
{
    Book b;
    CHECK_FALSE(b.open(tuesday));
    CHECK(b.hours.next_version(b.base) == 1);
    CHECK(b.hours.newest_version(b.base) == 1);
    const auto first = b.next(b.base, "Tu 09:00-12:00");
    CHECK(b.take(b.base, first));
    CHECK(b.open(tuesday));
    CHECK_FALSE(b.take(b.base, first));
    CHECK_FALSE(b.hours.take(b.base, {}));
    CHECK(b.take(b.base, b.next(b.base, "We 09:00-12:00")));
    CHECK(b.open(wednesday));
    CHECK(b.open(tuesday));  // the notice runs
    CHECK(b.hours.next_version(b.base) == 3);
    CHECK(b.hours.newest_version(b.base) == 2);
    CHECK_FALSE(b.problem());
}

TEST_CASE("a conversation goes by its own hours where there are some, and by the base's where not")
{
    Book b;
    b.take(b.base, b.next(b.base, "Tu 09:00-12:00"));
    CHECK(b.open(tuesday));
    b.take(b.own, b.next(b.own, "Tu,We 09:00-12:00"));
    CHECK(b.open(wednesday));
    CHECK_FALSE(b.open(wednesday, false));
    CHECK(b.hours.heads(b.owner, b.conversation).base->version == 1);
    CHECK(b.hours.heads(b.owner, b.conversation).own->version == 1);
    CHECK_FALSE(b.hours.heads(b.owner, b.random.id<ConversationId>()).own);
}

TEST_CASE("chains that nobody follows are not taken, and following again forgets nothing")
{
    Book b;
    const auto first = b.next(b.base, "Tu 09:00-12:00");
    CHECK_FALSE(b.take({b.random.id<AccountId>(), std::nullopt}, first));
    b.take(b.base, first);
    b.hours.follow(b.base, b.therapist.pub, b.relay.pub);
    CHECK(b.hours.next_version(b.base) == 2);
    CHECK(b.open(tuesday));
}

TEST_CASE("a link that is refused is a problem until the chain holds together again, and changes no hours")
{
    Book b;
    b.take(b.base, b.next(b.base, "Tu 09:00-12:00"));
    const auto second = b.next(b.base, "We 09:00-12:00");
    auto forged = second;
    forged.version.signature.value[0] ^= std::byte{1};
    CHECK(b.take(b.base, forged));
    CHECK(b.problem() == Errc::bad_signature);
    CHECK(b.hours.next_version(b.base) == 2);
    CHECK_FALSE(b.open(wednesday));
    CHECK_FALSE(b.hours.zone_problem(b.owner, b.conversation));
    CHECK(b.hours.problem(b.owner, b.random.id<ConversationId>()) == Errc::bad_signature);
    CHECK_FALSE(b.hours.problem(b.random.id<AccountId>(), b.conversation));
    CHECK(b.take(b.base, second));
    CHECK_FALSE(b.problem());
    CHECK(b.open(wednesday));
}

TEST_CASE("a problem of one conversation's hours is nobody else's")
{
    Book b;
    b.take(b.base, b.next(b.base, "Tu 09:00-12:00"));
    auto forged = b.next(b.own, "We 09:00-12:00");
    forged.receipt.signature.value[0] ^= std::byte{1};
    b.take(b.own, forged);
    CHECK(b.problem() == Errc::bad_signature);
    CHECK_FALSE(b.hours.problem(b.owner, b.random.id<ConversationId>()));
}

TEST_CASE("what comes after a link that is refused is not looked at")
{
    Book b;
    const auto first = b.next(b.base, "Tu 09:00-12:00");
    auto forged = first;
    forged.receipt.signature.value[0] ^= std::byte{1};
    CHECK(b.hours.take(b.base, {forged, first}));
    CHECK(b.hours.next_version(b.base) == 1);
    CHECK(b.problem() == Errc::bad_signature);
    CHECK(b.hours.take(b.base, {first}));
    CHECK_FALSE(b.problem());
}

TEST_CASE("a fork stays a fork, whatever is answered later")
{
    Book b;
    const auto first = b.next(b.base, "Tu 09:00-12:00");
    const auto other = b.next(b.base, "We 09:00-12:00");
    b.take(b.base, first);
    CHECK(b.take(b.base, other));
    CHECK(b.problem() == Errc::fork);
    CHECK_FALSE(b.take(b.base, first));
    CHECK(b.problem() == Errc::fork);
    b.take(b.base, b.next(b.base, "Th 09:00-12:00"));
    CHECK(b.problem() == Errc::fork);
    b.hours.withheld(b.base);
    CHECK(b.problem() == Errc::fork);
}

TEST_CASE("the owner's word on the newest version tells what is asked for, what is known and what is a fork")
{
    Book b;
    b.take(b.base, b.next(b.base, "Tu 09:00-12:00"));
    const auto known = *b.hours.chain(b.base)->head();
    auto newer = known;
    newer.version = 2;
    auto swapped = known;
    swapped.hash.value[0] ^= std::byte{1};
    CHECK_FALSE(b.hours.compare(b.base, std::nullopt));
    CHECK_FALSE(b.hours.compare(b.base, wire::HoursHead{}));
    CHECK_FALSE(b.hours.compare(b.base, known));
    CHECK_FALSE(b.hours.lacks(b.base, known));
    CHECK(b.hours.compare(b.base, newer));
    CHECK(b.hours.lacks(b.base, newer));
    CHECK_FALSE(b.hours.compare({b.random.id<AccountId>(), std::nullopt}, newer));
    CHECK_FALSE(b.problem());
    CHECK_FALSE(b.hours.compare(b.base, swapped));
    CHECK(b.problem() == Errc::fork);
}

TEST_CASE("a version that is withheld is a problem until it comes")
{
    Book b;
    b.take(b.base, b.next(b.base, "Tu 09:00-12:00"));
    const auto second = b.next(b.base, "We 09:00-12:00");
    b.hours.withheld(b.base);
    CHECK(b.problem() == Errc::not_found);
    CHECK(b.take(b.base, second));
    CHECK_FALSE(b.problem());
    b.hours.withheld(b.base);
    CHECK(b.hours.take(b.base, {}));  // everything was asked for and there is nothing more
    CHECK_FALSE(b.problem());
}

TEST_CASE("a version received anew takes the place of its first receipt after a restore only")
{
    const bool restored = GENERATE(true, false);
    Book b;
    const auto version = b.next(b.base, "Tu 09:00-12:00");
    b.take(b.base, version);
    auto later = wire::decode<wire::HoursReceipt>(version.receipt.body).value();
    later.received += 1h;
    if (restored) later.incarnation = b.random.id<IncarnationId>();
    CHECK(b.take(b.base, {version.version, hours_chain::sign_receipt(later, b.relay)}));
    CHECK(b.problem() == (restored ? std::nullopt : std::optional{Errc::fork}));
    CHECK(b.hours.chain(b.base)->links().at(0).received == (restored ? monday + 1h : monday));
}

}  // namespace hours_store_test

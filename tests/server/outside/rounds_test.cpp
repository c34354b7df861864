#include "server/outside/rounds.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::outside::rounds_test {
namespace {

using Accounts = std::vector<AccountId>;
using std::chrono::hours;
using std::chrono::minutes;

AccountId account(std::uint8_t n)
{
    AccountId id;
    id.value[0] = std::byte{n};
    return id;
}

const Instant start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30}.time_since_epoch()};
const AccountId sam = account(1);
const Accounts people{sam, account(2)};

TEST_CASE("What waits is told once, and what comes after it was fetched is told again")
{
    Rounds rounds;
    CHECK(rounds.due(people, {}, start).empty());
    CHECK(rounds.due(people, {sam}, start) == Accounts{sam});
    rounds.told(sam, start);
    CHECK(rounds.due(people, {sam}, start + hours{5}).empty());
    CHECK(rounds.due(people, {}, start + hours{6}).empty());
    CHECK(rounds.due(people, {sam}, start + hours{7}) == Accounts{sam});
}

TEST_CASE("Nobody is told more often than once an hour")
{
    Rounds rounds;
    CHECK(rounds.due(people, {sam}, start) == Accounts{sam});
    rounds.told(sam, start);
    CHECK(rounds.due(people, {}, start + minutes{1}).empty());
    CHECK(rounds.due(people, {sam}, start + minutes{59}).empty());
    CHECK(rounds.due(people, {sam}, start + minutes{60}) == Accounts{sam});
}

TEST_CASE("After five failures it stops until something new waits, and what is told takes the word back")
{
    Rounds rounds;
    auto now = start;
    for (std::uint32_t n = 1; n <= tries_max; ++n) {
        REQUIRE(rounds.due(people, {sam}, now) == Accounts{sam});
        CHECK(rounds.failed(sam, now) == (n == tries_max));
        CHECK(rounds.due(people, {sam}, now + std::chrono::seconds{30}).empty());
        now += hours{11};
    }
    CHECK(rounds.stopped() == 1);
    CHECK(rounds.due(people, {sam}, now + hours{1000}).empty());
    CHECK(rounds.due(people, {}, now).empty());
    CHECK(rounds.stopped() == 1);
    CHECK(rounds.due(people, {sam}, now) == Accounts{sam});
    rounds.told(sam, now);
    CHECK(rounds.stopped() == 0);
}

TEST_CASE("Who is told no more is forgotten, and what is kept comes back as it was")
{
    Rounds rounds;
    CHECK(rounds.due(people, {sam}, start) == Accounts{sam});
    rounds.told(sam, start);
    auto again = Rounds::from_text(rounds.text());
    CHECK(again.text() == rounds.text());
    CHECK(again.due(people, {sam}, start + hours{2}).empty());
    CHECK(again.due({account(2)}, {sam}, start + hours{2}).empty());
    CHECK(again.text().find("01") != 0);
    CHECK(Rounds::from_text("no such thing\n").text().empty());
}

}  // namespace
}  // namespace holdfast::server::outside::rounds_test

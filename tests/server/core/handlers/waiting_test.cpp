// For whom something waits: nobody for whom it is held, who has it, or for whom devices alone exchange something.
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::waiting_test {
namespace {

using Accounts = std::vector<AccountId>;

struct Practice : TwoPairs {
    Accounts waiting(std::uint32_t minutes = 0)
    {
        const auto answer = w.admin(AskWaiting{{okafor.account, alice.account, bob.account}, minutes, 0});
        return std::get<WaitingFor>(answer).accounts;
    }
};

TEST_CASE("while it is held nothing waits, and from the opening on it does until a device has it")
{
    Practice p;
    p.w.hang_up(p.okafor);
    p.w.submit(p.alice, "hello");
    CHECK(p.waiting().empty());
    p.w.at("2026-03-03T09:00:00Z");
    p.w.tick();
    CHECK(p.waiting(2).empty());
    p.w.after(std::chrono::minutes{2});
    CHECK(p.waiting(2) == Accounts{p.okafor.account});
    p.w.log_in(p.okafor);
    p.w.ack(p.okafor, "hello");
    CHECK(p.waiting().empty());
}

TEST_CASE("what comes too late for a window waits no more when it has closed")
{
    Practice p;
    p.w.hang_up(p.okafor);
    p.w.at("2026-03-03T09:30:00Z");
    p.w.submit(p.alice, "hello");
    CHECK(p.waiting() == Accounts{p.okafor.account});
    p.w.at("2026-03-03T12:00:00Z");
    p.w.tick();
    CHECK(p.waiting().empty());
}

TEST_CASE("control content is nothing to read, and an old device that nobody uses hides nothing and shows nothing")
{
    Practice p;
    p.w.at("2026-03-03T09:30:00Z");
    auto phone = p.w.second_device(p.alice);
    p.w.hang_up(phone);
    p.w.hang_up(p.alice);
    p.w.submit(p.okafor, "upkeep", wire::Class::control);
    CHECK(p.waiting().empty());
    p.w.submit(p.okafor, "an answer");
    CHECK(p.waiting() == Accounts{p.alice.account});
    p.w.log_in(p.alice);
    p.w.ack(p.alice, "an answer");
    CHECK(p.waiting().empty());
}

TEST_CASE("who asks for more than a practice has is refused, and for nobody gets nobody")
{
    Practice p;
    const auto many = p.w.admin(AskWaiting{Accounts(max_waiting_asked + 1), 0, 0});
    CHECK(std::get<AdminRefused>(many).code == Errc::too_large);
    const auto none = p.w.admin(AskWaiting{{AccountId{}}, 0, 0});
    CHECK(std::get<WaitingFor>(none).accounts.empty());
}

}  // namespace
}  // namespace holdfast::server::test::waiting_test

// The holidays the practice suggests: believed only under the relay's own signature, and never hours by themselves.
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace holidays_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

Date date(unsigned month, unsigned day)
{
    return Date{std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{day}};
}

server::SuggestHolidays easter()
{
    return {{{date(4, 3), "Good Friday"}, {date(4, 6), "Easter Monday"}}, date(12, 31)};
}

struct Two {
    ClientWorld p{"2026-03-02T20:00:00Z"};
    Member& okafor = p.therapist("Dr Okafor", "Mo-Fr 09:00-12:00");
    Member& alice = p.client("Alice", okafor);
};

}  // namespace

TEST_CASE("a therapist is given the practice's list, and her hours stay as they are")
{
    Two t;
    REQUIRE(word(t.okafor.order(command::FetchHolidays{})) == "ok");
    CHECK_FALSE(t.okafor.last<show::Holidays>()->list);
    REQUIRE(t.p.admin(easter()) == server::AdminAnswer{server::AdminDone{}});
    const auto before = t.okafor.client().own_hours();
    REQUIRE(word(t.okafor.order(command::FetchHolidays{})) == "ok");
    const auto list = t.okafor.last<show::Holidays>()->list;
    REQUIRE(list);
    CHECK(list->issued == t.p.now());
    CHECK(list->days == easter().days);
    CHECK(list->horizon == date(12, 31));
    CHECK(t.okafor.client().own_hours() == before);
}

TEST_CASE("a client is told that holidays are not theirs to ask for")
{
    Two t;
    CHECK(word(t.alice.order(command::FetchHolidays{})) == "therapists_only");
}

TEST_CASE("asked for without a connection, the list comes with the next one")
{
    Two t;
    REQUIRE(t.p.admin(easter()) == server::AdminAnswer{server::AdminDone{}});
    t.okafor.go_offline();
    CHECK(word(t.okafor.order(command::FetchHolidays{})) == "timed_out");
    t.okafor.go_online();
    REQUIRE(t.okafor.last<show::Holidays>());
    CHECK(t.okafor.last<show::Holidays>()->list->days.size() == 2);
}

TEST_CASE("a list that the relay key did not sign as one is refused")
{
    Two t;
    REQUIRE(t.p.admin(easter()) == server::AdminAnswer{server::AdminDone{}});
    t.okafor.meddle = [](wire::RelayFrame& frame) {
        if (auto* holidays = std::get_if<wire::Holidays>(&frame)) holidays->list->body.back() ^= std::byte{1};
        return true;
    };
    CHECK(word(t.okafor.order(command::FetchHolidays{})) == "bad_signature");
    CHECK_FALSE(t.okafor.last<show::Holidays>());
}

TEST_CASE("whoever asked for the list is told when the connection ends before it came")
{
    Two t;
    t.okafor.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::Holidays>(frame); };
    CHECK(word(t.okafor.order(command::FetchHolidays{})) == "timed_out");
    t.okafor.go_offline(Errc::unreachable);
    CHECK(t.okafor.last<show::Answered>()->error == Errc::unreachable);
}

TEST_CASE("an answer of another sort is no answer")
{
    Two t;
    t.okafor.meddle = [](wire::RelayFrame& frame) {
        if (const auto* holidays = std::get_if<wire::Holidays>(&frame)) frame = wire::Done{holidays->request};
        return true;
    };
    CHECK(word(t.okafor.order(command::FetchHolidays{})) == "timed_out");
    t.okafor.go_offline(Errc::unreachable);
    CHECK(t.okafor.last<show::Answered>()->error == Errc::unreachable);
}

}  // namespace holidays_test

// The practice's list of holidays: checked, signed, kept, and given to therapists only.
#include "protocol/wire/codec.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::holidays_test {
namespace {

Date date(unsigned month, unsigned day)
{
    return Date{std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{day}};
}

SuggestHolidays may() { return {{{date(5, 4), "Early May"}, {date(5, 25), ""}}, date(12, 31)}; }

AdminAnswer refused(Errc code) { return AdminRefused{code}; }

struct Practice {
    RelayWorld w{"2026-03-02T20:00:00Z"};
    Person& okafor = w.therapist("okafor", "Tu 09:00-12:00");
    Person& alice = w.client("alice", okafor);

    std::optional<wire::Signed> fetched()
    {
        w.send(okafor, wire::FetchHolidays{7});
        CHECK(w.last<wire::Holidays>(okafor).request == 7);
        return w.last<wire::Holidays>(okafor).list;
    }
};

TEST_CASE("a suggested list is signed by the relay and outlives a restart")
{
    Practice p;
    CHECK_FALSE(p.fetched());
    REQUIRE(p.w.admin(may()) == AdminAnswer{AdminDone{}});
    p.w.restart();
    p.w.log_in(p.okafor);
    const auto list = p.fetched();
    REQUIRE(list);
    REQUIRE(crypto::verify(crypto::labels::sign_holiday_list, p.w.key().pub, list->body, list->signature));
    CHECK(wire::decode<wire::HolidayList>(list->body).value() ==
          wire::HolidayList{p.w.now(), may().days, date(12, 31)});
    CHECK(p.w.count("SELECT count(*) FROM deed WHERE what = 'holidays'") == 1);
}

TEST_CASE("the newest list replaces the one before, and can be withdrawn once")
{
    Practice p;
    REQUIRE(p.w.admin(may()) == AdminAnswer{AdminDone{}});
    REQUIRE(p.w.admin(SuggestHolidays{{{date(8, 31), "Summer"}}, date(12, 31)}) == AdminAnswer{AdminDone{}});
    CHECK(wire::decode<wire::HolidayList>(p.fetched()->body).value().days.size() == 1);
    CHECK(p.w.admin(SuggestHolidays{}) == AdminAnswer{AdminDone{}});
    CHECK_FALSE(p.fetched());
    CHECK(p.w.admin(SuggestHolidays{}) == refused(Errc::nothing_changed));
}

TEST_CASE("a list that makes no sense is refused and the one before stays")
{
    Practice p;
    REQUIRE(p.w.admin(may()) == AdminAnswer{AdminDone{}});
    const auto before = p.fetched();
    auto twice = may();
    twice.days[1] = twice.days[0];
    CHECK(p.w.admin(twice) == refused(Errc::out_of_range));
    auto short_sighted = may();
    short_sighted.horizon = date(5, 24);
    CHECK(p.w.admin(short_sighted) == refused(Errc::out_of_range));
    auto wordy = may();
    wordy.days[0].name.assign(wire::max_holiday_name_bytes + 1, 'x');
    CHECK(p.w.admin(wordy) == refused(Errc::too_large));
    SuggestHolidays many{{}, date(12, 31)};
    const std::chrono::sys_days first{date(1, 1)};
    for (int i = 0; i <= static_cast<int>(wire::max_suggested_holidays); ++i)
        many.days.push_back({Date{first - std::chrono::days{wire::max_suggested_holidays} + std::chrono::days{i}}, ""});
    CHECK(p.w.admin(many) == refused(Errc::too_large));
    CHECK(p.fetched() == before);
}

TEST_CASE("a client is refused the list")
{
    Practice p;
    REQUIRE(p.w.admin(may()) == AdminAnswer{AdminDone{}});
    (void)p.w.lines();
    p.w.send(p.alice, wire::FetchHolidays{8});
    CHECK(p.w.last<wire::Failure>(p.alice).code == static_cast<std::uint16_t>(Errc::not_allowed));
}

}  // namespace
}  // namespace holdfast::server::test::holidays_test

#include "protocol/hours/schedule/version.hpp"

#include "tests/protocol/hours/support.hpp"

namespace version_test {

using namespace holdfast;
using namespace holdfast::test;
using namespace std::chrono_literals;

namespace {

hours::HoursContent content()
{
    hours::HoursContent out;
    out.rules = "Mo-Fr 09:00-12:00";
    out.zone = "Europe/London";
    return out;
}

template <class Change>
Errc refusal(Change change, bool inherits = false)
{
    auto changed = content();
    change(changed);
    return check(changed, inherits).error().code;
}

}  // namespace

TEST_CASE("a version that can be understood passes") { CHECK(check(content()).has_value()); }

TEST_CASE("a version that cannot be kept is refused with the reason")
{
    CHECK(refusal([](auto& c) { c.rules = "Mo 10:00-10:00"; }) == Errc::bad_rules);
    CHECK(refusal([](auto& c) { c.rules = ""; }) == Errc::bad_rules);
    CHECK(refusal([](auto& c) { c.rules = "PH off"; }) == Errc::bad_rules);
    CHECK(refusal([](auto& c) { c.zone = "+01:00"; }) == Errc::unknown_zone);
    CHECK(refusal([](auto& c) { c.zone = ""; }) == Errc::unknown_zone);
    CHECK(refusal([](auto& c) { c.notice_period = -1s; }) == Errc::bad_duration);
    CHECK(refusal([](auto& c) { c.notice_period = hours::max_notice + 1s; }) == Errc::bad_duration);
    CHECK(refusal([](auto& c) { c.last_reading = 13h; }) == Errc::bad_duration);
    CHECK(refusal([](auto& c) { c.leaves = {{day("2026-02-02"), day("2026-02-01"), ""}}; }) == Errc::bad_date);
    CHECK(refusal([](auto& c) { c.cancellations = {{Date{}, ""}}; }) == Errc::bad_date);
    CHECK(refusal([](auto& c) { c.cancellations = {{day("2026-02-02"), "a\nb"}}; }) == Errc::bad_encoding);
    CHECK(refusal([](auto& c) { c.extras = {{Instant{}, Instant{4min}}}; }) == Errc::bad_duration);
    CHECK(refusal([](auto& c) { c.extras = {{Instant{}, Instant{121min}}}; }) == Errc::bad_duration);
    CHECK(refusal([](auto& c) {
              c.rules = "PH off";
              c.holidays = {day("2026-12-25")};
          }) == Errc::bad_rules);
    CHECK(refusal([](auto& c) { c.holidays.resize(hours::max_holidays + 1, day("2026-02-02")); }) == Errc::too_large);
}

TEST_CASE("a conversation's version may leave the rules to the base")
{
    auto inheriting = content();
    inheriting.rules.clear();
    inheriting.zone.clear();
    CHECK(check(inheriting, true).has_value());
    CHECK(check(inheriting).has_error());
    inheriting.zone = "Mars/Olympus";
    CHECK(check(inheriting, true).error().code == Errc::unknown_zone);
}

TEST_CASE("a leave is planned when it begins after the notice")
{
    const hours::Leave leave{day("2026-06-10"), day("2026-06-20"), "holiday"};
    const auto begins = at("2026-06-09T23:00:00Z");  // midnight in London
    CHECK(is_planned(leave, zone("Europe/London"), begins - 168h, 168h));
    CHECK_FALSE(is_planned(leave, zone("Europe/London"), begins - 168h + 1ms, 168h));
}

}  // namespace version_test

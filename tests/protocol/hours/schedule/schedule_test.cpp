#include "protocol/hours/schedule/schedule.hpp"

#include "tests/protocol/hours/support.hpp"

namespace schedule_test {

using namespace holdfast;
using namespace holdfast::test;
using namespace std::chrono_literals;
using hours::HoursContent;
using hours::Layer;
using hours::Schedule;
using hours::VersionInForce;

namespace {

constexpr auto received_first = "2026-01-01T00:00:00Z";

HoursContent content(std::string_view rules, std::string_view zone_name = "UTC")
{
    HoursContent out;
    out.rules = rules;
    out.zone = zone_name;
    return out;
}

Schedule schedule(const std::vector<VersionInForce>& base, const std::vector<VersionInForce>& conversation = {})
{
    return Schedule::make(base, conversation);
}

Schedule simple(HoursContent version) { return schedule({{std::move(version), at(received_first)}}); }

std::string promised(const Schedule& hours, std::string_view t) { return show(hours.promise(at(t))); }

}  // namespace

TEST_CASE("without hours nothing opens and nothing is promised")
{
    for (const auto& none : {Schedule{}, schedule({})}) {
        CHECK_FALSE(none.usable());
        CHECK_FALSE(none.is_open(at("2026-02-02T10:00:00Z")));
        CHECK(none.promise(at("2026-02-02T10:00:00Z")) == std::nullopt);
        CHECK(none.release_at(at("2026-02-02T10:00:00Z")) == std::nullopt);
        CHECK(none.next_change(at("2026-02-02T10:00:00Z")) == std::nullopt);
        CHECK(none.zone() == std::nullopt);
    }
}

TEST_CASE("hours that cannot be read hold everything and say why")
{
    const auto unknown_zone = simple(content("24/7", "Mars/Olympus"));
    CHECK(unknown_zone.problem().value().code == Errc::unknown_zone);
    CHECK_FALSE(unknown_zone.is_open(at("2026-02-02T10:00:00Z")));
    CHECK(unknown_zone.promise(at("2026-02-02T10:00:00Z")) == std::nullopt);
    const auto second_is_bad =
        schedule({{content("24/7"), at(received_first)}, {content("Mo 9"), at("2026-01-02T00:00:00Z")}});
    CHECK(second_is_bad.problem().value().code == Errc::bad_rules);
    CHECK_FALSE(second_is_bad.is_open(at("2026-02-02T10:00:00Z")));
}

TEST_CASE("receipts that go back in time promise nothing")
{
    const auto hours = schedule({{content("24/7"), at("2026-01-02T00:00:00Z")}, {content("24/7"), at(received_first)}});
    CHECK(hours.problem().value().code == Errc::broken_chain);
    CHECK_FALSE(hours.is_open(at("2026-02-02T10:00:00Z")));
}

TEST_CASE("a message is promised this window only with more than last_reading left")
{
    const auto hours = simple(content("Mo-Fr 09:00-12:00"));
    CHECK(promised(hours, "2026-02-02T08:00:00Z") == "2026-02-02T09:00:00Z to 2026-02-02T12:00:00Z");
    CHECK(promised(hours, "2026-02-02T09:30:00Z") == "2026-02-02T09:30:00Z to 2026-02-02T12:00:00Z");
    CHECK(promised(hours, "2026-02-02T11:29:59.999Z") == "2026-02-02T11:29:59Z to 2026-02-02T12:00:00Z");
    CHECK(promised(hours, "2026-02-02T11:30:00Z") == "2026-02-03T09:00:00Z to 2026-02-03T12:00:00Z");
    CHECK(hours.release_at(at("2026-02-02T11:45:00Z")) == at("2026-02-02T11:45:00Z"));
    CHECK(hours.release_at(at("2026-02-02T12:00:00Z")) == at("2026-02-03T09:00:00Z"));
}

TEST_CASE("always open hours promise from receipt, without an end")
{
    CHECK(promised(simple(content("24/7")), "2026-02-02T11:45:00Z") == "2026-02-02T11:45:00Z to never");
}

TEST_CASE("a leave that begins while a window over midnight runs closes hours that were open day and night")
{
    auto version = content("00:00-24:00,22:00-02:00");
    version.leaves.push_back({day("2026-02-20"), day("2026-02-25"), "away"});
    const auto hours = simple(version);
    for (const auto t : {at("2026-02-02T10:00:00Z"), at("2026-02-20T01:00:00Z")}) {
        CHECK(show(hours.next_change(t)) == "2026-02-20T02:00:00Z");
        CHECK(show(hours.promise(t)->end) == "2026-02-20T02:00:00Z");
    }
    CHECK_FALSE(hours.is_open(at("2026-02-20T02:00:00Z")));
}

TEST_CASE("nothing is open before the first version's receipt, nor before it is valid")
{
    auto later = content("24/7");
    later.valid_from = at("2026-03-01T00:00:00Z");
    const auto hours = simple(later);
    CHECK_FALSE(hours.is_open(at("2025-12-31T00:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-01T00:00:00Z")));
    CHECK(hours.is_open(at("2026-03-01T00:00:00Z")));
    CHECK(promised(hours, "2026-02-01T00:00:00Z") == "2026-03-01T00:00:00Z to never");
}

TEST_CASE("an extension takes effect at once, a reduction after the notice")
{
    const auto hours = schedule({{content("Mo-Fr 09:00-12:00"), at(received_first)},
                                 {content("Mo-Fr 11:00-14:00"), at("2026-02-02T10:00:00Z")}});
    CHECK(show(hours.window_at(at("2026-02-02T11:30:00Z"))) == "2026-02-02T09:00:00Z to 2026-02-02T14:00:00Z");
    CHECK(show(hours.window_at(at("2026-02-06T09:30:00Z"))) == "2026-02-06T09:00:00Z to 2026-02-06T14:00:00Z");
    // The older version ends seven days after the newer one's receipt, in the middle of Monday's window.
    CHECK(show(hours.window_at(at("2026-02-09T09:30:00Z"))) == "2026-02-09T09:00:00Z to 2026-02-09T10:00:00Z");
    CHECK(show(hours.next_window(at("2026-02-09T10:00:00Z"))) == "2026-02-09T11:00:00Z to 2026-02-09T14:00:00Z");
    CHECK(show(hours.window_at(at("2026-02-10T11:30:00Z"))) == "2026-02-10T11:00:00Z to 2026-02-10T14:00:00Z");
}

TEST_CASE("a shorter notice counts only after the longer one has run")
{
    auto short_notice = content("Mo-Fr 09:00-12:00");
    short_notice.notice_period = 0s;
    const auto hours = schedule({{content("Mo-Fr 09:00-12:00"), at(received_first)},
                                 {short_notice, at("2026-02-02T00:00:00Z")},
                                 {content("off"), at("2026-02-03T00:00:00Z")}});
    CHECK(hours.is_open(at("2026-02-06T10:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-09T10:00:00Z")));
}

TEST_CASE("another zone takes effect after the notice, its windows at once")
{
    const auto hours = schedule({{content("Mo-Fr 09:00-10:00", "Europe/London"), at(received_first)},
                                 {content("Mo-Fr 09:00-10:00", "Asia/Tokyo"), at("2026-02-02T12:00:00Z")}});
    CHECK(hours.is_open(at("2026-02-03T09:30:00Z")));
    CHECK(hours.is_open(at("2026-02-03T00:30:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-10T09:30:00Z")));
    CHECK(hours.zone().value().name() == "Asia/Tokyo");
}

TEST_CASE("leave is taken from every version in force at once")
{
    auto with_leave = content("Mo-Fr 11:00-14:00");
    with_leave.leaves = {{day("2026-02-03"), day("2026-02-04"), "ill"}};
    const auto hours =
        schedule({{content("Mo-Fr 09:00-12:00"), at(received_first)}, {with_leave, at("2026-02-03T10:00:00Z")}});
    CHECK(hours.is_open(at("2026-02-03T09:59:59Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-03T10:00:00Z")));
    CHECK(promised(hours, "2026-02-03T10:00:00Z") == "2026-02-05T09:00:00Z to 2026-02-05T14:00:00Z");
    CHECK(hours.explain(at("2026-02-03T10:00:00Z")).layer == Layer::leave);
    CHECK(hours.explain(at("2026-02-03T10:00:00Z")).reason == "ill");
}

TEST_CASE("leave on Saturday removes Saturday's window with its tail and leaves Friday's alone")
{
    auto version = content("Mo-Su 22:00-02:00");
    version.leaves = {{day("2026-02-07"), day("2026-02-07"), ""}};
    const auto hours = simple(version);
    CHECK(hours.is_open(at("2026-02-07T01:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-07T23:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-08T01:00:00Z")));
    CHECK(hours.explain(at("2026-02-08T01:00:00Z")).layer == Layer::leave);
    CHECK(hours.explain(at("2026-02-07T01:00:00Z")).layer == Layer::weekly);
}

TEST_CASE("a cancelled date closes it with its reason")
{
    auto version = content("Mo-Fr 09:00-12:00");
    version.cancellations = {{day("2026-02-03"), "court"}};
    const auto hours = simple(version);
    CHECK(hours.explain(at("2026-02-03T10:00:00Z")).layer == Layer::cancellation);
    CHECK(hours.explain(at("2026-02-03T10:00:00Z")).reason == "court");
    CHECK(promised(hours, "2026-02-02T13:00:00Z") == "2026-02-04T09:00:00Z to 2026-02-04T12:00:00Z");
}

TEST_CASE("an extra window is open, also during leave, and promises nothing")
{
    auto version = content("Mo-Fr 09:00-12:00");
    version.leaves = {{day("2026-02-03"), day("2026-02-03"), ""}};
    version.extras = {{at("2026-02-03T18:00:00Z"), at("2026-02-03T18:30:00Z")}};
    const auto hours = simple(version);
    CHECK(hours.is_open(at("2026-02-03T18:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-03T18:30:00Z")));
    CHECK(hours.explain(at("2026-02-03T18:10:00Z")).layer == Layer::extra);
    CHECK(promised(hours, "2026-02-03T17:00:00Z") == "2026-02-04T09:00:00Z to 2026-02-04T12:00:00Z");
    CHECK(promised(hours, "2026-02-03T18:10:00Z") == "2026-02-04T09:00:00Z to 2026-02-04T12:00:00Z");
    CHECK(hours.release_at(at("2026-02-03T17:00:00Z")) == at("2026-02-03T18:00:00Z"));
    CHECK(show(hours.next_change(at("2026-02-03T18:10:00Z"))) == "2026-02-03T18:30:00Z");
}

TEST_CASE("an extra window that touches a window lengthens it, not its promise")
{
    auto version = content("Mo-Fr 09:00-12:00");
    version.extras = {{at("2026-02-03T12:00:00Z"), at("2026-02-03T13:00:00Z")}};
    const auto hours = simple(version);
    CHECK(show(hours.window_at(at("2026-02-03T11:00:00Z"))) == "2026-02-03T09:00:00Z to 2026-02-03T13:00:00Z");
    CHECK(promised(hours, "2026-02-03T11:00:00Z") == "2026-02-03T11:00:00Z to 2026-02-03T12:00:00Z");
    CHECK(promised(hours, "2026-02-03T11:45:00Z") == "2026-02-04T09:00:00Z to 2026-02-04T12:00:00Z");
}

TEST_CASE("precedence is one-off before leave before holiday before weekly")
{
    auto version = content("Mo-Fr 09:00-12:00; PH off \"bank holiday\"");
    version.holidays = {day("2026-02-03"), day("2026-02-04")};
    version.horizon = day("2026-12-31");
    version.leaves = {{day("2026-02-03"), day("2026-02-03"), "away"}};
    version.extras = {{at("2026-02-03T10:00:00Z"), at("2026-02-03T10:30:00Z")}};
    const auto hours = simple(version);
    CHECK(hours.explain(at("2026-02-03T10:00:00Z")).layer == Layer::extra);
    CHECK(hours.explain(at("2026-02-03T11:00:00Z")).layer == Layer::leave);
    CHECK(hours.explain(at("2026-02-04T10:00:00Z")).layer == Layer::holiday);
    CHECK(hours.explain(at("2026-02-04T10:00:00Z")).reason == "bank holiday");
    CHECK(hours.explain(at("2026-02-05T10:00:00Z")).layer == Layer::weekly);
    CHECK(hours.explain(at("2026-02-05T10:00:00Z")).rule == "Mo-Fr 09:00-12:00");
}

TEST_CASE("a date beyond the signed holidays promises nothing")
{
    auto version = content("Mo-Fr 09:00-12:00; PH off");
    version.holidays = {day("2026-12-25")};
    version.horizon = day("2026-12-31");
    const auto hours = simple(version);
    CHECK(hours.promise(at("2026-12-31T11:45:00Z")) == std::nullopt);
    CHECK_FALSE(hours.is_open(at("2027-01-04T10:00:00Z")));
}

TEST_CASE("a conversation's rules replace the base's after the base's notice")
{
    const std::vector<VersionInForce> base{{content("Mo-Fr 09:00-12:00"), at(received_first)}};
    const auto hours = schedule(base, {{content("Mo-Fr 18:00-19:00"), at("2026-02-02T00:00:00Z")}});
    CHECK(hours.is_open(at("2026-02-01T18:30:00Z")) == false);
    CHECK(hours.is_open(at("2026-02-03T18:30:00Z")));
    CHECK(hours.is_open(at("2026-02-03T10:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-10T10:00:00Z")));
    CHECK(hours.is_open(at("2026-02-10T18:30:00Z")));
}

TEST_CASE("leave, cancellations and extra windows of both chains apply")
{
    auto base = content("Mo-Fr 09:00-12:00");
    base.leaves = {{day("2026-02-03"), day("2026-02-03"), ""}};
    HoursContent conversation;
    conversation.cancellations = {{day("2026-02-04"), ""}};
    conversation.extras = {{at("2026-02-03T18:00:00Z"), at("2026-02-03T18:30:00Z")}};
    const auto hours = schedule({{base, at(received_first)}}, {{conversation, at("2026-02-01T00:00:00Z")}});
    CHECK(hours.problem() == std::nullopt);
    CHECK_FALSE(hours.is_open(at("2026-02-03T10:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2026-02-04T10:00:00Z")));
    CHECK(hours.is_open(at("2026-02-05T10:00:00Z")));
    CHECK(hours.is_open(at("2026-02-03T18:10:00Z")));
}

TEST_CASE("the last_reading of the rules that hold decides")
{
    auto version = content("Mo-Fr 09:00-12:00");
    version.last_reading = 60min;
    CHECK(promised(simple(version), "2026-02-02T11:00:00Z") == "2026-02-03T09:00:00Z to 2026-02-03T12:00:00Z");
    version.last_reading = 0s;
    CHECK(promised(simple(version), "2026-02-02T11:59:59Z") == "2026-02-02T11:59:59Z to 2026-02-02T12:00:00Z");
}

}  // namespace schedule_test

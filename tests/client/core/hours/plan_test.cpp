// A planned change says what publishing it does, and publishing it does what the plan said.
#include "client/core/hours/plan.hpp"

#include <algorithm>

#include "protocol/hours/calendar/work.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace plan_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

// Monday 2 March 2026.

hours::Window window(std::string_view from, std::string_view to)
{
    return {parse_rfc3339(from).value(), parse_rfc3339(to).value()};
}

Date date(int year, unsigned month, unsigned day)
{
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

command::SetHours rules(std::string text)
{
    command::SetHours order;
    order.rules = std::move(text);
    return order;
}

HoursPlan plan(ClientWorld& p, Member& okafor, const Order& order)
{
    auto made = okafor.client().plan(order, p.now());
    if (!made) throw std::runtime_error{made.error().message};
    return *made;
}

std::string refusal(ClientWorld& p, Member& okafor, const Order& order)
{
    const auto made = okafor.client().plan(order, p.now());
    return made ? "planned" : std::string{name(made.error().code)};
}

/// The effect of one plan on the only group concerned.
const ConcernedPlan& only(const HoursPlan& plan) { return plan.concerned.at(0); }

}  // namespace

TEST_CASE("fewer hours go when the notice has passed, counted from now, more hours come at once")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto made = plan(p, okafor, rules("Th 09:00-12:00"));
    CHECK(made.reductions_from == p.now() + std::chrono::days{7});
    CHECK(made.acts_at_once());
    CHECK(made.acts_after_notice());
    CHECK_FALSE(made.first_ever);
    REQUIRE(made.concerned.size() == 1);
    CHECK(only(made).conversations == std::vector{okafor.conversation()});
    const auto& changes = only(made).changes;
    // This Thursday already; Tuesday in 8 days is the first to go.
    CHECK(changes.at(0) == WindowChange{{}, window("2026-03-05T09:00:00Z", "2026-03-05T12:00:00Z"), {}, {}});
    CHECK(changes.at(1) == WindowChange{window("2026-03-10T09:00:00Z", "2026-03-10T12:00:00Z"), {}, {}, {}});
    CHECK(only(made).promise_before == only(made).promise_after);
    (void)alice;
}

TEST_CASE("what was planned is what is signed, whatever the clock says then")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto made = plan(p, okafor, rules("Th 09:00-12:00"));
    p.after(5min);
    CHECK(word(okafor.order(command::PublishHours{made.version})) == "ok");
    CHECK(okafor.client().own_hours() == made.version);
}

TEST_CASE("a plan that another version overtook, or that is old, publishes nothing")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto made = plan(p, okafor, rules("Th 09:00-12:00"));
    REQUIRE(word(okafor.order(rules("Fr 09:00-12:00"))) == "ok");
    CHECK(word(okafor.order(command::PublishHours{made.version})) == "plan_outdated");
    const auto later = plan(p, okafor, rules("Mo 09:00-12:00"));
    p.after(hours_plan_lifetime + 1s);
    CHECK(word(okafor.order(command::PublishHours{later.version})) == "plan_outdated");
    CHECK(okafor.client().own_hours()->rules == "Fr 09:00-12:00");
}

TEST_CASE("a holiday months ahead is compared, too")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    p.client("Alice", okafor);
    auto order = rules("Tu 09:00-12:00; PH off");
    order.holidays = std::vector{date(2026, 12, 29)};  // a Tuesday
    order.horizon = date(2026, 12, 31);
    const auto made = plan(p, okafor, order);
    REQUIRE(only(made).changes.size() >= 1);
    CHECK(only(made).changes[0].before == window("2026-12-29T09:00:00Z", "2026-12-29T12:00:00Z"));
    CHECK_FALSE(only(made).changes[0].after);
}

TEST_CASE("a leave within the notice is unplanned, moves the promise at once, and says when reading resumes")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    p.client("Alice", okafor);
    const auto made = plan(p, okafor, command::TakeLeave{date(2026, 3, 3), date(2026, 3, 10), "ill", {}});
    REQUIRE(made.days_off.size() == 1);
    CHECK_FALSE(made.days_off[0].planned);
    CHECK(made.acts_at_once());
    CHECK_FALSE(made.acts_after_notice());
    const auto& changes = only(made).changes;
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].cause == hours::Layer::leave);
    CHECK(changes[0].reason == "ill");
    CHECK(only(made).promise_before->from == parse_rfc3339("2026-03-03T09:00:00Z"));
    CHECK(only(made).promise_after->from == parse_rfc3339("2026-03-17T09:00:00Z"));
    CHECK(only(made).resumes->begin == parse_rfc3339("2026-03-17T09:00:00Z"));

    const auto planned = plan(p, okafor, command::TakeLeave{date(2026, 8, 3), date(2026, 8, 14), "summer", {}});
    CHECK(planned.days_off.at(0).planned);
    CHECK(only(planned).changes.size() == 2);
    CHECK(only(planned).resumes->begin == parse_rfc3339("2026-08-18T09:00:00Z"));
}

TEST_CASE("a leave or a cancelled date is taken back whole or in part, and its windows come at once")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    REQUIRE(word(okafor.order(command::TakeLeave{date(2026, 8, 3), date(2026, 8, 14), "summer", {}})) == "ok");
    REQUIRE(word(okafor.order(command::CancelDate{date(2026, 3, 24), "court", {}})) == "ok");
    const auto early = plan(p, okafor, command::TakeLeave{date(2026, 8, 10), date(2026, 8, 14), {}, {}, true});
    CHECK(early.version.leaves == std::vector<wire::Leave>{{date(2026, 8, 3), date(2026, 8, 9), "summer"}});
    REQUIRE(only(early).changes.size() == 1);
    CHECK_FALSE(only(early).changes[0].before.has_value());
    CHECK(only(early).changes[0].cause == hours::Layer::leave);
    const auto middle = plan(p, okafor, command::TakeLeave{date(2026, 8, 5), date(2026, 8, 6), {}, {}, true});
    CHECK(middle.version.leaves.size() == 2);
    const auto after_all = plan(p, okafor, command::CancelDate{date(2026, 3, 24), {}, {}, true});
    CHECK(after_all.version.cancellations.empty());
    CHECK(only(after_all).changes.at(0).after == window("2026-03-24T09:00:00Z", "2026-03-24T12:00:00Z"));
    CHECK(refusal(p, okafor, command::TakeLeave{date(2026, 9, 3), date(2026, 9, 4), {}, {}, true}) == "not_found");
    CHECK(refusal(p, okafor, command::CancelDate{date(2026, 3, 25), {}, {}, true}) == "not_found");
}

TEST_CASE("days off that come with new rules join those there are")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    REQUIRE(word(okafor.order(command::TakeLeave{date(2026, 8, 3), date(2026, 8, 14), {}, {}})) == "ok");
    auto order = rules("Th 09:00-12:00");
    order.leaves = {{date(2026, 8, 3), date(2026, 8, 14), "away"}, {date(2026, 12, 24), date(2026, 12, 31), {}}};
    order.cancellations = {{date(2026, 5, 7), {}}};
    const auto made = plan(p, okafor, order);
    CHECK(made.version.leaves == order.leaves);
    CHECK(made.version.cancellations == order.cancellations);
    CHECK(made.days_off.size() == 3);
}

TEST_CASE("each conversation with hours of its own is told apart, the others go together")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    p.client("Alice", okafor);
    p.client("Bob", okafor);
    p.client("Carol", okafor);
    const auto carol = okafor.client().find("Carol").value();
    auto own = rules("Fr 15:00-17:00");
    own.only = carol;
    own.zone = "UTC";
    const auto alone = plan(p, okafor, own);
    REQUIRE(alone.concerned.size() == 1);
    CHECK(only(alone).conversations == std::vector{carol});
    CHECK(alone.reductions_from == p.now() + std::chrono::days{7});  // the base's notice
    REQUIRE(word(okafor.order(own)) == "ok");
    p.after(std::chrono::days{8});

    const auto all = plan(p, okafor, rules("Tu 10:00-12:00"));
    REQUIRE(all.concerned.size() == 2);
    CHECK(all.concerned[0].conversations.size() == 2);
    CHECK_FALSE(all.concerned[0].changes.empty());
    CHECK(all.concerned[1].conversations == std::vector{carol});
    CHECK(all.concerned[1].changes.empty());
}

TEST_CASE("an extra window keeps open hours open past their end, at most 120 minutes from now")
{
    ClientWorld p{"2026-03-03T11:50:00Z"};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto made = plan(p, okafor, command::GiveExtra{15min, {}});
    CHECK(made.version.extras.at(0).begin == p.now());
    CHECK(made.version.extras.at(0).end == parse_rfc3339("2026-03-03T12:15:00Z"));
    REQUIRE(only(made).changes.size() == 1);
    CHECK(only(made).changes[0].cause == hours::Layer::extra);
    CHECK_FALSE(made.acts_after_notice());
    CHECK(only(made).promise_before == only(made).promise_after);
    CHECK(refusal(p, okafor, command::GiveExtra{111min, {}}) == "bad_duration");
    CHECK(refusal(p, okafor, command::GiveExtra{110min, {}}) == "planned");
}

TEST_CASE("windows that grow into one are not told as lost, and a leave in the middle of one splits it")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto always = plan(p, okafor, rules("24/7"));
    REQUIRE(only(always).changes.size() == 1);
    CHECK_FALSE(only(always).changes[0].reduces());
    CHECK_FALSE(always.acts_after_notice());
    REQUIRE(word(okafor.order(rules("24/7"))) == "ok");
    p.after(std::chrono::days{8});
    const auto away = plan(p, okafor, command::TakeLeave{date(2026, 8, 3), date(2026, 8, 14), "summer", {}});
    REQUIRE(only(away).changes.size() == 2);
    CHECK(only(away).changes[0].after->end == parse_rfc3339("2026-08-03T00:00:00Z"));
    CHECK(only(away).changes[1].after->begin == parse_rfc3339("2026-08-15T00:00:00Z"));
    CHECK(only(away).changes[1].cause == hours::Layer::leave);
    CHECK_FALSE(away.acts_after_notice());
}

TEST_CASE("the first hours are a plan without a before, and what cannot be published cannot be planned")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor");
    auto order = rules(tuesdays);
    CHECK(refusal(p, okafor, order) == "unknown_zone");
    order.zone = "Europe/London";
    const auto made = plan(p, okafor, order);
    CHECK(made.first_ever);
    CHECK(made.before.version == 0);
    CHECK(only(made).conversations.empty());
    CHECK(only(made).coming.at(0) == window("2026-03-03T09:00:00Z", "2026-03-03T12:00:00Z"));
    REQUIRE(word(okafor.order(order)) == "ok");
    CHECK(refusal(p, okafor, order) == "nothing_changed");
    CHECK(refusal(p, okafor, rules("Tu 25:00-26:00")) == "bad_rules");
    CHECK(refusal(p, okafor, command::ShowKit{}) == "bad_command");
    auto& alice = p.client("Alice", okafor);
    CHECK(refusal(p, alice, order) == "therapists_only");
}

TEST_CASE("a conversation's first own hours begin with the policy of the base, and only what differs is a change")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    p.client("Alice", okafor);
    command::SetHours policy;
    policy.notice_period = std::chrono::days{3};
    policy.replies = true;
    REQUIRE(word(okafor.order(policy)) == "ok");
    const auto made = plan(p, okafor, command::GiveExtra{30min, okafor.conversation()});
    CHECK(made.before.version == 0);
    CHECK(made.before.notice_period == made.version.notice_period);
    CHECK(made.before.last_reading == made.version.last_reading);
    CHECK(made.before.replies);
    CHECK(made.version.replies);
}

TEST_CASE("a plan agrees with the hours after publishing at that instant, whatever the chain before")
{
    const std::vector<std::string> weeks{"Mo-Fr 09:00-12:00",
                                         "Tu,Th 09:00-12:00",
                                         "Tu 10:00-11:00",
                                         "Mo 22:00-26:00",
                                         "Mo-We 08:00-10:00; Fr 14:00-18:00",
                                         "24/7",
                                         "Sa 09:00-17:00"};
    holdfast::test::SeededRandom random{"plans"};
    for (int round = 0; round < 8; ++round) {
        ClientWorld p{monday_evening};
        auto& okafor = p.therapist("Dr Okafor", weeks[random.below(weeks.size())], "Europe/London");
        p.client("Alice", okafor);
        for (int change = 0; change < 4; ++change) {
            p.after(std::chrono::hours{random.below(200)});
            auto order = rules(weeks[random.below(weeks.size())]);
            order.notice_period = std::chrono::days{random.below(15)};
            const auto made = okafor.client().plan(order, p.now());
            if (!made) continue;  // nothing changed
            const auto before = okafor.client().own_schedule();
            REQUIRE(word(okafor.order(command::PublishHours{made->version})) == "ok");
            const auto& after = okafor.client().own_schedule();
            INFO(round << "/" << change << " " << order.rules.value());
            const auto until =
                std::max(made->made + plan_reach, made->reductions_from + Seconds{std::chrono::days{14}});
            CHECK(only(*made).changes == compare(before, after, made->made, until));
            const auto promised = after.promise(made->made);
            REQUIRE(promised.has_value());
            CHECK(only(*made).promise_after == wire::Promise{promised->begin, promised->end});
            bool kept = true;
            for (auto t = made->made; t < made->reductions_from; t += 17min)
                kept = kept && (!before.is_open(t) || after.is_open(t));
            CHECK(kept);
            const bool loses = std::ranges::any_of(only(*made).changes, &WindowChange::reduces);
            CHECK(loses == made->acts_after_notice());
            for (const auto& lost : only(*made).changes)
                if (lost.reduces() && lost.before->end) CHECK(*lost.before->end > made->reductions_from);
        }
    }
}

TEST_CASE("hours of one conversation are refused in words where there are none for everybody")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", "");
    p.client("Alice", okafor);
    auto order = rules("Th 09:00-12:00");
    order.only = okafor.conversation();
    CHECK(refusal(p, okafor, order) == "no_base_hours");
}

TEST_CASE("attack 27: hours that cost too much are refused before they are sent, and nobody waits for the others")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto costly = [](int n) {
        auto order = rules("Mo-Fr 09:00-12:" + std::to_string(10 + n));
        for (int i = 0; i < 14; ++i) *order.rules += "; week 1-53/2 00:00-06:00,12:00-24:00";
        order.notice_period = hours::max_notice;
        order.contacts = std::vector{wire::CrisisContact{"Samaritans", "116 123"}};
        return order;
    };
    int taken = 0;
    while (word(okafor.order(costly(taken))) == "ok") REQUIRE(++taken < 30);
    CHECK(taken >= 10);
    CHECK(refusal(p, okafor, costly(taken)) == "hours_too_complex");
    CHECK(okafor.client().own_hours()->rules == *costly(taken - 1).rules);
    // The lines above the composer are found soon: crisis contacts, and what follows from hours.
    const auto before = hours::steps_taken();
    const auto outlook = alice.client().outlook(alice.conversation(), p.now());
    CHECK(outlook.contacts == std::vector{wire::CrisisContact{"Samaritans", "116 123"}});
    CHECK(outlook.usable);
    CHECK(hours::steps_taken() - before <= hours::max_question_steps);
}

TEST_CASE("by a clock that is wrong no hours are published, it is said what to do, and nothing is lost")
{
    const auto error = GENERATE(values<std::chrono::milliseconds>({std::chrono::days{93}, 3h, -25h}));
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto earlier = p.invitation(okafor, "Bob").code;
    okafor.clock_error = error;
    okafor.go_offline();
    okafor.go_online();
    const auto made = okafor.client().plan(rules("Tu,We 09:00-12:00"), p.now() + error);
    REQUIRE(made.has_error());
    CHECK(made.error().code == Errc::bad_date);
    CHECK(made.error().message.empty());
    CHECK(okafor.client().clock_fault() == error);
    // The relay refuses what lies months ahead; whoever asked is told the same.
    if (error > 92 * 24h) {
        CHECK(word(okafor.order(rules("Tu,We 09:00-12:00"))) == "bad_date");
        CHECK_FALSE(okafor.last<show::Answered>()->place);
    }
    CHECK(word(okafor.order(command::Invite{"Kim"})) == "ok");
    const auto later = okafor.last<show::Invitation>()->code;
    for (const auto& code : {earlier, later}) {
        auto& member = p.newcomer(code);
        member.clock_error = error;
        member.step(Command{1, command::Enrol{code, {}}});
        member.go_online();
        CHECK(member.client().status().enrolled);
        CHECK(okafor.client().conversations().back().ready);
        member >> "hello";
    }
    okafor.clock_error = 0s;
    okafor.go_offline();
    okafor.go_online();
    CHECK(word(okafor.order(command::PublishHours{plan(p, okafor, rules("Tu,We 09:00-12:00")).version})) == "ok");
    CHECK(okafor.client().own_hours()->version == 2);
    p.at("2026-03-03T09:00:00Z");
    CHECK(okafor.read() == Lines{"hello", "hello"});
}

}  // namespace plan_test

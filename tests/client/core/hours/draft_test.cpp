// The version an order about hours makes: what it changes, what stays, and what it refuses.
#include "client/core/hours/draft.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace draft_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view tuesday_ten = "2026-03-03T10:00:00Z";

Date august(unsigned day) { return Date{std::chrono::year{2026}, std::chrono::August, std::chrono::day{day}}; }

/// A therapist with hours, and one client.
struct Desk {
    explicit Desk(std::string_view now = monday_evening) : p{now} {}

    [[nodiscard]] wire::HoursVersion draft(const Order& order)
    {
        const auto plan = okafor.client().plan(order, p.now());
        if (!plan) throw std::runtime_error{plan.error().message};
        return plan->version;
    }
    [[nodiscard]] std::string refusal(const Order& order)
    {
        const auto plan = okafor.client().plan(order, p.now());
        return plan ? "drafted" : std::string{name(plan.error().code)};
    }
    void publish(const Order& order) { REQUIRE(word(okafor.order(order)) == "ok"); }

    ClientWorld p;
    Member& okafor{p.therapist("Dr Okafor", tuesdays, "Europe/London")};
    Member& alice{p.client("Alice", okafor)};
};

command::TakeLeave away(unsigned from, unsigned to, std::string reason = {}, bool undo = false)
{
    return {august(from), august(to), std::move(reason), {}, undo};
}

using Leaves = std::vector<wire::Leave>;
using Extras = std::vector<wire::ExtraWindow>;

}  // namespace

TEST_CASE("a draft is the version before with what the order names, in its place in the chain")
{
    Desk d;
    command::SetHours all;
    all.holidays = std::vector{august(31)};
    all.horizon = august(31);
    all.notice_period = std::chrono::days{3};
    all.last_reading = 45min;
    all.contacts = std::vector<wire::CrisisContact>{{"Crisis line", "0800 111 0 111"}};
    all.replies = true;
    d.publish(all);
    d.p.after(1h);
    const auto chain = d.okafor.client().own_hours().value();
    command::SetHours one;
    one.rules = "Th 09:00-12:00";
    auto draft = d.draft(one);
    CHECK(draft.version == chain.version + 1);
    CHECK(draft.valid_from == d.p.now());
    CHECK(draft.previous != chain.previous);
    CHECK(draft.rules == "Th 09:00-12:00");
    draft.version = chain.version;
    draft.valid_from = chain.valid_from;
    draft.previous = chain.previous;
    draft.rules = chain.rules;
    CHECK(draft == chain);
    CHECK(d.refusal(all) == "nothing_changed");
}

TEST_CASE("days taken out of leaves leave what is before and after them")
{
    struct Case {
        unsigned from, to;
        Leaves left;
    };
    const Leaves both{{august(3), august(9), "away"}, {august(12), august(20), "more"}};
    const Case cases[] = {
        {3, 9, {both[1]}},
        {1, 10, {both[1]}},
        {1, 4, {{august(5), august(9), "away"}, both[1]}},
        {8, 11, {{august(3), august(7), "away"}, both[1]}},
        {5, 5, {{august(3), august(4), "away"}, {august(6), august(9), "away"}, both[1]}},
        {9, 12, {{august(3), august(8), "away"}, {august(13), august(20), "more"}}},
        {1, 31, {}},
    };
    Desk d;
    for (const auto& leave : both) {
        command::TakeLeave order{leave.from, leave.to, leave.reason, {}, false};
        d.publish(order);
    }
    for (const auto& [from, to, left] : cases) {
        INFO(from << " to " << to);
        const auto draft = d.draft(away(from, to, {}, true));
        CHECK(draft.leaves == left);
    }
    for (const auto& [from, to] : {std::pair{1U, 2U}, {10U, 11U}, {21U, 31U}})
        CHECK(d.refusal(away(from, to, {}, true)) == "not_found");
}

TEST_CASE("for the same dates the newer reason holds, other dates join")
{
    Desk d;
    d.publish(away(3, 9, "ill"));
    CHECK(d.draft(away(3, 9, "away")).leaves == Leaves{{august(3), august(9), "away"}});
    CHECK(d.draft(away(3, 10, "away")).leaves.size() == 2);
    CHECK(d.refusal(away(3, 9, "ill")) == "nothing_changed");
    d.publish(command::CancelDate{august(4), "court", {}, false});
    const auto again = d.draft(command::CancelDate{august(4), "moved", {}, false});
    CHECK(again.cancellations == std::vector<wire::Cancellation>{{august(4), "moved"}});
    CHECK(d.draft(command::CancelDate{august(5), {}, {}, false}).cancellations.size() == 2);
    CHECK(d.draft(command::CancelDate{august(4), {}, {}, true}).cancellations.empty());
    CHECK(d.refusal(command::CancelDate{august(5), {}, {}, true}) == "not_found");
}

TEST_CASE("an extra window is 5 to 120 minutes, and begins with its announcement")
{
    Desk d;
    for (const auto& [minutes, expected] :
         {std::pair{4, "bad_duration"}, {5, "drafted"}, {120, "drafted"}, {121, "bad_duration"}})
        CHECK(d.refusal(command::GiveExtra{std::chrono::minutes{minutes}, {}}) == expected);
    CHECK(d.draft(command::GiveExtra{30min, {}}).extras == Extras{{d.p.now(), d.p.now() + 30min}});
}

TEST_CASE("an extra window given while open goes on from the end of the hours, at most 120 minutes from now")
{
    Desk d{tuesday_ten};
    CHECK(d.refusal(command::GiveExtra{5min, {}}) == "bad_duration");  // 10:00 to 12:05
    d.p.at("2026-03-03T11:00:00Z");
    CHECK(d.draft(command::GiveExtra{30min, {}}).extras == Extras{{d.p.now(), d.p.now() + 90min}});
    CHECK(d.draft(command::GiveExtra{60min, {}}).extras == Extras{{d.p.now(), d.p.now() + 120min}});
    CHECK(d.refusal(command::GiveExtra{61min, {}}) == "bad_duration");
}

TEST_CASE("extra windows stay in the hours for 40 days after their end")
{
    Desk d;
    d.publish(command::GiveExtra{30min, {}});
    const Extras given{{d.p.now(), d.p.now() + 30min}};
    d.p.after(std::chrono::hours{24 * 40} + 30min);
    CHECK(d.draft(away(3, 9)).extras == given);
    d.p.after(1s);
    CHECK(d.draft(away(3, 9)).extras.empty());
}

TEST_CASE("hours of one conversation are in the zone of the others, and 'no pace' is said only there")
{
    Desk d;
    command::SetHours pace;
    pace.pace = wire::Pace{};
    CHECK(d.refusal(pace) == "nothing_changed");
    pace.only = d.okafor.conversation();
    const auto none = d.draft(pace);
    CHECK(none.pace == wire::Pace{});
    CHECK(none.conversation == d.okafor.conversation());
    CHECK(none.version == 1);
    CHECK(none.previous == Digest{});
    CHECK(none.zone.empty());
    command::SetHours own;
    own.rules = "Fr 09:00-10:00";
    own.only = d.okafor.conversation();
    const auto rules = d.draft(own);
    CHECK(rules.zone == "Europe/London");
    own.zone = "Europe/Paris";
    CHECK(d.draft(own).zone == "Europe/Paris");
    own.only = ConversationId{};
    CHECK(d.refusal(own) == "not_found");
}

TEST_CASE("without hours nothing but their first rules can be drafted")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor");
    const auto refusal = [&](const Order& order) {
        const auto made = okafor.client().plan(order, p.now());
        return made ? "drafted" : std::string{name(made.error().code)};
    };
    CHECK(refusal(command::GiveExtra{30min, {}}) == "not_found");
    CHECK(refusal(away(3, 9)) == "not_found");
    CHECK(refusal(command::SetHours{}) == "not_found");
    command::SetHours first;
    first.rules = tuesdays;
    CHECK(refusal(first) == "unknown_zone");
    first.zone = "Europe/London";
    CHECK(refusal(first) == "drafted");
}

}  // namespace draft_test

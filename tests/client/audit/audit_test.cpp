#include "tests/client/audit/simple_log.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::audit::test::audit_test {

using namespace std::chrono_literals;

TEST_CASE("an honest log agrees, whatever happened in it")
{
    LogBuilder s;
    const auto first = s.take(evening);
    const auto second = s.take(evening + 1min);
    s.take(evening + 2min, wire::Class::control);
    s.take_back(evening + 1h, s.message(second));
    s.release(nine);
    s.take(nine + 10min);
    s.hold_again(noon, {s.message(first)});
    auto extra = s.draft();
    extra.extras = {{noon + 2h, noon + 2h + 30min}};
    s.publish(extra, noon + 2h);
    s.release(noon + 2h);
    auto leave = s.draft();
    leave.leaves = {{{std::chrono::year{2026} / 3 / 10}, {std::chrono::year{2026} / 3 / 10}, "ill"}};
    s.publish(leave, noon + 1h * 4);
    s.take(noon + 5h);
    s.publish("Mo-Fr 15:00-16:00", noon + 6h);
    s.take(noon + 7h);
    s.release(at("2026-03-04T15:00:00Z"));

    auto given = s.given(at("2026-03-04T15:01:00Z"));
    given.receipts = {s.receipt(1), s.receipt(2), s.receipt(3)};
    given.deliveries = {s.delivery(1, nine), s.delivery(1, noon + 2h)};
    const auto report = audit(given);
    CHECK(said(report) == "");
    CHECK(report.log_seen);
    CHECK(report.checked == s.decisions.size());
    CHECK(report.agreed == report.checked);
    CHECK(report.from == evening);
    CHECK(report.to == at("2026-03-04T15:00:00Z"));
}

TEST_CASE("without the log, what this device keeps is checked by itself")
{
    Simple s;
    s.publish("Tu,We 09:00-12:00", nine + 2h);
    auto given = s.given(noon + 1h);
    given.receipts = {s.receipt(1), s.receipt(3)};
    given.deliveries = {s.delivery(1, nine)};
    given.log.reset();
    auto report = audit(given);
    CHECK(said(report) == "");
    CHECK_FALSE(report.log_seen);
    CHECK(report.checked == 2);
    given.deliveries[0].released = nine - 1min;
    CHECK(said(audit(given)) == "released_while_closed 1");
    s.taken(3).held = true;
    given.receipts[1] = s.receipt(3);
    CHECK(said(audit(given)) == "released_while_closed 1, wrong_hold 3");
}

TEST_CASE("ten thousand decisions of one conversation")
{
    LogBuilder s;
    s.publish("Mo-Fr 09:00-12:00,14:00-17:00", at("2026-03-02T09:00:00Z"));
    auto time = evening;
    const auto schedule = hours_chain::schedule(s.base);
    for (std::uint64_t number = 1; number <= 10'000; ++number, time += 13min) {
        decided::Accepted taken;
        taken.message = s.random.id<MessageId>();
        taken.held = !schedule.is_open(time);
        if (const auto window = schedule.promise(time)) taken.promise = wire::Promise{window->begin, window->end};
        taken.received = time;
        s.decisions.push_back({{}, number, {}, time, hours_chain::heads(s.base), "2026a", s.incarnation, false, taken});
        if (taken.held)
            s.decisions.push_back({{},
                                   ++number,
                                   {},
                                   time,
                                   hours_chain::heads(s.base),
                                   "2026a",
                                   s.incarnation,
                                   false,
                                   decided::TakenBack{taken.account, taken.device, taken.message}});
    }
    const auto report = audit(s.given(time));
    CHECK(said(report) == "");
    CHECK(report.checked == s.decisions.size());
    CHECK(report.agreed == report.checked);
}

}  // namespace holdfast::audit::test::audit_test

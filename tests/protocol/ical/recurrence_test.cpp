#include "protocol/ical/recurrence.hpp"

#include "protocol/hours/notation/rule_list.hpp"
#include "tests/protocol/ical/support.hpp"

namespace holdfast::ical::recurrence_test {
namespace {

using namespace test;
using namespace std::chrono;

Repetition every(std::string rule, sys_days first = sys_days{2026y / March / 2})
{
    return {std::move(rule), hours::LocalMinute{first.time_since_epoch()} + std::chrono::hours{9},
            zone("Europe/London")};
}

std::string weekdays(const std::string& rule)
{
    hours::Rule as_rule;
    as_rule.weekdays = hours::tidy(plain_weekdays(every(rule)));
    return as_rule.weekdays.empty() ? "not plain" : to_text(as_rule);
}

std::size_t in_a_year(const std::string& rule)
{
    return occurrences(every(rule), sys_days{2026y / March / 2}, sys_days{2027y / March / 1}).starts.size();
}

}  // namespace

TEST_CASE("plain repetition becomes weekdays")
{
    CHECK(weekdays("FREQ=WEEKLY") == "Mo");
    CHECK(weekdays("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR") == "Mo-Fr");
    CHECK(weekdays("FREQ=WEEKLY;WKST=SU;BYDAY=TH,TU") == "Tu,Th");
    CHECK(weekdays("FREQ=DAILY") == "Mo-Su");
    CHECK(weekdays("FREQ=DAILY;BYDAY=SA,SU") == "Sa,Su");
    CHECK(weekdays("FREQ=MONTHLY;BYDAY=1MO,3MO") == "Mo[1,3]");
    CHECK(weekdays("FREQ=MONTHLY;BYDAY=-1FR") == "Fr[-1]");
    CHECK(weekdays("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2") == "Tu[2]");
}

TEST_CASE("other repetition is not made simpler than it is")
{
    CHECK(weekdays("FREQ=WEEKLY;INTERVAL=2") == "not plain");
    CHECK(weekdays("FREQ=MONTHLY;BYMONTHDAY=1") == "not plain");
    CHECK(weekdays("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1") == "not plain");
    CHECK(weekdays("FREQ=WEEKLY;BYMONTH=9") == "not plain");
    CHECK(weekdays("FREQ=YEARLY") == "not plain");
}

TEST_CASE("single dates are followed to the horizon and no further")
{
    CHECK(in_a_year("FREQ=WEEKLY;INTERVAL=2") == 27);
    CHECK(in_a_year("FREQ=MONTHLY;BYMONTHDAY=31") == 7);
    CHECK(in_a_year("FREQ=WEEKLY;COUNT=3") == 3);
    CHECK(in_a_year("FREQ=DAILY;UNTIL=20260305T090000Z") == 4);
    CHECK(occurrences(every("FREQ=DAILY"), sys_days{2026y / March / 2}, sys_days{2060y / March / 1}).starts.size() ==
          ical::max_occurrences);
}

TEST_CASE("the last date of a series counts its own time of day")
{
    CHECK(last_date(every("FREQ=WEEKLY;UNTIL=20260330T080000Z")) == sys_days{2026y / March / 30});  // 09:00 in summer
    CHECK(last_date(every("FREQ=WEEKLY;UNTIL=20260330T075900Z")) == sys_days{2026y / March / 29});
    CHECK(last_date(every("FREQ=WEEKLY;UNTIL=20260330")) == sys_days{2026y / March / 30});
    CHECK(last_date(every("FREQ=WEEKLY;COUNT=2")) == sys_days{2026y / March / 9});
    CHECK_FALSE(last_date(every("FREQ=WEEKLY")));
}

TEST_CASE("repetition without days, or on dates that do not exist, cannot be taken")
{
    CHECK(repeats_by_days(every("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")));
    for (const auto* rule :
         {"FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=5", "FREQ=DAILY;BYHOUR=9,10", "FREQ=NEVER",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "RSCALE=HEBREW;FREQ=YEARLY", "FREQ=DAILY;INTERVAL=0"})
        CHECK_FALSE(repeats_by_days(every(rule)));
}

}  // namespace holdfast::ical::recurrence_test

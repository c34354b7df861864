#include "protocol/hours/calendar/rule_table.hpp"

#include <random>

#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::rule_table_test {

using namespace std::chrono;
using hours::RuleTable;

TEST_CASE("every rule matches the dates that its selectors name")
{
    const RuleTable table{
        hours::parse_rules(
            "10:00-12:00; Mo-Fr; Sa-Mo off; Mo[1] 10:00-11:00; Su[-1]; Mo[2,-2],Fr; Jan; Nov-Feb; Mar,Oct; "
            "Aug 10-20; Dec 20-Jan 06; Aug 10-Aug 09; Feb 29; Jan,Mar 05-Apr 02; 2027; 2026-2027 Mo; 2026,2028 Jul; "
            "2027 Mar 01-2027 Apr 15; 2026 Nov 05-2028 Feb 03; 2028 Feb 29 Tu; week 01-53/2; week 02 We; week 53; PH; "
            "PH off; PH We; PH,Tu; PH,Su[1] off; Jun PH; week 10-20 PH,Mo")
            .value()};
    const std::vector<sys_days> holidays{2026y / April / 3, 2026y / December / 30, 2027y / March / 10,
                                         2027y / June / 9,  2028y / February / 29, 2028y / May / 3};
    REQUIRE(table.size() == 30);
    for (sys_days date = 2025y / December / 1; date < sys_days{2029y / February / 1}; date += days{1}) {
        const auto facts = hours::facts_of(date, holidays);
        for (std::size_t i = 0; i < table.size(); ++i) {
            INFO(to_text(table.rule(i)) << " " << to_rfc3339(Instant{date}));
            if (table.matches(i, facts) != hours::matches(table.rule(i), facts)) FAIL();
        }
    }
}

TEST_CASE("the latest end is that of the longest window")
{
    const auto latest = [](const char* rules) { return RuleTable{hours::parse_rules(rules).value()}.latest_end(); };
    CHECK(latest("Mo 10:00-12:00") == 24 * 60);  // a rule without times covers the day
    CHECK(latest("Mo 22:00-02:00; Tu 10:00-12:00") == 26 * 60);
    CHECK(latest("Mo 22:00-02:00; Tu 10:00-48:00 off") == 48 * 60);
}

}  // namespace holdfast::test::rule_table_test

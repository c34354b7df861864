#include "client/ui/hours/rules_words.hpp"

#include "tests/support/catch.hpp"

namespace rules_words_test {

using namespace holdfast;
using hours::Wording;

namespace {

std::string compact(std::string_view rules) { return ui::rules_words(rules, Wording::compact).value_or("not said"); }

std::string spoken(std::string_view rules) { return ui::rules_words(rules, Wording::spoken).value_or("not said"); }

}  // namespace

TEST_CASE("weekly rules are said in words")
{
    CHECK(compact("Tu,Th 09:00-12:00") == "Tuesdays and Thursdays, 09:00–12:00");
    CHECK(spoken("Tu,Th 09:00-12:00") == "Tuesdays and Thursdays, 09:00 to 12:00");
    CHECK(spoken("Mo-Fr 09:00-12:00") == "Mondays to Fridays, 09:00 to 12:00");
    CHECK(spoken("Mo 18:00-19:00") == "Mondays, 18:00 to 19:00");
    CHECK(spoken("09:00-12:00") == "Every day, 09:00 to 12:00");
    CHECK(spoken("24/7") == "Every day, at any time");
    CHECK(spoken("Mo-Fr 09:00-12:00,14:00-16:00") == "Mondays to Fridays, 09:00 to 12:00 and 14:00 to 16:00");
}

TEST_CASE("days with the same times are said together and a replaced day is said as it is")
{
    CHECK(spoken("Mo-Fr 09:00-12:00; We 14:00-16:00") ==
          "Mondays, Tuesdays, Thursdays and Fridays, 09:00 to 12:00; Wednesdays, 14:00 to 16:00");
    CHECK(spoken("Mo-We 09:00-12:00; Sa 10:00-11:00; Su 10:00-11:00") ==
          "Mondays to Wednesdays, 09:00 to 12:00; Saturdays and Sundays, 10:00 to 11:00");
}

TEST_CASE("holidays and dates are said after the week")
{
    CHECK(spoken("Mo-Fr 09:00-12:00; PH off") == "Mondays to Fridays, 09:00 to 12:00; not on public holidays");
    CHECK(spoken("Mo 09:00-12:00; Dec 24-Jan 2 off") == "Mondays, 09:00 to 12:00; not from 24 December to 2 January");
    CHECK(compact("Mo 09:00-12:00; Dec 24-Jan 2 off") == "Mondays, 09:00–12:00; not from 24 Dec to 2 Jan");
    CHECK(spoken("Mo 09:00-12:00; Aug off") == "Mondays, 09:00 to 12:00; not in August");
    CHECK(spoken("Mo 09:00-12:00; 2026 Dec 24 10:00-11:00") ==
          "Mondays, 09:00 to 12:00; on Thursday 24 December 2026 only 10:00 to 11:00");
}

TEST_CASE("a window over midnight keeps its day") { CHECK(spoken("Fr 22:00-02:00") == "Fridays, 22:00 to 02:00"); }

TEST_CASE("what cannot be said exactly is not said")
{
    for (const auto* rules : {"Mo[1] 09:00-12:00", "week 01-53/2 Mo 09:00-12:00", "2026 Mo 09:00-12:00",
                              "Dec 24 off; Mo-Fr 09:00-12:00", "PH off; Mo-Fr 09:00-12:00", "Dec 24 off",
                              "Jul-Aug Mo 09:00-12:00", "Mo 09:00-12:00; We \"perhaps\"", "nonsense", ""}) {
        CAPTURE(rules);
        CHECK(compact(rules) == "not said");
    }
}

TEST_CASE("one rule is said, or at least its days")
{
    const auto one = [](std::string_view rule) {
        return ui::one_rule_words(rule, Wording::spoken).value_or("not said");
    };
    CHECK(one("Tu 09:00-12:00") == "Tuesdays, 09:00 to 12:00");
    CHECK(one("We off") == "Wednesdays");
    CHECK(one("PH off") == "not on public holidays");
    CHECK(one("Dec 24 off") == "not on 24 December");
    CHECK(one("Mo[1] 09:00-12:00") == "not said");
}

}  // namespace rules_words_test

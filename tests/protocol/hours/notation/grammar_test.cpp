#include "protocol/hours/notation/grammar.hpp"

#include "tests/support/catch.hpp"

namespace grammar_test {

using namespace holdfast;
using hours::parse_rules;

namespace {

struct Good {
    const char* text;
    const char* canonical;
};

const Good good[] = {
    {"Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00"},
    {"mo-fr 9:00-12:00", "Mo-Fr 09:00-12:00"},
    {"  Mo , We  09:00 - 12:00 , 14:00-16:00 ", "Mo,We 09:00-12:00,14:00-16:00"},
    {"Sa-Mo 10:00-12:00", "Sa-Mo 10:00-12:00"},
    {"22:00-02:00", "22:00-02:00"},
    {"22:00-26:00", "22:00-02:00"},
    {"10:00-36:00", "10:00-36:00"},
    {"Fr 22:00-48:00", "Fr 22:00-48:00"},
    {"00:00-24:00", "00:00-24:00"},
    {"24/7", "24/7"},
    {"open", "24/7"},
    {"24/7; Sa closed \"rest\"", "24/7; Sa off \"rest\""},
    {"24/7, Sa off", "24/7, Sa off"},
    {"off", "off"},
    {"Mo-Fr", "Mo-Fr"},
    {"Mo-Fr open", "Mo-Fr"},
    {"Mo-Fr open, Sa 10:00-12:00", "Mo-Fr open, Sa 10:00-12:00"},
    {"Mo 10:00-12:00 open, 14:00-16:00", "Mo 10:00-12:00 open, 14:00-16:00"},
    {"Mo 10:00-12:00, We 14:00-16:00", "Mo 10:00-12:00, We 14:00-16:00"},
    {"Mo off, Tu 10:00-12:00", "Mo off, Tu 10:00-12:00"},
    {"Dec 24 off \"Christmas Eve\"", "Dec 24 off \"Christmas Eve\""},
    {"Dec 24,25 off", "Dec 24,Dec 25 off"},
    {"Dec 24-26 off", "Dec 24-26 off"},
    {"Dec 24-Jan 2 off", "Dec 24-Jan 02 off"},
    {"Dec 24-Dec 26 off", "Dec 24-26 off"},
    {"2026 Dec 24-2027 Jan 2 off", "2026 Dec 24-2027 Jan 02 off"},
    {"2026 Dec 24 off", "2026 Dec 24 off"},
    {"2028 Feb 29 off", "2028 Feb 29 off"},
    {"Feb 29 off", "Feb 29 off"},
    {"Jan-Mar 10:00-12:00", "Jan-Mar 10:00-12:00"},
    {"Jan 10:00-12:00", "Jan 10:00-12:00"},
    {"Jan 5 10:00-12:00", "Jan 05 10:00-12:00"},
    {"Nov-Feb,Jul Mo 10:00-12:00", "Nov-Feb,Jul Mo 10:00-12:00"},
    {"Dec 24,Jan Mo 10:00-12:00", "Jan,Dec 24 Mo 10:00-12:00"},
    {"2026 Mo 10:00-12:00", "2026 Mo 10:00-12:00"},
    {"2026-2028,2030 Jan-Mar 10:00-12:00", "2026-2028,2030 Jan-Mar 10:00-12:00"},
    {"2026-2027", "2026-2027"},
    {"2000-2200 Mo 10:00-12:00", "2000-2200 Mo 10:00-12:00"},
    {"2000-2045 Mo-Su", "2000-2045 Mo-Su"},
    {"2026-2045 off", "2026-2045 off"},
    {"1970-9999", "1970-9999"},
    {"Mo 2026 Dec 24 10:00-12:00", "2026 Dec 24 Mo 10:00-12:00"},
    {"Dec 24 Th 10:00-12:00", "Dec 24 Th 10:00-12:00"},
    {"Dec 24Tu10:00-12:00", "Dec 24 Tu 10:00-12:00"},
    {"PH off", "PH off"},
    {"PH,PH off", "PH off"},
    {"PH PH,PH 10:00-12:00", "PH 10:00-12:00"},
    {"PH,PH Mo off", "PH Mo off"},
    {"PH,Sa 10:00-12:00", "PH,Sa 10:00-12:00"},
    {"Sa,PH 10:00-12:00", "PH,Sa 10:00-12:00"},
    {"PH Mo-Fr 10:00-12:00", "PH Mo-Fr 10:00-12:00"},
    {"Mo[1],Fr[-1] 10:00-12:00", "Mo[1],Fr[-1] 10:00-12:00"},
    {"Mo[1-3,-1] 10:00-12:00", "Mo[1,2,3,-1] 10:00-12:00"},
    {"week 1-10,20 Mo 10:00-12:00", "week 01-10,20 Mo 10:00-12:00"},
    {"week 1-53/2 Mo 10:00-12:00", "week 01-53/2 Mo 10:00-12:00"},
    {"Mo 10:00-12:00 \"by appointment\"", "Mo 10:00-12:00 \"by appointment\""},
    {"Mo 10:00-12:00 open \"ça va\"", "Mo 10:00-12:00 open \"ça va\""},
};

struct Bad {
    const char* text;
    std::size_t column;
};

const Bad bad[] = {
    {"", 1},
    {"   ", 4},
    {";", 1},
    {"Mo 10:00-12:00;", 16},
    {"Mo 10:00-12:00;; Tu off", 16},
    {"Mo 10:00-12:00,", 16},
    {"Mo 10:00-10:00", 4},
    {"Mo-Fr 09:00-12:00,14:00-14:00", 19},
    {"Mo 24:00-26:00", 4},
    {"Mo 25:00-26:00", 4},
    {"Mo 49:00-50:00", 4},
    {"Mo 10:00-48:01", 10},
    {"Mo 10:60-12:00", 7},
    {"Mo 10:00-12:75", 13},
    {"Mo 10:5-12:00", 7},
    {"Mo 10-12", 6},
    {"Mo 10:00", 9},
    {"Mo 10:00+", 9},
    {"Mo 10:00-12:00+", 15},
    {"Mo 10:00-16:00/90", 15},
    {"Mo 10:00-", 10},
    {"Mo sunrise-12:00", 4},
    {"Mo 10:00-sunset", 10},
    {"Mo (sunrise+01:00)-12:00", 4},
    {"Mo 10:00-12:00 || Tu 10:00-12:00", 16},
    {"Mo 10:00-12:00 \"reason", 16},
    {"Mo 10:00-12:00 off \"\"", 20},
    {"Mo 10:00-12:00 \"a\" \"b\"", 20},
    {"Mon 10:00-12:00", 1},
    {"Mo-Fri 10:00-12:00", 4},
    {"Monday 10:00-12:00", 1},
    {"Mo Tu 10:00-12:00", 4},
    {"Mo: 10:00-12:00", 3},
    {"Mo–Fr 10:00-12:00", 3},
    {"Mo 10.00-12.00", 6},
    {"Mo 9am-12:00", 5},
    {"Mo, 10:00-12:00", 3},
    {"Mo-Fr,Dec 24 10:00-12:00", 6},
    {"10:00-12:00 Mo", 13},
    {"10:00-12:00 14:00-16:00", 13},
    {"2026 Feb 29 off", 10},
    {"2026 Feb 20-29 off", 13},
    {"Feb 30 off", 5},
    {"Apr 31 off", 5},
    {"Apr 0 off", 5},
    {"Dec 26-24 off", 8},
    {"2027 Jan 2-2026 Dec 24 off", 12},
    {"2026 Dec 24-Jan 2 off", 13},
    {"Dec 24-2027 Jan 2 off", 8},
    {"Jan-Mar 5 off", 9},
    {"1969 Dec 24 off", 1},
    {"2026+ off", 5},
    {"2028-2026 off", 6},
    {"12345 off", 1},
    {"Mo[0] 10:00-12:00", 4},
    {"Mo[6] 10:00-12:00", 4},
    {"Mo[2-1] 10:00-12:00", 6},
    {"Mo[-2--1] 10:00-12:00", 7},
    {"Mo[-1-2] 10:00-12:00", 7},
    {"Mo[1 10:00-12:00", 6},
    {"Mo-Fr[1] 10:00-12:00", 6},
    {"Mo[1] +1 day 10:00-12:00", 7},
    {"PH +1 day off", 4},
    {"SH off", 1},
    {"easter off", 1},
    {"week 0 off", 6},
    {"week 54 off", 6},
    {"week 50-2 off", 9},
    {"week 10-20/1 off", 12},
    {"week off", 6},
    {"Mo 10:00-12:00 unknown", 16},
    {"Mo 24/7", 4},
    {"hello", 1},
    {"Mo 10:00-12:00 @", 16},
    {"Mo\n10:00-12:00", 3},
    {"Mo 10:00-12:00 off \"a\tb\"", 20},
    {"é Mo", 1},
    {"Mo off \"é\" x", 12},
};

}  // namespace

std::string hint(std::string_view text)
{
    const auto rules = parse_rules(text);
    return rules ? "read as " + to_text(*rules) : std::to_string(rules.error().column) + ": " + rules.error().message;
}

TEST_CASE("forms of dates and times people are used to are answered with the notation's own")
{
    CHECK(hint("Mo-Fr 0900-1700") == "7: Write times with a colon: 09:00-17:00.");
    CHECK(hint("Mo-Fr 900-1700") == "7: Write times with a colon, such as 09:00.");
    CHECK(hint("Mo-Fr 09:00-1700") == "13: Write times with a colon, such as 17:00.");
    CHECK(hint("24 Dec off") == "1: Write the month before the day: Dec 24.");
    CHECK(hint("24 December 2026 off") == "1: Write the month before the day: 2026 Dec 24.");
    CHECK(hint("Mo 09:00-12:00; 1-14 Aug off") == "17: Write the month before the days: Aug 01-14.");
    CHECK(hint("2026-12-24 off") == "1: Write this date with the name of its month: 2026 Dec 24.");
    CHECK(hint("2026-13-24 off") == "1: Write dates with the name of the month, such as 2026 Dec 24.");
    CHECK(hint("24/12 off") == "1: Write dates with the name of the month, such as Dec 24.");
    CHECK(hint("tomorrow off") == "1: Write the date itself, such as Dec 24.");
    CHECK(hint("1969 Dec 24 off") == "1: This year is past. Years run from 1970 to 9999.");
    CHECK(hint("1900 Dec 24 off") == "1: This year is past. Years run from 1970 to 9999.");
    CHECK(hint("Mo 10-12") == "6: Write the minutes too, such as 09:00.");
}

TEST_CASE("times without colons are not taken for years")
{
    CHECK(hint("Mo 2000-2200") == "4: Write times with a colon: 20:00-22:00. Years come first in a rule.");
    CHECK(hint("Mo 2026-2028") == "4: Write times with a colon: 20:26-20:28. Years come first in a rule.");
    CHECK(hint("PH 2000-2200") == "4: Write times with a colon: 20:00-22:00. Years come first in a rule.");
    CHECK(hint("Dec 2000-2200") == "5: Write times with a colon: 20:00-22:00. Years come first in a rule.");
    CHECK(hint("Dec 24 2000-2200") == "8: Write times with a colon: 20:00-22:00. Years come first in a rule.");
    CHECK(hint("Dec 24, 2000-2200") == "9: Write times with a colon: 20:00-22:00. Years come first in a rule.");
    CHECK(hint("Dec 24 0900") == "8: Write times with a colon, such as 09:00.");
    CHECK(hint("Dec 24 0900-1700") == "8: Write times with a colon: 09:00-17:00.");
    CHECK(hint("week 10 2000-2200") == "9: Write times with a colon: 20:00-22:00. Years come first in a rule.");
    CHECK(hint("2026 2000-2200") == "6: Write times with a colon: 20:00-22:00. Years come first in a rule.");
    CHECK(hint("Mo 2000") == "4: Write times with a colon, such as 20:00. Years come first in a rule.");
    CHECK(hint("Mo 2000-22:00") == "4: Write times with a colon, such as 20:00. Years come first in a rule.");
    CHECK(hint("2000-22:00") == "1: Write times with a colon, such as 20:00.");
    CHECK(hint("Mo 1999-2005") == "4: Years come first in a rule, such as 2026 Mo 09:00-12:00.");
    CHECK(hint("Mo 2026 09:00-12:00") == "4: Years come first in a rule, such as 2026 Mo 09:00-12:00.");
    CHECK(hint("Mo 2000-2200 Dec") == "4: Write times with a colon: 20:00-22:00. Years come first in a rule.");
    // Where years may stand: from one century to another, or so that nothing else is said than a quarter of an hour.
    CHECK(hint("2000-2200") == "1: Write times with a colon: 20:00-22:00.");
    CHECK(hint("2000-2200 off") == "1: Write times with a colon: 20:00-22:00.");
    CHECK(hint("2000-2200 Mo") == "1: Write times with a colon: 20:00-22:00.");
    CHECK(hint("2000-2400") == "1: Write times with a colon: 20:00-24:00.");
    CHECK(hint("Mo 09:00-12:00,2000-2200") == "16: Write times with a colon: 20:00-22:00.");
    CHECK(hint("Mo 09:00-12:00; 2000-2200") == "17: Write times with a colon: 20:00-22:00.");
    CHECK(hint("2000-2045") == "1: Write times with a colon: 20:00-20:45. For these years write 2000-2045 Mo-Su.");
    CHECK(hint("2000-2045 open") == "1: Write times with a colon: 20:00-20:45. For these years write 2000-2045 Mo-Su.");
}

TEST_CASE("a year after its date is answered with the order of the notation")
{
    CHECK(hint("Dec 24 2026 off") == "8: Write the year before the month: 2026 Dec 24.");
    CHECK(hint("Dec 24, 2026 off") == "9: Write the year before the month: 2026 Dec 24.");
    CHECK(hint("Aug 1-14 2026 off") == "10: Write the year before the month: 2026 Aug 01-14.");
    CHECK(hint("Dec 2026 off") == "5: Write the year before the month: 2026 Dec.");
    CHECK(hint("Dec 2026 09:00-12:00") == "5: Write the year before the month: 2026 Dec.");
    CHECK(hint("Mo 2000-2200, Tu 09:00-12:00") ==
          "4: Write times with a colon: 20:00-22:00. Years come first in a rule.");
}

TEST_CASE("a year apart from its day is answered with both together")
{
    CHECK(hint("2026 Mo Jan 04") == "9: Write the year before the month: 2026 Jan 04.");
    CHECK(hint("2026 PH Jan 04") == "9: Write the year before the month: 2026 Jan 04.");
    CHECK(hint("2026 week 2 Mo Jan 04") == "16: Write the year before the month: 2026 Jan 04.");
    CHECK(hint("2026 Mo Jan 04,Feb 03 off") == "9: Write the year before the month: 2026 Jan 04.");
    CHECK(hint("2026 Mo Jan 04,2027 Jan 05") == "9: Write the year before the month: 2026 Jan 04.");
    CHECK(hint("2026 Mo Jan 04-06") == "9: Write the year before the month: 2026 Jan 04-06.");
    CHECK(hint("2026 Mo Dec 24-Jan 02") == "9: Write the year before the month: 2026 Dec 24-2027 Jan 02.");
    CHECK(hint("Dec 24-Jan 02 2026") == "15: Write the year before the month: 2026 Dec 24-2027 Jan 02.");
    CHECK(hint("9999 Mo Dec 24-Jan 02") == "9: Write the year before the month: 9999 Dec 24.");
    CHECK(hint("2026 Mo Feb 04,Jan") == "read as 2026 Jan,Feb 04 Mo");
    for (const char* text : {"2026 Jan 04 Mo", "2026 Jan Mo", "2026 Jan,Feb 04 Mo", "2026-2027 Jan 04 Mo",
                             "2026,2027 Jan 04 Mo", "2026 2027 Jan 04 Mo"})
        CHECK(to_text(parse_rules(text).value()) == text);
}

TEST_CASE("the ending of an ordinal number is not taken for a weekday")
{
    CHECK(hint("Dec 24th off") == "5: Write the day without its ending: Dec 24.");
    CHECK(hint("Dec 24TH off") == "5: Write the day without its ending: Dec 24.");
    CHECK(hint("2026 Dec 24th off") == "10: Write the day without its ending: Dec 24.");
    CHECK(hint("Dec 1st off") == "5: Write the day without its ending: Dec 01.");
    CHECK(hint("Dec 2nd off") == "5: Write the day without its ending: Dec 02.");
    CHECK(hint("Dec 3rd off") == "5: Write the day without its ending: Dec 03.");
    CHECK(hint("Dec 24,25th off") == "8: Write this number without its ending: 25.");
    CHECK(hint("Dec 24-26th off") == "8: Write this number without its ending: 26.");
    CHECK(hint("Dec 24th-26th off") == "5: Write the day without its ending: Dec 24.");
    CHECK(hint("24th Dec off") == "1: Write the month before the day: Dec 24.");
    CHECK(hint("24th of December 2026 off") == "1: Write the month before the day: 2026 Dec 24.");
    CHECK(hint("1st-14th Aug off") == "1: Write the month before the days: Aug 01-14.");
    CHECK(hint("1st Mo 09:00-12:00") == "1: Write the place in the month after the day: Mo[1].");
    CHECK(hint("2nd Wednesday 09:00-12:00") == "1: Write the place in the month after the day: We[2].");
    CHECK(hint("Mo[1st] 09:00-12:00") == "4: Write this number without its ending: 1.");
    CHECK(hint("week 10th Mo") == "6: Write this number without its ending: 10.");
    CHECK(hint("9th off") == "1: Write this number without its ending: 9.");
}

TEST_CASE("rules are read and written in one canonical way")
{
    for (const auto& [text, canonical] : good) {
        INFO(text);
        const auto rules = parse_rules(text);
        REQUIRE(rules.has_value());
        CHECK(to_text(*rules) == canonical);
        const auto again = parse_rules(to_text(*rules));
        REQUIRE(again.has_value());
        CHECK(*again == *rules);
        CHECK(to_text(*again) == canonical);
    }
}

TEST_CASE("what is outside the notation is refused with its place and a sentence")
{
    for (const auto& [text, column] : bad) {
        INFO(text);
        const auto rules = parse_rules(text);
        REQUIRE(rules.has_error());
        INFO(rules.error().message);
        CHECK(rules.error().code == Errc::bad_rules);
        CHECK(rules.error().column == column);
        CHECK(rules.error().message.ends_with('.'));
    }
}

TEST_CASE("every beginning of good rules is read or refused, never worse")
{
    for (const auto& [text, canonical] : good) {
        const std::string_view whole{text};
        for (std::size_t n = 0; n < whole.size(); ++n) {
            const auto rules = parse_rules(whole.substr(0, n));
            if (rules) CHECK(parse_rules(to_text(*rules)).value() == *rules);
        }
    }
}

TEST_CASE("a misspelt word is answered with the word meant")
{
    CHECK(parse_rules("Monday 09:00-12:00").error().message == "Write Mo here.");
    CHECK(parse_rules("Sept 10:00-12:00").error().message == "Write Sep here.");
    CHECK(parse_rules("holidays off").error().message == "Write PH for public holidays.");
    CHECK(parse_rules("Mo 9:00-5pm").error().message == "Write times on the 24-hour clock, such as 17:00.");
    CHECK(parse_rules("Mo 09:00-17").error().message == "Write the minutes too, such as 09:00.");
}

TEST_CASE("the size of rules is bounded")
{
    CHECK(parse_rules(std::string(hours::max_rules_bytes + 1, ' ')).error().code == Errc::too_large);
    std::string many = "Mo off";
    for (std::size_t i = 1; i < hours::max_rule_count; ++i) many += ";Mo off";
    CHECK(parse_rules(many).has_value());
    CHECK(parse_rules(many + ";Mo off").error().code == Errc::bad_rules);
}

TEST_CASE("rules that are not UTF-8 are refused at the byte")
{
    const auto rules = parse_rules("Mo off \"é\xff\"");
    CHECK(rules.error().code == Errc::bad_encoding);
    CHECK(rules.error().column == 10);
}

}  // namespace grammar_test

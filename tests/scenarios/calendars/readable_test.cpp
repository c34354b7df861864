// Rules that are made of a calendar can always be read by the grammar, and say on every date what the calendar says:
// random calendars, hours and zones from a fixed seed.
#include "protocol/hours/notation/rule_list.hpp"
#include "tests/protocol/ical/support.hpp"
#include "tests/support/seeded_random.hpp"

namespace readable_test {

using namespace holdfast;
using namespace holdfast::test;
using namespace std::chrono;

namespace {

class Any {
  public:
    explicit Any(std::uint32_t seed) : random_{seed} {}

    std::size_t below(std::size_t bound) { return random_() % bound; }
    bool chance(std::size_t in) { return below(in) == 0; }
    template <class List>
    std::string one_of(const List& list)
    {
        return std::string{*(std::begin(list) + static_cast<std::ptrdiff_t>(below(std::size(list))))};
    }

  private:
    std::mt19937 random_;
};

std::string compact(sys_days date)
{
    auto text = date_text(Date{date});
    std::erase(text, '-');
    return text;
}

/// Mostly near the day of the import; sometimes where calendars end.
sys_days any_date(Any& any)
{
    constexpr std::array<sys_days, 6> far{1604y / March / 1,    1970y / January / 1, 2099y / December / 30,
                                          2101y / February / 3, 2426y / January / 5, 9999y / December / 31};
    if (any.chance(12)) return far[any.below(far.size())];
    return sys_days{2026y / March / 3} + days{any.below(500)} - days{60};
}

std::string any_time(Any& any)
{
    constexpr std::array times{"000000", "003000", "090000", "101500", "113000", "220000", "233000", "235900"};
    return "T" + any.one_of(times);
}

std::string any_zone(Any& any)
{
    constexpr std::array zones{"",
                               ";TZID=Europe/London",
                               ";TZID=America/New_York",
                               ";TZID=Pacific/Auckland",
                               ";TZID=W. Europe Standard Time",
                               ";TZID=Nowhere"};
    return any.one_of(zones);
}

std::string any_rule(Any& any)
{
    constexpr std::array rules{
        "FREQ=WEEKLY",           "FREQ=WEEKLY;BYDAY=MO,WE,FR",        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYDAY=1TU,-1FR",       "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY",           "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU"};
    auto rule = any.one_of(rules);
    if (any.chance(4))
        rule += ";COUNT=" + std::to_string(1 + any.below(60));
    else if (any.chance(3))
        rule += ";UNTIL=" + compact(any_date(any)) + (any.chance(2) ? "T090000Z" : "");
    return rule;
}

std::string any_entry(Any& any, std::string_view kind)
{
    const auto date = any_date(any);
    std::string lines = "UID:" + std::to_string(any.below(6)) + "@test\n";
    if (any.chance(5)) {
        lines += "DTSTART;VALUE=DATE:" + compact(date) + "\n";
        if (any.chance(2)) lines += "DTEND;VALUE=DATE:" + compact(date + days{any.below(4)}) + "\n";
    } else {
        const auto zone = any_zone(any);
        lines += "DTSTART" + zone + ":" + compact(date) + any_time(any) + "\n";
        constexpr std::array lengths{"PT1H", "PT3H", "PT24H", "PT26H", "PT0S", "PT5M", "P1D"};
        if (any.chance(3))
            lines += "DTEND" + any_zone(any) + ":" + compact(date + days{any.below(2)}) + any_time(any) + "\n";
        else
            lines += "DURATION:" + any.one_of(lengths) + "\n";
    }
    if (any.chance(2)) lines += "RRULE:" + any_rule(any) + "\n";
    if (any.chance(4)) lines += "EXDATE:" + compact(any_date(any)) + any_time(any) + "\n";
    if (any.chance(6)) lines += "RDATE:" + compact(any_date(any)) + any_time(any) + "\n";
    if (any.chance(6))
        lines += std::string{"RECURRENCE-ID"} + (any.chance(2) ? ";RANGE=THISANDFUTURE" : "") + ":" +
                 compact(any_date(any)) + any_time(any) + "\n";
    if (any.chance(9)) lines += "STATUS:TENTATIVE\n";
    return "BEGIN:" + std::string{kind} + "\n" + lines + "END:" + std::string{kind} + "\n";
}

std::string any_calendar(Any& any)
{
    std::string body;
    for (auto frames = any.below(3); frames > 0; --frames) {
        std::string frame = "PRIORITY:" + std::to_string(any.below(3)) + "\n";
        if (any.chance(2)) frame += "DTSTART;VALUE=DATE:" + compact(any_date(any)) + "\n";
        if (any.chance(2)) frame += "DTEND;VALUE=DATE:" + compact(any_date(any)) + "\n";
        std::string times;
        for (auto entries = any.below(5); entries > 0; --entries) times += any_entry(any, "AVAILABLE");
        body += availability(frame, times);
    }
    for (auto entries = any.below(9); entries > 0; --entries) body += any_entry(any, "VEVENT");
    return body;
}

constexpr std::array in_force{"Mo-Fr 09:00-12:00",
                              "Fr 22:00-02:00; Sa off",
                              "24/7",
                              "Mo-Su 21:00-03:00; 2026 Dec 24 off",
                              "Mo 09:00-12:00, Mo 11:00-14:00; PH off",
                              "week 01-53/2 Tu 09:00-33:00; PH,Sa 10:00-12:00 \"perhaps\""};

}  // namespace

TEST_CASE("rules made of any calendar can be read")
{
    const holdfast::hours::Holidays holidays{{test::day("2026-04-03"), test::day("2026-12-25")},
                                             test::day("2026-12-31")};
    std::size_t made = 0;
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        Any any{seed};
        const auto text = vcalendar(any_calendar(any));
        const auto rules = any.one_of(in_force);
        const auto found = ical::read_availability(text, zone("Europe/London"), import_day, rules, holidays);
        if (!found) continue;
        INFO("seed " << seed << ", " << rules << "\n" << text << "\n" << found->rules);
        const auto read = holdfast::hours::parse_rules(found->rules);
        if (!read) FAIL(read.error().message);
        REQUIRE(to_text(*read) == found->rules);
        REQUIRE(holdfast::hours::fits(*read));
        for (const auto& leave : found->leaves) REQUIRE(leave.from <= leave.to);
        ++made;
    }
    CHECK(made > 250);
}

TEST_CASE("a calendar of more than rules can hold gives rules that can be read")
{
    std::string body;
    for (int i = 0; i < 130; ++i) {
        const auto minute = 9 * 60 + 3 * i;
        const auto two = [](int value) { return std::string(value < 10 ? "0" : "") + std::to_string(value); };
        body += "BEGIN:VEVENT\nUID:" + std::to_string(i) + "\nDTSTART:20260302T" + two(minute / 60) + two(minute % 60) +
                "00\nDURATION:PT1M\nRRULE:FREQ=WEEKLY;BYDAY=MO,TH\nEND:VEVENT\n";
    }
    const auto found = taken(body, "Mo-Fr 09:00-17:00");
    CHECK(holdfast::hours::parse_rules(found.rules).has_value());
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].sentence.starts_with("There are more repeating entries than hours can hold: "));

    std::string times;
    for (int i = 0; i < 24; ++i)
        for (const auto* weekday : {"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
            times += "BEGIN:AVAILABLE\nUID:" + std::to_string(i) + weekday + "\nDTSTART:20260302T" +
                     (i < 10 ? "0" : "") + std::to_string(i) + "0000\nDURATION:PT" + std::to_string(20 + i) +
                     "M\nRRULE:FREQ=MONTHLY;BYDAY=1" + weekday + "\nEND:AVAILABLE\n";
    for (int i = 0; i < 120; ++i)
        times += "BEGIN:AVAILABLE\nUID:b" + std::to_string(i) + "\nDTSTART:2027" + (i % 12 < 9 ? "0" : "") +
                 std::to_string(i % 12 + 1) + "0" + std::to_string(1 + i % 9) + "T1" + std::to_string(i % 10) +
                 "0000\nDURATION:PT" + std::to_string(20 + i) + "M\nRRULE:FREQ=WEEKLY;UNTIL=2028" +
                 std::to_string(10 + i % 3) + "0" + std::to_string(1 + i % 9) + "\nEND:AVAILABLE\n";
    const auto refused = read(availability("", times));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::too_large);
    CHECK(refused.error().message.starts_with("The times you are available in this calendar are more than"));
}

TEST_CASE("what is left of a window over midnight keeps its date")
{
    CHECK(rules(vevent("DTSTART:20260306T230000\nDTEND:20260307T010000\n"), "Fr 22:00-02:00") ==
          "Fr 22:00-02:00; 2026 Mar 06 22:00-23:00, 2026 Mar 07 01:00-02:00");
    CHECK(rules(vevent("DTSTART:20260306T230000\nDTEND:20260307T010000\nRRULE:FREQ=WEEKLY;COUNT=2\n"),
                "Fr 22:00-02:00") ==
          "Fr 22:00-02:00; 2026 Mar 06,2026 Mar 13 22:00-23:00, 2026 Mar 07,2026 Mar 14 01:00-02:00");
    CHECK(rules(vevent("DTSTART:20260307T003000\nDTEND:20260307T013000\nRRULE:FREQ=WEEKLY;COUNT=1\n"),
                "Fr 22:00-02:00; Sa 09:00-10:00") ==
          "Fr 22:00-02:00; Sa 09:00-10:00; 2026 Mar 06 22:00-00:30, 2026 Mar 07 01:30-02:00");
}

TEST_CASE("a series beyond all rules, and one that ends before it begins, give none")
{
    const auto monday = available("DTSTART:20260105T090000\nDURATION:PT3H\nRRULE:FREQ=WEEKLY\n");
    const auto far = taken(availability("", monday + available("DTSTART:24260105T140000\nDURATION:PT1H\n"
                                                               "RRULE:FREQ=WEEKLY\n")));
    CHECK(far.rules == "Mo 09:00-12:00");
    REQUIRE(far.notes.size() == 1);
    CHECK(far.notes[0].sentence == "It lies too far ahead and was left out.");
    CHECK(rules(availability("", monday + available("DTSTART:20260610T140000\nDURATION:PT1H\n"
                                                    "RRULE:FREQ=WEEKLY;UNTIL=20260601\n"))) == "Mo 09:00-12:00");
    CHECK(rules(availability("PRIORITY:1\nDTSTART;VALUE=DATE:20250101\nDTEND;VALUE=DATE:20250201\n",
                             available("DTSTART:20250106T090000\nDURATION:PT3H\nRRULE:FREQ=WEEKLY\n")) +
                availability("PRIORITY:5\n", monday)) == "Mo 09:00-12:00");
}

}  // namespace readable_test

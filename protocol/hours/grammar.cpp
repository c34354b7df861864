#include "protocol/hours/grammar.hpp"

#include <utility>

#include "protocol/hours/lexer.hpp"
#include "protocol/hours/vocabulary.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr int minutes_per_hour = 60;
constexpr int minutes_per_day = 24 * minutes_per_hour;
constexpr int last_week = 53;
constexpr int longest_week_step = 26;
constexpr int last_nth = 5;

constexpr const char* example = "Hours look like Mo-Fr 09:00-12:00; Dec 24 off.";

unsigned as_unsigned(int value) { return static_cast<unsigned>(value); }

/// Recursive descent, one function a noun. Each returns false after fail(); the first failure stands.
class Parser {
  public:
    explicit Parser(std::vector<Token> tokens) : tokens_{std::move(tokens)} {}

    Placed<Rules> run()
    {
        if (is_end()) return PlacedError{Errc::bad_rules, here(), std::string{"There are no hours here. "} + example};
        if (!parse_all()) return std::move(error_);
        return std::move(rules_);
    }

  private:
    // ---- rules ----

    bool parse_all()
    {
        for (bool additional = false;;) {
            if (rules_.list.size() == max_rule_count) return fail("There are too many rules. Keep them to 100.");
            Rule rule;
            rule.additional = additional;
            rule.column = here();
            if (!parse_rule(rule)) return false;
            rules_.list.push_back(std::move(rule));
            if (is_end()) return true;
            additional = is_mark(',');
            if (!additional && !is_mark(';')) return fail_unexpected();
            ++at_;
        }
    }

    bool parse_rule(Rule& rule)
    {
        const auto start = at_;
        if (token().kind == TokenKind::always) {
            ++at_;
        } else {
            if (!parse_selectors(rule)) return false;
            if (starts_time() && !parse_times(rule)) return false;
        }
        if (!parse_state(rule)) return false;
        if (at_ > start) return true;
        if (!is_end() && !is_mark(';') && !is_mark(',')) return fail_unexpected();
        return fail("There is no rule here. Remove the separator, or write a rule such as Sa off.");
    }

    bool parse_selectors(Rule& rule)
    {
        for (;;) {
            const auto before = at_;
            if (!parse_selector(rule)) return false;
            if (at_ == before) return true;
            if (is_mark(','))
                return fail("Write times, open or off before this comma, or begin a new rule with a semicolon (;).");
            if (is_mark(':')) return fail("Leave out this colon: days and times are separated by a space.");
            if (is_mark('-'))
                return fail(
                    "This cannot be the start of a range. Ranges look like Mo-Fr, Dec 24-Jan 2 or 09:00-12:00.");
        }
    }

    /// Moves on only when a selector begins here.
    bool parse_selector(Rule& rule)
    {
        if (is_weekday() || is_holiday()) return parse_days_of_week(rule);
        if (is_word("week") && rule.weeks.empty()) return parse_weeks(rule);
        if (is_month() || is_year()) return parse_dates(rule);
        return true;
    }

    bool parse_state(Rule& rule)
    {
        bool written = true;
        if (is_word("off") || is_word("closed"))
            rule.state = RuleState::off, ++at_;
        else if (is_word("open"))
            ++at_;
        else
            written = false;
        if (token().kind != TokenKind::quoted) return true;
        if (!written) rule.state = RuleState::unknown;
        rule.reason = std::string{token().text};
        ++at_;
        return true;
    }

    // ---- weekdays and holidays ----

    bool parse_days_of_week(Rule& rule)
    {
        if (!rule.weekdays.empty() || rule.weekdays_or_holiday) return repeated_days();
        if (is_holiday() && !is_mark(',', 1)) return parse_lone_holiday(rule);
        for (;;) {
            if (is_holiday())
                rule.weekdays_or_holiday = true, ++at_;
            else if (!parse_weekday_range(rule))
                return false;
            if (moved_day()) return fail("Moved days are not used here. Write the dates themselves, such as Dec 24.");
            if (!is_mark(',') || !(is_weekday(1) || is_holiday(1))) return true;
            ++at_;
        }
    }

    bool repeated_days() { return fail("Days are given twice. Join them with commas, such as Mo,We,PH."); }
    [[nodiscard]] bool moved_day() const
    {
        return is_mark('+') || (is_mark('-') && token(1).kind == TokenKind::number);
    }

    bool parse_lone_holiday(Rule& rule)
    {
        if (rule.holidays) return repeated_days();
        rule.holidays = true;
        ++at_;
        if (moved_day()) return fail("Moved days are not used here. Write the dates themselves, such as Dec 24.");
        return true;
    }

    bool parse_weekday_range(Rule& rule)
    {
        WeekdayRange range;
        range.first = range.last = weekday_number(token().text);
        ++at_;
        if (is_mark('[')) {
            if (!parse_nth(range.nth)) return false;
        } else if (is_mark('-') && is_weekday(1)) {
            range.last = weekday_number(token(1).text);
            at_ += 2;
            if (is_mark('[')) return fail("A place in the month belongs to a single day, such as Mo[1].");
        } else if (is_mark('-') && token(1).kind != TokenKind::number) {
            ++at_;
            return fail_unexpected("A day such as Fr belongs here.");
        }
        rule.weekdays.push_back(std::move(range));
        return true;
    }

    bool parse_nth(std::vector<int>& nth)
    {
        do {
            ++at_;
            int first = 0;
            if (!parse_nth_number(first)) return false;
            int last = first;
            if (is_mark('-')) {
                ++at_;
                const auto place = here();
                if (!parse_nth_number(last)) return false;
                if (last < first)
                    return fail_at(place, "This range ends before it begins. Write the smaller number first.");
            }
            for (int n = first; n <= last; ++n)
                if (n != 0) nth.push_back(n);
        } while (is_mark(','));
        if (!is_mark(']')) return fail_unexpected("Close the bracket, such as Mo[1].");
        ++at_;
        return true;
    }

    bool parse_nth_number(int& out)
    {
        const auto place = here();
        const bool from_end = is_mark('-');
        if (from_end) ++at_;
        if (token().kind != TokenKind::number)
            return fail_unexpected("A number belongs here, such as Mo[1] or Fr[-1].");
        const int value = token().value;
        if (value < 1 || value > last_nth)
            return fail_at(place, "A month has at most five of each day. Write 1 to 5, or -1 for the last.");
        out = from_end ? -value : value;
        ++at_;
        return true;
    }

    // ---- weeks ----

    bool parse_weeks(Rule& rule)
    {
        do {
            ++at_;
            WeekRange range;
            if (!parse_week(range.first)) return false;
            range.last = range.first;
            if (is_mark('-') && !parse_week_end(range)) return false;
            if (is_mark('/') && !parse_week_step(range)) return false;
            rule.weeks.push_back(range);
        } while (is_mark(',') && token(1).kind == TokenKind::number && !is_mark(':', 2));
        return true;
    }

    bool parse_week(unsigned& out)
    {
        if (token().kind != TokenKind::number || is_mark(':', 1))
            return fail_unexpected("The number of a week belongs here, such as week 01-10.");
        if (token().value < 1 || token().value > last_week) return fail("Weeks are numbered 1 to 53.");
        out = as_unsigned(token().value);
        ++at_;
        return true;
    }

    bool parse_week_end(WeekRange& range)
    {
        ++at_;
        const auto place = here();
        if (!parse_week(range.last)) return false;
        if (range.last < range.first)
            return fail_at(place, "Weeks cannot run over New Year. Write two ranges, such as week 50-53,01-02.");
        return true;
    }

    bool parse_week_step(WeekRange& range)
    {
        ++at_;
        const int step = token().kind == TokenKind::number ? token().value : 0;
        if (range.first == range.last || step < 2 || step > longest_week_step)
            return fail("A step of 2 to 26 follows a range of weeks, such as week 01-53/2.");
        range.step = as_unsigned(step);
        ++at_;
        return true;
    }

    // ---- years, months and days ----

    bool parse_dates(Rule& rule)
    {
        if (!rule.months.empty() || !rule.days.empty()) return fail("Dates are given twice. Join them with commas.");
        if (is_year() && !is_month(1)) return parse_years(rule);
        if (is_year() && !is_day(2)) return parse_years(rule);
        for (;;) {
            if (!parse_date(rule)) return false;
            if (!is_mark(',') || !(is_month(1) || (is_year(1) && is_month(2)))) return true;
            ++at_;
        }
    }

    bool parse_years(Rule& rule)
    {
        if (!rule.years.empty()) return fail("Years are given twice. Join them with commas, such as 2026,2028.");
        for (;;) {
            YearRange range;
            if (!parse_year(range.first)) return false;
            range.last = range.first;
            if (is_mark('+')) return fail("Write the last year too, such as 2026-2030.");
            if (is_mark('-')) {
                ++at_;
                const auto place = here();
                if (!parse_year(range.last)) return false;
                if (range.last < range.first)
                    return fail_at(place, "This range ends before it begins. Write the earlier year first.");
            }
            rule.years.push_back(range);
            if (!is_mark(',') || !is_year(1)) return true;
            ++at_;
        }
    }

    bool parse_year(year& out)
    {
        if (!is_year()) return fail_unexpected("A year such as 2026 belongs here.");
        if (token().value < first_rule_year) return fail("This year is past. Years run from 1970 to 9999.");
        out = year{token().value};
        ++at_;
        return true;
    }

    bool parse_date(Rule& rule)
    {
        MonthDay first;
        if (!parse_date_year(first.year)) return false;
        first.month = month{month_number(token().text)};
        ++at_;
        if (is_day()) return parse_days(rule, first);
        if (first.year) return fail_unexpected("A day belongs here, such as 2026 Dec 24.");
        return parse_months(rule, first.month);
    }

    bool parse_date_year(std::optional<year>& out)
    {
        if (!is_year()) return true;
        year written{};
        if (!parse_year(written)) return false;
        out = written;
        return true;
    }

    bool parse_months(Rule& rule, month first)
    {
        MonthRange range{first, first};
        if (is_mark('-')) {
            ++at_;
            if (!is_month()) return fail_unexpected("A month such as Mar belongs here.");
            range.last = month{month_number(token().text)};
            ++at_;
            if (is_day()) return fail("The first date of this range has no day. Write it like Dec 24-Jan 2.");
        }
        rule.months.push_back(range);
        return true;
    }

    /// After a month: "24", "24-26", "24-Jan 2", and ",27" for more days of that month.
    bool parse_days(Rule& rule, const MonthDay& in_month)
    {
        for (;;) {
            DayRange range{in_month, in_month};
            if (!parse_day(range.first)) return false;
            range.last = range.first;
            if (is_mark('-') && !parse_day_range_end(range)) return false;
            rule.days.push_back(range);
            if (!is_mark(',') || !is_day(1)) return true;
            ++at_;
        }
    }

    bool parse_day(MonthDay& date)
    {
        if (!is_day()) return fail_unexpected("A day of the month belongs here, such as Dec 24.");
        date.day = day{as_unsigned(token().value)};
        if (!exists(date)) return fail("There is no such day. Check the day and the month.");
        ++at_;
        return true;
    }

    static bool exists(const MonthDay& date)
    {
        constexpr year leap{2024};  // without a year, 29 February means leap years only
        return year_month_day{date.year.value_or(leap), date.month, date.day}.ok();
    }

    bool parse_day_range_end(DayRange& range)
    {
        ++at_;
        const auto place = here();
        if (is_year() && !range.first.year)
            return fail("Write the year on both sides, such as 2026 Dec 24-2027 Jan 2.");
        const bool other_month = is_year() || is_month();
        if (!parse_date_year(range.last.year)) return false;
        if (other_month && !is_month()) return fail_unexpected("A month such as Jan belongs here.");
        if (other_month) range.last.month = month{month_number(tokens_[at_++].text)};
        if (!parse_day(range.last)) return false;
        return ends_after_beginning(range, other_month, place);
    }

    bool ends_after_beginning(const DayRange& range, bool other_month, std::size_t place)
    {
        const auto key = [](const MonthDay& d) { return std::pair{d.month, d.day}; };
        const bool reversed = key(range.last) < key(range.first);
        if (!range.first.year)
            return !reversed || other_month ||
                   fail_at(place, "This range ends before it begins. Write the earlier day first.");
        if (*range.last.year > *range.first.year || (*range.last.year == *range.first.year && !reversed)) return true;
        return fail_at(
            place, "This range ends before it begins. Write the year on both sides, such as 2026 Dec 24-2027 Jan 2.");
    }

    // ---- times ----

    bool parse_times(Rule& rule)
    {
        for (;;) {
            TimeRange range;
            if (!parse_time_range(range)) return false;
            rule.times.push_back(range);
            if (is_mark('+') || is_mark('/')) return fail("Write when it ends and nothing more, such as 09:00-12:00.");
            if (!is_mark(',') || !starts_time(1)) return true;
            ++at_;
        }
    }

    bool parse_time_range(TimeRange& range)
    {
        const auto place = here();
        if (!parse_clock(range.begin)) return false;
        if (range.begin >= minutes_per_day)
            return fail_at(place, "A window begins before midnight. Write 00:00 on the next day.");
        if (!is_mark('-')) return fail_unexpected("A time needs an end, such as 09:00-12:00.");
        ++at_;
        const auto end_place = here();
        if (!parse_clock(range.end)) return false;
        if (range.end > 2 * minutes_per_day) return fail_at(end_place, "A window ends by 48:00 at the latest.");
        if (range.end == range.begin)
            return fail_at(place, "This window has no length. For a whole day write 00:00-24:00.");
        if (range.end < range.begin) range.end += minutes_per_day;
        return true;
    }

    bool parse_clock(int& out)
    {
        if (token().kind != TokenKind::number || token().text.size() > 2)
            return fail_unexpected("A time such as 09:00 belongs here.");
        const int hour = token().value;
        if (hour > 48) return fail("Hours run from 00 to 24, or to 48 for the end of a window.");
        ++at_;
        if (!is_mark(':')) return fail_unexpected("Write the minutes too, such as 09:00.");
        ++at_;
        if (token().kind != TokenKind::number || token().text.size() != 2)
            return fail_unexpected("Two digits of minutes belong here, such as 09:00.");
        if (token().value >= minutes_per_hour) return fail("Minutes run from 00 to 59.");
        out = hour * minutes_per_hour + token().value;
        ++at_;
        return true;
    }

    // ---- looking at tokens ----

    [[nodiscard]] const Token& token(std::size_t ahead = 0) const
    {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    [[nodiscard]] std::size_t here() const { return token().column; }
    [[nodiscard]] bool is_end() const { return token().kind == TokenKind::end; }
    [[nodiscard]] bool is_mark(char mark, std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::mark && token(ahead).text[0] == mark;
    }
    [[nodiscard]] bool is_word(std::string_view word, std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::word && same_word(token(ahead).text, word);
    }
    [[nodiscard]] bool is_weekday(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::word && weekday_number(token(ahead).text) != 0;
    }
    [[nodiscard]] bool is_month(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::word && month_number(token(ahead).text) != 0;
    }
    [[nodiscard]] bool is_holiday(std::size_t ahead = 0) const { return is_word("PH", ahead); }
    [[nodiscard]] bool is_year(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::number && token(ahead).text.size() == 4;
    }
    /// A number that is neither a year nor the hour of a time.
    [[nodiscard]] bool is_day(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::number && token(ahead).text.size() <= 2 && !is_mark(':', ahead + 1);
    }
    /// Whether the hour of a time can stand here. Longer numbers are years.
    [[nodiscard]] bool starts_time(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::number && token(ahead).text.size() <= 2;
    }

    // ---- failing ----

    bool fail(std::string message) { return fail_at(here(), std::move(message)); }
    bool fail_at(std::size_t column, std::string message)
    {
        error_ = {Errc::bad_rules, column, std::move(message)};
        return false;
    }

    /// Something else belongs here: says what, unless the word that stands here deserves its own advice.
    bool fail_unexpected(std::string expected = {})
    {
        const auto& found = token();
        if (found.kind == TokenKind::word && !is_known(found.text)) return fail(suggestion_for(found.text));
        if (!expected.empty()) return fail(std::move(expected));
        if (is_mark('|')) return fail("Alternatives (||) are not used here. Begin a new rule with a semicolon (;).");
        if (is_mark('+')) return fail("Write when it ends, such as 09:00-12:00.");
        if (is_mark('(')) return fail("Calculated times are not used here. Write clock times, such as 09:00-12:00.");
        if (found.kind == TokenKind::always) return fail("24/7 stands alone. Begin a new rule with a semicolon (;).");
        if (found.kind == TokenKind::quoted) return fail("A rule has one reason, at its end.");
        if (is_weekday() || is_month() || is_holiday() || is_year())
            return fail("Days come before times. Begin a new rule with a semicolon (;).");
        if (starts_time())
            return fail("Times come once in a rule, after the days. Begin a new rule with a semicolon (;).");
        return fail(std::string{"This does not belong here. "} + example);
    }

    static bool is_known(std::string_view word)
    {
        for (const char* known : {"PH", "open", "off", "closed"})
            if (same_word(word, known)) return true;
        return weekday_number(word) != 0 || month_number(word) != 0;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    Rules rules_;
    PlacedError error_;
};

}  // namespace

Placed<Rules> parse_rules(std::string_view text)
{
    auto tokens = tokenize(text);
    if (!tokens) return std::move(tokens).error();
    return Parser{std::move(*tokens)}.run();
}

}  // namespace holdfast::hours

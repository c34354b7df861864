#include "protocol/hours/notation/grammar.hpp"

#include <utility>

#include "protocol/hours/notation/hints.hpp"
#include "protocol/hours/notation/parts.hpp"

namespace holdfast::hours {
namespace {

bool parse_state(Cursor& in, Rule& rule)
{
    bool written = true;
    if (in.is_word("off") || in.is_word("closed"))
        rule.state = RuleState::off, in.advance();
    else if (in.is_word("open"))
        in.advance();
    else
        written = false;
    if (in.token().kind != TokenKind::quoted) return true;
    if (!written) rule.state = RuleState::unknown;
    rule.reason = std::string{in.token().text};
    in.advance();
    return true;
}

/// Moves on only when a selector begins here.
bool parse_selector(Cursor& in, Rule& rule)
{
    if (in.is_weekday() || in.is_holiday()) return parse_days_of_week(in, rule);
    if (in.is_word("week") && rule.weeks.empty()) return parse_weeks(in, rule);
    if (in.is_month() || in.is_year()) return parse_dates(in, rule);
    return true;
}

bool parse_selectors(Cursor& in, Rule& rule)
{
    for (;;) {
        const auto before = in.position();
        if (!parse_selector(in, rule)) return false;
        if (in.position() == before) return true;
        if (in.is_mark(',') && in.token(1).kind == TokenKind::ordinal) return in.advance(), in.fail_unexpected();
        if (in.is_mark(',') && in.is_year(1) && !in.is_month(2)) return in.advance(), parse_dates(in, rule);
        if (in.is_mark(','))
            return in.fail("Write times, open or off before this comma, or begin a new rule with a semicolon (;).");
        if (in.is_mark(':')) return in.fail("Leave out this colon: days and times are separated by a space.");
        if (in.is_mark('-'))
            return in.fail("This cannot be the start of a range. Ranges look like Mo-Fr, Dec 24-Jan 2 or 09:00-12:00.");
    }
}

bool parse_rule(Cursor& in, Rule& rule)
{
    const auto start = in.position();
    if (in.token().kind == TokenKind::always) {
        in.advance();
    } else {
        if (!parse_selectors(in, rule)) return false;
        if (const auto hint = in.starts_time() ? hint_for_date(in) : std::nullopt) return in.fail(*hint);
        if (in.starts_time() && !parse_times(in, rule)) return false;
    }
    if (!parse_state(in, rule)) return false;
    if (const auto hint = hint_for_years(rule)) return in.fail_at(rule.column, *hint);
    if (in.position() > start) return true;
    if (!in.is_end() && !in.is_mark(';') && !in.is_mark(',')) return in.fail_unexpected();
    return in.fail("There is no rule here. Remove the separator, or write a rule such as Sa off.");
}

bool parse_all(Cursor& in, Rules& rules)
{
    for (bool additional = false;;) {
        if (rules.list.size() == max_rule_count) return in.fail("There are too many rules. Keep them to 100.");
        Rule rule;
        rule.additional = additional;
        rule.column = in.here();
        if (!parse_rule(in, rule)) return false;
        rules.list.push_back(std::move(rule));
        if (in.is_end()) return true;
        additional = in.is_mark(',');
        if (!additional && !in.is_mark(';')) return in.fail_unexpected();
        in.advance();
    }
}

}  // namespace

Placed<Rules> parse_rules(std::string_view text)
{
    auto tokens = tokenize(text);
    if (!tokens) return std::move(tokens).error();
    Cursor in{*std::move(tokens)};
    if (in.is_end())
        return PlacedError{Errc::bad_rules, in.here(),
                           "There are no hours here. Hours look like Mo-Fr 09:00-12:00; Dec 24 off."};
    Rules rules;
    if (!parse_all(in, rules)) return in.take_error();
    return rules;
}

}  // namespace holdfast::hours

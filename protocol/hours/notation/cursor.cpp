#include "protocol/hours/notation/cursor.hpp"

#include "protocol/hours/notation/hints.hpp"

namespace holdfast::hours {
namespace {

bool is_known(std::string_view word)
{
    for (const char* known : {"PH", "open", "off", "closed"})
        if (same_word(word, known)) return true;
    return weekday_number(word) != 0 || month_number(word) != 0;
}

}  // namespace

bool Cursor::fail_at(std::size_t column, std::string message)
{
    error_ = {Errc::bad_rules, column, std::move(message)};
    return false;
}

bool Cursor::fail_unexpected(std::string expected)
{
    const auto& found = token();
    if (found.kind == TokenKind::ordinal) return fail(hint_for_ordinal(*this));
    if (found.kind == TokenKind::word && !is_known(found.text)) return fail(suggestion_for(found.text));
    if (const auto hint = hint_for_time(*this)) return fail(*hint);
    if (!expected.empty()) return fail(std::move(expected));
    if (is_mark('|')) return fail("Alternatives (||) are not used here. Begin a new rule with a semicolon (;).");
    if (is_mark('+')) return fail("Write when it ends, such as 09:00-12:00.");
    if (is_mark('(')) return fail("Calculated times are not used here. Write clock times, such as 09:00-12:00.");
    if (found.kind == TokenKind::always) return fail("24/7 stands alone. Begin a new rule with a semicolon (;).");
    if (found.kind == TokenKind::quoted) return fail("A rule has one reason, at its end.");
    if (is_weekday() || is_month() || is_holiday() || is_year())
        return fail("Days come before times. Begin a new rule with a semicolon (;).");
    if (starts_time()) return fail("Times come once in a rule, after the days. Begin a new rule with a semicolon (;).");
    return fail("This does not belong here. Hours look like Mo-Fr 09:00-12:00; Dec 24 off.");
}

}  // namespace holdfast::hours

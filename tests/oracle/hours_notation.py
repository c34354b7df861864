"""How rules are written: `ForHoldfast` with all that the subset of the notation allows, `ForPackage` as the npm package
opening_hours must be asked."""

import dataclasses
import datetime

from hours_rules import DAY, Span

WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
FEBRUARY = 2
NEW_YEAR, NEW_YEARS_EVE = (None, 1, 1), (None, 12, 31)


class ForHoldfast:
    def __init__(self, chance):
        self.chance = chance

    def rules(self, rules):
        text = "".join((rule.joint if i else "") + self.rule(rule) for i, rule in enumerate(rules))
        return self.chance.pick([str.lower, str.upper])(text) if self.chance.of(0.05) else text

    def rule(self, rule):
        parts = [
            ",".join(self.range(first, last, str) for first, last in rule.years),
            ",".join(map(self.date, rule.dates)),
            "week " + ",".join(map(self.week, rule.weeks)) if rule.weeks else "",
            "PH" if rule.holidays else "",
            ",".join(map(self.weekday, rule.days)),
            "24/7" if rule.always else self.times(rule),
            rule.state,
            f'"{rule.reason}"' if rule.reason else "",
        ]
        return " ".join(filter(None, parts))

    def range(self, first, last, write):
        return write(first) if first == last else f"{write(first)}-{write(last)}"

    def month(self, number):
        return MONTHS[number - 1]

    def date(self, date):
        return self.span(date) if isinstance(date, Span) else self.range(*date, self.month)

    def day(self, date):
        year, month, day = date
        return (f"{year} " if year else "") + f"{self.month(month)} {day:02}"

    def span(self, span):
        year, month, day = span.last
        if span.short and span.first != span.last:
            return f"{self.day(span.first)}-{day:02}"
        if year and year == span.first[0] and span.first != span.last and self.year_once():
            return f"{self.day(span.first)}-{self.day((None, month, day))}"
        return self.range(span.first, span.last, self.day)

    def year_once(self):
        return self.chance.of(0.5)

    def week(self, week):
        first, last, step = week
        return self.range(first, last, "{:02}".format) + (f"/{step}" if step > 1 else "")

    def weekday(self, days):
        if days == "PH":
            return days
        first, second = days
        if isinstance(second, list):
            return f"{WEEKDAYS[first]}[{','.join(map(str, second))}]"
        return self.range(first, second, WEEKDAYS.__getitem__)

    def times(self, rule):
        return ",".join(self.window(begin, end) for begin, end in rule.times)

    def window(self, begin, end):
        wrapped = end - DAY if end > DAY and self.chance.of(0.7) and end - DAY < begin else end
        return f"{self.clock(begin)}-{self.clock(wrapped)}"

    def clock(self, minutes):
        return f"{minutes // 60:02}:{minutes % 60:02}"


def is_nth(days):
    return any(day != "PH" and isinstance(day[1], list) for day in days)


def ends_where_it_begins(span):
    """In leap years or in others, where 29 February is 1 March."""

    def day_after(year, date):
        return datetime.date(year, date[1], 1) + datetime.timedelta(days=date[2])

    return any(day_after(year, span.last) == day_after(year, span.first) - datetime.timedelta(1) for year in (2023, 2024))


class ForPackage(ForHoldfast):
    """What the package 3.15.0 refuses or gets wrong is written in another way that means the same:

    - A range within one February, Feb 10-28: matches in no common year, and to 29 in no leap year. So: Feb 10-Feb 28.
    - A range to 29 February without a year reaches 1 March in common years. So: to Feb 28, and Feb 29.
    - A range without a year that ends where it begins, May 10-May 9, never matches. So: to Dec 31, and from Jan 1.
    - A range over months with the year written once, 2026 Mar 5-Apr 7, is refused. So: the year twice.
    - Several numbers, Jan Mo[1,3], are refused right after a month. So: Jan Mo[1],Mo[3].
    - Days and then a month, May 2,Jan Mo[1], must both match, right before Mo[n]. So: Jan,May 2 Mo[1].

    With `halved`, times are halved, and a whole day becomes its first half.
    """

    def __init__(self, halved):
        self.halved = halved

    def rules(self, rules):
        return "".join((rule.joint if i else "") + self.rule(rule) for i, rule in enumerate(rules))

    def rule(self, rule):
        dates = sorted(rule.dates, key=lambda date: isinstance(date, Span))
        rule = dataclasses.replace(rule, dates=dates if is_nth(rule.days[:1]) else rule.dates)
        if self.halved and rule.opens() and not rule.times:
            rule = dataclasses.replace(rule, always=False, times=[(0, DAY)])
        return super().rule(rule)

    def span(self, span):
        first, (year, month, day) = span.first, span.last
        if not year and ends_where_it_begins(span):
            return f"{self.span(Span(first, NEW_YEARS_EVE))},{self.span(Span(NEW_YEAR, span.last))}"
        if not year and (month, day) == (FEBRUARY, 29) and first != span.last:
            return f"{self.span(Span(first, (None, FEBRUARY, 28)))},{self.day(span.last)}"
        return super().span(Span(first, span.last, span.short and month != FEBRUARY))

    def year_once(self):
        return False

    def weekday(self, days):
        if is_nth([days]):
            return ",".join(f"{WEEKDAYS[days[0]]}[{nth}]" for nth in days[1])
        return super().weekday(days)

    def window(self, begin, end):
        return f"{self.clock(begin)}-{self.clock(end)}"

    def clock(self, minutes):
        return super().clock(minutes // 2 if self.halved else minutes)

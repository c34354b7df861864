"""Random opening hours in the whole subset of the notation that PROTOCOL.md describes, as values."""

import calendar
import dataclasses

DAY = 24 * 60
YEARS = range(2025, 2035)


class Chance:
    """Drawn from random() alone, which gives the same numbers in every version of Python."""

    def __init__(self, source):
        self.random = source.random

    def below(self, n):
        return int(self.random() * n)

    def of(self, probability):
        return self.random() < probability

    def pick(self, things):
        return things[self.below(len(things))]

    def some(self, make, most):
        return [make() for _ in range(1 + self.below(most))]


@dataclasses.dataclass
class Span:
    """The dates from `first` to `last`, each (year or None, month, day)."""

    first: tuple
    last: tuple
    short: bool = False  # "Mar 10-20" rather than "Mar 10-Mar 20"


@dataclasses.dataclass
class Rule:
    years: list = dataclasses.field(default_factory=list)  # (first, last)
    dates: list = dataclasses.field(default_factory=list)  # Span, or (first month, last month)
    weeks: list = dataclasses.field(default_factory=list)  # (first, last, step)
    days: list = dataclasses.field(default_factory=list)  # "PH", (first, last) from 0, or (day, [nth])
    holidays: bool = False  # "PH" that must match too
    times: list = dataclasses.field(default_factory=list)  # (begin, end) in minutes
    always: bool = False  # "24/7"
    state: str = ""
    reason: str = ""
    joint: str = "; "  # how it follows the rule before it

    def opens(self):
        return self.state == "open" or not (self.state or self.reason)

    def selects(self):
        return bool(self.years or self.dates or self.weeks or self.days or self.holidays)

    def over_midnight(self):
        return any(end > DAY for _, end in self.times)


def length(year, month):
    return calendar.monthrange(year, month)[1]


class Maker:
    """`late` says whose windows may reach past midnight: those of "open" rules, of the "others", or of none."""

    def __init__(self, chance, late):
        self.chance = chance
        self.late = late

    def clock(self, low, high):
        step = self.chance.pick([5, 15, 30, 30]) if self.late != "open" else 10  # halved, it must stay whole minutes
        return low + step * self.chance.below((high - low) // step + 1)

    def window(self, late):
        if late and self.chance.of(0.6):
            return self.clock(18 * 60, DAY - 10), DAY + self.clock(10, self.chance.pick([6, 6, 6, 24]) * 60)
        if self.chance.of(0.3):  # when clocks change
            begin = self.clock(0, 4 * 60)
            return begin, begin + self.clock(10, 150)
        begin = self.clock(0, DAY - 10)
        return begin, min(DAY, begin + self.clock(10, 8 * 60))

    def times(self, late):
        return self.chance.some(lambda: self.window(late), self.chance.pick([1, 2, 3]))

    def day(self):
        month = 1 + self.chance.below(12)
        return month, 1 + self.chance.below(length(2024, month))

    def span(self):
        first = self.day()
        last = first if self.chance.of(0.3) else self.day()
        in_month = self.chance.of(0.2)
        if in_month:
            first, last = sorted([first, (first[0], 1 + self.chance.below(length(2024, first[0])))])
        return Span((None, *first), (None, *last), in_month)

    def dated_span(self):
        span = self.span()
        year = self.chance.pick(YEARS)
        later = year if span.first <= span.last and self.chance.of(0.7) else year + 1
        span = Span((year, *span.first[1:]), (later, *span.last[1:]), span.short and later == year)
        exist = all(day <= length(y, month) for y, month, day in (span.first, span.last))
        return span if exist else self.dated_span()

    def months(self):
        first = 1 + self.chance.below(12)
        return first, first if self.chance.of(0.4) else 1 + self.chance.below(12)

    def dates(self):
        kind = self.chance.pick(["months", "months", "days", "dated", "mixed"])
        if kind == "months":
            return self.chance.some(self.months, 2)
        if kind == "days":
            return self.chance.some(self.span, 3)
        if kind == "dated":
            return self.chance.some(self.dated_span, 2)
        return [self.span(), self.months()]

    def year_range(self):
        first = self.chance.pick(YEARS)
        return first, first + self.chance.pick([0, 0, 1, 2, 5])

    def years(self, dates):
        years = self.chance.some(self.year_range, 2)
        # A lone year right before a day would be the year of that day.
        ambiguous = len(years) == 1 and years[0][0] == years[0][1] and any(isinstance(d, Span) for d in dates[:1])
        return [] if ambiguous else years

    def weeks(self):
        first = 1 + self.chance.below(53)
        if first == 53 or self.chance.of(0.2):
            return first, first, 1
        last = first + 1 + self.chance.below(53 - first)
        return first, last, self.chance.pick([1, 1, 2, 2, 3, 5])

    def nth(self):
        chosen = self.chance.some(lambda: self.chance.pick([1, 2, 3, 4, 5, -1, -2, -3, -4, -5]), 3)
        return self.chance.below(7), list(dict.fromkeys(chosen))

    def day_range(self):
        first = self.chance.below(7)
        return first, self.chance.below(7) if self.chance.of(0.5) else first

    def days(self):
        if self.chance.of(0.12):
            return self.chance.some(self.nth, 2)
        days = self.chance.some(self.day_range, 3)
        if self.chance.of(0.1):
            days.append(self.nth())
        if self.chance.of(0.15):
            days.insert(self.chance.below(len(days) + 1), "PH")
        return days

    def selectors(self, rule):
        kind = self.chance.random()
        if kind < 0.1:
            rule.holidays = True
            rule.dates = self.dates() if self.chance.of(0.2) else []
            return
        if kind > 0.55:
            rule.dates = self.dates() if self.chance.of(0.7) else []
            rule.weeks = self.chance.some(self.weeks, 2) if self.chance.of(0.35) else []
            rule.years = self.years(rule.dates) if self.chance.of(0.15) else []
        if kind < 0.8 or not (rule.dates or rule.weeks or rule.years):
            rule.days = self.days()

    def rule(self):
        if self.chance.of(0.03):
            return Rule(always=True, state=self.chance.pick(["", "", "", "open", "off"]))
        rule = Rule()
        if self.chance.of(0.92):
            self.selectors(rule)
        rule.state = self.chance.pick(["", "", "", "", "", "", "open", "off", "off", "closed"])
        if self.chance.of(0.25 if rule.state else 0.08):
            rule.reason = f"reason {self.chance.below(9)}"
        if self.chance.of(0.95 if rule.opens() or not rule.selects() else 0.5):
            rule.times = self.times(self.late == ("open" if rule.opens() else "others"))
        elif not (rule.selects() or rule.state or rule.reason):
            rule.state = "open"
        return rule

    def rules(self):
        rules = [self.rule()]
        for _ in range(self.chance.pick([0, 1, 1, 2, 2, 3, 4])):
            rule = self.rule()
            # A comma adds a rule after times, a state or a reason; one that begins with times would lengthen the list.
            before = rules[-1]
            ended = before.times or before.state or before.reason
            if ended and rule.selects() and self.chance.of(0.25):
                rule.joint = ", "
            rules.append(rule)
        return rules


def replaces(rules, i):
    before = rules[i - 1]
    return rules[i].joint == "; " and rules[i].state in ("", "open") and (rules[i].selects() or not before.selects())


def replaces_closed_tail(rules):
    """Whether a rule that closes hours over midnight may be replaced on a date. What it closes belongs whole to that date,
    so the part after midnight goes with it; the package keeps that part. Nothing is asked about such rules."""
    late = [i for i, rule in enumerate(rules) if rule.over_midnight() and not rule.opens()]
    return bool(late) and any(replaces(rules, i) for i in range(late[0] + 1, len(rules)))


def random_rules(chance):
    late = chance.pick(["none", "none", "open", "others"])
    rules = Maker(chance, late).rules()
    never_open = not any(map(Rule.opens, rules)) and chance.of(0.9)  # a few that never open are enough
    return random_rules(chance) if never_open or replaces_closed_tail(rules) else rules

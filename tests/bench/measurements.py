"""Measurements as every program prints them, and what is computed from the rounds of a run: README.md has the format.

One round starts every program once. A ratio is taken within each round, because what else the machine did then met both
sides of it.
"""

import re
import statistics
from dataclasses import dataclass, field

LINE = re.compile(r"([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*) (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?) ([A-Za-z_]+)")
UNITS = ("us", "ms", "s", "KiB", "MiB", "percent", "per_s", "count", "instructions")


def parse(text):
    """(name, value, unit) of each line. ValueError for a line that is no measurement."""
    found = []
    for line in text.splitlines():
        match = LINE.fullmatch(line.strip())
        if not match or match[3] not in UNITS:
            raise ValueError(f"no measurement: {line!r}")
        found.append((match[1], float(match[2]), match[3]))
    return found


@dataclass
class Spread:
    """Of one value per round."""

    values: list

    @property
    def median(self):
        return statistics.median(self.values)

    @property
    def least(self):
        return min(self.values)

    @property
    def greatest(self):
        return max(self.values)


@dataclass
class Rounds:
    """What was measured: for each name its values by the number of the round."""

    values: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)

    def add(self, number, text):
        """Takes the output of one program in one round. ValueError where a name changes its unit."""
        for name, value, unit in parse(text):
            if self.units.setdefault(name, unit) != unit:
                raise ValueError(f"{name} was in {self.units[name]} and is in {unit}")
            self.values.setdefault(name, {})[number] = value

    def spread(self, name):
        """Of a name; None where it was never measured."""
        return Spread(list(self.values[name].values())) if name in self.values else None

    def combined(self, first, second, operation):
        """Of operation(first, second) in each round that has both; None where there is none."""
        one, other = self.values.get(first, {}), self.values.get(second, {})
        values = [operation(one[number], other[number]) for number in sorted(one) if number in other]
        return Spread(values) if values else None

    def ratio(self, first, second):
        return self.combined(first, second, lambda a, b: a / b if b else float("inf"))

    def difference(self, first, second):
        return self.combined(first, second, lambda a, b: a - b)


def number(value):
    """Three figures that count, without an exponent."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"

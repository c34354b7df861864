#!/usr/bin/python3
"""Asks independent implementations random questions about hours (rules, zone, instant): is it open, and when does that
change next? tests/vectors/README.md describes what is written; tests/vectors/hours/reference.tsv was made with it.

  usage: hours.py FOLDER [COUNT [SEED]] >FILE
  FOLDER holds node_modules/opening_hours, from: npm install --prefix FOLDER opening_hours@3.15.0

The npm package says which minutes of a date are open, in local time only (hours.mjs); Python's zoneinfo says when a clock
on the wall shows those minutes (hours_zones.py). The two things in which Holdfast differs from the package on purpose are
asked about as well:

- A window over midnight belongs whole to the date it starts on. The package splits it at midnight, so where open windows
  are like that, it is asked about days of twice the length: times are halved in the question and doubled in the answer.
  22:00-02:00 becomes 11:00-13:00, and no window reaches midnight any more.
- Clock changes. The package never hears of them; the rule of PROTOCOL.md, "Hours", is followed here (`open_intervals`).

Two things remain: what the package gets wrong is written in other words for it (hours_notation.py), and nothing is asked
where a rule that closes hours over midnight may be replaced (hours_rules.py).
"""

import json
import os
import pathlib
import platform
import random
import sys
from subprocess import PIPE, Popen

from hours_notation import ForHoldfast, ForPackage
from hours_rules import Chance, random_rules
from hours_zones import DAY, canonical_zones, date_text, minute_of_year, tzdata_version

BEGIN, END = minute_of_year(2025), minute_of_year(2035)
LOOKED_AHEAD = 3650 * DAY  # what happens later counts as never
REACH_BACK = 3  # a window that contains an instant is owned by its date or one of so many before
KNOWN_UNTIL = END + LOOKED_AHEAD + 40 * DAY
QUESTIONS_A_RULE = 16


class Package:
    """The npm package, in a process of its own."""

    def __init__(self, folder):
        script = pathlib.Path(__file__).with_name("hours.mjs")
        self.process = Popen(
            ["node", script, folder], env=dict(os.environ, TZ="UTC"), stdin=PIPE, stdout=PIPE, text=True, bufsize=1
        )
        self.version = self.read()["version"]

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("The npm package opening_hours does not answer.")
        return json.loads(line)

    def windows(self, rules, first, days):
        """For each date its windows in minutes; None for rules that it refuses."""
        self.process.stdin.write(json.dumps({"rules": rules, "first": first, "days": days}) + "\n")
        answer = self.read()
        return None if isinstance(answer, dict) else answer


class LocalHours:
    """What rules open in local time, date by date; asked for in portions, and remembered."""

    PORTION = 8

    def __init__(self, package, rules, halved):
        self.package = package
        self.scale = 2 if halved else 1
        self.text = ForPackage(halved).rules(rules)
        self.portions = {}
        self.accepted = self.portion(BEGIN // DAY // self.PORTION) is not None

    def portion(self, number):
        if number not in self.portions:
            self.portions[number] = self.package.windows(self.text, number * self.PORTION, self.PORTION)
        return self.portions[number]

    def on(self, date):
        number, index = divmod(date, self.PORTION)
        for begin, end in self.portion(number)[index]:
            yield date * DAY + self.scale * begin, date * DAY + self.scale * end

    def windows(self, first, last):
        """Those that dates from `first` to `last` own, in order, touching ones joined."""
        pending = []
        for date in range(first, last + 1):
            pending = joined(pending + list(self.on(date)))
            while pending and pending[0][1] < (date + 1) * DAY:
                yield pending.pop(0)
        yield from pending


def must_be_halved(chance, rules):
    """A rule that stands alone may be asked about either way: nothing touches what it opens past midnight."""
    over_midnight = any(rule.opens() and rule.over_midnight() for rule in rules)
    return over_midnight and (len(rules) > 1 or chance.of(0.5))


def joined(windows):
    out = []
    for begin, end in sorted(windows):
        if out and begin <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((begin, end))
    return out


def open_intervals(hours, zone, instant):
    """Instants, from the first occurrence of a window's start to the last of its end; none for one inside a gap."""
    today = zone.wall(instant) // DAY
    begin = end = None
    for window in hours.windows(today - REACH_BACK, today + LOOKED_AHEAD // DAY + REACH_BACK):
        first, last = zone.first(window[0]), zone.last(window[1])
        if begin is not None and first <= end:
            end = max(end, last)
        elif first < last:
            if begin is not None:
                yield begin, end
            begin, end = first, last
    if begin is not None:
        yield begin, end


def answer(hours, zone, instant):
    """Whether it is open, and the minutes until that changes (None: not within LOOKED_AHEAD)."""
    for begin, end in open_intervals(hours, zone, instant):
        if end > instant:
            change = (end if begin <= instant else begin) - instant
            return begin <= instant, change if change <= LOOKED_AHEAD else None
    return False, None


def random_instant(chance, hours, zone):
    """Often near a change of the clocks, and often the minute in which something opens or closes, or one beside it."""
    instant = BEGIN + chance.below(END - BEGIN)
    if len(zone.changes) > 1 and chance.of(0.5):
        instant = chance.pick(zone.changes[1:])[0] - 18 * 60 + chance.below(36 * 60)
    if chance.of(0.4):
        _, change = answer(hours, zone, instant)
        instant += (change or 0) + chance.pick([-1, 0, 0, 1])
    return instant if BEGIN <= instant < END else random_instant(chance, hours, zone)


def write_head(package, zones, count, seed):
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print("made", f"seed {seed}", f"questions {count}", f"opening_hours {package.version}", sep="\t", end="\t")
    print(f"tzdata {tzdata_version()}", python, sep="\t")
    first = BEGIN // DAY - REACH_BACK
    days = package.windows("PH", first, KNOWN_UNTIL // DAY - first)
    print("holidays", *(date_text(first + i) for i, windows in enumerate(days) if windows), sep="\t")
    for zone in zones:
        print("zone", zone.name, *(f"{instant} {offset}" for instant, offset in zone.changes), sep="\t")


def main(folder, count=100_000, seed=None):
    count = int(count)
    seed = int(seed) if seed else random.SystemRandom().randrange(1 << 32)
    chance = Chance(random.Random(seed))
    package = Package(folder)
    zones = canonical_zones(BEGIN - REACH_BACK * DAY, KNOWN_UNTIL)
    write_head(package, zones, count, seed)
    made = refused = 0
    while made < count:
        rules = random_rules(chance)
        hours = LocalHours(package, rules, halved=must_be_halved(chance, rules))
        if not hours.accepted:
            refused += 1
            continue
        print("rules", ForHoldfast(chance).rules(rules), sep="\t")
        for _ in range(min(QUESTIONS_A_RULE, count - made)):
            number = chance.below(len(zones))
            instant = random_instant(chance, hours, zones[number])
            is_open, change = answer(hours, zones[number], instant)
            print(number, instant, ("+" if is_open else "-") + ("" if change is None else str(change)), sep="\t")
            made += 1
            if made % 1000 == 0:
                print(f"\r{made} of {count} questions asked", end="", file=sys.stderr, flush=True)
            if change is None and chance.of(0.5):
                break  # rules that open or close nothing teach little
    print(f"\r{made} questions asked with seed {seed}; the package refused {refused} rules", file=sys.stderr)


main(*sys.argv[1:])

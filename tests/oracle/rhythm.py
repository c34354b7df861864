#!/usr/bin/python3
"""Compares when check-ins are due with Python's zoneinfo: rhythm.py TEST_CLIENT_CORE

The program prints twenty years of due times in zones whose clocks change (tests/client/core/rhythm/due_test.cpp). A
time inside a gap is due at the first valid instant after it, one that comes twice when it comes first.
"""

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DAYS = {0, 1, 4, 6}
TIMES = ((0, 0), (2, 30), (3, 0), (23, 59))
BEGIN = datetime(2009, 1, 1, tzinfo=timezone.utc)
END = datetime(2029, 1, 1, tzinfo=timezone.utc)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def seconds(instant):
    return (instant - EPOCH) // timedelta(seconds=1)


def first_instant(wall, zone):
    """The second at which the clocks of `zone` show `wall` for the first time, or show more than it."""
    instant = seconds(wall.replace(tzinfo=zone, fold=0).astimezone(timezone.utc))

    def shown(at):
        return (EPOCH + timedelta(seconds=at)).astimezone(zone).replace(tzinfo=None)

    if shown(instant) == wall:
        return instant
    before, after = instant - 86400 * 2, instant + 86400 * 2  # a gap: what is shown jumps over it in between
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if shown(middle) < wall else (before, middle)
    return after


def due_times(name):
    zone = ZoneInfo(name)
    day = datetime(2008, 12, 25)
    dues = set()
    while day < datetime(2029, 1, 8):
        if day.weekday() in DAYS:
            dues.update(first_instant(day.replace(hour=hour, minute=minute), zone) for hour, minute in TIMES)
        day += timedelta(days=1)
    return sorted(due for due in dues if seconds(BEGIN) <= due < seconds(END))


def main():
    done = subprocess.run([sys.argv[1], "[rhythm-table]"], check=True, capture_output=True, text=True)
    printed = {}
    for line in done.stdout.splitlines():
        if len(fields := line.split("\t")) == 2:
            printed.setdefault(fields[0], []).append(int(fields[1]))
    found = []
    for name, dues in printed.items():
        expected = due_times(name)
        if dues != expected:
            odd = sorted(set(dues) ^ set(expected))[:3]
            found.append(f"{name}: differs at {', '.join(str(EPOCH + timedelta(seconds=one)) for one in odd)}")
    agreed = sum(map(len, printed.values()))
    print("\n".join(found) or f"{agreed} due times in {len(printed)} zones agree.")
    return 1 if found or len(printed) < 12 else 0


if __name__ == "__main__":
    sys.exit(main())

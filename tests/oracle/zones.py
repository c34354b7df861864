#!/usr/bin/python3
"""Compares the clocks of every time zone and link with those of Python's zoneinfo: zones.py TEST_HOURS

The program prints every change from 1970 to 2060 (tests/scenarios/hours/zone_table_test.cpp). Each is looked at a
second before and at its time, and every stretch between two of them on the way: none is missing, none is too many.
"""

import subprocess
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
END = (datetime(2060, 1, 1, tzinfo=timezone.utc) - EPOCH) // timedelta(seconds=1)
STEP = 11 * 86400  # shorter than any time between two changes of today's rules


def printed(program):
    """{zone: [(instant, offset, abbreviation)]}"""
    done = subprocess.run([program, "[zone-table]"], check=True, capture_output=True, text=True)
    zones = {}
    for line in done.stdout.splitlines():
        fields = line.split("\t")
        if len(fields) == 4:
            zones.setdefault(fields[0], []).append((int(fields[1]), int(fields[2]), fields[3]))
    return zones


def differences(name, changes):
    info = ZoneInfo(name)

    def differs(instant, said):
        local = (EPOCH + timedelta(seconds=instant)).astimezone(info)
        known = (local.utcoffset() // timedelta(seconds=1), local.tzname())
        return known != said and f"{name} at {instant}: {said}, where zoneinfo says {known}"

    for (begin, *said), (end, *_) in zip(changes, changes[1:] + [(END,)]):
        for instant in (*range(begin, end, STEP), end - 1):
            yield differs(instant, tuple(said))


def main():
    zones = printed(sys.argv[1])
    expected = available_timezones() - {"Factory", "localtime", "posixrules"}
    found = [f"{name}: only one of both knows it" for name in sorted(expected ^ zones.keys())]
    for name in sorted(expected & zones.keys()):
        found += [one for one in differences(name, zones[name]) if one]
    print("\n".join(found[:50]) or f"{sum(map(len, zones.values()))} changes of {len(zones)} zones agree.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

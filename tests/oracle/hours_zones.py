"""Time zones by Python's zoneinfo, in whole minutes since 1970: local ones, and those of UTC."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONE_LIST = "/usr/share/zoneinfo/tzdata.zi"
DAY = 24 * 60
MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1)
UTC_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def minute_of_year(year):
    return (datetime(year, 1, 1) - EPOCH) // MINUTE


def tzdata_version():
    with open(ZONE_LIST) as file:
        return file.readline().removeprefix("# version ").strip()


def date_text(date):
    return str((EPOCH + timedelta(days=date)).date())


def canonical_zones(begin, end):
    with open(ZONE_LIST) as file:
        names = sorted(line.split()[1] for line in file if line.startswith("Z "))
    return [Zone(name, begin, end) for name in names if name != "Factory"]  # the name of a clock nobody has set


class Zone:
    """`changes` are [(instant, offset from then on)], the first at `begin`."""

    def __init__(self, name, begin, end):
        self.name = name
        self.info = ZoneInfo(name)
        self.changes = [(begin, self.offset(begin)), *self._changes_between(begin, end)]

    def offset(self, instant):
        """Local minus UTC."""
        local = (UTC_EPOCH + instant * MINUTE).astimezone(self.info)
        return local.utcoffset() // MINUTE

    def wall(self, instant):
        return instant + self.offset(instant)

    def first(self, local):
        """The first time the clock shows `local`; in a gap the first instant after it."""
        return self._instant(local, 0)

    def last(self, local):
        """The last time the clock shows `local`; in a gap the first instant after it."""
        return self._instant(local, 1)

    def _instant(self, local, fold):
        instant = self._by_fold(local, fold)
        return instant if self.wall(instant) == local else self._after_gap(local)

    def _by_fold(self, local, fold):
        time = (EPOCH + local * MINUTE).replace(tzinfo=self.info, fold=fold)
        return (time - UTC_EPOCH) // MINUTE

    def _after_gap(self, local):
        # In a gap fold=0 uses the offset before it and so comes out after it, fold=1 the other way round (PEP 495).
        return self._change_between(self._by_fold(local, 1), self._by_fold(local, 0))

    def _change_between(self, before, after):
        """The first instant with the offset of `after`, when there is one change between them."""
        assert self.offset(before) != self.offset(after)
        while after - before > 1:
            middle = (before + after) // 2
            if self.offset(middle) == self.offset(before):
                before = middle
            else:
                after = middle
        return after

    def _changes_between(self, begin, end):
        for day in range(begin, end, DAY):
            if self.offset(day + DAY) != self.offset(day):
                instant = self._change_between(day, day + DAY)
                yield instant, self.offset(instant)

"""A hall's local times as instants, also where a clock change makes one missing or double."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_date(now: datetime, zone: ZoneInfo) -> date:
    """The date of an aware time in `zone`, which bounds the hall's days."""
    return now.astimezone(zone).date()


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The aware UTC time at which clocks in `zone` first show `wall` on `day`.

    A time that the clocks leap over is the moment of the leap. Later wall times of a day are never
    earlier instants.
    """
    local = datetime.combine(day, wall, tzinfo=zone)
    first = local.astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return first
    return _leap(local.replace(fold=1).astimezone(UTC), first, zone)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants (UTC) at which `day` begins and ends in `zone`; 23 to 25 hours apart, or none."""
    return instant(day, time(), zone), instant(day + timedelta(days=1), time(), zone)


def _leap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the offset of `zone` changes, to the second."""
    changed = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == changed:
            high = middle
        else:
            low = middle
    return before + timedelta(seconds=high)

"""Many days of a hall's calendar at a glance, for a month or a year: the hall's own rule alone. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from balai.domain.hall.calendar import HALL, Calendar
from balai.protocol.managed.drafts import GlanceDay


def glance_of(calendar: Calendar, first: date, count: int) -> tuple[GlanceDay, ...]:
    """`count` days from `first` on: open from when to when, or closed and why, and what is proposed."""
    return tuple(_day(calendar, first + timedelta(days=at)) for at in range(count))


def _day(calendar: Calendar, day: date) -> GlanceDay:
    closed = calendar.closing((HALL,), day)
    hours = () if closed is not None else calendar.hours_on(HALL, day)
    proposed = next(
        (c.name for c in calendar.closed if c.date == day and not c.confirmed and c.scope == HALL), ""
    )
    agencies = [
        c.scope.partition(":")[2] for c in calendar.closed if c.date == day and c.confirmed and ":" in c.scope
    ]
    special = any(one.dates or (one.start is not None and one.end is not None) for one in hours or ())
    told = hours or ()
    return GlanceDay(
        date=day, open=hours is None or bool(hours), closed_for=closed.name if closed else "",
        opens=f"{min(one.opens for one in told):%H.%M}" if told else "",
        closes=f"{max(one.closes for one in told):%H.%M}" if told else "",
        proposed=proposed, special=special, agencies=tuple(dict.fromkeys(agencies)),
    )  # fmt: skip

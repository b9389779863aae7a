"""Who of the staff comes, when, and who opens again: desks that are closed now, and days like this one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from statistics import median

from balai.domain.hall.config import Counter
from balai.domain.waits.chances import Draw, still
from balai.domain.waits.learned.hours import open_times
from balai.domain.waits.learned.record import DayRecord
from balai.domain.waits.moment import Moment

#: How late desks are where nobody knows, and how long they stay shut.
LATE = (0.0, 120.0, 300.0, 600.0, 900.0, 1800.0)
SHUT = (1800.0, 3600.0, 5400.0)
#: A desk that did not come on earlier days, where nothing is known of it.
ABSENT_SHARE, ABSENT_WEIGHT = 0.05, 3.0
#: An end of work so long before the usual one is a closing that may be taken back.
EARLY = 5400.0
BACK_SHARE, BACK_WEIGHT = 0.35, 3.0
LATE_BACK_SHARE = 0.05
#: Of as many days of the same weekday as this, only those count.
ALIKE = 3
#: How much more a desk's own lateness counts than that of the others.
OWN = 3

Opens = Callable[[Draw], float | None]


def alike(moment: Moment) -> Sequence[DayRecord]:
    """The earlier days that are like today: of its weekday, where there are enough."""
    days = moment.memory.days
    same = [day for day in days if day.weekday == moment.today.weekday]
    return same if len(same) >= ALIKE else days


def opens_later(moment: Moment, counter: Counter) -> Opens:
    """When a closed counter opens, in seconds from now; None: not today."""
    if moment.today.shut.get(counter.id):
        return _again(moment, counter)
    opening = _opening(moment, counter)
    if opening is None:
        return _never
    elapsed = moment.clock - opening
    pool = _lateness(moment, counter, opening)
    absent = _absent(moment, counter)
    longer = 1.0 - bisect_right(pool, elapsed) / len(pool)
    absent = absent / (absent + (1.0 - absent) * max(0.02, longer))

    def draw_opening(draw: Draw) -> float | None:
        if draw() < absent:
            return None
        if elapsed <= pool[0]:
            return pool[int(draw() * len(pool))] - elapsed
        return still(pool, elapsed, draw)

    return draw_opening


def _never(draw: Draw) -> None:
    return None


def _opening(moment: Moment, counter: Counter) -> float | None:
    """When a counter is expected, as a time of day: by the calendar, or as on earlier days."""
    config = moment.day.config
    if config.calendar.always_open:
        first = [day.openings[counter.id][0] for day in alike(moment) if day.openings.get(counter.id)]
        return median(first) if first else None
    spans = open_times(config, counter, moment.day.date)
    return moment.today.clock(spans[0][0]) if spans else None


def _lateness(moment: Moment, counter: Counter, opening: float) -> list[float]:
    if moment.day.config.calendar.always_open:
        first = (day.openings.get(counter.id) for day in moment.memory.days)
        return sorted(at[0] - opening for at in first if at)
    every = [*moment.memory.days, moment.today]
    own = [day.late[counter.id] for day in every if counter.id in day.late]
    others = [late for day in every[-6:] for late in day.late.values()]
    return sorted([*own * OWN, *others[-60:], *LATE])


def _absent(moment: Moment, counter: Counter) -> float:
    """The share of days on which a counter did not open."""
    days = alike(moment)
    came = sum(bool(day.openings.get(counter.id)) for day in days)
    return (len(days) - came + ABSENT_WEIGHT * ABSENT_SHARE) / (len(days) + ABSENT_WEIGHT)


def _again(moment: Moment, counter: Counter) -> Opens:
    """A counter that has closed opens again as closed ones do: seldom, at the end of the day."""
    since = moment.today.shut[counter.id][-1][0]
    usual = _usual_end(moment, counter)
    early = since < usual - EARLY
    days = [*moment.memory.days, moment.today]
    found = [
        length
        for day in days
        for closings in day.shut.values()
        for at, length in closings
        if (at < usual - EARLY) == early and not (day is moment.today and length is None)
    ]
    back = sorted([length for length in found if length is not None] + list(SHUT if early else SHUT[:1]))
    share = BACK_SHARE if early else LATE_BACK_SHARE
    came = (sum(length is not None for length in found) + BACK_WEIGHT * share) / (len(found) + BACK_WEIGHT)
    elapsed = moment.clock - since
    longer = 1.0 - bisect_right(back, elapsed) / len(back)
    came = came * longer / (came * longer + 1.0 - came) if came < 1.0 else 1.0

    def draw_return(draw: Draw) -> float | None:
        return still(back, elapsed, draw) if draw() < came else None

    return draw_return


def _usual_end(moment: Moment, counter: Counter) -> float:
    config = moment.day.config
    if not config.calendar.always_open:
        spans = open_times(config, counter, moment.day.date)
        if spans:
            return moment.today.clock(spans[-1][1])
    ends = [max(at for c in day.shut.values() for at, _ in c) for day in moment.memory.days if day.shut]
    return median(ends) if ends else 24 * 3600.0

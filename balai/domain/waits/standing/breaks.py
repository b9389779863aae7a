"""Breaks that no calendar says: they come as on earlier days, once, and after the service in which they fall
due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from statistics import median
from typing import NamedTuple

from balai.domain.hall.config import Counter
from balai.domain.visit import CounterStatus
from balai.domain.waits.chances import Draw
from balai.domain.waits.learned.habits import NEAR, Breaks, Habit, Rest, breaks_of
from balai.domain.waits.learned.learning import JUST_FREE
from balai.domain.waits.moment import Moment
from balai.domain.waits.standing.attendance import alike

#: Two breaks of a day that begin so near each other are the same one, unless the first was much shorter: a
#: short one in the morning is no lunch.
SAME_BREAK, SHORTER = 5400.0, 0.5
#: A break that is later than on all other days comes within so many seconds; after so many it is as likely as
#: not to be left out.
SOON, LEFT_OUT = 900.0, 1800.0
#: How much more a desk's own breaks count than those of others, and of how many days those count.
OWN, OTHERS, FEW = 3, 6, 3
#: The fractional part of its multiples spreads one number evenly over the desks.
_GOLDEN = 0.6180339887498949

Resting = dict[str, list[Rest]]


class _Desk(NamedTuple):
    """A desk's breaks, in seconds from now: it could last have gone at `since`."""

    counter: Counter
    since: float
    breaks: Breaks
    had: Sequence[Rest]
    open: bool


class _Late(NamedTuple):
    """A break of habit that a desk would have had by now if today were like a certain day: it has it as on
    one of the days that may still come true, or later than on any, or not at all."""

    counter: Counter
    options: Sequence[Rest | None]
    since: float
    comes: float
    length: float

    def drawn(self, luck: float) -> Rest | None:
        luck = (luck + self.counter.number * _GOLDEN) % 1.0 * (len(self.options) + 1)
        if luck < len(self.options):
            return self.options[int(luck)]
        part = luck - len(self.options)
        return (self.since + SOON * part / self.comes, self.length) if part < self.comes else None


def rests(moment: Moment, counters: Iterable[Counter]) -> Callable[[Draw], Resting]:
    """Draws these counters' breaks to come as (seconds from now until they are due, length), as on some day
    like this. A break of habit that is late is still to come; none comes that a desk has had today."""
    count = len(alike(moment))
    desks = [_desk(moment, counter) for counter in counters] if count else []
    known: dict[int, tuple[Resting, list[_Late]]] = {}

    def of_a_day(draw: Draw) -> Resting:
        if not count:
            return {}
        number, luck = int(draw() * count), draw()
        if number not in known:
            known[number] = _as_on(number, desks, moment.clock)
        sure, late = known[number]
        found = {counter_id: list(mine) for counter_id, mine in sure.items()}
        for one in late:
            rest = one.drawn(luck)
            if rest is not None:
                found[one.counter.id] = sorted([*found.get(one.counter.id, ()), rest])
        return found

    return of_a_day


def _desk(moment: Moment, counter: Counter) -> _Desk:
    known = moment.memory.breaks
    if counter.id not in known:
        known[counter.id] = breaks_of([day.pauses.get(counter.id, ()) for day in alike(moment)])
    opened = moment.day.counter(counter.id).status is not CounterStatus.CLOSED
    return _Desk(counter, _could_go(moment, counter), known[counter.id], _had(moment, counter), opened)


def _as_on(number: int, desks: Sequence[_Desk], at: float) -> tuple[Resting, list[_Late]]:
    """The breaks to come if today is like the day with this number, and those that would be over."""
    sure: Resting = {}
    late: list[_Late] = []
    for desk in desks:
        mine = [rest for rest in desk.breaks.chance[number] if not _any_same(rest, desk.had)]
        for habit in desk.breaks.habits:
            rest = habit[number]
            if rest is None or any(one is not None and _any_same(one, desk.had) for one in habit):
                continue
            if rest[0] - at > desk.since:
                mine.append(rest)
            elif desk.open:
                late.append(_late(desk, habit, rest[1], at))
        found = sorted((begin - at, length) for begin, length in mine if begin - at > desk.since)
        if found:
            sure[desk.counter.id] = found
    return sure, late


def _late(desk: _Desk, habit: Habit, length: float, at: float) -> _Late:
    shifted = [None if one is None else (one[0] - at, one[1]) for one in habit]
    options = [one for one in shifted if one is None or one[0] > desk.since]
    past = max(0.0, desk.since - max(one[0] for one in shifted if one is not None))
    return _Late(desk.counter, options, desk.since, LEFT_OUT / (LEFT_OUT + past), length)


def _could_go(moment: Moment, counter: Counter) -> float:
    """When a desk last could have gone into a break, in seconds from now: whoever serves goes after that."""
    status, memory = moment.day.counter(counter.id).status, moment.memory
    if status is CounterStatus.PAUSED:
        began = memory.rests_since(counter.id)
        return -moment.since(began) if began is not None else 0.0
    called, free = memory.last_call(counter.id), memory.free_since(counter.id)
    if status is CounterStatus.CLOSED or called is None:
        return 0.0
    serves = moment.day.leg_at(counter.id) is not None
    just_free = free is not None and moment.since(free) <= JUST_FREE.total_seconds()
    return -moment.since(called) if serves or just_free else 0.0


def _had(moment: Moment, counter: Counter) -> list[Rest]:
    """The breaks that a counter has had today, with the one that lasts now."""
    had = list(moment.today.pauses.get(counter.id, ()))
    since = moment.memory.rests_since(counter.id)
    if since is not None:
        until = moment.day.counter(counter.id).until
        told = (until - since).total_seconds() if until is not None else 0.0
        length = told or median(like_this(moment, counter, since))
        had.append((moment.today.clock(since), max(length, moment.since(since))))
    return had


def _any_same(rest: Rest, had: Sequence[Rest]) -> bool:
    return any(abs(rest[0] - begin) <= SAME_BREAK and length >= SHORTER * rest[1] for begin, length in had)


def like_this(moment: Moment, counter: Counter, began: datetime) -> Sequence[float]:
    """The lengths, in order, of pauses that began at about this time of day, here above all: lunch is longer
    than a break in the morning."""
    at, days = moment.today.clock(began), moment.memory.days
    own = [rest for day in days for rest in day.pauses.get(counter.id, ())]
    others = [
        rest
        for day in (*days[-OTHERS:], moment.today)
        for counter_id, pauses in day.pauses.items()
        if counter_id != counter.id
        for rest in pauses
    ]
    near = sorted(length for begin, length in (*own * OWN, *others) if abs(begin - at) < NEAR)
    return near if len(near) >= FEW else moment.chances.pauses

"""When each desk can call next, as far as the log tells: serving, idle, resting, late, or silently gone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from balai.domain.decide.closing import GRACE
from balai.domain.hall.config import Counter
from balai.domain.visit import CounterState, CounterStatus, Leg, LegState
from balai.domain.waits.chances import Draw, residual, still
from balai.domain.waits.learned.hours import break_before, open_times, opening_before
from balai.domain.waits.learned.learning import BREAK_EARLY
from balai.domain.waits.lots import Lots
from balai.domain.waits.moment import Moment
from balai.domain.waits.montecarlo import HORIZON
from balai.domain.waits.standing.attendance import opens_later
from balai.domain.waits.standing.breaks import like_this
from balai.domain.waits.standing.passing import first_joined

#: A counter that calls so long into a time in which the calendar keeps it shut is not bound by it now.
BOUND = timedelta(minutes=2)
#: How long after a break of the calendar desks go on, where nothing is known.
BACK = (0.0, 60.0, 120.0, 300.0)
#: How long after the end that was said for it a break ends, where nothing is known.
AFTER_TOLD = (-120.0, -60.0, 0.0, 60.0, 120.0, 300.0)

Free = Callable[[Lots, float], float | None]


def free(moment: Moment, counter: Counter, back: Sequence[float]) -> Free:
    """Draws in how many seconds a counter may call (None: not today), it being slower by a factor than
    thought; `back` says how late desks go on after a break."""
    state, leg = moment.day.counter(counter.id), moment.day.leg_at(counter.id)
    if state.status is CounterStatus.CLOSED:
        opens = opens_later(moment, counter)
        return lambda lots, _: opens(lots)
    if state.status is CounterStatus.PAUSED:
        return _after_pause(moment, counter, state, back)
    if leg is not None and leg.called_at is not None:
        return _after_leg(moment, counter, leg, leg.called_at)
    return _idle(moment, counter, back)


def _idle(moment: Moment, counter: Counter, back: Sequence[float]) -> Free:
    """A desk with nobody at it. With somebody in line it is believed less the longer it calls nobody."""
    chances = moment.chances
    first = first_joined(moment.day, counter)
    if first is None:
        return lambda lots, _: lots_of(chances.reactions, lots)
    since = moment.memory.free_since(counter.id) or moment.now
    edge = opening_before(moment.day.config, counter, moment.day.date, moment.now)
    pool: Sequence[float] = chances.gaps[counter.id]
    if edge is not None and edge > since:
        since, pool = edge, back
    if first > since:
        since, pool = first, chances.reactions
    elapsed = moment.since(since)
    return lambda lots, _: still(pool, elapsed, lots)


def _after_leg(moment: Moment, counter: Counter, leg: Leg, called_at: datetime) -> Free:
    elapsed = max(0.0, moment.since(called_at))
    chances = moment.chances
    waited = (called_at - leg.joined_at).total_seconds()
    gone = chances.still_absent(waited, elapsed) if leg.state is LegState.CALLED else 0.0
    first = first_joined(moment.day, counter)
    over, asked = _perhaps_over(moment, counter, leg, called_at, first)
    (pool, usual), gaps = chances.at(leg.service_id, counter.id), chances.gaps[counter.id]

    def draw_end(lots: Lots, factor: float) -> float:
        if over and lots() < over:
            return still(chances.reactions, asked, lots)
        gap = gaps[int(lots() * len(gaps))]
        if gone and lots() < gone:
            return max(5.0, residual(chances.absent, elapsed, lots)) + gap
        factor *= usual
        return residual(pool, elapsed / factor, lots) * factor + gap

    return draw_end


def _perhaps_over(
    moment: Moment, counter: Counter, leg: Leg, called_at: datetime, first: datetime | None
) -> tuple[float, float]:
    """How likely it is that a service has ended and that its officer, who says so by calling the next, only
    waits for one; and for how long somebody has been there to be called."""
    chances = moment.chances
    lazy = chances.lazy.get(counter.id, 0.0)
    busy = 1.0 - chances.over(leg.service_id, counter.id, moment.since(called_at))
    if first is None:
        ended, asked = chances.over(leg.service_id, counter.id, moment.since(called_at)), 0.0
    else:
        asked = moment.since(max(first, called_at))
        ended = chances.over(leg.service_id, counter.id, (first - called_at).total_seconds())
        ended *= 1.0 - bisect_right(chances.reactions, asked) / len(chances.reactions)
    idle = lazy * ended
    return (idle / (idle + busy) if idle else 0.0), asked


def _after_pause(moment: Moment, counter: Counter, state: CounterState, back: Sequence[float]) -> Free:
    chances, began = moment.chances, moment.memory.rests_since(counter.id) or moment.now
    ends = _end_of_break(moment, counter, began)
    over = moment.since(state.until) if state.until is not None else 0.0
    if ends is not None and over >= 0.0:
        left = -moment.since(ends)
        if left >= 0:
            return lambda lots, _: left + lots_of(back, lots)
        return lambda lots, _: still(back, -left, lots)
    if state.until is None:
        pool, elapsed = like_this(moment, counter, began), moment.since(began)
    else:
        pool, elapsed = _after_told(moment), over
    draw = still if elapsed >= 0.0 else residual
    return lambda lots, _: draw(pool, elapsed, lots) + lots_of(chances.gaps[counter.id], lots)


def _end_of_break(moment: Moment, counter: Counter, began: datetime) -> datetime | None:
    """The end of the break of the calendar in which a counter rests."""
    at = max(moment.now, began + BREAK_EARLY)
    span = break_before(moment.day.config, counter, moment.day.date, at)
    return span[1] if span is not None and span[0] - BREAK_EARLY <= began < span[1] else None


def _after_told(moment: Moment) -> Sequence[float]:
    """How long after the end that was said for them breaks ended, in order; below 0 before it."""
    return sorted(
        [*AFTER_TOLD, *(late for d in (*moment.memory.days, moment.today) for late in d.after_told[-60:])]
    )


def shut(moment: Moment, counter: Counter) -> tuple[tuple[float, float], ...]:
    """When the calendar keeps a counter shut, in seconds from now: before its opening, in its breaks, and
    after the time for those who wait at closing. A counter that has called in such a time is not bound by
    it."""
    config, now = moment.day.config, moment.now
    if config.calendar.always_open:
        return ()
    spans = open_times(config, counter, moment.day.date)
    if not spans:
        return ((-HORIZON, 4 * HORIZON),)
    edges = [t for span in spans for t in span]
    edges[-1] += GRACE
    seconds = [-HORIZON, *((t - now).total_seconds() for t in edges), 4 * HORIZON]
    found = [(seconds[n], seconds[n + 1]) for n in range(0, len(seconds), 2)]
    called = moment.memory.last_call(counter.id)
    if called is None:
        return tuple(found)
    ago = -moment.since(called) - BOUND.total_seconds()
    return tuple((begin, end) for begin, end in found if not (begin <= 0 < end and ago >= begin))


def lots_of(pool: Sequence[float], draw: Draw) -> float:
    """One of a pool of lengths."""
    return pool[int(draw() * len(pool))]

"""How long each counter was open, paused, at work, and free though people waited for it. Pure."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from balai.domain import events as e
from balai.domain.hall.config import Counter, HallConfig
from balai.domain.state import HallDay, Happened
from balai.domain.visit import CounterStatus
from server.views.explaining import steps

_ALL = (e.DayOpened, e.ConfigurationChanged, e.Unknown)
_NAMES = ("leg_id", "new_leg_id", "removed_leg_id")


class Desk(NamedTuple):
    """Seconds in which a counter was `open` (not paused), `paused`, with somebody in hand (`serving`), and
    open with nobody though somebody waited whom it could call (`idle`)."""

    counter_id: str
    agency_id: str
    open: int
    paused: int
    serving: int
    idle: int


class DeskTimes:
    """Follows a day's events. What no event touches stays as it is, so little is looked at for each."""

    def __init__(self) -> None:
        self._now: dict[str, tuple[str, datetime]] = {}
        self._spent: dict[str, Tally[str]] = {}
        self._agency: dict[str, str] = {}

    def see(self, before: HallDay | None, happened: Happened, after: HallDay) -> None:
        """One event, with the day before it and after it."""
        for counter_id in set(_touched(self._now, before, happened.event, after)):
            counter = after.desk(counter_id)
            self._set(counter_id, doing(after, counter) if counter else "", after.at)
            if counter is not None:
                self._agency[counter_id] = counter.agency_id

    def told(self, config: HallConfig, until: datetime) -> tuple[Desk, ...]:
        """Every counter that was in use, counted until then, by id."""
        found = []
        for counter_id in sorted(self._now):
            spent = self._spent.get(counter_id, Tally()).copy()
            what, since = self._now[counter_id]
            spent[what] += _micro(until - since)
            times = {name: spent[name] for name in ("open", "paused", "serving", "idle")}
            if any(times.values()):
                whole = times["open"] + times["serving"] + times["idle"]
                rest = (times[name] // 1_000_000 for name in ("paused", "serving", "idle"))
                found.append(Desk(counter_id, self._agency.get(counter_id, ""), whole // 1_000_000, *rest))
        return tuple(found)

    def _set(self, counter_id: str, what: str, at: datetime) -> None:
        was, since = self._now.get(counter_id, ("", at))
        if was == what and counter_id in self._now:
            return
        if was:
            self._spent.setdefault(counter_id, Tally())[was] += _micro(at - since)
        self._now[counter_id] = (what, at)


class Stretch(NamedTuple):
    """What a counter did ("open", "paused", "serving", "idle") from the event `seq` on, between two moments
    (aware)."""

    doing: str
    seq: int
    begins: datetime
    ends: datetime


class _OneDesk(DeskTimes):
    """The same of one counter, stretch by stretch."""

    def __init__(self, counter_id: str) -> None:
        super().__init__()
        self._counter_id, self._seq = counter_id, 0
        self._marks: list[tuple[str, int, datetime]] = []

    def see(self, before: HallDay | None, happened: Happened, after: HallDay) -> None:
        self._seq = happened.seq
        super().see(before, happened, after)

    def _set(self, counter_id: str, what: str, at: datetime) -> None:
        super()._set(counter_id, what, at)
        if counter_id == self._counter_id and (not self._marks or self._marks[-1][0] != what):
            self._marks.append((what, self._seq, at))

    def stretches(self, until: datetime) -> Iterator[Stretch]:
        ends = [at for _, _, at in self._marks[1:]] + [until]
        for (what, seq, begins), end in zip(self._marks, ends, strict=False):
            if what and begins < end:
                yield Stretch(what, seq, begins, end)


def stretches_of(
    log: Iterable[Happened], counter_id: str, until: datetime | None = None
) -> tuple[Stretch, ...]:
    """What a counter did on a day, in order, until the day's last event, or of a day that goes on `until` an
    aware time: what its figures are made of. Raises BrokenLog."""
    times, day = _OneDesk(counter_id), None
    for before, happened, day in steps(log):
        times.see(before, happened, day)
    return tuple(times.stretches(max(day.at, until or day.at))) if day is not None else ()


def doing(day: HallDay, counter: Counter) -> str:
    """What a counter does: "paused", "serving", "idle" (though somebody waits), "open", "" (closed)."""
    state = day.counter(counter.id)
    if state.status is not CounterStatus.OPEN:
        return "paused" if state.status is CounterStatus.PAUSED else ""
    if state.leg_id is not None:
        return "serving"
    waits = any(line for id_ in counter.service_ids for line in day.lanes.get(id_, {}).values())
    return "idle" if waits else "open"


def _micro(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _touched(known: dict[str, Any], before: HallDay | None, event: Any, after: HallDay) -> Iterator[str]:
    """The counters that may do something else after an event."""
    if isinstance(event, _ALL):
        yield from known
        yield from after.config.counter_by_id
        return
    for name in ("counter_id", "to_counter"):
        if getattr(event, name, None):
            yield getattr(event, name)
    leg_ids = [leg_id for name in _NAMES if (leg_id := getattr(event, name, None))]
    for day in (before, after):
        for leg_id in leg_ids:
            leg = day.legs.get(leg_id) if day is not None else None
            if leg is not None:
                yield from (counter.id for counter in after.config.counters_for.get(leg.service_id, ()))
                yield from filter(None, (leg.counter_id,))

"""Days that a hall has had, made without waiting for them: played once by the hall's own rules, and put into
its store on as many dates as are wanted.

A day is of one date in UTC, from 08.00 in Indonesia's zones on, so that its text is that of another day with
the date written anew.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from balai.domain import commands as c
from balai.domain.day import HallDay, Happened, decide, evolve
from balai.domain.entry import Entry
from balai.domain.errors import Refusal
from balai.domain.hall.calendar import Calendar
from balai.domain.hall.config import HallConfig
from balai.domain.log import GENESIS, digest, entry_of
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import heads
from demo.morning import Fate, arrivals

if TYPE_CHECKING:
    from server.store import Store

#: The date of a day that is played, in every text of it; and the end of its visits' ids.
DATE = date(2026, 4, 13)
_MARK = "4000-8000-00020260413"
KIOSK = "device:kiosk-1"
#: Of so many visitors one has priority.
PRIORITY_EACH = 7
LOOKS = timedelta(seconds=6)
ABSENT = timedelta(seconds=90)


def played_day(
    config: HallConfig, visitors: int, *, seed: int = 1, hours: float = 6.5,
    staff: Mapping[str, str] | None = None,
) -> list[Happened]:  # fmt: skip
    """What happens on a day: so many come over so many hours, every counter serves them by the rules, whoever
    is left at the end goes unserved. The calendar of the hall is not asked, unless `staff` says which actor
    sits at which counter: the day is then one of that hall as it is."""
    if staff is None:
        everyone = {desk.id: f"staff:{desk.id}" for desk in config.counters}
        return _Playing(replace(config, calendar=Calendar()), seed, everyone).day(visitors, hours)
    return _Playing(config, seed, staff).day(visitors, hours)


class _Playing:
    def __init__(self, config: HallConfig, seed: int, staff: Mapping[str, str]) -> None:
        self._config, self._seed, self._staff = config, seed, staff
        self._begins = datetime(DATE.year, DATE.month, DATE.day, 0, 1, tzinfo=UTC)
        self._day: HallDay | None = None
        self._log: list[Happened] = []
        self._due: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._fates = {desk.id: Fate(seed * 1000 + n) for n, desk in enumerate(config.counters)}
        self._over, self._count = False, 0

    def day(self, visitors: int, hours: float) -> list[Happened]:
        """The whole of it."""
        config, begins = self._config, self._begins
        self._do(c.OpenDay(date=DATE, config=config, previous_hash=GENESIS), begins)
        for desk_id in self._staff:
            opens = begins + timedelta(minutes=5)
            self._at(opens, partial(self._sits_down, desk_id))
        services = [service for service in config.services if config.counters_for[service.id]]
        shares = dict.fromkeys(range(len(services)), 1.0)
        for n, visitor in enumerate(arrivals(visitors, shares, hours * 3600, self._seed)):
            self._at(
                begins + timedelta(seconds=visitor.at), partial(self._comes, n, services[visitor.pin].id)
            )
        self._at(begins + timedelta(hours=hours + 1), self._ends)
        while self._due:
            moment, _, act = heapq.heappop(self._due)
            act(moment)
        return self._log

    def _at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        self._count += 1
        heapq.heappush(self._due, (moment, self._count, act))

    def _do(self, command: c.Command, now: datetime) -> bool:
        try:
            events = decide(self._day, command, now)
        except Refusal:
            return False
        for event in events:
            happened = Happened(len(self._log) + 1, now, command.actor, event)
            self._day = evolve(self._day, happened)
            self._log.append(happened)
        return True

    def _sits_down(self, desk: str, now: datetime) -> None:
        self._do(c.OpenCounter(counter_id=desk, session_id=f"s-{desk}", actor=self._staff[desk]), now)
        self._calls(desk, now)

    def _comes(self, n: int, service_id: str, now: datetime) -> None:
        kind = "priority" if n % PRIORITY_EACH == 3 else "regular"
        visit_id = f"{n:08x}-0000-{_MARK}0"
        self._do(
            c.IssueVisit(visit_id=visit_id, service_id=service_id, priority_class=kind, actor=KIOSK), now
        )

    def _calls(self, desk: str, now: datetime) -> None:
        assert self._day is not None
        if self._over:
            return
        counter, actor = self._config.counter_by_id[desk], self._staff[desk]
        if not heads(lanes_for(self._day, desk), counter):
            self._at(now + LOOKS, partial(self._calls, desk))
            return
        self._do(c.CallNext(counter_id=desk, finishes=None, actor=actor), now)
        leg = self._day.leg_at(desk)
        assert leg is not None
        fate = self._fates[desk].next(self._config.service_by_id[leg.service_id].service_minutes)
        if not fate.comes:
            self._at(now + ABSENT, partial(self._leaves, desk, self._absent(desk, leg.id), goes=True))
            return
        begins = now + timedelta(seconds=fate.walk)
        start = c.Start(counter_id=desk, leg_id=leg.id, actor=actor)
        finish = c.Finish(counter_id=desk, leg_id=leg.id, actor=actor)
        self._at(begins, partial(self._leaves, desk, (start,), goes=False))
        self._at(begins + timedelta(seconds=fate.service), partial(self._leaves, desk, (finish,), goes=True))

    def _absent(self, desk: str, leg_id: str) -> tuple[c.Command, ...]:
        actor = self._staff[desk]
        recalls = [
            c.Recall(counter_id=desk, leg_id=leg_id, actor=actor)
            for _ in range(self._config.rules.recalls_before_miss)
        ]
        return (*recalls, c.Miss(counter_id=desk, leg_id=leg_id, actor=actor))

    def _leaves(self, desk: str, commands: Sequence[c.Command], now: datetime, *, goes: bool) -> None:
        for command in commands:
            self._do(command, now)
        if goes:
            self._calls(desk, now)

    def _ends(self, now: datetime) -> None:
        assert self._day is not None
        self._over = True
        codes = {visit_id: f"W{n:07}" for n, visit_id in enumerate(self._day.visits)}
        self._do(c.EndDay(codes=codes), now)


def texts(log: Iterable[Happened], hall_id: str) -> list[Entry]:
    """A day that was played as entries, in no chain yet."""
    return [entry_of(hall_id, DATE.isoformat(), one, GENESIS) for one in log]


def dated(day: Iterable[Entry], on: date, previous_hash: str) -> Iterator[Entry]:
    """The same on another date, in a chain, after the day that ended in `previous_hash`."""
    was, now = DATE.isoformat(), on.isoformat()
    mark = _MARK.replace(f"{DATE:%Y%m%d}", f"{on:%Y%m%d}")
    last = GENESIS
    for entry in day:
        body = entry.body.replace(was, now).replace(_MARK, mark)
        if entry.seq == 1:
            body = body.replace(GENESIS, previous_hash)
        columns = (
            entry.hall_id, now, entry.seq, entry.type, entry.version, entry.at.replace(was, now), entry.actor,
            entry.occurred_at, entry.clock_certain, body, last,
        )  # fmt: skip
        last = digest(*columns)
        yield Entry(*columns, last)


def put(store: Store, hall_id: str, day: Sequence[Entry], dates: Iterable[date], last: str = GENESIS) -> str:
    """Let a hall have had the same day on each of these dates, in order, after the day that ended in `last`;
    what the latest one ends in."""
    from sqlalchemy import Connection, insert

    from server.store.day import eventlog
    from server.store.tables.day import events

    for on in dates:
        found = list(dated(day, on, last))
        last = found[-1].hash
        rows = [dict(zip(eventlog.COLUMNS, eventlog.row(entry), strict=True)) for entry in found]
        store.run(partial(Connection.execute, statement=insert(events), parameters=rows))
    return last

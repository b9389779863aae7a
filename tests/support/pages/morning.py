"""A morning that a hall has had, written into its log: who sits where, what they do, who waits since when."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from balai.clock import ManualClock
from balai.domain import commands as c
from balai.domain.hall.config import Counter, HallConfig
from server.store import Job, Store
from server.store.day.writer import DayWriter

KIOSK = "device:kios-1"
#: Of so many who wait one has priority.
PRIORITY_EACH = 6
Doing = Literal["serving", "called", "idle", "paused", "closed"]


@dataclass(frozen=True)
class Desk:
    """What happens at a counter: for so many minutes somebody is `doing` that, after so many `served`."""

    doing: Doing
    minutes: int = 0
    served: int = 2
    #: Of who takes a break: in so many minutes it ends.
    until: int = 14


@dataclass(frozen=True)
class Line:
    """How many wait for an agency, the first of them for so many minutes."""

    count: int
    longest: int


@dataclass
class Morning:
    """Writes it. Whoever sits at a counter has its id."""

    store: Store
    config: HallConfig
    now: datetime
    _todo: list[tuple[datetime, int, Callable[[], c.Command]]] = field(default_factory=list)
    _count: int = 0

    def write(self, desks: Mapping[str, Desk], lines: Mapping[str, Line]) -> None:
        """All of it, in its order. Raises RuntimeError where the hall refuses something."""
        for agency in self.config.agencies:
            line = lines.get(agency.id, Line(0, 0))
            counters = [one for one in self.config.counters if one.agency_id == agency.id]
            for counter in counters:
                self._desk(counter, desks.get(counter.id, Desk("closed")), line.longest)
            self._line(agency.id, line)
        self._play()

    def at(self, minutes: float, command: Callable[[], c.Command]) -> None:
        """So many minutes ago this is done."""
        self._count += 1
        heapq.heappush(self._todo, (self.now - timedelta(minutes=minutes), self._count, command))

    def _desk(self, counter: Counter, desk: Desk, longest: int) -> None:
        if desk.doing == "closed":
            return
        actor, id_ = f"staff:{counter.id}", counter.id
        opened = 178 - counter.number % 7
        self.at(opened, lambda: c.OpenCounter(actor=actor, counter_id=id_, session_id=id_))
        # Who is due first of all that the counter serves.
        service = min(counter.service_ids, key=lambda one: self.config.service_by_id[one].wait_minutes)
        for turn in range(desk.served):
            begins = 150 - 14 * turn - counter.number % 5
            self._visit(begins + 9, service)
            self._serve(counter, begins, ends=begins - 8 - counter.number % 4)
        if desk.doing in ("serving", "called"):
            self._visit(max(longest, desk.minutes) + 14 + counter.number % 3, service)
            self.at(desk.minutes + (desk.doing == "serving"), lambda: self._call(counter))
            if desk.doing == "serving":
                self.at(desk.minutes, lambda: c.Start(actor=actor, counter_id=id_, leg_id=self._leg(counter)))
        if desk.doing == "paused":
            until = self.now + timedelta(minutes=desk.until)
            self.at(
                desk.minutes, lambda: c.PauseCounter(actor=actor, counter_id=id_, until=until, reason="break")
            )

    def _serve(self, counter: Counter, begins: float, ends: float) -> None:
        actor, id_ = f"staff:{counter.id}", counter.id
        self.at(begins + 1, lambda: self._call(counter))
        self.at(begins, lambda: c.Start(actor=actor, counter_id=id_, leg_id=self._leg(counter)))
        self.at(ends, lambda: c.Finish(actor=actor, counter_id=id_, leg_id=self._leg(counter)))

    def _line(self, agency_id: str, line: Line) -> None:
        served = {one for counter in self.config.counters for one in counter.service_ids}
        services = [s.id for s in self.config.services if s.agency_id == agency_id and s.id in served]
        for n in range(line.count):
            minutes = line.longest * (1 - n / line.count)
            self._visit(minutes, services[n % len(services)], priority=n % PRIORITY_EACH == 4)

    def _visit(self, minutes: float, service_id: str, *, priority: bool = False) -> None:
        visit_id = f"{self._count:08x}-0000-4000-8000-000020260414"
        kind = "priority" if priority else "regular"
        self.at(minutes, lambda: c.IssueVisit(
            actor=KIOSK, visit_id=visit_id, service_id=service_id, priority_class=kind,
        ))  # fmt: skip

    def _call(self, counter: Counter) -> c.Command:
        return c.CallNext(actor=f"staff:{counter.id}", counter_id=counter.id, finishes=None)

    def _leg(self, counter: Counter) -> str:
        leg = self._writer.day.leg_at(counter.id)
        assert leg is not None
        return leg.id

    def _play(self) -> None:
        clock = ManualClock(self.now - timedelta(hours=3))
        self._writer: DayWriter = self.store.writer(self.config.hall.id, clock)
        while self._todo:
            moment, _, command = heapq.heappop(self._todo)
            clock.set(moment)
            [outcome] = self._writer.commit([Job(command())]).outcomes
            if outcome.text is None:
                raise RuntimeError(f"the hall refuses {command()} at {moment}: {outcome}")
        self._writer.close()

"""The hours of a day: twelve counters call, and displays fail."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from balai.domain import commands as c
from balai.domain.visit import LegState
from server.timers.hearing import given_up
from tests.support.wall_day.faults import FAULTS, Fault
from tests.support.wall_day.hall import COUNTERS, ZONE, Hub, Station
from tests.support.wall_day.verdict import Verdict, judged

HOUR = 3600.0
#: Seconds between two looks while something is shown or said, and else; between two beats of the hub.
STEP, IDLE, BEAT = 0.75, 6.0, 2.0


class Day:
    """So many hours of calls and faults."""

    def __init__(self, seed: int) -> None:
        self.rnd, self.hub, self.faults = Random(seed), Hub(), 0  # no secret
        self._order = itertools.count()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self.hub.stations += [Station("layar-1", self.hub), Station("layar-2", self.hub)]
        self._visits = itertools.count(1)

    def run(self, hours: int) -> Verdict:
        """Play them and judge every call."""
        hub, end = self.hub, hours * HOUR
        for number in range(1, COUNTERS + 1):
            hub.do(c.OpenCounter(counter_id=f"l{number}", session_id=f"s{number}", actor=f"staff:l{number}"))
            self._at(self.rnd.uniform(0, 300), partial(self._call, number, end))
        for hour in range(hours):
            self._plan(hour * HOUR)
        beat = 0.0
        while (now := hub.clock.monotonic()) < end or self._open():
            assert now < end + 900, "a call never ended"
            while self._due and self._due[0][0] <= now:
                heapq.heappop(self._due)[2]()
            if now >= beat:
                self._beat()
                beat = now + BEAT
            for station in hub.stations:
                station.step()
            hub.clock.advance(STEP if any(s.busy for s in hub.stations) else IDLE)
        return judged(hub.driver.log, self.faults)

    def _plan(self, hour: float) -> None:
        """Each fault once in the hour that begins then, at one of the displays or at both."""
        one = self.rnd.choice(self.hub.stations)
        for fault in FAULTS:
            stations = self.hub.stations if fault.both else [one]
            self._at(hour + self.rnd.uniform(60, HOUR - 120), partial(self._inject, fault, stations))
        self._at(hour + self.rnd.uniform(60, HOUR - 120), self._rush)

    def _beat(self) -> None:
        hub = self.hub
        hub.speakers.decide({ZONE: 1})
        for station in hub.stations:
            if station.linked:
                station.wall.hear(hub.beat())
        for command in list(given_up(hub.driver.day, hub.clock.now(), hub.walls())):
            hub.do(command)
        for leg in hub.driver.day.legs_at_counters():
            heard = hub.driver.day.heard.get(leg.id)
            if (
                leg.state is LegState.CALLED
                and heard is not None
                and heard.first_at
                and leg.id not in hub.came
            ):
                hub.came.add(leg.id)
                self._in(self.rnd.uniform(5, 40), partial(self._arrive, leg.id))

    def _at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._due, (when, next(self._order), what))

    def _in(self, seconds: float, what: Callable[[], None]) -> None:
        self._at(self.hub.clock.monotonic() + seconds, what)

    def _call(self, number: int, end: float) -> None:
        """A counter finishes with one visitor and calls the next; most answer, some come before they hear."""
        day, counter_id = self.hub.driver.day, f"l{number}"
        if self.hub.clock.monotonic() > end - 60:
            return
        at_counter = day.counter(counter_id).leg_id
        if at_counter and day.legs[at_counter].state is LegState.CALLED:
            self._in(20, partial(self._call, number, end))
            return
        self._call_next(counter_id, at_counter)
        if self.rnd.random() < 0.05 and (leg_id := self.hub.driver.day.counter(counter_id).leg_id):
            self._in(self.rnd.uniform(1, 6), partial(self._arrive, leg_id))
        if self.rnd.random() < 0.08:
            self._in(self.rnd.uniform(15, 60), partial(self._recall, counter_id))
        self._in(self.rnd.uniform(300, 540), partial(self._call, number, end))

    def _recall(self, counter_id: str) -> None:
        leg_id = self.hub.driver.day.counter(counter_id).leg_id or "none"
        walls = self.hub.walls()
        self.hub.do(c.Recall(counter_id=counter_id, leg_id=leg_id, actor=f"staff:{counter_id}", walls=walls))

    def _arrive(self, leg_id: str) -> None:
        leg = self.hub.driver.day.legs[leg_id]
        if leg.state is LegState.CALLED and leg.counter_id:
            self.hub.do(c.Start(counter_id=leg.counter_id, leg_id=leg_id, actor=f"staff:{leg.counter_id}"))

    def _open(self) -> bool:
        day = self.hub.driver.day
        return any(leg.state is LegState.CALLED for leg in day.legs_at_counters())

    def _inject(self, fault: Fault, stations: Sequence[Station]) -> None:
        self.faults += 1
        for station in stations:
            fault.begin(station)
            self._in(fault.seconds, partial(fault.end, station))

    def _rush(self) -> None:
        """Every counter that can calls within eight seconds."""
        self.faults += 1
        for number in range(1, COUNTERS + 1):
            self._in(self.rnd.uniform(0, 8), partial(self._call_out_of_turn, number))

    def _call_out_of_turn(self, number: int) -> None:
        counter_id, day = f"l{number}", self.hub.driver.day
        leg_id = day.counter(counter_id).leg_id
        if leg_id and day.legs[leg_id].state is LegState.CALLED:
            return
        self._call_next(counter_id, leg_id)

    def _call_next(self, counter_id: str, finishes: str | None) -> None:
        """Somebody takes a number, and the counter calls."""
        visit_id = f"00000000-0000-4000-8000-{next(self._visits):012d}"
        self.hub.do(c.IssueVisit(visit_id=visit_id, service_id="ktp"))
        actor, walls = f"staff:{counter_id}", self.hub.walls()
        self.hub.do(c.CallNext(counter_id=counter_id, finishes=finishes, actor=actor, walls=walls))

"""A day in a simulated hall: visitors and staff act, the product's own core decides, a log comes out."""

from __future__ import annotations

import heapq
import math
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balai.domain import commands as c
from balai.domain.bookings import BookedTime
from balai.domain.day import HallDay, Happened, decide, evolve
from balai.domain.errors import Refusal
from balai.domain.visit import CounterStatus
from bench.hall_file import ZONE, Scenario, SimulatedHall, Work

FIRST_DAY = date(2026, 3, 2)
HOUR = 3600.0


def simulate_day(hall: SimulatedHall, scenario: Scenario, seed: int, number: int) -> list[Happened]:
    """The log of one day. The same arguments give the same log; `number` only dates it."""
    return _Day(hall, scenario, seed, FIRST_DAY + timedelta(days=number)).play()


@dataclass
class _Visitor:
    """Who comes, and what the log will not say of them before it happens."""

    service_id: str
    priority_class: str
    slot: datetime | None
    patience: float
    code: str


@dataclass
class _Day:
    hall: SimulatedHall
    scenario: Scenario
    seed: int
    date: date
    log: list[Happened] = field(default_factory=list)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.rng = random.Random(f"{self.seed}/{self.hall.name}")
        self._todo: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._day: HallDay | None = None
        self._visitors: dict[str, _Visitor] = {}
        self._works = {work.id: work for work in self.hall.works}
        self._idle: set[int] = set()
        self._breaks: dict[int, list[tuple[float, float]]] = {}
        self._shut: dict[int, tuple[float, float]] = {}
        spread = self.hall.staff.speed_spread
        # Who sits where stays for years: speeds are the hall's, not the day's.
        people = random.Random(self.hall.name)
        self._speeds = [math.exp(people.gauss(0, spread)) for _ in self.hall.desks]

    @property
    def day(self) -> HallDay:
        assert self._day is not None
        return self._day

    def play(self) -> list[Happened]:
        arrivals = list(self._arrivals())
        booked = tuple(BookedTime(v.code, v.service_id, v.slot) for _, v in arrivals if v.slot is not None)
        opening = c.OpenDay(date=self.date, config=self.hall.config, previous_hash="0" * 64, booked=booked)
        self._do(opening)
        for at, visitor in arrivals:
            self._plan(at, lambda visitor=visitor: self._arrive(visitor))  # type: ignore[misc]
        for desk in range(len(self.hall.desks)):
            self._plan_desk(desk)
        while self._todo:
            self.now, _, act = heapq.heappop(self._todo)
            act()
        return self.log

    # Time: seconds from opening.

    def _moment(self, seconds: float) -> datetime:
        opens = datetime.combine(self.date, self.hall.opens, ZoneInfo(ZONE)).astimezone(UTC)
        return opens + timedelta(seconds=round(seconds, 3))

    def _since_opening(self, clock: time) -> float:
        opens = self.hall.opens
        return (clock.hour - opens.hour) * HOUR + (clock.minute - opens.minute) * 60.0

    def _plan(self, at: float, act: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._todo, (at, self._count, act))

    def _do(self, command: c.Command) -> None:
        now = self._moment(self.now)
        for event in decide(self._day, command, now):
            happened = Happened(self._day.seq + 1 if self._day else 1, now, command.actor, event)
            self._day = evolve(self._day, happened)
            self.log.append(happened)

    # Visitors.

    def _arrivals(self) -> Iterator[tuple[float, _Visitor]]:
        last = self._since_opening(self.hall.last_ticket)
        surge = self.rng.uniform(0.5 * HOUR, max(0.6 * HOUR, last - 3 * HOUR))
        until = surge + self.scenario.surge_minutes * 60
        for work in self.hall.works:
            peak = work.per_hour * max(self.hall.profile) * self.scenario.surge_factor
            at = self.rng.expovariate(peak / HOUR)
            while at < last:
                rate = work.per_hour * self.hall.profile[min(int(at / HOUR), len(self.hall.profile) - 1)]
                rate *= self.scenario.surge_factor if surge <= at < until else 1.0
                if self.rng.random() < rate / peak:
                    yield at, self._visitor(work, at)
                at += self.rng.expovariate(peak / HOUR)

    def _visitor(self, work: Work, at: float) -> _Visitor:
        who = self.hall.visitors
        roll, slot, kind = self.rng.random(), None, "regular"
        if roll < who.priority_share:
            kind = "priority"
        elif roll < who.priority_share + who.booked_share:
            kind, slot = "appointment", self._moment(at + self.rng.uniform(-12, 25) * 60)
        patience = self.rng.expovariate(1 / (who.patience_minutes * 60))
        gone = self.rng.random() < who.no_show_share
        self._count += 1
        return _Visitor(work.id, kind, slot, 0.0 if gone else patience, f"K{self._count}")

    def _arrive(self, visitor: _Visitor) -> None:
        visit_id = str(uuid.UUID(int=self.rng.getrandbits(128)))
        self._visitors[visit_id] = visitor
        # Who comes after the grace has passed takes a number as everybody does.
        grace = timedelta(minutes=self.hall.config.rules.grace_minutes)
        in_time = visitor.slot is not None and self._moment(self.now) <= visitor.slot + grace
        kind = visitor.priority_class
        self._do(
            c.IssueVisit(
                visit_id=visit_id, service_id=visitor.service_id, booking=visitor.code if in_time else None,
                priority_class=kind if in_time or kind != "appointment" else "regular",
                channel="booking" if in_time else "kiosk",
            )
        )  # fmt: skip
        self._wake(visitor.service_id)

    def _wake(self, service_id: str) -> None:
        able = [desk for desk in sorted(self._idle) if service_id in self.hall.desks[desk].services]
        if able:
            desk = self.rng.choice(able)
            self._idle.discard(desk)
            self._plan(self.now + self.rng.uniform(3, 25), lambda: self._next(desk))

    # Staff.

    def _plan_desk(self, desk: int) -> None:
        staff, last = self.hall.staff, self._since_opening(self.hall.closes)
        jitter = self.rng.uniform(-1, 1) * self.hall.lunch_jitter_minutes * 60
        lunch = self._since_opening(self.hall.desks[desk].lunch) + jitter
        breaks = [(lunch, self.hall.lunch_minutes * 60 * self.rng.uniform(0.9, 1.15))]
        at = self.rng.expovariate(staff.short_breaks_per_hour / HOUR)
        while at < last:
            breaks.append((at, staff.short_break_minutes * 60 * self.rng.uniform(0.5, 1.6)))
            at += self.rng.expovariate(staff.short_breaks_per_hour / HOUR)
        self._breaks[desk] = sorted(breaks)
        chosen = random.Random(f"shut {self.seed}").sample(
            range(len(self.hall.desks)), self.scenario.counters_shut
        )
        if desk in chosen:
            begins = self.rng.uniform(0.75 * HOUR, 4.5 * HOUR)
            self._shut[desk] = begins, begins + self.scenario.shut_minutes * 60
        late = self.rng.expovariate(1 / (staff.late_opening_minutes * 60))
        self._plan(min(late, HOUR), lambda: self._open(desk))

    def _actor(self, desk: int) -> str:
        return f"staff:{desk}"

    def _id(self, desk: int) -> str:
        return f"c{desk + 1}"

    def _open(self, desk: int) -> None:
        session = f"{self.seed}-{self._count}"
        self._do(c.OpenCounter(actor=self._actor(desk), counter_id=self._id(desk), session_id=session))
        self._next(desk)

    def _next(self, desk: int) -> None:
        """A desk is free: shut, rest, call, or wait for somebody."""
        if self._away(desk):
            return
        try:
            self._do(c.CallNext(actor=self._actor(desk), counter_id=self._id(desk), finishes=None))
        except Refusal:
            if self.now >= self._since_opening(self.hall.closes) - HOUR:
                self._do(c.CloseCounter(actor=self._actor(desk), counter_id=self._id(desk)))
                self._late_visitors(desk)
            else:
                self._idle.add(desk)
                self._plan(self._next_break(desk), lambda: self._rest_if_idle(desk))
            return
        self._called(desk)

    def _late_visitors(self, desk: int) -> None:
        """Nobody is left behind: a desk opens again for whoever comes back after it closed."""
        if any(self.day.waiting_count(s) for s in self.hall.desks[desk].services) or self.day.parked:
            self._plan(self.now + 300, lambda: self._open(desk))

    def _next_break(self, desk: int) -> float:
        ahead = [begin for begin, _ in self._breaks[desk]] + [self._since_opening(self.hall.closes)]
        return max(self.now, min(ahead))

    def _rest_if_idle(self, desk: int) -> None:
        if desk in self._idle:
            self._idle.discard(desk)
            self._next(desk)

    def _away(self, desk: int) -> bool:
        shut = self._shut.get(desk)
        if shut is not None and self.now >= shut[0]:
            del self._shut[desk]
            self._do(c.CloseCounter(actor=self._actor(desk), counter_id=self._id(desk)))
            self._plan(max(self.now + 600, shut[1]), lambda: self._open(desk))
            return True
        breaks = self._breaks[desk]
        if not breaks or self.now < breaks[0][0]:
            return False
        length = breaks.pop(0)[1]
        said = self.rng.random() < self.hall.staff.says_until
        until = self._moment(self.now + 300 * round(length / 300)) if said else None
        self._do(
            c.PauseCounter(actor=self._actor(desk), counter_id=self._id(desk), until=until, reason="break")
        )
        self._plan(self.now + length, lambda: self._resume(desk))
        return True

    def _resume(self, desk: int) -> None:
        self._do(c.ResumeCounter(actor=self._actor(desk), counter_id=self._id(desk)))
        self._next(desk)

    def _called(self, desk: int) -> None:
        leg = self.day.leg_at(self._id(desk))
        assert leg is not None
        assert leg.called_at is not None
        who = self.hall.visitors
        visitor = self._visitors[leg.visit_id]
        waited = (leg.called_at - leg.joined_at).total_seconds()
        if not leg.transferred and waited > visitor.patience:
            late = who.absent_seconds * self.rng.uniform(0.7, 1.5)
            self._plan(self.now + late, lambda: self._miss(desk, leg.id))
            return
        walk = who.walk_seconds * self.rng.uniform(0.5, 1.6)
        work = self._works[leg.service_id]
        sigma = math.sqrt(math.log(1 + work.spread**2))
        length = work.minutes * 60 * math.exp(self.rng.gauss(-(sigma**2) / 2, sigma))
        length *= self._speeds[desk] * self.scenario.service_factor
        self._plan(self.now + walk, lambda: self._start(desk, leg.id))
        self._plan(self.now + walk + length, lambda: self._end(desk, leg.id))

    def _start(self, desk: int, leg_id: str) -> None:
        self._do(c.Start(actor=self._actor(desk), counter_id=self._id(desk), leg_id=leg_id))

    def _miss(self, desk: int, leg_id: str) -> None:
        self._do(c.Miss(actor=self._actor(desk), counter_id=self._id(desk), leg_id=leg_id))
        self._after(desk)

    def _end(self, desk: int, leg_id: str) -> None:
        who, actor, counter = self.hall.visitors, self._actor(desk), self._id(desk)
        roll = self.rng.random()
        leg = self.day.legs[leg_id]
        others = [work.id for work in self.hall.works if work.id != leg.service_id]
        if roll < who.transfer_share and others and not leg.transferred:
            to = self.rng.choice(others)
            self._do(c.Transfer(actor=actor, counter_id=counter, leg_id=leg_id, service_id=to))
            self._wake(to)
        elif roll < who.transfer_share + who.park_share:
            self._do(c.Park(actor=actor, counter_id=counter, leg_id=leg_id))
            back = self.rng.expovariate(1 / (who.park_minutes * 60))
            self._plan(self.now + back, lambda: self._back(leg_id))
        else:
            self._do(c.Finish(actor=actor, counter_id=counter, leg_id=leg_id))
        self._after(desk)

    def _back(self, leg_id: str) -> None:
        self._do(c.ReturnLeg(actor="staff:desk", leg_id=leg_id))
        self._wake(self.day.legs[leg_id].service_id)
        if not any(state.status is not CounterStatus.CLOSED for state in self.day.counters.values()):
            self._open(
                next(
                    n for n, d in enumerate(self.hall.desks) if self.day.legs[leg_id].service_id in d.services
                )
            )

    def _after(self, desk: int) -> None:
        gap = self.rng.expovariate(1 / self.hall.staff.gap_seconds)
        self._plan(self.now + gap, lambda: self._next(desk))

"""The staff of a simulated day: they come late, rest, walk away, call, serve, and end as people do."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date

from balai.domain import commands as c
from balai.domain.errors import Refusal
from balai.domain.visit import CounterStatus
from bench.hall_file import Scenario, SimulatedHall
from bench.waits.hall_clock import HOUR, Timeline


@dataclass
class Away:
    """A desk is away from `begin` on, for `length`, as planned; really `since`, which is None until then. In
    seconds from the opening."""

    begin: float
    length: float
    since: float | None = None


class Desks(Timeline):
    """Every desk of the day; `patience` says when a visitor is gone."""

    def __init__(self, hall: SimulatedHall, scenario: Scenario, seed: int, day: date) -> None:
        super().__init__(hall, scenario, seed, day)
        self._works = {work.id: work for work in hall.works}
        self._idle: set[int] = set()
        self._breaks: dict[int, list[tuple[float, float, bool]]] = {}
        self._shut: dict[int, tuple[float, float]] = {}
        #: What each desk was to do: when it is away, for how long, and since when it really was (see `Away`).
        self.away: dict[int, list[Away]] = {}
        self._served: dict[int, str] = {}
        # Who sits where stays for years: speeds and habits are the hall's, not the day's.
        people = random.Random(hall.name)
        self.speeds = [math.exp(people.gauss(0, hall.staff.speed_spread)) for _ in hall.desks]
        self.by_next = [people.random() < hall.staff.by_next_share for _ in hall.desks]
        self._habits = random.Random(f"{seed}/{hall.name}/habits")
        spread = hall.days.pace_spread
        self.pace = self._habits.lognormvariate(-spread * spread / 2, spread) if spread else 1.0

    def patience(self, visit_id: str) -> float:
        """How many seconds a visitor waits before being gone at the call."""
        raise NotImplementedError

    def plan_desks(self) -> None:
        """Plan every desk's day."""
        for desk in range(len(self.hall.desks)):
            self._plan_desk(desk)

    def wake(self, service_id: str) -> None:
        """Somebody waits: an idle desk that offers it sees it."""
        able = [desk for desk in sorted(self._idle) if service_id in self.hall.desks[desk].services]
        if able:
            desk = self.rng.choice(able)
            self._idle.discard(desk)
            self.plan(self.now + self.rng.uniform(3, 25), lambda: self._next(desk))

    def _plan_desk(self, desk: int) -> None:
        staff, last = self.hall.staff, self.since_opening(self.hall.closes)
        breaks = [self._lunch(desk)]
        at = self.rng.expovariate(staff.short_breaks_per_hour / HOUR)
        while at < last:
            breaks.append((at, staff.short_break_minutes * 60 * self.rng.uniform(0.5, 1.6), self._quiet()))
            at += self.rng.expovariate(staff.short_breaks_per_hour / HOUR)
        if self._habits.random() < staff.walks_off:
            length = staff.walk_off_minutes * 60 * self._habits.uniform(0.5, 1.6)
            breaks.append((self._habits.uniform(0.3 * HOUR, last - HOUR), length, True))
        self._breaks[desk] = sorted(breaks)
        self.away[desk] = [Away(begin, length) for begin, length, _ in self._breaks[desk]]
        chosen = random.Random(f"shut {self.seed}").sample(
            range(len(self.hall.desks)), self.scenario.counters_shut
        )
        if desk in chosen:
            begins = self.rng.uniform(0.75 * HOUR, 4.5 * HOUR)
            self._shut[desk] = begins, begins + self.scenario.shut_minutes * 60
            self.away[desk].append(Away(begins, self.scenario.shut_minutes * 60))
        late = min(self.rng.expovariate(1 / (staff.late_opening_minutes * 60)), HOUR)
        if self._habits.random() < staff.missing_share:
            late = self._habits.uniform(1.0, 2.5) * HOUR
        self.away[desk].append(Away(self.now, late - self.now, self.now))
        self.plan(late, lambda: self._open(desk))

    def _lunch(self, desk: int) -> tuple[float, float, bool]:
        jitter = self.rng.uniform(-1, 1) * self.hall.lunch_jitter_minutes * 60
        own, share = self.hall.desks[desk].lunch, self.rng.uniform(0.9, 1.15)
        if own is not None:
            return self.since_opening(own) + jitter, self.hall.lunch_minutes * 60 * share, self._quiet()
        named = [b for b in self.hall.breaks if self.date.weekday() in b.weekdays]
        rest = (named or [b for b in self.hall.breaks if not b.weekdays])[0]
        begins, ends = self.since_opening(rest.opens) + min(0.0, jitter), self.since_opening(rest.closes)
        ends += self._habits.expovariate(1 / 240.0)
        return begins, ends - begins, self._quiet()

    def _quiet(self) -> bool:
        return self._habits.random() < self.hall.staff.silent_breaks

    def _actor(self, desk: int) -> str:
        return f"staff:{desk}"

    def _id(self, desk: int) -> str:
        return f"c{desk + 1}"

    def _open(self, desk: int) -> None:
        if self.day.counter(self._id(desk)).status is not CounterStatus.CLOSED:
            return  # Somebody else who came late has had it opened.
        session = f"{self.seed}-{self.counted()}"
        self.do(c.OpenCounter(actor=self._actor(desk), counter_id=self._id(desk), session_id=session))
        self._next(desk)

    def _next(self, desk: int) -> None:
        """A desk is free: shut, rest, call, or wait for somebody."""
        if self._away(desk):
            return
        hand = self._served.get(desk)
        if hand is not None and not any(self.day.waiting_count(s) for s in self.hall.desks[desk].services):
            self._wait(desk)
            return
        try:
            self.do(c.CallNext(actor=self._actor(desk), counter_id=self._id(desk), finishes=hand))
        except Refusal:
            self._wait(desk)
            return
        if self._served.pop(desk, None) is not None and hand is not None:
            self._wake_for_next(hand)
        if self.day.leg_at(self._id(desk)) is not None:
            self._called(desk)
        else:
            self._wait(desk)

    def _wait(self, desk: int) -> None:
        """Nobody is there: go home, or wait."""
        leaves = self.since_opening(self.hall.closes) - self.hall.staff.leaves_minutes * 60
        if self.now >= leaves:
            self._settle(desk)
            self.do(c.CloseCounter(actor=self._actor(desk), counter_id=self._id(desk)))
            self._late_visitors(desk)
            return
        self._idle.add(desk)
        self.plan(self._next_break(desk), lambda: self._rest_if_idle(desk))

    def _settle(self, desk: int) -> None:
        """Whoever ends services by calling the next ends the last one by itself."""
        hand = self._served.pop(desk, None)
        if hand is not None:
            self.do(c.Finish(actor=self._actor(desk), counter_id=self._id(desk), leg_id=hand))
            self._wake_for_next(hand)

    def _late_visitors(self, desk: int) -> None:
        """Nobody is left behind: a desk opens again for whoever comes back after it closed."""
        if any(self.day.waiting_count(s) for s in self.hall.desks[desk].services) or self.day.parked:
            self.plan(self.now + 300, lambda: self._open(desk))

    def _next_break(self, desk: int) -> float:
        ahead = [rest[0] for rest in self._breaks[desk]] + [self.since_opening(self.hall.closes)]
        return max(self.now, min(ahead))

    def _rest_if_idle(self, desk: int) -> None:
        if desk in self._idle:
            self._idle.discard(desk)
            self._next(desk)

    def _away(self, desk: int) -> bool:
        shut, actor, counter = self._shut.get(desk), self._actor(desk), self._id(desk)
        if shut is not None and self.now >= shut[0]:
            del self._shut[desk]
            self._settle(desk)
            self.do(c.CloseCounter(actor=actor, counter_id=counter))
            self._went(desk, shut[0], max(600.0, shut[1] - self.now))
            self.plan(max(self.now + 600, shut[1]), lambda: self._open(desk))
            return True
        breaks = self._breaks[desk]
        if not breaks or self.now < breaks[0][0]:
            return False
        begin, length, silent = breaks.pop(0)
        self._went(desk, begin, length)
        if silent:
            self.plan(self.now + length, lambda: self._next(desk))
            return True
        self._settle(desk)
        said = self.rng.random() < self.hall.staff.says_until
        until = self.moment(self.now + 300 * max(1, round(length / 300))) if said else None
        self.do(c.PauseCounter(actor=actor, counter_id=counter, until=until, reason="break"))
        self.plan(self.now + length, lambda: self._resume(desk))
        return True

    def _went(self, desk: int, planned: float, length: float) -> None:
        went = next(a for a in self.away[desk] if a.begin == planned and a.since is None)
        went.length, went.since = length, self.now

    def _resume(self, desk: int) -> None:
        self.do(c.ResumeCounter(actor=self._actor(desk), counter_id=self._id(desk)))
        self._next(desk)

    def _called(self, desk: int) -> None:
        leg = self.day.leg_at(self._id(desk))
        assert leg is not None
        assert leg.called_at is not None
        who = self.hall.visitors
        waited = (leg.called_at - leg.joined_at).total_seconds()
        if not leg.transferred and waited > self.patience(leg.visit_id):
            late = who.absent_seconds * self.rng.uniform(0.7, 1.5)
            self.plan(self.now + late, lambda: self._miss(desk, leg.id))
            return
        walk = who.walk_seconds * self.rng.uniform(0.5, 1.6)
        work = self._works[leg.service_id]
        sigma = math.sqrt(math.log(1 + work.spread**2))
        length = work.minutes * 60 * math.exp(self.rng.gauss(-(sigma**2) / 2, sigma))
        length *= self.speeds[desk] * self.scenario.service_factor * self.pace
        self.plan(self.now + walk, lambda: self._start(desk, leg.id))
        self.plan(self.now + walk + length, lambda: self._end(desk, leg.id))

    def _start(self, desk: int, leg_id: str) -> None:
        self.do(c.Start(actor=self._actor(desk), counter_id=self._id(desk), leg_id=leg_id))

    def _miss(self, desk: int, leg_id: str) -> None:
        self.do(c.Miss(actor=self._actor(desk), counter_id=self._id(desk), leg_id=leg_id))
        self._after(desk)

    def _end(self, desk: int, leg_id: str) -> None:
        who, actor, counter = self.hall.visitors, self._actor(desk), self._id(desk)
        roll = self.rng.random()
        leg = self.day.legs[leg_id]
        others = [work.id for work in self.hall.works if work.id != leg.service_id]
        if roll < who.transfer_share and others and not leg.transferred:
            self._send(desk, leg_id, self.rng.choice(others))
        elif roll < who.transfer_share + who.park_share:
            self.do(c.Park(actor=actor, counter_id=counter, leg_id=leg_id))
            back = self.rng.expovariate(1 / (who.park_minutes * 60))
            self.plan(self.now + back, lambda: self._back(leg_id))
        elif self.by_next[desk]:
            self._served[desk] = leg_id
        else:
            self.do(c.Finish(actor=actor, counter_id=counter, leg_id=leg_id))
            self._wake_for_next(leg_id)
        self._after(desk)

    def _send(self, desk: int, leg_id: str, to: str) -> None:
        actor, counter = self._actor(desk), self._id(desk)
        try:
            self.do(c.Transfer(actor=actor, counter_id=counter, leg_id=leg_id, service_id=to))
        except Refusal:  # Where they should go has closed.
            self.do(c.Finish(actor=actor, counter_id=counter, leg_id=leg_id))
            return
        self.wake(to)

    def _wake_for_next(self, leg_id: str) -> None:
        visit = self.day.visits[self.day.legs[leg_id].visit_id]
        if visit.leg_ids[-1] != leg_id:
            self.wake(self.day.current_leg(visit).service_id)

    def _back(self, leg_id: str) -> None:
        try:
            self.do(c.ReturnLeg(actor="staff:desk", leg_id=leg_id))
        except Refusal:
            return  # Closing came first.
        self.wake(self.day.legs[leg_id].service_id)
        if not any(state.status is not CounterStatus.CLOSED for state in self.day.counters.values()):
            self._open(
                next(
                    n for n, d in enumerate(self.hall.desks) if self.day.legs[leg_id].service_id in d.services
                )
            )

    def _after(self, desk: int) -> None:
        gap = self.rng.expovariate(1 / self.hall.staff.gap_seconds)
        self.plan(self.now + gap, lambda: self._next(desk))

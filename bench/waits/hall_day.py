"""A day in a simulated hall: visitors and staff act, the product's own core decides, a log comes out."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from balai.domain import commands as c
from balai.domain.day import Happened
from balai.domain.decide.closing import GRACE
from balai.domain.errors import Refusal
from balai.domain.hall.config import HallConfig
from balai.domain.registers.bookings import BookedTime
from bench.hall_file import Scenario, SimulatedHall, Work
from bench.waits.hall_clock import HOUR
from bench.waits.hall_desks import Desks

FIRST_DAY = date(2026, 3, 2)


def simulate_day(hall: SimulatedHall, scenario: Scenario, seed: int, number: int) -> list[Happened]:
    """The log of one day. The same arguments give the same log; `number` only dates it."""
    return SimulatedDay(hall, scenario, seed, date_of(hall.config, number)).play()


def date_of(config: HallConfig, number: int) -> date:
    """The date of a day, the first a Monday; where the hall has a calendar no weekend counts."""
    if not config.calendar.always_open:
        number = number // 5 * 7 + number % 5
    return FIRST_DAY + timedelta(days=number)


@dataclass
class _Visitor:
    """Who comes, and what the log will not say of them before it happens."""

    service_id: str
    priority_class: str
    slot: datetime | None
    patience: float
    code: str


class SimulatedDay(Desks):
    """One day, with those who come."""

    def __init__(self, hall: SimulatedHall, scenario: Scenario, seed: int, day: date) -> None:
        super().__init__(hall, scenario, seed, day)
        self._visitors: dict[str, _Visitor] = {}
        # Days that differ, and those at the door: apart, so that halls without them stay as they were.
        self._other = random.Random(f"{seed}/{hall.name}/other")
        spread = hall.days.load_spread
        self._load = self._other.lognormvariate(-spread * spread / 2, spread) if spread else 1.0
        self._load *= hall.days.weekdays[day.weekday()]

    def play(self) -> list[Happened]:
        arrivals = list(self._arrivals())
        booked = tuple(BookedTime(v.code, v.service_id, v.slot) for _, v in arrivals if v.slot is not None)
        self.now = min(0.0, self.since_opening(self.hall.tickets_from))
        self.do(c.OpenDay(date=self.date, config=self.hall.config, previous_hash="0" * 64, booked=booked))
        for at, visitor in arrivals:
            self.plan(at, lambda visitor=visitor: self._arrive(visitor))  # type: ignore[misc]
        self.plan_desks()
        if self.hall.breaks:
            self.plan(self.since_opening(self.hall.closes) + GRACE.total_seconds(), self._close)
        self.run()
        return self.log

    def _close(self) -> None:
        """Closing overtakes whoever still waits."""
        codes = {visit_id: f"{number:010d}" for number, visit_id in enumerate(self.day.visits)}
        self.do(c.CloseDay(actor="system", codes=codes))

    def _arrivals(self) -> Iterator[tuple[float, _Visitor]]:
        last = self.since_opening(self.hall.last_ticket)
        surge = self.rng.uniform(0.5 * HOUR, max(0.6 * HOUR, last - 3 * HOUR))
        until = surge + self.scenario.surge_minutes * 60
        for work in self.hall.works:
            yield from self._at_the_door(work, last)
            peak = work.per_hour * self._load * max(self.hall.profile) * self.scenario.surge_factor
            at = self.rng.expovariate(peak / HOUR)
            while at < last:
                rate = work.per_hour * self._load
                rate *= self.hall.profile[min(int(at / HOUR), len(self.hall.profile) - 1)]
                rate *= self.scenario.surge_factor if surge <= at < until else 1.0
                if self.rng.random() < rate / peak:
                    yield at, self._visitor(work, at)
                at += self.rng.expovariate(peak / HOUR)

    def _at_the_door(self, work: Work, last: float) -> Iterator[tuple[float, _Visitor]]:
        """Who comes before the desks open, most of them as soon as numbers are given."""
        share, begins = self.hall.visitors.early_share, self.since_opening(self.hall.tickets_from)
        if not share:
            return
        wanted = share * work.per_hour * self._load * last / HOUR
        at = self._other.expovariate(wanted)
        while at < 1.0:
            yield begins * (1.0 - at * at), self._visitor(work, 0.0)
            at += self._other.expovariate(wanted)

    def _visitor(self, work: Work, at: float) -> _Visitor:
        who = self.hall.visitors
        roll, slot, kind = self.rng.random(), None, "regular"
        if roll < who.priority_share:
            kind = "priority"
        elif roll < who.priority_share + who.booked_share:
            kind, slot = "appointment", self.moment(at + self.rng.uniform(-12, 25) * 60)
        patience = self.rng.expovariate(1 / (who.patience_minutes * 60))
        gone = self.rng.random() < who.no_show_share
        return _Visitor(work.id, kind, slot, 0.0 if gone else patience, f"K{self.counted()}")

    def _arrive(self, visitor: _Visitor) -> None:
        visit_id = str(uuid.UUID(int=self.rng.getrandbits(128)))
        self._visitors[visit_id] = visitor
        # Who comes after the grace has passed takes a number as everybody does.
        grace = timedelta(minutes=self.hall.config.rules.grace_minutes)
        in_time = visitor.slot is not None and self.moment(self.now) <= visitor.slot + grace
        kind = visitor.priority_class
        try:
            self.do(
                c.IssueVisit(
                    visit_id=visit_id, service_id=visitor.service_id,
                    booking=visitor.code if in_time else None, also=self._also(visitor.service_id),
                    priority_class=kind if in_time or kind != "appointment" else "regular",
                    channel="booking" if in_time else "kiosk",
                )
            )  # fmt: skip
        except Refusal:
            return  # No number is given any more: they come another day.
        self.wake(visitor.service_id)

    def _also(self, service_id: str) -> tuple[str, ...]:
        if not self.hall.visitors.journey_share or self._other.random() >= self.hall.visitors.journey_share:
            return ()
        return (self._other.choice([work.id for work in self.hall.works if work.id != service_id]),)

    def patience(self, visit_id: str) -> float:
        """How many seconds a visitor waits before being gone at the call."""
        return self._visitors[visit_id].patience

"""What a ticket says of being served today, on random days.

*Sure* promises: if the counters that are there or awaited work on, as long for each as the hall knows,
nobody comes who is called first, and the rule in force calls, then this visitor is called before the waiting
for the service ends (lines that counters share are forecast evenly, so that a visit more or less may come
first). That day is played here to the end, visit by visit, with the rule itself. *Doubtful* and *no counter*
name the day on which the visitor comes first, which is the next on which the service gives numbers; so does
what is told of a later service of a journey.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from balai.domain.decide.closing import GRACE
from balai.domain.decide.issuing.admission import awaited, most_work_before, work_before
from balai.domain.hall.config import Counter, Service
from balai.domain.hall.localtime import local_date
from balai.domain.hall.opening import next_valid, service_day
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import counted, rule_of
from balai.domain.order.lanes import Waiting, dequeue
from balai.domain.order.position import prospect
from balai.domain.visit import Leg
from tests.support.random_days.driver import Driver

#: One in so many is played to the end.
PLAYED = 4


class Reach(Driver):
    """Looks at what every number was given out with."""

    def witness(self, before: HallDay, happened: Happened) -> None:
        super().witness(before, happened)
        event = happened.event
        if not isinstance(event, e.VisitIssued) or event.own or event.voucher or event.channel == "counter":
            return
        self.counts[f"told {event.reach}"] += 1
        config = before.config
        if local_date(happened.at, config.zone) != before.date:
            return  # a log that is ahead of a clock that fell back
        service = config.service_by_id[event.service_id]
        is_there = awaited(before, happened.at)
        desks = [
            desk
            for desk in (_as_served(before, desk) for desk in config.counters)
            if service.id in desk.service_ids and is_there(desk)
        ]
        assert (event.reach == "no_counter") == (not desks)
        self._no_less_is_known_at_once(before, happened.at, service, tuple(desks))
        assert event.step is None or event.step in event.plan
        if event.reach == "sure":
            assert event.first_on is None
            if happened.seq % PLAYED == 0:
                self._play(self.day, self.day.legs[event.leg_id], happened.at)
        elif not config.calendar.always_open:
            told_of = config.service_by_id[event.step] if event.step else service
            found = next_valid(config, told_of, before.date)
            assert event.first_on == (found.day if found else None)

    def _no_less_is_known_at_once(
        self, day: HallDay, now: datetime, service: Service, desks: tuple[Counter, ...]
    ) -> None:
        """What is looked at first, to know that there is time, is no less than what is forecast."""
        leg = prospect(day, service, "regular", now, now)
        most, work = most_work_before(day, service, desks), work_before(day, leg, desks, now)
        assert most.minutes >= work.minutes - 1e-9
        assert most.desks == work.desks

    def _play(self, day: HallDay, leg: Leg, now: datetime) -> None:
        service = day.config.service_by_id[leg.service_id]
        found = service_day(day.config, service, day.date)
        if day.config.calendar.always_open or found is None or len(found.openings) > 1:
            return
        hall = Played(day, now)
        late = hall.until(leg) - (found.openings[0][1] + GRACE)
        assert late <= timedelta(), f"{leg.number} was told to be sure, and is called {late} too late"
        self.counts["told sure held"] += 1


def _as_served(day: HallDay, desk: Counter) -> Counter:
    """A counter with what whoever sits there serves, in their order of preference."""
    own = day.counter(desk.id).service_ids
    return desk if own is None else replace(desk, service_ids=tuple(s for s in own if s in desk.service_ids))


@dataclass
class Turns:
    """What a rule counts with at one counter."""

    priority_run: int
    since_pass: int
    since_pass_of: tuple[int, int]


@dataclass
class Played:
    """The rest of a day with the counters that are there or awaited, and nobody else."""

    day: HallDay
    now: datetime
    free: dict[str, datetime] = field(default_factory=dict)
    turns: dict[str, Turns] = field(default_factory=dict)

    def minutes(self, leg: Leg) -> float:
        """How long a visit takes, as the hall knows it."""
        service = self.day.config.service_by_id[leg.service_id]
        return self.day.expectations.minutes.get(service.id, float(service.service_minutes))

    def until(self, wanted: Leg) -> datetime:
        """When somebody is called."""
        is_there = awaited(self.day, self.now)
        desks = [_as_served(self.day, desk) for desk in self.day.config.counters if is_there(desk)]
        for desk in desks:
            self._sits_down(desk)
        gone: set[str] = set()
        lanes: dict[str, Waiting] = {desk.id: lanes_for(self.day, desk.id) for desk in desks}
        while True:
            free = [desk for desk in desks if desk.id not in gone]
            desk = min(free, key=lambda d: (self.free[d.id], d.number))
            choice = rule_of(self.day.config.rules).choose_next(
                lanes[desk.id], desk, self.turns[desk.id], self.day.config.rules
            )
            if choice is None:
                gone.add(desk.id)
                continue
            begins = self.free[desk.id]
            if choice.leg.id == wanted.id:
                return begins
            self._takes(desk, choice.leg, passing=choice.passing, ratio_turn=choice.ratio_turn)
            for name, found in lanes.items():
                if any(choice.leg in line for line in found.get(choice.leg.service_id, {}).values()):
                    lanes[name] = dequeue(found, choice.leg)

    def _takes(self, desk: Counter, leg: Leg, *, passing: bool, ratio_turn: bool) -> None:
        self.free[desk.id] += timedelta(minutes=self.minutes(leg))
        run = counted(self.turns[desk.id], leg.priority_class, passing=passing, ratio_turn=ratio_turn)
        self.turns[desk.id] = Turns(*run)

    def _sits_down(self, desk: Counter) -> None:
        state, leg = self.day.counter(desk.id), self.day.leg_at(desk.id)
        days = [
            service_day(self.day.config, self.day.config.service_by_id[s], self.day.date)
            for s in desk.service_ids
        ]
        opens = min((found.openings[0][0] for found in days if found), default=self.now)
        begins = max(self.now, opens)
        if leg is not None:
            since = leg.started_at or leg.called_at or self.now
            begins = max(begins, since + timedelta(minutes=self.minutes(leg)))
        self.free[desk.id] = begins
        self.turns[desk.id] = Turns(state.priority_run, state.since_pass, state.since_pass_of)

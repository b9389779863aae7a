"""Edits of the configuration on a random day."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from balai.domain.decide.closing import ends_at, overtaken
from balai.domain.hall.calendar import Calendar, ClosedDay
from balai.domain.hall.config import HallConfig
from balai.domain.log import GENESIS
from tests.support.random_days.driver import Driver, step
from tests.support.random_days.halls import DATE, OPEN_HOURS, hall


def change(rnd: Random, config: HallConfig) -> c.ChangeConfiguration:
    """A change for now or for another day, that may replace one that waits."""
    on = DATE + timedelta(days=rnd.choice([-1, 0, 1, 7, 500])) if rnd.random() < 0.2 else None
    return c.ChangeConfiguration(config=config, on=on, replaces=rnd.random() < 0.5)


class Configuration(Driver):
    """Commands of the manager."""

    REFUSALS = frozenset({
        "change_waits", "closed_today", "date_too_far", "day_open", "hall_mismatch", "holiday",
        "nothing_waits",
    })  # fmt: skip

    @step()
    def configure(self, rnd: Random) -> None:
        last = rnd.randint(8, 40)
        config = hall(last, replace(self.day.config.rules, presence_seconds=last))
        without = rnd.choice([None, "l3", "pajak", "hall"])
        if without == "hall":
            config = replace(config, hall=replace(config.hall, id="another"))
        services = tuple(s for s in config.services if s.id != without)
        counters = tuple(desk for desk in config.counters if desk.id != without)
        self.ask(change(rnd, replace(config, services=services, counters=counters)))

    @step()
    def edit_the_calendar(self, rnd: Random) -> None:
        """Hours, closed days and the service's own rules change while people wait."""
        calendar = rnd.choice(
            (
                OPEN_HOURS,
                Calendar(),
                Calendar((replace(OPEN_HOURS.hours[0], end=self.day.date - timedelta(days=1)),)),
                Calendar(OPEN_HOURS.hours, (ClosedDay(self.day.date, "Hari uji", confirmed=True),)),
                Calendar(
                    (*OPEN_HOURS.hours, replace(OPEN_HOURS.hours[0], dates=(self.day.date,), closes=time(10)))
                ),
            )
        )
        was = self.day.config.hall.time_zone
        zone = rnd.choice((was, "Asia/Jakarta"))
        fewer = rnd.random() < 0.2
        offers = tuple(
            replace(d, service_ids=d.service_ids[:1]) if fewer else d for d in self.day.config.counters
        )
        moved = replace(self.day.config, hall=replace(self.day.config.hall, time_zone=zone), counters=offers)
        if any(isinstance(event, e.ConfigurationChanged) for event in self.ask(change(rnd, moved))):
            served = {service_id for desk in self.day.config.counters for service_id in desk.service_ids}
            assert self.day.lanes.keys() <= served, "who waits is offered nowhere"
            assert zone == was or not self.day.visits
        off = rnd.random() < 0.5
        services = tuple(
            replace(s, priority=not off, wait_minutes=rnd.choice((5, 30))) for s in self.day.config.services
        )
        self.ask(change(rnd, replace(self.day.config, calendar=calendar, services=services)))
        for leg in overtaken(self.day, None):
            assert leg in overtaken(self.day, ends_at(self.day)) or self.day.config.calendar.always_open

    @step()
    def take_a_change_back(self, rnd: Random) -> None:
        self.ask(c.WithdrawChange())
        assert self.day.scheduled is None

    def witness(self, before: HallDay, happened: Happened) -> None:
        """What waits is not in force, and nothing of today is lost by it."""
        super().witness(before, happened)
        if isinstance(happened.event, e.ConfigurationScheduled):
            assert self.day == replace(before, seq=self.day.seq, scheduled=self.day.scheduled, at=self.day.at)
            assert happened.event.on > self.day.date

    @step()
    def open_again(self, rnd: Random) -> None:
        if rnd.random() < 0.2:
            again = self.day.date + timedelta(days=rnd.randint(0, 1))
            self.ask(c.OpenDay(date=again, config=hall(), previous_hash=GENESIS))

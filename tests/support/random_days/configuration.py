"""Edits of the configuration on a random day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from balai.domain import commands as c
from balai.domain.log import GENESIS
from tests.support.random_days.driver import Driver, step
from tests.support.random_days.halls import hall


class Configuration(Driver):
    """Commands of the manager."""

    REFUSALS = frozenset({"day_open", "hall_mismatch", "in_use_today"})

    @step()
    def configure(self, rnd: Random) -> None:
        last = rnd.randint(8, 40)
        config = hall(last, replace(self.day.config.rules, presence_seconds=last))
        without = rnd.choice([None, "l3", "pajak", "hall"])
        if without == "hall":
            config = replace(config, hall=replace(config.hall, id="another"))
        services = tuple(s for s in config.services if s.id != without)
        counters = tuple(desk for desk in config.counters if desk.id != without)
        self.ask(c.ChangeConfiguration(config=replace(config, services=services, counters=counters)))

    @step()
    def open_again(self, rnd: Random) -> None:
        if rnd.random() < 0.2:
            again = self.day.date + timedelta(days=rnd.randint(0, 1))
            self.ask(c.OpenDay(date=again, config=hall(), previous_hash=GENESIS))

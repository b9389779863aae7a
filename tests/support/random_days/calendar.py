"""Hours and closing on a random day."""

from __future__ import annotations

from random import Random
from zoneinfo import ZoneInfo

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from tests.support.random_days.driver import Driver, step
from tests.support.random_days.halls import CLOSES, OPENS


class CalendarDay(Driver):
    """The end of the waiting, and numbers within hours."""

    @step()
    def close_the_day(self, rnd: Random) -> None:
        if rnd.random() < 0.1:
            self.ask(c.CloseDay(codes={visit_id: f"code-{visit_id}" for visit_id in self.day.visits}))
            assert not self.day.lanes
            assert not self.day.parked

    def witness(self, before: HallDay, happened: Happened) -> None:
        """No number is given outside the hours."""
        super().witness(before, happened)
        event = happened.event
        if isinstance(event, e.VisitIssued) and event.voucher is None:
            local = self.now.astimezone(ZoneInfo(before.config.hall.time_zone)).time()
            assert OPENS <= local < CLOSES, "a number was given outside its hours"

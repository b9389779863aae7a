"""What a hub does by itself as time passes, on a random day: found by the hub's own functions."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from balai.domain import commands as c
from balai.domain.decide.closing import ends_at, is_left_behind
from balai.domain.decide.stopping import over
from balai.domain.heard import WALLS
from balai.domain.visit import CounterStatus
from server.timers.daily import back_now, breaks_over
from server.timers.hearing import given_up
from server.timers.presence import overdue
from server.usecases.day.vouchers import closing_of, end_of
from tests.support.random_days.driver import Driver, step

#: How long a forgotten break lasts, in seconds.
BREAK = 300


class Timers(Driver):
    """The hub's timers look; what they ask for is not refused."""

    @step(4)
    def the_timers_look(self, rnd: Random) -> None:
        """In the hub's order: presence, breaks, those aside, lost calls, stopped numbers, closing."""
        walls = {zone.id: rnd.choice(WALLS) for zone in self.day.config.zones}
        asked: list[c.Command] = [
            *(
                c.Start(counter_id=str(leg.counter_id), leg_id=leg.id, presumed=True)
                for leg in overdue(self.day, self.now)
            ),
            *(c.PassBreak(counter_id=counter_id) for counter_id in breaks_over(self.day, self.now)),
            *(c.ReturnLeg(leg_id=leg.id) for leg in back_now(self.day, self.now)),
            *given_up(self.day, self.now, walls),
            *(c.GoOn(scope=stopped.scope) for stopped in over(self.day, self.now)),
        ]
        for command in asked:
            self.asked_by_itself(command)
        if not self.day.config.calendar.always_open and self.now >= ends_at(self.day):
            if is_left_behind(self.day):
                self.asked_by_itself(end_of(self.day))
        elif (closing := closing_of(self.day, self.now)).codes:
            self.asked_by_itself(closing)

    @step(2)
    def a_break_is_forgotten(self, rnd: Random) -> None:
        """It lasts longer than was said."""
        counter = self.held(rnd, CounterStatus.OPEN)
        actor = self.day.counter(counter).holder or "staff:1"
        until = self.now + timedelta(seconds=BREAK)
        self.ask(c.PauseCounter(counter_id=counter, actor=actor, until=until, reason="break"))
        self.passes(BREAK, rnd)

    def asked_by_itself(self, command: c.Command) -> None:
        """Asked for by the hub: this is refused only while the clock is doubted."""
        before = self.refused
        self.checked(command)
        assert self.refused == before or not self.may_change, f"the hub's own {command} was refused"

"""Time on random days: it passes, stands still and leaps, over midnight too; and the days that follow.

The clock is a machine's: somebody sets it, or it wakes up in the past. What a hub does about it (`LogTime`,
`ClockTrust`, a day that is ended before the next opens) is done here in the same order, by the same parts.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.chains import standing_over
from balai.domain.decide.closing import booked_over, carried_over, is_left_behind, overtaken
from balai.domain.hall.numbering import Block
from balai.domain.log import GENESIS
from balai.domain.registers.voided import VoidedDay, voided_over
from balai.errors import Refusal
from server.store.day.head import date_to_open
from server.usecases.machine.clock_trust import ClockTrust
from tests.support.days import MORNING
from tests.support.random_days.driver import Driver, step, truth
from tests.support.random_days.halls import learned

#: How a clock goes wrong: what it is called, and by how many seconds it is set.
LEAPS = {
    "forth a minute": 60, "forth an hour": 3600, "forth a day": 86_400, "forth a year": 366 * 86_400,
    "back a second": -1, "back ten minutes": -600, "back five hours": -18_000, "back a day": -86_400,
    "back to 1970": -56 * 366 * 86_400,
}  # fmt: skip
FAULTS = (*LEAPS, "over midnight", "doubted", "confirmed", "network time", "uncertain device")


class Clocks(Driver):
    """How time passes and goes wrong. Days before today are kept as their logs alone."""

    REFUSALS = frozenset({"clock_unconfirmed", "date_differs", "day_not_ahead"})

    def __init__(self, opening: c.OpenDay) -> None:
        self.network = False
        self.off = 0
        super().__init__(opening)
        zone = opening.config.zone
        self.trust = ClockTrust(self.wall, zone, lambda: self.network)
        assert self.trust.may_open(self.day, self.wall.now())

    @property
    def may_change(self) -> bool:
        """Not while the clock is doubted."""
        return self.trust.sure()

    def ask(self, command: c.Command) -> list[e.Event]:
        """Nothing is changed while the clock is doubted."""
        if self._day is not None and not self.trust.sure():
            self.counts["clock doubted"] += 1
            self.counts["refused clock_unconfirmed"] += 1
            return []
        if command.occurred_at is not None and not command.clock_certain:
            self.counts["clock uncertain device"] += 1
        return super().ask(command)

    @step(6)
    def time_passes(self, rnd: Random) -> None:
        self.passes(rnd.choice([0.0, 1.0, 1.0, 20.0, 61.0, 61.0, 300.0]), rnd)

    @step()
    def a_long_time_passes(self, rnd: Random) -> None:
        if rnd.random() < 0.3:
            self.passes(4000.0, rnd)

    @step()
    def the_clock_leaps(self, rnd: Random) -> None:
        if rnd.random() < 0.2:
            name = rnd.choice(sorted(LEAPS))
            self.counts[f"clock {name}"] += 1
            self.wall.jump(seconds=LEAPS[name])
            self.off += LEAPS[name]
            self._look(rnd)

    @step()
    def a_later_day_is_taken_back(self, rnd: Random) -> None:
        """One that a wrong clock had opened, with what had been given in it."""
        if rnd.random() < 0.1:
            date_ = self.day.date + timedelta(days=rnd.choice([1, 1, 2, -1]))
            prefixes = sorted(self.day.numbers)[:2]
            given = tuple(Block(prefix, 1, rnd.randint(1, 9), 3) for prefix in prefixes)
            voided = (*self.day.voided, VoidedDay(date_, given))
            self.ask(c.VoidDay(date=date_, entries=9, last_hash=GENESIS, visits=len(given), voided=voided))

    @truth
    def what_was_given_in_a_day_that_was_taken_back_stays_given(self) -> None:
        # Who kept a place over night has begun before, and the number on the paper of that day.
        visits = self.day.visits.values()
        drawn = {visit.number for visit in visits if visit.leg_ids[0].endswith(".1")}
        for one in self.day.voided:
            for block in one.given if one.date == self.day.date else ():
                assert drawn.isdisjoint(block.labels)
                assert all(self.day.numbers[block.prefix].has(n) for n in (block.first, block.last))

    @step()
    def the_clock_is_set_right(self, rnd: Random) -> None:
        """Network time comes and sets it, or goes; or a person says what date it is."""
        if rnd.random() < 0.5:
            self.network = not self.network
            if self.network:
                self.wall.jump(seconds=-self.off)
                self.off = 0
            self.counts["clock network time"] += 1
        else:
            said = self.wall.now().astimezone(self.day.config.zone).date()
            said += timedelta(days=rnd.choice([0, 0, 0, 1, -1]))
            try:
                self.trust.confirm(said, self.day)
                self.counts["clock confirmed"] += 1
            except Refusal as refusal:
                self.counts[f"refused {refusal.code}"] += 1
        self._look(rnd)

    @step()
    def the_night_passes(self, rnd: Random) -> None:
        """Until eight of the next morning by the clock."""
        if rnd.random() < 0.15:
            self.counts["clock over midnight"] += 1
            self.passes(86_400 - (self.wall.now() - MORNING).total_seconds() % 86_400, rnd)

    def passes(self, seconds: float, rnd: Random) -> None:
        """By the machine's clock; the hub looks."""
        self.wall.advance(seconds)
        self._look(rnd)

    def _look(self, rnd: Random) -> None:
        """What a hub does every second: it opens the day whose time has come."""
        if self.trust.may_open(self.day, self.wall.now()):
            date_ = date_to_open(self.day, self.wall.now())
            if date_ is not None:
                self._next_day(date_, rnd)

    def _next_day(self, date_: date, rnd: Random) -> None:
        if is_left_behind(self.day, self.wall.now()):
            left = [*overtaken(self.day, None), *self.day.legs_at_counters()]
            super().ask(c.EndDay(codes={leg.visit_id: self.new_id("code-") for leg in left}))
            assert not is_left_behind(self.day), "somebody is left behind in a day that is over"
        config, waits, booked = self.day.config, self.day.scheduled, booked_over(self.day, date_)
        if waits is not None and waits.on <= date_:
            config, waits = waits.config, None
        rights = carried_over(self.day, date_, config)
        last, voided = self.replayed(), voided_over(self.day.voided, date_)
        held = standing_over(self.day.chains, date_)
        self.close_log()
        super().ask(
            c.OpenDay(
                date=date_, config=config, previous_hash=last, carried=rights, learned=learned(rnd),
                scheduled=waits, booked=booked, voided=voided, standing=held,
            )
        )  # fmt: skip
        used = {visit.voucher for visit in self.day.visits.values()}
        assert {right.code for right in rights} == {*self.day.vouchers, *used}
        standing = {booking.code for booking in self.day.bookings.standing()}
        assert standing == {booking.code for booking in booked}, "a booking is lost over night"
        self.counts["days"] += 1

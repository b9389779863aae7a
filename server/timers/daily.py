"""What the day itself brings: legs come back from their time aside, and closing ends the waiting."""

from __future__ import annotations

from datetime import datetime

import structlog

from balai.domain.commands import GoOn, PassBreak, ReturnLeg
from balai.domain.commands.everyday import ReleaseBookings
from balai.domain.decide.closing import ends_at, is_left_behind
from balai.domain.decide.issuing.claiming import late_at
from balai.domain.decide.stopping import over
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, Leg
from server.store.day.jobs import Job
from server.usecases.day.vouchers import closing_of, end_of
from server.usecases.ticker import Ticker

log = structlog.get_logger(__name__)


def back_now(day: HallDay, now: datetime) -> list[Leg]:
    """The parked legs whose time aside has passed at `now` (aware), first the one that waited longest."""
    parked = (day.legs[leg_id] for leg_id in day.parked)
    return sorted(
        (leg for leg in parked if leg.until is not None and leg.until <= now), key=lambda leg: leg.base
    )


class Returns(Ticker):
    """Lets parked legs wait again when the time has come that was said for them."""

    def look(self) -> None:
        """Return what is due now. A leg that came back or went elsewhere meanwhile is refused."""
        for leg in back_now(self._dispatcher.day, self._dispatcher.now()):
            self._dispatcher.submit(Job(ReturnLeg(leg_id=leg.id)))


def breaks_over(day: HallDay, now: datetime) -> list[str]:
    """The counters whose break lasts longer than was said at `now` (aware), and that were not told yet."""
    paused = (state for state in day.counters.values() if state.status is CounterStatus.PAUSED)
    return [s.id for s in paused if s.until is not None and s.until <= now and not s.overdue]


class Breaks(Ticker):
    """Tells once that the end of a break has passed: the tablet, the wall and the manager hear of it."""

    def look(self) -> None:
        """Tell what is over now. A counter that opened meanwhile is refused."""
        for counter_id in breaks_over(self._dispatcher.day, self._dispatcher.now()):
            self._dispatcher.submit(Job(PassBreak(counter_id=counter_id)))


class Closing(Ticker):
    """Ends the waiting after closing, with a right for another day for each who is left; before midnight
    also what is still at a counter."""

    def look(self) -> None:
        """Close for those whom closing has overtaken now; nothing in a hall that is always open."""
        day, now = self._dispatcher.day, self._clock.now()
        if not day.config.calendar.always_open and now >= ends_at(day) and is_left_behind(day):
            self._dispatcher.submit(Job(end_of(day)))
            return
        command = closing_of(day, now)
        if command.codes:
            outcome = self._dispatcher.submit(Job(command))
            log.info("day_closed", unserved=len(command.codes), kept=outcome.text is not None)


class GoingOn(Ticker):
    """Lets numbers go on when the time has come that was said for it."""

    def look(self) -> None:
        """Let go on what is due now."""
        for stopped in over(self._dispatcher.day, self._dispatcher.now()):
            self._dispatcher.submit(Job(GoOn(scope=stopped.scope)))


class Releases(Ticker):
    """Frees the places of bookings that nobody claimed in time."""

    def look(self) -> None:
        """Free what is late now."""
        if late_at(self._dispatcher.day, self._dispatcher.now()):
            self._dispatcher.submit(Job(ReleaseBookings()))

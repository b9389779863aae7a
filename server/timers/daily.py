"""What the day itself brings: legs come back from their time aside, and closing ends the waiting."""

from __future__ import annotations

from datetime import datetime

import structlog

from balai.domain.commands import ReturnLeg
from balai.domain.state import HallDay
from balai.domain.visit import Leg
from server.store.day.jobs import Job
from server.timers.ticker import Ticker
from server.usecases.vouchers import closing_of

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
        for leg in back_now(self._desk.day, self._desk.now()):
            self._desk.submit(Job(ReturnLeg(leg_id=leg.id)))


class Closing(Ticker):
    """Ends the waiting after closing, with a right for another day for each who is left."""

    def look(self) -> None:
        """Close for those whom closing has overtaken now; nothing in a hall that is always open."""
        command = closing_of(self._desk.day, self._clock.now())
        if command.codes:
            outcome = self._desk.submit(Job(command))
            log.info("day_closed", unserved=len(command.codes), kept=outcome.text is not None)

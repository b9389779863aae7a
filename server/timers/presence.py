"""A called visitor counts as present after a time, so that nobody must say so."""

from __future__ import annotations

from datetime import datetime, timedelta

from balai.domain.commands import Start
from balai.domain.decide.hearing import counts_from
from balai.domain.state import HallDay
from balai.domain.visit import Leg, LegState
from server.store.day.jobs import Job
from server.usecases.ticker import Ticker


def overdue(day: HallDay, now: datetime) -> list[Leg]:
    """The called legs whose time is over; their call was seen and heard `presence_seconds` ago."""
    limit = now - timedelta(seconds=day.config.rules.presence_seconds)
    return [
        leg
        for leg in day.legs_at_counters()
        if leg.state is LegState.CALLED and (began := counts_from(day, leg)) is not None and began <= limit
    ]


class Presence(Ticker):
    """Presumes that who was called and not marked absent has come."""

    def look(self) -> None:
        """Presume what is overdue now."""
        for leg in overdue(self._dispatcher.day, self._dispatcher.now()):
            assert leg.counter_id is not None
            self._dispatcher.submit(Job(Start(counter_id=leg.counter_id, leg_id=leg.id, presumed=True)))

"""A called visitor counts as present after a time, so that nobody must say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import gevent
import structlog
from gevent.event import Event

from balai.clock import Clock
from balai.domain.commands import Start
from balai.domain.state import HallDay
from balai.domain.visit import Leg, LegState
from server.store.jobs import Job, Outcome

log = structlog.get_logger(__name__)
LOOK_SECONDS = 1.0
_SHORTEST_WAIT = 0.05


class Desk(Protocol):
    """What the timer needs of the dispatcher."""

    @property
    def day(self) -> HallDay:
        """The day as last committed."""
        ...

    def submit(self, job: Job) -> Outcome:
        """Make a command happen."""
        ...


def overdue(day: HallDay, clock: Clock) -> list[Leg]:
    """The called legs whose time is over; their call is `presence_seconds` of the hall's rules ago."""
    limit = clock.now() - timedelta(seconds=day.config.rules.presence_seconds)
    return [
        leg
        for leg in day.legs_at_counters()
        if leg.state is LegState.CALLED and leg.called_at is not None and leg.called_at <= limit
    ]


class Presence:
    """Looks once a second of the hub's clock. With several hubs the second to say so changes nothing."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock
        self._stop = Event()
        self._greenlet: gevent.Greenlet[[], None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """End, and wait until it has."""
        self._stop.set()
        if self._greenlet is not None:
            self._greenlet.join()

    def look(self) -> None:
        """Presume what is overdue now."""
        for leg in overdue(self._desk.day, self._clock):
            assert leg.counter_id is not None
            self._desk.submit(Job(Start(counter_id=leg.counter_id, leg_id=leg.id, presumed=True)))

    def _run(self) -> None:
        while not self._stop.wait(max(_SHORTEST_WAIT, self._clock.real(LOOK_SECONDS))):
            try:
                self.look()
            except Exception:
                log.exception("presence_failed")

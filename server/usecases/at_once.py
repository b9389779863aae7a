"""Changes made beside a hub, by a command: today's log is written at once and the hub reads it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from zoneinfo import ZoneInfo

from balai.clock import Clock
from balai.domain.hall.localtime import local_date
from balai.domain.state import HallDay
from server.store import DayWriter, Job, JobResult, Store
from server.store.day.upkeep.voiding import Opened

T = TypeVar("T")


class AtOnce:
    """Today's log without a dispatcher: each change is a batch of its own."""

    def __init__(self, writer: DayWriter) -> None:
        self._writer = writer

    @property
    def day(self) -> HallDay:
        """The day as last committed."""
        return self._writer.day

    def submit(self, job: Job) -> JobResult:
        """Commit one job; see `Submits.submit`."""
        return self._writer.commit([job]).outcomes[0]

    def void(self, check: Callable[[Opened], None], job: Callable[[Opened], Job]) -> JobResult:
        """Take the latest day back; see `DayWriter.void`."""
        return self._writer.void(check, job).outcomes[0]


@contextmanager
def todays_log(store: Store, hall_id: str, clock: Clock) -> Iterator[AtOnce | None]:
    """Today's log, or None where no hub has opened it: no command opens a hall's day.

    Raises HallUnknown.
    """
    config = store.halls.get(hall_id)
    zone = config.zone if config else ZoneInfo("UTC")
    today = local_date(clock.now(), zone).isoformat()
    if not store.entries(hall_id, today, 0, 1):
        yield None
        return
    writer = store.writer(hall_id, clock)
    try:
        yield AtOnce(writer)
    finally:
        writer.close()


@contextmanager
def latest_log(store: Store, hall_id: str, clock: Clock) -> Iterator[AtOnce]:
    """The log of the latest day, whichever date that is; opens a day only where a hall has none. Raises
    HallUnknown."""
    writer = store.writer(hall_id, clock, lambda day, _now: day is None)
    try:
        yield AtOnce(writer)
    finally:
        writer.close()


def directly(write: Callable[[], T]) -> T:
    """Run a write on the spot, as a program that is alone with its store may."""
    return write()

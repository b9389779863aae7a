"""Today's log of a hall as the rest of a hub uses it: the dispatcher's port."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from balai.domain.entry import Entry
from balai.domain.state import HallDay
from server.store.day.jobs import Job, JobResult
from server.store.day.upkeep.voiding import Opened

T = TypeVar("T")


class Submits(Protocol):
    """Takes a job and gives its outcome when it is committed or refused."""

    def submit(self, job: Job) -> JobResult:
        """Blocks the calling greenlet."""
        ...


class TakesBack(Protocol):
    """Takes back a day that was opened on a wrong clock."""

    @property
    def day(self) -> HallDay:
        """The day as last committed here."""
        ...

    def void(self, check: Callable[[Opened], None], job: Callable[[Opened], Job]) -> JobResult:
        """See `DayWriter.void`."""
        ...


class ReadsLog(Protocol):
    """The day and its log, as committed."""

    @property
    def day(self) -> HallDay:
        """The day as last committed here."""
        ...

    def refresh(self) -> HallDay:
        """Catch up with other processes (what they did is published). Raises StoreUnavailable."""
        ...

    def entries(self, day: str, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries of a day after a seq."""
        ...


class TodaysLog(ReadsLog, Submits, TakesBack, Protocol):
    """All that a hub's dispatcher does."""

    def now(self) -> datetime:
        """The time that an event would get now, aware UTC."""
        ...

    def run(self, fn: Callable[[], T]) -> T:
        """Run a write where the store wants it, between two batches."""
        ...

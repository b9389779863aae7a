"""Stores for tests: the same tests on SQLite and on PostgreSQL, and a driver that hands jobs to a writer.

The store is loaded when first asked for: the fast tests shall not wait for it.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from balai.clock import ManualClock
from balai.domain import commands as c
from balai.domain.day import HallDay, Happened
from balai.domain.events import VisitIssued
from tests.support.days import MORNING, small_hall

if TYPE_CHECKING:
    from server.store import Committed, DayWriter, Job, JobResult, Store
    from tests.support.hub.services import PostgresServer

HALL = "uji"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of a database in turn."""
    return str(request.param)


@pytest.fixture
def store_url(store_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if store_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'balai.db'}"
    return str(request.getfixturevalue("postgres_url"))


@cache
def empty_tables() -> bytes:
    """A SQLite store in which nothing is yet, made by the migrations once for all that begin with it."""
    from server.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "balai.db")
        open_store(f"sqlite:///{file}").close()
        return file.read_bytes()


@pytest.fixture
def tables_url(store_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database in which nothing is yet, its tables made."""
    if store_kind == "sqlite":
        file = tmp_path / "balai.db"
        file.write_bytes(empty_tables())
        yield f"sqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database(request.getfixturevalue("postgres_tables"))
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def store(tables_url: str) -> Iterator[Store]:
    """A store with the small hall in it."""
    from server.store import open_store

    with open_store(tables_url) as opened:
        opened.halls.put(small_hall(), MORNING)
        yield opened


@dataclass
class WriterHarness:
    """Test harness of a day's writer: the writer with a clock that stands still until it is moved."""

    store: Store
    clock: ManualClock = field(default_factory=lambda: ManualClock(MORNING))
    writer: DayWriter = field(init=False)

    def __post_init__(self) -> None:
        self.writer = self.store.writer(HALL, self.clock)

    def commit(self, *jobs: Job) -> Committed:
        """One batch."""
        return self.writer.commit(jobs)

    def do(self, *commands: c.Command) -> list[JobResult]:
        """Each command a batch of its own, a second apart; all must succeed."""
        from server.store import Job

        outcomes: list[JobResult] = []
        for command in commands:
            self.clock.advance(1)
            outcomes += self.commit(Job(command)).outcomes
        assert all(outcome.text is not None for outcome in outcomes), outcomes
        return outcomes

    def today(self) -> str:
        """The open day."""
        return self.writer.day.date.isoformat()


@pytest.fixture
def harness(store: Store) -> Iterator[WriterHarness]:
    """The small hall's morning, opened."""
    made = WriterHarness(store)
    yield made
    made.writer.close()


def issue(service_id: str = "ktp", request_id: str | None = None, **more: Any) -> Job:
    """Issue a visit, answered with its number."""
    from server.store import Job

    command = c.IssueVisit(
        visit_id=more.pop("visit_id", None) or str(uuid.uuid4()),
        service_id=service_id,
        actor=more.pop("actor", "device:k1"),
    )
    return Job(command, request_id, more.pop("digest", "digest"), number_given, 201)


def number_given(day: HallDay, events: Sequence[Happened]) -> Mapping[str, Any]:
    """The answer to an issue."""
    event = events[0].event
    assert isinstance(event, VisitIssued)
    return {"number": event.number, "seq": events[0].seq, "waiting": day.waiting_count(event.service_id)}


def numbers(outcomes: Sequence[JobResult]) -> list[str]:
    """The numbers that were given."""
    return [outcome.answer["number"] for outcome in outcomes if outcome.answer]


def sit(counter_id: str) -> c.OpenCounter:
    """A member of staff, one for each counter, sits down."""
    return c.OpenCounter(counter_id=counter_id, session_id=f"s-{counter_id}", actor=f"staff:{counter_id}")


def call(counter_id: str, finishes: str | None) -> c.CallNext:
    """That member of staff calls the next."""
    return c.CallNext(counter_id=counter_id, finishes=finishes, actor=f"staff:{counter_id}")


def tables_of(store: Store, *tables: Any) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of some tables, in the order of their keys."""
    with store.read.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))
            ]
            for table in tables
        }

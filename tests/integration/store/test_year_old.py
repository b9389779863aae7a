"""A store that has served for a year asks for no more work than a young one: counted, not timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text

from server.estimates.follower import Follower
from server.store import Store, open_store
from server.store.day import eventlog
from server.store.day.requests import KEPT_DAYS
from server.store.tables.day import counter_sessions, events, legs, outcomes, requests, visits
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, call, issue, sit

#: Both have as many days as anything is learned from.
YOUNG, OLD = 60, 400
TABLES = (events, visits, legs, counter_sessions, requests, outcomes)


class Steps:
    """Counts what SQLite's virtual machine does."""

    def __init__(self, *engines: Engine) -> None:
        self.count = 0
        for engine in engines:
            engine.dispose()
            event.listen(engine, "connect", self._watch)

    def _watch(self, connection: Any, _record: object) -> None:
        connection.set_progress_handler(self._step, 10)

    def _step(self) -> int:
        self.count += 10
        return 0

    def of(self, act: Callable[[], object]) -> int:
        """What an act takes."""
        before = self.count
        act()
        return self.count - before


@contextmanager
def _served_for(days: int, folder: Path) -> Iterator[tuple[Store, WriterHarness]]:
    """A store with so many days before today, each a copy of the first."""
    folder.mkdir()
    with open_store(f"sqlite:///{folder / 'balai.db'}", hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        first = WriterHarness(store)
        first.commit(*(issue(request_id=f"r{n}") for n in range(20)))
        first.do(sit("l1"), call("l1", None))
        first.writer.close()
        today = date(2026, 4, 14)
        with store.write.begin() as connection:
            for table in TABLES:
                names = [column.name for column in table.columns]
                own = {"day": ":day", "request_id": "request_id || :day"}
                asked = ", ".join(own.get(name, name) for name in names)
                into = f"{table.name} ({', '.join(names)})"  # a store may have them in another order
                copy = f"INSERT INTO {into} SELECT {asked} FROM {table.name}"  # noqa: S608  # our own names
                kept = min(days, KEPT_DAYS - 1) if table is requests else days
                past = [{"day": (today - timedelta(days=n)).isoformat()} for n in range(1, kept + 1)]
                connection.execute(text(f"{copy} WHERE day = '{today}'"), past)
        yield store, first


def _asked(days: int, folder: Path) -> dict[str, int]:
    with _served_for(days, folder) as (store, first):
        steps = Steps(store.write, store.read)
        found: dict[str, int] = {}
        harness = WriterHarness(store, first.clock)
        found["start"] = steps.of(lambda: setattr(harness, "writer", store.writer(HALL, first.clock)))
        found["ticket"] = steps.of(lambda: harness.commit(issue(request_id="next")))
        found["call"] = steps.of(lambda: harness.do(call("l1", harness.writer.day.counters["l1"].leg_id)))
        found["log"] = steps.of(lambda: store.entries(HALL, harness.today(), 10))
        with store.read.connect() as connection:
            found["last day"] = steps.of(lambda: eventlog.last_day(connection, HALL))
        found["estimator"] = steps.of(lambda: Follower(store, HALL, first.clock)._read())
        harness.clock.advance(86400)
        found["next day"] = steps.of(lambda: harness.commit(issue()))
        harness.writer.close()
    return found


def test_nothing_that_a_day_asks_grows_with_the_days_before_it(tmp_path: Path) -> None:
    young, old = _asked(YOUNG, tmp_path / "young"), _asked(OLD, tmp_path / "old")
    assert all(young[name] for name in young if name != "last day")
    grown = {name: (young[name], old[name]) for name in young if old[name] > 1.2 * young[name] + 100}
    assert grown == {}

"""A hall with a year of days of 1,000 visits, and how long a report over all of them takes at its hub.

The year is made in about two minutes: some days are played, with waits of their own, and put into the store
in turn on every date, archived as old days are and with the figures that reports keep of each.
`python -m bench.hub.year FILE` makes one to look at.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path

from sqlalchemy import Connection, insert

from balai.domain.entry import Entry
from balai.domain.hall.config import HallConfig
from balai.domain.log import GENESIS
from balai.hall_file.read import load_hall
from balai.hall_file.write import hall_toml
from bench.harness import Pair, Round
from bench.hub.hall import bench_hall, clock_at
from bench.stage import Stage
from demo.driving.hubs import Site
from demo.driving.past import dated, played_day, texts
from server.store import Store, open_store
from server.store.day.upkeep.archive import put_in
from server.store.tables.day import report_days as kept
from server.views.reports.facts import DayFacts, facts_of
from server.views.reports.packed import mark_of, packed

ROWS = ("report_year",)
DAYS, VISITS = 365, 1000
#: So many days are played.
PLAYED = 5
LAST = date(2026, 4, 13)
_ASKED = "SELECT agency, wait FROM visits ORDER BY agency, wait"


def put_year(store: Store, config: HallConfig, days: int = DAYS, visits: int = VISITS) -> list[DayFacts]:
    """Let a hall have had so many days, the last of them LAST; what those that were played came to."""
    played = []
    for seed in range(1, PLAYED + 1):
        log = played_day(config, visits, seed=seed, hours=8)
        facts = facts_of(log)
        assert facts is not None
        played.append((facts, texts(log, config.hall.id)))
    last = GENESIS
    for (facts, entries), on in zip(cycle(played), dates(days), strict=False):
        found = list(dated(entries, on, last))
        last = found[-1].hash
        store.run(partial(_put_day, found=found, facts=facts._replace(day=on.isoformat())))
    return [facts for facts, _ in played]


def _put_day(connection: Connection, found: list[Entry], facts: DayFacts) -> None:
    hall_id, last = found[-1].hall_id, found[-1].hash
    put_in(connection, iter(found), hall_id, facts.day)
    row = {"hall_id": hall_id, "day": facts.day, "hash": mark_of(last), "body": packed(facts)}
    connection.execute(insert(kept), row)


def dates(days: int) -> Iterable[date]:
    """So many, in order."""
    return (LAST - timedelta(days=n) for n in reversed(range(days)))


def table_of_visits(file: Path, played: list[DayFacts], days: int = DAYS) -> None:
    """The reference: every visit a row, as a hall would be asked that keeps no sums."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE visits (day TEXT, agency TEXT, wait INTEGER)")
        for facts, on in zip(cycle(played), dates(days), strict=False):
            rows = [(on.isoformat(), leg.agency_id, leg.wait) for leg in facts.legs if leg.wait is not None]
            connection.executemany("INSERT INTO visits VALUES (?, ?, ?)", rows)


def asked_of(file: Path) -> float:
    """Seconds for the waits of each agency in order, from the table of visits."""
    with closing(sqlite3.connect(file)) as connection:
        began = time.perf_counter()
        found: dict[str, list[int]] = {}
        for agency, wait in connection.execute(_ASKED):
            found.setdefault(agency, []).append(wait)
        return time.perf_counter() - began


@contextmanager
def year(_stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """A hub of the large hall with its year."""
    with tempfile.TemporaryDirectory(prefix="balai-bench-") as made:
        folder = Path(made)
        file = folder / "hall.toml"
        file.write_text(hall_toml(bench_hall("large")), encoding="utf-8")
        config = load_hall(file)
        morning = datetime.combine(LAST + timedelta(days=1), datetime.min.time().replace(hour=9), config.zone)
        with Site(folder, hall=file, clock=clock_at(morning)) as site:
            password = site.account("kepala", "manager")
            with open_store(site.store) as store:
                played = put_year(store, config)
            table_of_visits(folder / "visits.db", played)
            hub = site.start()
            manager = hub.staff("kepala", password)
            first = (LAST - timedelta(days=DAYS - 1)).isoformat()
            path = f"/reports?first={first}&last={LAST.isoformat()}&by=agency"

            def measure(_number: int) -> Mapping[str, Pair]:
                began = time.perf_counter()
                answer = manager.get(path).ok()
                seconds = time.perf_counter() - began
                assert answer["report"]["days"] == DAYS
                assert answer["report"]["total"]["wait"]["count"] >= DAYS * VISITS * 0.9
                return {"report_year": (seconds, asked_of(folder / "visits.db"))}

            yield measure


def main(file: Path) -> None:
    """Make a store with a year in it."""
    config = bench_hall("large")
    with open_store(f"sqlite:///{file}") as store:
        store.halls.put(config, datetime(2026, 4, 14, tzinfo=config.zone))
        put_year(store, config)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

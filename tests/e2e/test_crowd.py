"""Sixteen people work a hall at once: no number twice, nobody called twice, nobody lost."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from tests.support.hub.crowd import CLIENTS, SERVICES, add_staff, crowd_hall, of_type, whole_log
from tests.support.hub.services import RedisServer

#: By themselves more (`make kill`).
EACH = 125 if os.environ.get("BALAI_KILLS") else 30


@dataclass
class Worker:
    """A member of staff at a counter of their own, with a connection to every hub in turn."""

    counter: str
    apis: Iterator[Api]
    services: Iterator[str]
    issued: list[dict[str, Any]] = field(default_factory=list)
    called: list[dict[str, Any]] = field(default_factory=list)

    def work(self, together: threading.Barrier) -> None:
        """Give a number and call somebody, over and over; each request goes to the next hub."""
        next(self.apis).change(f"/counters/{self.counter}/open").ok()
        together.wait()
        for _ in range(EACH):
            service = next(self.services)
            self.issued.append(next(self.apis).change("/visits", service_id=service).ok())
            # One more was issued than was called, so somebody waits whoever else calls.
            finishes = self.called[-1]["leg_id"] if self.called else None
            answer = (
                next(self.apis)
                .change(f"/counters/{self.counter}/call", finishes=finishes, became="present")
                .ok()
            )
            assert answer["finished"] == finishes
            self.called.append(answer["called"])


def work_all(site: Site, hubs: list[Hub]) -> list[Worker]:
    """All of them at once."""
    workers = []
    for number, (name, password) in enumerate(add_staff(site, CLIENTS), start=1):
        first = hubs[number % len(hubs)].staff(name, password)
        others = [hub.api() for hub in hubs if (hub.host, hub.port) != first.address]
        for other in others:
            other.headers["Cookie"] = first.cookie
        # The odd number of services against the hubs mixes which service goes to which hub.
        services = cycle(SERVICES * 2 + SERVICES[:1])
        workers.append(Worker(f"loket-{number}", cycle([first, *others]), services))
    together = threading.Barrier(CLIENTS)
    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(worker.work, together) for worker in workers]:
            done.result()
    return workers


def check(workers: list[Worker], reader: Api) -> None:
    """What the clients were told is what the log says, each once."""
    issued = [visit for worker in workers for visit in worker.issued]
    called = [leg for worker in workers for leg in worker.called]
    assert len(issued) == len(called) == CLIENTS * EACH
    assert len({visit["number"] for visit in issued}) == len(issued), "a number was given twice"
    assert {leg["leg_id"] for leg in called} == {visit["leg_id"] for visit in issued}
    assert len({leg["leg_id"] for leg in called}) == len(called), "a leg was called twice"
    entries = whole_log(reader)
    told = {(visit["seq"], visit["number"]) for visit in issued}
    logged = {(e.seq, json.loads(e.body)["number"]) for e in of_type(entries, "visit_issued")}
    assert told == logged
    legs = [json.loads(e.body)["leg_id"] for e in of_type(entries, "leg_called")]
    assert sorted(legs) == sorted(leg["leg_id"] for leg in called)
    # Each call after the first finished the one before it.
    assert len(of_type(entries, "leg_finished")) == CLIENTS * (EACH - 1)


@pytest.mark.slow
def test_sixteen_on_one_hub_with_sqlite(tmp_path: Path) -> None:
    with Site(tmp_path, hall=crowd_hall(tmp_path)) as site:
        hub = site.start()
        workers = work_all(site, [hub])
        check(workers, next(workers[0].apis))
        assert hub.stop() == 0
        assert "verified" in site.balai("log", "verify", "--config", str(site.config))


@pytest.mark.slow
def test_sixteen_on_two_hubs_with_postgresql_and_redis(
    tmp_path: Path, postgres_url: str, redis_server: RedisServer
) -> None:
    with Site(tmp_path, hall=crowd_hall(tmp_path), store=postgres_url, redis=redis_server.url) as site:
        hubs = [site.start(), site.start()]
        workers = work_all(site, hubs)
        check(workers, next(workers[0].apis))
        assert [hub.stop() for hub in hubs] == [0, 0]
        assert "verified" in site.balai("log", "verify", "--config", str(site.config))

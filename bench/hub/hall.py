"""The hall that hubs are measured in: with hours, half its desks signed in, 50 people waiting, two walls and
two tablets listening. A small one, and one as large as the parent hall of a regency.

Nothing is asked of a hall for longer than its desks could serve, at a minute each, until it closes: beyond
that numbers are refused, as they should be. So every round has a fresh one.
"""

from __future__ import annotations

import random
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from datetime import time as clock_time
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from balai.clock import ManualClock
from balai.domain import commands as c
from balai.domain.hall.calendar import Calendar, Hours
from balai.domain.hall.config import HallConfig
from balai.hall_file.read import load_hall
from balai.hall_file.write import hall_toml
from bench.hub.audience import Audience, Group
from bench.hub.load import Plan
from bench.hub.staffed_counter import ISSUE_BODY
from bench.stage import HOST, assert_durable
from bench.waits.deciding import SIZES, ZONE, hall_of
from demo.driving.hubs import Hub, Site

WAITING = 50
KIOSK = "device:kiosk"
AT_ONCE = 100
#: Long hours, from a moment early in them.
OPENS = datetime(2026, 4, 14, 1, 0, tzinfo=ZoneInfo(ZONE))
_HOURS = Calendar((Hours(tuple(range(7)), clock_time(0, 30), clock_time(23, 45)),))
_WORDS = (
    "fotokopi",
    "kartu",
    "keluarga",
    "asli",
    "surat",
    "keterangan",
    "lurah",
    "camat",
    "pas",
    "foto",
    "berwarna",
    "latar",
    "merah",
    "akta",
    "kelahiran",
    "ijazah",
    "terakhir",
    "materai",
    "formulir",
    "pengantar",
    "desa",
    "bukti",
    "pembayaran",
    "nomor",
    "induk",
    "sertifikat",
    "tanah",
    "kuasa",
)


def bench_hall(size: str) -> HallConfig:
    """A hall of a size, with as much to tell of each service as real ones have."""
    config = replace(hall_of(*SIZES[size]), calendar=_HOURS)
    dice = random.Random(7)  # made-up requirements
    services = tuple(
        replace(
            one,
            service_minutes=1,
            name=f"{_said(dice, 3)} {number}".capitalize(),
            name_en=f"{_said(dice, 3)} {number}".title(),
            requirements=tuple(_said(dice, dice.randint(4, 12)).capitalize() for _ in range(6)),
            procedure=tuple(_said(dice, 6).capitalize() for _ in range(3)),
            product=_said(dice, 3).capitalize(),
        )
        for number, one in enumerate(config.services)
    )
    series = tuple(replace(one, last=99999) for one in config.series)
    return replace(config, services=services, series=series)


def _said(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(_WORDS) for _ in range(words))


def clock_at(moment: datetime = OPENS) -> str:
    """A clock that shows `moment` (aware) now and goes on as fast as any."""
    return f"scaled:{time.time()}:1:{moment.isoformat()}"


def signed_in(config: HallConfig) -> Iterator[c.Command]:
    """Every second desk is signed in."""
    for counter in config.counters[::2]:
        yield c.OpenCounter(counter_id=counter.id, session_id=counter.id, actor=f"staff:{counter.id}")


def waiting(config: HallConfig, count: int = WAITING) -> Iterator[c.Command]:
    """People who take numbers of one service after another."""
    for number in range(count):
        service = config.services[number * 7 % len(config.services)]
        kind = "priority" if number % 4 == 3 else "regular"
        visit_id = str(uuid.uuid4())
        yield c.IssueVisit(
            visit_id=visit_id, service_id=service.id, priority_class=kind, actor="device:kiosk"
        )


def write(site: Site, commands: Iterable[c.Command]) -> None:
    """Put commands into the hall's log before any hub runs on it, many in a commit, a second apart."""
    from server.store import Job, open_store

    clock, left = ManualClock(OPENS - timedelta(minutes=20)), iter(commands)
    with open_store(site.store) as store:
        (hall_id,) = store.halls.ids()
        writer = store.writer(hall_id, clock)
        while jobs := [Job(command) for command in islice(left, AT_ONCE)]:
            for job, outcome in zip(jobs, writer.commit(jobs).outcomes, strict=True):
                if outcome.text is None:
                    raise RuntimeError(f"the hall of the bench refuses {job.command}: {outcome}")
            clock.advance(1.0)
        writer.close()


@dataclass(frozen=True)
class Running:
    """A hub that serves the hall, with who asks it."""

    site: Site
    hub: Hub
    kiosk: str
    board: str
    cookie: str
    password: str
    config: HallConfig

    def listeners(self, clients: int = 2) -> Audience:
        """So many walls and as many tablets."""
        port = self.hub.port
        groups = [
            Group(HOST, port, clients, token=self.board),
            Group(HOST, port, clients, cookie=self.cookie),
        ]
        return Audience(groups, Plan(HOST, port), "", 0, [], hold=True)

    def issuing(self, clients: int = 1, **more: Any) -> Plan:
        """Numbers of all services in turn."""
        services = [service.id for service in self.config.services]
        headers = {"Authorization": f"Bearer {self.kiosk}"}
        return Plan(
            HOST, self.hub.port, "POST", "/api/v1/visits", headers, ISSUE_BODY, services, clients=clients,
            expect=201, **more,
        )  # fmt: skip


def begun(config: HallConfig) -> Iterator[c.Command]:
    """The desks signed in and the people waiting."""
    yield from signed_in(config)
    yield from waiting(config)


@contextmanager
def hall(
    size: str, *, store: str | None = None, day: Callable[[HallConfig], Iterable[c.Command]] = begun
) -> Iterator[Running]:
    """A fresh hall and its hub; `day` is what has happened there."""
    with tempfile.TemporaryDirectory(prefix="balai-bench-") as made:
        file = Path(made) / "hall.toml"
        file.write_text(hall_toml(bench_hall(size)), encoding="utf-8")
        config = load_hall(file)
        with Site(Path(made), hall=file, store=store, clock=clock_at()) as site:
            write(site, day(config))
            kiosk, board, password = site.device("kiosk"), site.device("display"), site.account("petugas")
            hub = site.start()
            assert_durable(hub)
            cookie = hub.staff("petugas", password).cookie
            yield Running(site, hub, kiosk, board, cookie, password, config)

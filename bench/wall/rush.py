"""Rows on twenty seconds in which everybody is called: thirty calls from thirty counters of a real hub, each
timed to the first picture in which it can be seen and to the end of its words, and what became of it.

Before it, what a display needs while nothing happens. In real time, once, whatever the number of rounds:
the voice takes its time.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bench.harness import Pair, Round
from bench.hub.audience import cpu_seconds
from bench.stage import Stage, assert_durable
from bench.wall.wall import Display, display
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually

ROWS = ("rush_seen", "rush_spoken", "rush_lost", "wall_idle")
CALLS, SECONDS = 30, 20.0
#: Seconds until a display has made ahead what it can, and in which its rest is watched.
SETTLES, RESTS = 15.0, 15.0
#: The counters that the sample hall lacks, as agency and service of each.
_MORE = (
    ("disdukcapil", "kartu-keluarga"), ("imigrasi", "paspor-baru"), ("polres", "skck"),
    ("bankaltimtara", "retribusi"), ("samsat", "pajak-kendaraan"),
    ("pajak", "konsultasi-pajak"),
)  # fmt: skip


@contextmanager
def rush(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """One rush, told in every round."""
    site = stage.site(counters=_counters())
    token = site.device("display", "layar-1")
    hub = site.start()
    assert_durable(hub)
    desks = _desks(site, hub)
    found: dict[str, Pair] = {}
    with display(stage.folder(), hub.url, token, "system") as shown:

        def measure(_number: int) -> Mapping[str, Pair]:
            if not found:
                found["wall_idle"] = _at_rest(shown), None
                found.update(_called(desks, shown))
            return {name: found[name] for name in wanted}

        yield measure


def _counters() -> str:
    """The thirteenth to the thirtieth counter, for the end of the hall's file."""
    return "".join(
        f'\n[[counter]]\nnumber = {number}\nagency = "{agency}"\nzone = "utama"\nservices = ["{service}"]\n'
        for number, (agency, service) in zip(range(13, CALLS + 1), _MORE * 3, strict=True)
    )


def _at_rest(shown: Display) -> float:
    """The share of a core that a display needs while nothing happens, in percent."""
    tick = threading.Event()
    tick.wait(SETTLES)
    before = cpu_seconds(shown.pid)
    tick.wait(RESTS)
    return 100 * (cpu_seconds(shown.pid) - before) / RESTS


def _called(desks: list[Api], shown: Display) -> dict[str, Pair]:
    rng = random.Random("rush")
    moments = sorted(rng.uniform(0, SECONDS) for _ in desks)
    tick = threading.Event()
    begun, asked, legs = time.monotonic(), list[float](), list[str]()
    for number, (desk, moment) in enumerate(zip(desks, moments, strict=True), 1):
        tick.wait(max(0.0, begun + moment - time.monotonic()))
        asked.append(time.monotonic())
        legs.append(
            str(desk.change(f"/counters/loket-{number}/call", finishes=None).ok()["called"]["leg_id"])
        )
    eventually(lambda: shown.state()["calling"] is None, timeout=300, interval=0.5)
    marks = shown.marks()
    seen = [marks.get(leg, {}).get("celled") for leg in legs]
    said = [marks.get(leg, {}).get("spoken") for leg in legs]
    late = [(at - ask) * 1000 for at, ask in zip(seen, asked, strict=True) if at is not None]
    lost = sum(at is None for at in (*seen, *said))
    return {
        "rush_seen": (max(late), None),
        "rush_spoken": (max(at for at in said if at is not None) - begun, None),
        "rush_lost": (lost, None),
    }


def _desks(site: Site, hub: Hub) -> list[Api]:
    """An officer at each counter, and somebody who waits for it."""
    kiosk = hub.api(site.device("kiosk", "kios-1"))
    services = kiosk.get("/state?audience=device").ok()["data"]["services"]
    desks: list[Api] = []
    for number in range(1, CALLS + 1):
        desk = hub.staff(f"p{number}", site.account(f"p{number}"))
        desk.change(f"/counters/loket-{number}/open").ok()
        service = next(s for s in services if number in s["counters"])
        # Counters of one agency call each other's visitors.
        for _ in range(2):
            kiosk.change("/visits", service_id=service["id"]).ok()
        desks.append(desk)
    return desks

"""Rows on what a visitor waits for: from the press of a button to the first byte that the printer is sent.

A real kiosk on a real hub, with a line between that is cut, hangs or drips, and a printer on TCP. A press
counts from the moment at which the button's pin changes its level.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sqlite3
import threading
import time
import tomllib
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

from bench.harness import Pair, Round
from bench.hub.audience import memory_kib
from bench.kiosk.lines import HOST, Line, Mode
from bench.stage import Stage
from demo.driving.hubs import SAMPLE_HALL, Site
from demo.driving.kiosks import BUTTONS, Kiosk
from demo.driving.wait import eventually
from hardware.printers.escpos_encoder import bands
from hardware.printers.profiles import GENERIC, profiles
from hardware.virtual.printer import VirtualPrinter
from kiosk.paper.sheet import draw_head

ROWS = ("press_byte", "press_away")
MEMORY_ROWS = ("kiosk_memory",)
#: Presses with the hub there in a round; and away: so many in each way, cut off so many times.
NEAR, AWAY, CUTS = 60, 125, 5
#: Seconds without anything before each press near the hub, and before each of what it is compared with.
REST = 0.05
_never = threading.Event()
#: Tickets after which a kiosk's memory is looked at.
FEW, MANY = 100, 10_000
#: A ticket begins with a band of dots.
_BAND = b"\x1dv0"
_PATIENCE = 20.0


class Bench:
    """A kiosk, its hub, its printer, and the lines between."""

    def __init__(self, stage: Stage, site: Site) -> None:
        self.site = site
        self.token = site.device("kiosk", "kios-1")
        self.hub = site.start()
        self.printer = VirtualPrinter()
        self.to_hub, self.to_printer = Line(self.hub.port), Line(self.printer.port, _BAND)
        self.folder = stage.folder()
        #: Bands of what stands on top of each ticket; seconds from each press to the first behind them.
        self._head, self.behind = _bands_of_the_head(), list[float]()
        self._pins = itertools.cycle(pin for pin, _, _ in BUTTONS)
        self.kiosk = self.start(f"http://{HOST}:{self.to_hub.port}")

    def start(self, url: str) -> Kiosk:
        """Start the kiosk on its journal, with a hub at that address."""
        printer = f"tcp://{HOST}:{self.to_printer.port}"
        self.kiosk = Kiosk(self.folder, url, self.token, printer=printer, lockout_seconds=0.0)
        self.kiosk.open()
        eventually(lambda: self.learned, what="numbers of its own")
        return self.kiosk

    @property
    def learned(self) -> int:
        """When (nanoseconds) the kiosk last kept the numbers that it holds; 0 before that."""
        kits = [kit for kit in self.folder.rglob("kit.json") if json.loads(kit.read_text())["held"]]
        return max((kit.stat().st_mtime_ns for kit in kits), default=0)

    def press(self) -> float:
        """Press the next button; seconds until the printer is sent something. Raises TimeoutError."""
        out = self.printer.count
        self.to_printer.watch()
        began = self.kiosk.press(next(self._pins))
        passed = self.to_printer.passed(_PATIENCE)
        eventually(lambda: self.printer.count > out, _PATIENCE, what="a ticket", interval=0.002)
        self.behind.append(self.to_printer.marks[self._head] - began)
        return passed - began

    def wait_lit(self) -> None:
        """Wait until the kiosk has nothing more to do for the ticket before."""
        lamps = [lamp for _, lamp, _ in BUTTONS]
        eventually(lambda: {self.kiosk.state()["lamps"][str(lamp)] for lamp in lamps} == {"on"}, what="lamps")

    def close(self) -> None:
        """End all of it."""
        self.kiosk.stop()
        for part in (self.to_hub, self.to_printer, self.printer):
            part.close()


def _bands_of_the_head() -> int:
    """How many bands the head of a ticket of the sample hall has."""
    hall = tomllib.loads(SAMPLE_HALL.read_text("utf-8"))["hall"]
    return len(list(bands(draw_head(hall["name"], hall["regency"], profiles()[GENERIC].width_dots))))


@contextmanager
def pressing(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """Presses near the hub in every round, beside a bare request and a commit; the 500 away from it once."""
    # The line stands before the hub, and so before what it is compared with.
    reference, file = Line(stage.reference("validated_post").port), stage.folder() / "reference.db"
    with closing(reference), closing(Bench(stage, stage.site())) as bench:
        found: dict[str, Pair] = {}

        def measure(_number: int) -> Mapping[str, Pair]:
            if "press_byte" in wanted:
                found["press_byte"] = _near(bench, reference.port, file)
                stage.notes["press_to_what_stands_below_the_head_ms"] = 1000 * median(bench.behind[-NEAR:])
            if "press_away" in wanted and "press_away" not in found:
                found["press_away"] = 1000 * max(_away(bench)), None
            return {name: found[name] for name in wanted}

        yield measure


def _near(bench: Bench, port: int, file: Path) -> Pair:
    """Milliseconds from the press to the first byte with the hub there, and of what it is compared with, p50
    of each. Both come in turn, each after a rest: what runs again and again without one finds everything
    at hand, and no visitor does."""
    presses, bare = list[float](), list[float]()
    with _bare(port, file) as ask:
        for _ in range(NEAR):
            for taken, take in ((presses, bench.press), (bare, ask)):
                bench.wait_lit()
                _never.wait(REST)
                taken.append(take())
    return 1000 * median(presses), 1000 * median(bare)


@contextmanager
def _bare(port: int, file: Path) -> Iterator[Callable[[], float]]:
    """Gives what takes the seconds of a bare request on an open connection and a durable commit of one
    row."""
    with closing(http.client.HTTPConnection(HOST, port)) as connection, closing(sqlite3.connect(file)) as db:
        db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS rows (body TEXT)"
        )

        def ask() -> float:
            began = time.monotonic()
            body = json.dumps({"request_id": str(uuid.uuid4()), "service_id": "perekaman-ktp"})
            connection.request("POST", "/api/v1/visits", body, {"Content-Type": "application/json"})
            answer = connection.getresponse().read().decode()
            with db:
                db.execute("INSERT INTO rows VALUES (?)", (answer,))
            return time.monotonic() - began

        yield ask


def _away(bench: Bench) -> Iterator[float]:
    """Seconds of each press while the hub is down, hangs, drips, and where its name leads nowhere."""
    for mode in (Mode.DOWN, Mode.HANGS, Mode.DRIPS):
        for _ in range(CUTS):
            bench.to_hub.mode = mode
            for _ in range(AWAY // CUTS):
                yield bench.press()
            _back(bench)
    for _ in range(CUTS):
        bench.kiosk.stop()
        bench.start("http://balai-hub.invalid:8000")
        for _ in range(AWAY // CUTS):
            yield bench.press()
        bench.kiosk.stop()
        bench.start(f"http://{HOST}:{bench.to_hub.port}")
        _back(bench)


def _back(bench: Bench) -> None:
    """The hub is there again, has been brought all that the kiosk gave, and has let it hold new numbers."""
    before = bench.learned
    bench.to_hub.mode = Mode.THROUGH
    bench.to_hub.cut()
    eventually(lambda: bench.learned > before, 60.0, what="the hand-over")


@contextmanager
def kiosk_memory(stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """The memory of a kiosk after 10,000 tickets beside that after 100, once."""
    with closing(Bench(stage, stage.site())) as bench:
        found: list[Pair] = []

        def measure(_number: int) -> Mapping[str, Pair]:
            if not found:
                _tickets(bench, FEW)
                few = memory_kib(bench.kiosk.pid) / 1024
                _tickets(bench, MANY - FEW)
                found.append((memory_kib(bench.kiosk.pid) / 1024, few))
            return {"kiosk_memory": found[0]}

        yield measure


def _tickets(bench: Bench, count: int) -> None:
    for _ in range(count):
        bench.press()

"""Rows on a call's way to people: from its HTTP request to the number on a wall and to its chime.

The display is the real program with its picture in memory and SDL's mixer writing to nowhere as fast as
it may; its clock hurries with the mixer, so that calls end soon. It notes on the machine's monotonic
clock when a number stands in the picture and when its chime was handed to the mixer.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import urllib3

from bench.harness import Pair, Round
from bench.hub.audience import Audience, Group
from bench.hub.fanout import raw
from bench.hub.staffed_counter import StaffedCounter
from bench.stage import HOST, Stage, assert_durable, audience
from demo.driving.programs import Program
from demo.driving.wait import eventually

CALLS, DISPLAYS = 100, 50
#: Real seconds between two texts of the raw loop. A call comes after a rest, and what runs again and again
#: without one finds everything at hand: it takes two thirds of the time.
REST_SECONDS = 0.1
#: While a call is on its way nobody asks the display for its marks: that would be work beside it.
UNWATCHED_SECONDS = 0.1
FASTER = 12.0
ROWS = tuple(
    f"{what}_{of}_{share}" for what in ("wall", "chime") for of in (1, 50) for share in ("p50", "p99")
)


@dataclass(frozen=True)
class Display:
    """A running display and the window to its virtual hardware."""

    window: str
    pid: int

    def marks(self) -> dict[str, dict[str, float]]:
        """When each of its latest calls was drawn and sounded."""
        found: dict[str, dict[str, float]] = self.state()["marks"]
        return found

    def state(self) -> dict[str, Any]:
        """What it says of itself."""
        found: dict[str, Any] = urllib3.request("GET", f"{self.window}/state", timeout=10).json()["display"]
        return found


@contextmanager
def wall(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """Calls with one display connected and with fifty, against the raw loop with as many clients. Each
    round tells of all calls so far: 500 of each after five rounds."""
    reference = stage.reference("raw_fanout")
    clock = f"scaled:{time.time()}:{FASTER}:2026-04-14T01:00:00+00:00"
    # Ten real seconds for a slide, as in a hall: at this clock's pace the wall would change all day long.
    site = stage.site(clock=clock, slide_seconds=int(10 * FASTER))
    token, others = site.device("display", "layar-1"), site.device("display", "layar-2")
    hub = site.start()
    assert_durable(hub)
    staffed = StaffedCounter(site, hub)
    legs = [""]
    all_of: dict[tuple[str, int], list[float]] = {}
    with display(stage.folder(), hub.url, token, clock) as shown:

        def measure(number: int) -> Mapping[str, Pair]:
            found: dict[str, Pair] = {}
            for clients in (1, DISPLAYS):
                with _listening(stage, hub.port, others, clients - 1, staffed):
                    legs[0], drawn, sounded = _calls(staffed, shown, legs[0])
                bare = audience(raw(reference, clients, CALLS, REST_SECONDS))["last_ms"][0]
                for what, times in (("wall", drawn), ("chime", sounded), ("bare", bare)):
                    all_of.setdefault((what, clients), []).extend(times)
                other = all_of["bare", clients]
                for what in ("wall", "chime"):
                    times = all_of[what, clients]
                    found[f"{what}_{clients}_p50"] = median(times), median(other)
                    found[f"{what}_{clients}_p99"] = _p99(times), _p99(other)
            return {name: found[name] for name in wanted}

        yield measure


def _calls(staffed: StaffedCounter, shown: Display, leg: str) -> tuple[str, list[float], list[float]]:
    """Call so many visitors, each when the display is done with the one before; milliseconds each."""
    drawn, sounded = [], []
    staffed.issue(CALLS)
    for _ in range(CALLS):
        begun = time.monotonic()
        leg = staffed.call(finishes=leg)
        times = eventually(partial(_whole_mark, shown, leg, begun + UNWATCHED_SECONDS), timeout=30)
        assert times is not None
        drawn.append((times["drawn"] - begun) * 1000)
        sounded.append((times["sounded"] - begun) * 1000)
        eventually(lambda: shown.state()["calling"] is None, timeout=30)
    return leg, drawn, sounded


def _whole_mark(shown: Display, leg: str, earliest: float) -> dict[str, float] | None:
    if time.monotonic() < earliest:
        return None
    times = shown.marks().get(leg, {})
    return times if {"drawn", "sounded"} <= times.keys() else None


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[98]


@contextmanager
def _listening(stage: Stage, port: int, token: str, clients: int, staffed: StaffedCounter) -> Iterator[None]:
    if not clients:
        yield
        return
    group = Group(HOST, port, clients, token=token)
    with stage.listening(Audience([group], staffed.recalling(), "", 0, [], hold=True)):
        yield


@contextmanager
def display(folder: Path, url: str, token: str, clock: str, scope: str = "") -> Iterator[Display]:
    """A real display whose picture stays in memory and whose sound goes nowhere, as fast as it may where
    the clock hurries. `scope` stands before all sections of its file."""
    config = folder / "display.toml"
    config.write_text(
        f'{scope}[hub]\nurl = "{url}"\ntoken = "{token}"\n[screen]\nmode = "virtual:"\n'
        '[audio]\nurl = "pygame:"\n[voice]\nrepeat = 1\n'
    )
    pipe = folder / "sound"
    os.mkfifo(pipe)
    # Open to write as well, so that the reader stays when the display opens its card anew.
    both_ends = os.open(pipe, os.O_RDWR)
    drain = subprocess.Popen(["cat"], stdin=both_ends, stdout=subprocess.DEVNULL)
    os.close(both_ends)
    environment = {
        **os.environ,
        "SDL_AUDIODRIVER": "disk",
        "SDL_DISKAUDIOFILE": str(pipe),
        "BALAI_CLOCK": clock,
    }
    if clock != "system":
        environment["SDL_DISKAUDIODELAY"] = "1"
    try:
        with Program("display", ["--config", str(config)], folder / "display.log", environment) as program:
            shown = Display(program.url, program.process.pid)
            eventually(lambda: shown.state()["counts"]["speaker"] == 1, timeout=30)
            yield shown
    finally:
        drain.terminate()
        drain.wait(10)

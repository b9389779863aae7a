"""An idle hour of each program, in hurried time: its journal gets ten lines at most, also that of a wall
without screen and sound."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from balai.clock import ScaledClock
from demo.driving.displays import display_file
from demo.driving.hubs import Site, steady_port
from demo.driving.kiosks import kiosk_file
from demo.driving.wait import eventually
from tests.support.systemd import Unit, service_of

MOST_LINES = 10
#: So many times as fast as the wall clock.
FASTER = 900.0


def test_an_idle_hour_writes_ten_lines_at_most(tmp_path: Path) -> None:
    began, start = time.time(), datetime(2026, 4, 15, 2, 0, tzinfo=UTC)
    clock = ScaledClock(began, start, FASTER)
    spec = f"scaled:{began}:{FASTER}:{start.isoformat()}"
    names = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER", "SDL_AUDIODRIVER")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    with ExitStack() as stack:
        site = stack.enter_context(Site(tmp_path))
        port = steady_port()
        site.write_config(port=port)
        url = f"http://127.0.0.1:{port}"
        wall = display_file(tmp_path / "d", url, site.device("display"))
        wall.write_text(wall.read_text().replace('mode = "virtual:"', 'mode = "fullscreen"'))
        files = {
            "hub": site.config,
            "estimate": site.config,
            "kiosk": kiosk_file(tmp_path / "k", url, site.device("kiosk")),
            "display": wall,
        }
        more = ["--clock", spec]
        units = [
            stack.enter_context(
                Unit(name, ["--config", str(file), *more], tmp_path, environment, _limit(name))
            )
            for name, file in files.items()
        ]
        for unit in units:
            unit.wait_ready()
        # Half an hour in which each hears of the others: what starts together may miss one at first.
        found = clock.now() + timedelta(minutes=30)
        eventually(lambda: clock.now() >= found, 60, what="all to have found each other")
        started = {unit.name: len(_lines(tmp_path, unit)) for unit in units}
        idle = clock.now() + timedelta(hours=1)
        eventually(lambda: clock.now() >= idle, 60, what="an idle hour")
        for unit in reversed(units):
            assert unit.stop() == 0
    for unit in units:
        lines = _lines(tmp_path, unit)
        assert len(lines) - started[unit.name] <= MOST_LINES, "\n".join((unit.name, *lines))
        assert all(line.startswith("{") for line in lines), (unit.name, lines)


def _limit(name: str) -> float:
    """How long it may hang, as its unit has it: in hurried time each has much to do at once."""
    return float(service_of(name)["WatchdogSec"])


def _lines(folder: Path, unit: Unit) -> list[str]:
    return (folder / f"{unit.name}-unit.log").read_text().splitlines()

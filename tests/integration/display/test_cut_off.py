"""Displays that were cut off, for long or by a link that is half dead, and hubs that come back otherwise."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest

from balai.clock import ScaledClock
from balai.protocol.pushes import Push
from balai.protocol.views import Snapshot
from demo.driving.cable import Cable
from demo.driving.displays import Display
from demo.driving.hubs import Hub, Site, steady_port
from demo.driving.wait import eventually
from hardware.ports import LinkDown
from tests.support.hub.listeners import StaffedCounter, Wall, issue

#: A second is two minutes, so that what is called is old soon.
FACTOR = 120.0
#: No silence of the hub is left unnoticed longer (real seconds).
NOTICED = 10.0


def state(display: Display) -> dict[str, object]:
    with urlopen(f"{display.url}/state", timeout=10) as answer:  # noqa: S310  # loopback
        found: dict[str, object] = json.loads(answer.read())["display"]
        return found


@pytest.fixture
def clock() -> ScaledClock:
    return ScaledClock(time.time(), datetime(2026, 4, 14, 1, 0, tzinfo=UTC), FACTOR)


@pytest.fixture
def hurried(tmp_path: Path, clock: ScaledClock) -> Iterator[Site]:
    """A hall in hurried time."""
    with Site(tmp_path, clock=clock.spec) as site:
        yield site


def _stands(display: Display, counter: str, number: str) -> bool:
    cells = state(display)["cells"]
    assert isinstance(cells, dict)
    return bool(cells[counter] == number)


@pytest.mark.parametrize("way", ["pull", "unreachable"])
def test_a_display_that_was_cut_off_for_long_shows_the_truth_and_says_nothing_old(
    hurried: Site, clock: ScaledClock, way: str
) -> None:
    hub = hurried.start()
    kiosk = hub.api(hurried.device("kiosk"))
    staffed = StaffedCounter(hub.staff("ani", hurried.account("ani")), "loket-1")
    other = StaffedCounter(hub.staff("budi", hurried.account("budi")), "loket-2")
    issue(kiosk, "perekaman-ktp", 61)
    token = hurried.device("display", "layar-1")
    folder = hurried.folder / "layar"
    with Cable(hub.port) as cable, Display(folder, cable.url, token, clock=clock.spec) as display:
        eventually(lambda: state(display)["connected"])
        getattr(cable, way)()
        eventually(lambda: not state(display)["connected"], timeout=NOTICED)
        numbers = [staffed.call() for _ in range(60)]
        other.api.change("/counters/loket-2/pause", reason="prayer").ok()
        until = clock.now() + timedelta(minutes=4)
        eventually(lambda: clock.now() > until)
        before = state(display)
        assert before["cells"]["1"] is None  # type: ignore[index]
        cable.plug()
        eventually(lambda: _stands(display, "1", numbers[-1]) and state(display)["connected"])
        after = state(display)
    counts = after["counts"]
    assert isinstance(counts, dict)
    assert (counts["spoken"], counts["shown"], counts["waiting"]) == (0, 0, 0)
    assert counts["dropped"] == 60


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path) as site:
        site.write_config(port=steady_port())
        yield site


def test_a_link_that_is_half_dead_is_noticed_and_nothing_old_passes_for_new(site: Site) -> None:
    hub = site.start()
    kiosk, board = hub.api(site.device("kiosk")), hub.api(site.device("display", "layar-2"))
    staffed = StaffedCounter(hub.staff("ani", site.account("ani")), "loket-1")
    issue(kiosk, "perekaman-ktp", 2)
    with Cable(hub.port) as cable:
        wall = Wall(cable.url, site.device("display", "layar-1"))
        eventually(lambda: wall.up)
        cable.swallow()
        at = datetime.now(UTC)
        staffed.call()
        eventually(lambda: not wall.up, timeout=NOTICED, what="a half dead link to be noticed")
        down = wall.of(LinkDown)[-1]
        assert isinstance(down, LinkDown)
        # A head came at most two seconds before; nothing after it was heard.
        assert at - timedelta(seconds=4) < down.since <= at + timedelta(seconds=1)
        assert wall.of(Push) == []
        cable.plug()
        eventually(lambda: wall.up and wall.is_true_to(board), timeout=30)
        wall.close()


def restarted(site: Site, clock: ScaledClock) -> Hub:
    """The hub on the clock of another day."""
    site._environment["BALAI_CLOCK"] = clock.spec
    return site.start()


def test_a_hub_that_comes_back_on_another_day_or_with_an_older_store_is_believed(site: Site) -> None:
    today = ScaledClock(time.time(), datetime(2026, 4, 14, 1, 0, tzinfo=UTC), 1.0)
    tomorrow = ScaledClock(time.time(), datetime(2026, 4, 15, 1, 0, tzinfo=UTC), 1.0)
    token, kiosk = site.device("display", "layar-1"), site.device("kiosk")
    password, manager = site.account("ani"), site.account("kepala", "manager")
    hub = restarted(site, today)
    wall = Wall(hub.url, token)
    issue(hub.api(kiosk), "perekaman-ktp", 9)
    staffed = StaffedCounter(hub.staff("ani", password), "loket-1")
    eventually(lambda: wall.is_true_to(hub.api(token)))
    hub.stop()
    shutil.copy(site.folder / "balai.db", site.folder / "older.db")

    hub = restarted(site, today)
    staffed.api = hub.staff("ani", password)
    for _ in range(5):
        staffed.call()
    eventually(lambda: wall.is_true_to(hub.api(token)))
    ahead = wall.seq
    hub.stop()
    again = restarted(site, tomorrow)
    # The hub was not off for a day: a person says that the clock is right.
    again.staff("kepala", manager).change("/day/confirm", date="2026-04-15").ok()
    eventually(lambda: wall.is_true_to(again.api(token)) and wall.day == "2026-04-15")
    again.stop()

    # A copy of yesterday is put back: the display is a day and five calls ahead of it.
    for left in site.folder.glob("balai.db*"):
        left.unlink()
    shutil.copy(site.folder / "older.db", site.folder / "balai.db")
    hub = restarted(site, today)
    eventually(lambda: wall.is_true_to(hub.api(token)) and wall.day == "2026-04-14")
    assert wall.seq < ahead
    assert isinstance(wall.of(Snapshot)[-1], Snapshot)
    wall.close()


def test_a_display_with_news_of_a_log_that_was_put_back_is_told_the_truth(site: Site) -> None:
    token, kiosk, password = site.device("display", "layar-1"), site.device("kiosk"), site.account("ani")
    hub = site.start()
    issue(hub.api(kiosk), "perekaman-ktp", 9)
    staffed = StaffedCounter(hub.staff("ani", password), "loket-1")
    hub.stop()
    shutil.copy(site.folder / "balai.db", site.folder / "older.db")

    hub = site.start()
    staffed.api = hub.staff("ani", password)
    with Cable(hub.port) as cable:
        wall = Wall(cable.url, token)
        for _ in range(5):
            staffed.call()
        eventually(lambda: wall.is_true_to(hub.api(token)))
        had = wall.seq
        cable.pull()
        hub.stop()
        for left in site.folder.glob("balai.db*"):
            left.unlink()
        shutil.copy(site.folder / "older.db", site.folder / "balai.db")
        hub = site.start()
        # The same numbers of the log now tell of something else, and go on beyond what the display has.
        staffed.api, staffed.in_hand = hub.staff("ani", password), None
        staffed.call()
        while hub.api(token).get("/state?audience=board").ok()["seq"] <= had:
            staffed.recall()
        cable.plug()
        eventually(lambda: wall.is_true_to(hub.api(token)) and wall.seq > had)
        wall.close()

"""The sound card of a real display vanishes in the middle of a call; another display of the zone goes on."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest

from demo.driving.displays import Display
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from tests.support.hub.listeners import StaffedCounter, issue

NUMBERS = 4


class Card:
    """The card of a display whose sound goes to a file: SDL takes a file that cannot be written on for a
    card that was pulled out."""

    def __init__(self, folder: Path, display: Display) -> None:
        self._file, self._pid = folder / "sound.raw", display.process.pid

    def pull(self) -> None:
        self._file.rename(self._file.with_suffix(".heard"))
        self._file.mkdir()
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))

    def put_in(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self._file.rmdir()


def state(display: Display) -> dict[str, object]:
    with urlopen(f"{display.url}/state", timeout=10) as answer:  # noqa: S310  # loopback
        found: dict[str, object] = json.loads(answer.read())["display"]
        return found


def heard(display: Display) -> bool:
    sound = display.sound()
    return len(sound) > 0 and int(np.abs(sound).max()) > 3000


def counted(display: Display, what: str) -> int:
    counts = state(display)["counts"]
    assert isinstance(counts, dict)
    return int(counts[what])


def speaks(display: Display) -> bool:
    return counted(display, "speaker") == 1


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path) as site:
        yield site


@pytest.fixture
def hub(site: Site) -> Hub:
    return site.start()


def test_a_card_that_is_pulled_out_in_a_call_gives_the_zone_to_another_and_is_taken_again(
    site: Site, hub: Hub
) -> None:
    kiosk, staffed = (
        hub.api(site.device("kiosk")),
        StaffedCounter(hub.staff("ani", site.account("ani")), "loket-1"),
    )
    issue(kiosk, "perekaman-ktp", NUMBERS)
    with (
        Display(site.folder / "satu", hub.url, site.device("display", "layar-1")) as first,
        Display(site.folder / "dua", hub.url, site.device("display", "layar-2")) as second,
    ):
        eventually(lambda: speaks(first) and not speaks(second))
        # SDL says of every card that it was added, each time that one is opened: once is enough.
        assert first.log.count("sound_card_open") == 1
        card = Card(site.folder / "satu", first)
        number = staffed.call()
        eventually(lambda: "sounded" in str(state(first)["marks"]))
        card.pull()
        eventually(lambda: speaks(second) and not speaks(first))
        assert state(second)["calling"] == {"number": number, "counter": 1}
        eventually(lambda: counted(second, "spoken") == 1)
        eventually(lambda: heard(second), what="the call from the other wall")
        assert state(first)["state"] == "degraded"
        card.put_in()
        eventually(lambda: state(first)["state"] == "ok", timeout=30)
        # It could speak again, and does when it is needed.
        assert not speaks(first)
        second.close()
        eventually(lambda: speaks(first))
        staffed.call()
        eventually(lambda: counted(first, "spoken") == 2, timeout=30)
        eventually(lambda: heard(first), what="the next call")

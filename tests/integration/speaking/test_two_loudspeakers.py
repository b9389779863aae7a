"""Two displays of a long hall at a real hub: one sentence, begun at the same moment of the hub's clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from balai.clock import Clock, parse_clock
from balai.protocol.pushes import MaySpeak
from demo.always_open import always_open
from demo.driving.api import Api
from demo.driving.hubs import SAMPLE_HALL, Hub, Site
from demo.driving.wait import eventually
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.hub.link import LiveHubLink
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import RATE, VirtualAudio
from voice.voice import open_voice

#: What SDL's mixer takes at once: no two loudspeakers can be nearer to each other.
BUFFER_SECONDS = 512 / RATE
#: The hall's clock runs so much faster; a call is said once, in one language.
FASTER = 4.0
BRIEFLY = {"repeat": 1, "languages": ("id",)}


class Captured(VirtualAudio):
    """Takes the sound's time, and keeps what was played, and when by this display's time of the hub."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.wall: Wall | None = None
        self.sounds: list[tuple[float, bytes]] = []

    def play(self, samples: bytes, rate: int) -> None:
        assert self.wall is not None
        self.sounds.append((self.wall.hub_time.now().timestamp(), samples))
        super().play(samples, rate)


class Display:
    """A wall at work in a thread of its own."""

    def __init__(self, hub: Hub, token: str, folder: Path, clock: Clock) -> None:
        self.audio, self.link = Captured(clock), LiveHubLink(hub.url, token, clock)
        self.voice = open_voice("espeak-ng:/nowhere", folder)
        announcer = Announcer(clock, self.audio, self.voice, own=BRIEFLY, zones=frozenset())
        self.wall = Wall(clock, HiddenScreen((320, 180)), announcer, notices=self.link, cue=self.link.cue)
        self.audio.wall = self.wall
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self.wall.run, args=(self.link.events, self._ended.is_set))
        self.link.may_speak(MaySpeak(able=True, in_step=True))
        self.link.start()
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether it knows the hall, the time, and for whom it speaks."""
        return self.wall.board is not None and self.wall.hub_time.known and bool(self.wall.announcer.zones)

    @property
    def together(self) -> bool:
        unison = self.wall.announcer.unison
        return unison is not None and bool(unison.leads | unison.follows)

    def end(self) -> None:
        self._ended.set()
        self._thread.join(20)
        self.link.stop()
        self.wall.close()
        self.voice.close()


@pytest.fixture
def clock() -> str:
    return f"scaled:{time.time()}:{FASTER}:2026-04-14T01:00:00+00:00"


@pytest.fixture
def hub(tmp_path: Path, clock: str) -> Iterator[tuple[Site, Hub]]:
    hall = tmp_path / "hall.toml"
    zone = '[[zone]]\nid = "utama"\n'
    text = always_open(SAMPLE_HALL.read_text())
    assert zone in text
    hall.write_text(text.replace(zone, zone + "loudspeakers = 2\n", 1))
    with Site(tmp_path, hall=hall, clock=clock) as site:
        yield site, site.start()


@pytest.fixture
def displays(hub: tuple[Site, Hub], tmp_path: Path, clock: str) -> Iterator[list[Display]]:
    site, running = hub
    made = [
        Display(running, site.device("display", name), tmp_path / name, parse_clock(clock))
        for name in ("layar-1", "layar-2")
    ]
    yield made
    for display in made:
        display.end()


def in_step(one: tuple[float, bytes], other: tuple[float, bytes]) -> bool:
    """Whether two sounds are the same from the same moment on; one that came late lacks the beginning."""
    early, late = sorted((one, other), key=lambda sound: len(sound[1]), reverse=True)
    skipped = (len(early[1]) - len(late[1])) / 2 / RATE
    return early[1].endswith(late[1]) and abs((late[0] - skipped) - early[0]) <= BUFFER_SECONDS


#: A busy machine may hold a display up between its look at the clock and its sound: not each time.
TRIES = 6


def said_in_step(displays: list[Display], begin: Callable[[], object]) -> bool:
    """Whether both say in step what `begin` has them say, in one of a few tries."""
    return any(_said_in_step(displays, begin) for _ in range(TRIES))


def _said_in_step(displays: list[Display], begin: Callable[[], object]) -> bool:
    before = [len(display.audio.sounds) for display in displays]
    begin()

    def said() -> bool:
        return all(len(one.audio.sounds) > count for one, count in zip(displays, before, strict=True))

    try:
        eventually(said, timeout=10)
    except AssertionError:
        # Held up for longer than the sentence takes, one of them leaves out all of it.
        return False
    return in_step(*(one.audio.sounds[count] for one, count in zip(displays, before, strict=True)))


def test_both_say_the_same_from_the_same_moment_and_one_alone_when_the_other_is_gone(
    hub: tuple[Site, Hub], displays: list[Display]
) -> None:
    site, running = hub
    desk, kiosk = _desk(site, running)
    eventually(lambda: all(display.ready and display.together for display in displays), timeout=60)
    legs: list[str | None] = [None]
    assert said_in_step(displays, lambda: legs.append(_call(desk, kiosk, legs[-1])))
    text = {"text": "Mobil putih harap dipindahkan.", "zone_id": "utama"}
    assert said_in_step(displays, lambda: desk.change("/announcements", **text).ok())
    displays[0].end()
    alone, gone = len(displays[1].audio.sounds), len(displays[0].audio.sounds)
    eventually(lambda: displays[1].ready and not displays[1].together, timeout=60)
    _call(desk, kiosk, legs[-1])
    eventually(lambda: len(displays[1].audio.sounds) == alone + 1, timeout=60)
    assert len(displays[0].audio.sounds) == gone


def _desk(site: Site, hub: Hub) -> tuple[Api, Api]:
    desk = hub.staff("p1", site.account("p1"))
    desk.change("/counters/loket-1/open").ok()
    return desk, hub.api(site.device("kiosk", "kios-1"))


def _call(desk: Api, kiosk: Api, finishes: str | None) -> str:
    services = kiosk.get("/state?audience=device").ok()["data"]["services"]
    service = next(service for service in services if 1 in service["counters"])
    kiosk.change("/visits", service_id=service["id"]).ok()
    return str(desk.change("/counters/loket-1/call", finishes=finishes).ok()["called"]["leg_id"])

"""While nobody waits a picture has the whole screen, and nothing that somebody needs waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from balai.clock import ManualClock
from balai.protocol.pushes import Queues
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.ports import LinkDown, LinkUp
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from tests.support.wall.galleries import gallery
from tests.support.wall.pixels import pixels
from tests.support.wall.walls import START, FakeVoice, called, moved, snapshot, view

RED = (200, 30, 30)


class Alone:
    """A wall with one red picture; `red` is the share of the screen that it has."""

    def __init__(self, folder: Path) -> None:
        Image.new("RGB", (160, 90), RED).save(folder / "a.png")
        self.gallery = gallery(folder)
        self.gallery.scan()
        self.clock, self.voice = ManualClock(START), FakeVoice()
        self.announcer = Announcer(self.clock, VirtualAudio(self.clock), self.voice)
        self.screen = HiddenScreen((320, 180))
        self.wall = Wall(self.clock, self.screen, self.announcer, gallery=self.gallery)
        for event in (LinkUp(), snapshot(), Queues(waiting={})):
            self.wall.hear(event)
        answered = [c for c in view().counters if c.leg and c.leg.state == "called"]
        assert answered == []

    def turn(self) -> None:
        """Let a slide pass; what the picture needs is drawn beside it."""
        self.wall.step()
        self.gallery._draw_asked()
        self.clock.advance(12.1)
        self.settle()

    def settle(self) -> None:
        """What comes gently has come."""
        for _ in range(8):
            self.wall.step()
            self.clock.advance(0.1)

    @property
    def red(self) -> float:
        self.wall.step()
        return float((abs(pixels(self.screen.surface).astype(int) - RED).max(axis=2) < 12).mean())

    def until_red(self) -> None:
        for _ in range(6):
            self.turn()
            if self.red > 0.9:
                return
        raise AssertionError("the picture never had the screen")


@pytest.fixture
def alone(tmp_path: Path) -> Alone:
    return Alone(tmp_path)


def test_a_picture_has_the_whole_screen_and_the_wall_is_seen_between(alone: Alone) -> None:
    alone.until_red()
    shares = []
    for _ in range(6):
        alone.turn()
        shares.append(alone.red)
    assert min(shares) < 0.1
    assert max(shares) > 0.9


def test_the_first_frame_of_a_call_takes_the_screen(alone: Alone) -> None:
    alone.until_red()
    alone.wall.hear(called("A-024", 1))
    alone.wall.step()
    yellow = (abs(pixels(alone.screen.surface).astype(int) - (255, 198, 26)).max(axis=2) < 12).mean()
    assert yellow > 0.2
    assert alone.red < 0.01


def test_whoever_takes_a_number_sees_the_wall_again(alone: Alone) -> None:
    alone.until_red()
    alone.wall.hear(Queues(waiting={view().services[0].id: 1}))
    for _ in range(6):
        alone.turn()
        assert alone.red < 0.2


def test_while_a_call_is_open_or_the_hub_is_silent_the_wall_stays(alone: Alone) -> None:
    alone.wall.hear(called("A-024", 1, leg_id="x.1"))
    for _ in range(6):
        alone.turn()
        assert alone.red < 0.2
    alone.wall.hear(moved("leg_finished", "x.1", 1))
    alone.until_red()
    alone.wall.hear(LinkDown(START, ""))
    alone.settle()
    assert alone.red < 0.2


def test_a_picture_that_is_not_drawn_yet_is_not_waited_for(alone: Alone) -> None:
    assert not alone.gallery.ready(alone.gallery.keys[0], (320, 180))
    alone.gallery._draw_asked()
    assert alone.gallery.ready(alone.gallery.keys[0], (320, 180))

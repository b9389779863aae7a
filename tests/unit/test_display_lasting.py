"""What may vanish and come back: the sound card, the screen."""

from pathlib import Path

import pygame
import pytest
from structlog.testing import capture_logs

from balai.clock import ManualClock
from display import screen as screens
from display.screen import HiddenScreen, SdlScreen, open_screen
from hardware.audio import RATE, VirtualAudio
from hardware.lasting_audio import LONGEST_PAUSE, LastingAudio
from hardware.ports import AudioOut, HardwareFault, PartUnavailable
from tests.support.walls import START

SECOND = bytes(RATE * 2)


class Card(VirtualAudio):
    """A card that can be pulled out."""

    broken = False

    def play(self, samples: bytes, rate: int) -> None:
        if self.broken:
            raise HardwareFault("sound_failed", "audio: gone")
        super().play(samples, rate)


class Socket:
    """Where a card can be put in."""

    def __init__(self) -> None:
        self.clock = ManualClock(START)
        self.card: Card | None = Card(self.clock)
        self.silent = VirtualAudio(self.clock)
        self.tried = 0

    def open(self) -> AudioOut:
        self.tried += 1
        if self.card is None:
            raise PartUnavailable("no_sound_card", "audio: none")
        return self.card

    def audio(self) -> LastingAudio:
        return LastingAudio(self.open, self.silent, self.clock.monotonic)

    def pull(self) -> None:
        assert self.card is not None
        self.card.broken, self.card = True, None


@pytest.fixture
def socket() -> Socket:
    return Socket()


def test_a_card_that_vanishes_costs_sound_only_until_it_is_back(socket: Socket) -> None:
    audio = socket.audio()
    audio.play(SECOND, RATE)
    socket.pull()
    with capture_logs() as logs:
        for _ in range(5):
            audio.play(SECOND, RATE)
            assert audio.busy()
            socket.clock.advance(1.5)
        assert not audio.able
        socket.card = Card(socket.clock)
        socket.clock.advance(LONGEST_PAUSE)
        audio.retry()
        audio.play(SECOND, RATE)
    assert (audio.able, socket.card.plays, socket.silent.plays) == (True, 1, 5)
    assert [line["event"] for line in logs] == ["no_sound_card", "sound_card_back"]


def test_a_mixer_that_failed_once_is_opened_anew_for_the_same_sound(socket: Socket) -> None:
    audio = socket.audio()
    assert socket.card is not None
    socket.card.broken = True
    socket.card = Card(socket.clock)
    audio.play(SECOND, RATE)
    assert (socket.card.plays, socket.silent.plays, audio.able) == (1, 0, True)


def test_without_a_card_it_is_tried_ever_less_often(socket: Socket) -> None:
    socket.card = None
    audio = socket.audio()
    for _ in range(3600):
        audio.retry()
        socket.clock.advance(1)
    assert 60 <= socket.tried <= 75


def test_a_card_that_never_ends_a_sound_is_given_up(socket: Socket, monkeypatch: pytest.MonkeyPatch) -> None:
    audio = socket.audio()
    assert socket.card is not None
    monkeypatch.setattr(socket.card, "busy", lambda: True)
    audio.play(SECOND, RATE)
    audio.stop()
    assert audio.able
    audio.play(SECOND, RATE)
    socket.clock.advance(4)
    audio.stop()
    assert not audio.able


def test_a_card_that_comes_is_taken_at_once(socket: Socket) -> None:
    socket.card = None
    audio = socket.audio()
    for _ in range(100):
        audio.retry()
        socket.clock.advance(1)
    socket.card = Card(socket.clock)
    audio.card_changed()
    audio.retry()
    assert audio.able


def test_a_library_that_is_missing_stops_the_start() -> None:
    def missing() -> AudioOut:
        raise PartUnavailable("missing_library", "audio: needs pygame")

    with pytest.raises(PartUnavailable):
        LastingAudio(missing, VirtualAudio(ManualClock(START)))


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> SdlScreen:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(screens, "_NO_SCREEN", frozenset())
    opened = open_screen("window", (960, 540))
    assert isinstance(opened, SdlScreen)
    pygame.event.clear()
    return opened


@pytest.mark.parametrize(
    "kind", [pygame.WINDOWSIZECHANGED, pygame.WINDOWDISPLAYCHANGED, pygame.WINDOWRESTORED, pygame.VIDEOEXPOSE]
)
def test_a_screen_that_comes_and_goes_is_drawn_anew(window: SdlScreen, kind: int) -> None:
    pygame.event.post(pygame.event.Event(kind))
    assert window.ask() == "renew"
    assert window.ask() == ""
    window.close()


def test_a_screen_too_small_to_draw_on_keeps_the_picture_elsewhere(
    window: SdlScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pygame.display, "get_surface", lambda: pygame.Surface((1, 1)))
    pygame.event.post(pygame.event.Event(pygame.WINDOWSIZECHANGED))
    assert window.ask() == "renew"
    assert window.surface.get_size() == (960, 540)
    window.show([pygame.Rect(0, 0, 10, 10)])
    window.close()


def test_a_screen_that_is_pulled_out_is_said_once_and_comes_back(
    window: SdlScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise pygame.error("Video system has no display")

    with capture_logs() as logs, monkeypatch.context() as pulled:
        pulled.setattr(pygame.display, "update", gone)
        pulled.setattr(pygame.display, "set_mode", gone)
        for _ in range(3):
            window.show([pygame.Rect(0, 0, 10, 10)])
            assert window.ask() == ""
    with capture_logs() as later:
        assert window.ask() == "renew"
    assert [line["event"] for line in logs + later] == ["screen_lost", "screen_back"]
    window.close()


def test_a_loudspeaker_that_comes_or_goes_is_noticed(window: SdlScreen) -> None:
    pygame.event.post(pygame.event.Event(pygame.AUDIODEVICEREMOVED))
    assert window.ask() == ""
    assert window.sound_changed
    window.close()


def test_where_the_wanted_driver_finds_no_screen_it_is_said_and_calls_are_still_spoken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "kmsdrm")
    with capture_logs() as logs:
        opened = open_screen("fullscreen", (1280, 720))
    assert isinstance(opened, HiddenScreen)
    assert [line["event"] for line in logs] == ["no_screen"]
    assert "kmsdrm" in logs[0]["reason"]

"""What may vanish and come back: the sound card, the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from structlog.testing import capture_logs

from balai.clock import ManualClock
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.ports import AudioOut, HardwareFault, PartUnavailable
from hardware.screen import screen as screens
from hardware.screen.screen import HiddenScreen, SdlScreen, open_screen
from hardware.sound.audio import RATE, SdlAudio, VirtualAudio
from hardware.sound.lasting import LONGEST_PAUSE, LastingAudio
from hardware.watched import EVERY_SECONDS, Connectors, SoundCards
from tests.support.wall.walls import START, snapshot
from voice.voice import ChimeVoice

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


def test_a_card_that_goes_in_mid_sound_is_lost_at_once_though_the_mixer_plays_on(socket: Socket) -> None:
    audio = socket.audio()
    audio.play(SECOND, RATE)
    socket.pull()
    audio.card_lost()
    audio.retry()
    assert not audio.able
    assert not audio.busy()
    socket.card = Card(socket.clock)
    audio.card_changed()
    audio.retry()
    assert audio.able


def test_a_card_that_fails_as_soon_as_it_is_open_is_tried_ever_less_often(socket: Socket) -> None:
    audio = socket.audio()
    heard = 0
    for _ in range(600):
        if audio.able:
            audio.card_lost()
        audio.retry()
        heard += audio.able
        socket.clock.advance(0.2)
    assert (socket.tried, heard) <= (9, 9)
    for _ in range(300):
        audio.retry()
        socket.clock.advance(0.2)
    assert audio.able
    audio.card_lost()
    audio.retry()
    assert audio.able


def test_a_change_of_cards_in_mid_sound_opens_the_card_anew_after_it(socket: Socket) -> None:
    audio = socket.audio()
    audio.play(SECOND, RATE)
    audio.card_changed()
    audio.retry()
    assert (audio.busy(), socket.tried) == (True, 1)
    socket.clock.advance(1.5)
    audio.retry()
    audio.retry()
    assert (audio.able, socket.tried) == (True, 2)


def test_a_library_that_is_missing_stops_the_start() -> None:
    def missing() -> AudioOut:
        raise PartUnavailable("missing_library", "audio: needs pygame")

    with pytest.raises(PartUnavailable):
        LastingAudio(missing, VirtualAudio(ManualClock(START)))


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator[SdlScreen]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(screens, "_NO_SCREEN", frozenset())
    opened = open_screen("window", (960, 540))
    assert isinstance(opened, SdlScreen)
    pygame.event.clear()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "kind", [pygame.WINDOWSIZECHANGED, pygame.WINDOWDISPLAYCHANGED, pygame.WINDOWRESTORED, pygame.VIDEOEXPOSE]
)
def test_a_screen_that_comes_and_goes_is_drawn_anew(window: SdlScreen, kind: int) -> None:
    pygame.event.post(pygame.event.Event(kind))
    assert window.ask() == "renew"
    assert window.ask() == ""


def test_a_screen_too_small_to_draw_on_keeps_the_picture_elsewhere(
    window: SdlScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pygame.display, "get_surface", lambda: pygame.Surface((1, 1)))
    pygame.event.post(pygame.event.Event(pygame.WINDOWSIZECHANGED))
    assert window.ask() == "renew"
    assert window.surface.get_size() == (960, 540)
    window.show([pygame.Rect(0, 0, 10, 10)])


class Plugs:
    """Sockets for screens, as the kernel has them in files, and a clock."""

    def __init__(self, folder: Path) -> None:
        self._status = folder / "card1-HDMI-A-1" / "status"
        self._status.parent.mkdir()
        (folder / "card1").mkdir()
        self.clock = ManualClock(START)
        self.put("connected")
        self.connectors = Connectors(folder, self.clock.monotonic)

    def put(self, status: str) -> None:
        self._status.write_text(f"{status}\n")

    def screen(self) -> SdlScreen:
        return SdlScreen(
            (960, 540), fullscreen=True, connectors=self.connectors, monotonic=self.clock.monotonic
        )

    def looks(self) -> list[bool]:
        found = []
        for _ in range(3):
            self.clock.advance(EVERY_SECONDS)
            found.append(self.connectors.came())
        return found


@pytest.fixture
def plugs(tmp_path: Path) -> Plugs:
    return Plugs(tmp_path)


def test_a_screen_counts_as_plugged_in_when_it_stays(plugs: Plugs) -> None:
    assert plugs.looks() == [False, False, False]
    plugs.put("disconnected")
    assert (plugs.looks(), plugs.connectors.empty) == ([False, False, False], True)
    plugs.put("connected")
    plugs.clock.advance(EVERY_SECONDS)
    assert not plugs.connectors.came()
    plugs.put("disconnected")
    assert plugs.looks() == [False, False, False]
    plugs.put("connected")
    assert (plugs.looks(), plugs.connectors.empty) == ([False, True, False], False)


def test_a_machine_without_such_sockets_misses_no_screen(tmp_path: Path) -> None:
    assert not Connectors(tmp_path / "none").empty


def gone(*_: object) -> None:
    raise pygame.error("Video system has no display")


def test_a_screen_that_is_pulled_out_is_said_once_and_comes_back(
    window: SdlScreen, plugs: Plugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = plugs.screen()
    assert screen.seen
    with capture_logs() as logs, monkeypatch.context() as pulled:
        pulled.setattr(pygame.display, "update", gone)
        pulled.setattr(pygame.display, "set_mode", gone)
        screen.show([pygame.Rect(0, 0, 10, 10)])
        assert (screen.ask(), screen.seen) == ("renew", False)
        for _ in range(30):
            plugs.clock.advance(1)
            assert screen.ask() == ""
            screen.show([pygame.Rect(0, 0, 10, 10)])
    with capture_logs() as later:
        plugs.clock.advance(5)
        assert (screen.ask(), screen.seen) == ("renew", True)
    assert [line["event"] for line in logs + later] == ["no_screen", "screen_back"]


def test_a_wall_whose_screen_was_off_at_the_start_shows_when_it_is_turned_on(
    window: SdlScreen, plugs: Plugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugs.put("disconnected")
    plugs.looks()
    with monkeypatch.context() as off:
        off.setattr(pygame.display, "set_mode", gone)
        screen = plugs.screen()
        wall = Wall(plugs.clock, screen, Announcer(plugs.clock, VirtualAudio(plugs.clock), ChimeVoice()))
        wall.hear(snapshot())
        assert (wall.step(), screen.seen) == (True, False)
        assert pygame.display.get_driver() == "dummy"
    plugs.put("connected")
    plugs.looks()
    plugs.clock.advance(5)
    shown: list[list[pygame.Rect]] = []
    monkeypatch.setattr(pygame.display, "update", shown.append)
    assert (wall.step(), screen.seen) == (True, True)
    assert screen.surface is pygame.display.get_surface()
    assert shown == [[screen.surface.get_rect()]]


def test_on_the_bare_kernel_a_screen_that_comes_back_is_opened_anew(
    window: SdlScreen, plugs: Plugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = plugs.screen()
    screen.ask()
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "KMSDRM")
    plugs.put("disconnected")
    for _ in range(3):
        plugs.clock.advance(EVERY_SECONDS)
        assert screen.ask() == ""
    assert not screen.seen
    plugs.put("connected")
    wishes = []
    for _ in range(3):
        plugs.clock.advance(EVERY_SECONDS)
        wishes.append(screen.ask())
    assert (wishes, screen.seen, screen.sound.changed) == (["", "renew", ""], True, True)


def test_what_sdl_says_of_other_loudspeakers_is_no_news(window: SdlScreen) -> None:
    pygame.event.post(pygame.event.Event(pygame.AUDIODEVICEADDED, which=1))
    pygame.event.post(pygame.event.Event(pygame.AUDIODEVICEREMOVED, which=0))
    assert window.ask() == ""
    assert (window.sound.changed, window.sound.lost) == (False, False)


def test_the_loudspeaker_in_use_is_known_to_be_lost_also_without_a_screen() -> None:
    hidden = open_screen("virtual:", (960, 540))
    assert isinstance(hidden, HiddenScreen)
    pygame.event.clear()
    pygame.event.post(pygame.event.Event(pygame.AUDIODEVICEREMOVED, which=2))
    assert hidden.ask() == ""
    assert hidden.sound.lost


def test_a_sound_card_is_noticed_by_the_kernels_list(tmp_path: Path) -> None:
    listed, clock = tmp_path / "cards", ManualClock(START)
    listed.write_text("--- no soundcards ---\n")
    cards = SoundCards(listed, clock.monotonic)
    listed.write_text(" 0 [Device         ]: USB-Audio - USB Audio Device\n")
    assert not cards.changed()
    clock.advance(EVERY_SECONDS)
    assert cards.changed()
    clock.advance(EVERY_SECONDS)
    assert not cards.changed()


def test_where_the_wanted_driver_finds_no_screen_it_is_said_and_calls_are_still_spoken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "kmsdrm")
    monkeypatch.delenv("DISPLAY", raising=False)
    with capture_logs() as logs:
        opened = open_screen("fullscreen", (1280, 720))
    assert (opened.seen, opened.surface.get_size()) == (False, (1280, 720))
    assert [line["event"] for line in logs] == ["no_screen"]
    assert "kmsdrm" in logs[0]["reason"]
    opened.close()


def test_no_library_writes_a_line_of_what_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SDL_VIDEODRIVER", "kmsdrm")
    monkeypatch.setenv("SDL_AUDIODRIVER", "alsa")
    clock = ManualClock(START)
    with capture_logs() as logs:
        screen = SdlScreen((640, 480), fullscreen=True, monotonic=clock.monotonic)
        audio = LastingAudio(SdlAudio, VirtualAudio(clock), clock.monotonic)
        for _ in range(3):
            clock.advance(LONGEST_PAUSE + 1)
            screen.ask()
            audio.retry()
        screen.close()
    assert sorted(line["event"] for line in logs) == ["no_screen", "no_sound_card"]
    assert capfd.readouterr().err == ""

"""Where the picture goes: a window, the whole screen, or a surface that nobody sees."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import pygame
import structlog

from hardware.quiet import unheard
from hardware.screen.touches import Touches
from hardware.watched import Connectors

log = structlog.get_logger(__name__)

Mode = Literal["window", "fullscreen", "virtual:"]
Wish = Literal["", "renew", "quit"]
#: What SDL falls back to by itself where no screen is connected.
_NO_SCREEN = frozenset({"offscreen", "dummy"})
#: Below so many pixels no picture of the hall can be drawn.
_SMALLEST = 240
_PICTURE_CHANGED = frozenset(
    {
        pygame.WINDOWSIZECHANGED,
        pygame.WINDOWEXPOSED,
        pygame.WINDOWRESTORED,
        pygame.WINDOWDISPLAYCHANGED,
        pygame.VIDEOEXPOSE,
    }
)
#: Real seconds between two looks for a screen where there is none.
_LOOK_AGAIN = 5.0


class Screen(Protocol):
    """A surface and the way to show it. `lock` is held while it is drawn on; `touches` is what was done at
    it."""

    surface: pygame.Surface
    lock: threading.Lock
    sound: SoundNews
    touches: Touches

    @property
    def seen(self) -> bool:
        """Whether there is a screen on which people see it."""

    def show(self, changed: list[pygame.Rect]) -> None:
        """Bring these parts before people's eyes."""

    def ask(self) -> Wish:
        """Whether the picture is to be drawn anew, or somebody closed the window."""

    def close(self) -> None:
        """Give the screen back."""


@dataclass(slots=True)
class SoundNews:
    """What is known here of loudspeakers: the one in use went (`lost`), or one may have come with a screen
    (`changed`). Whoever minds takes it back."""

    changed: bool = False
    lost: bool = False

    def hear(self, event: pygame.event.Event) -> None:
        """Note an event of SDL. It names the device only where that is one in use. That one was added says
        nothing: SDL says so of every card each time that sound is opened."""
        if event.type == pygame.AUDIODEVICEREMOVED and event.dict.get("which"):
            self.lost = True


class HiddenScreen:
    """A picture in memory."""

    seen = False

    def __init__(self, size: tuple[int, int]) -> None:
        self.surface = pygame.Surface(size, 0, 32)
        self.lock = threading.Lock()
        self.sound, self.touches = SoundNews(), Touches()
        self.changes = 0

    def show(self, changed: list[pygame.Rect]) -> None:
        """Nothing to show it on; the change is counted."""
        with self.lock:
            self.changes += 1

    def ask(self) -> Wish:
        """Nobody asks; a loudspeaker may go."""
        if pygame.display.get_init():
            for event in pygame.event.get():
                self.sound.hear(event)
                self.touches.hear(event, self.surface.get_size())
        return ""

    def close(self) -> None:
        """Nothing to give back."""


class SdlScreen:
    """A window, or the whole screen. While there is none, or it was pulled out, the picture is kept where
    nobody sees it, and a screen that comes is taken.

    SDL_VIDEODRIVER is tried first (kmsdrm, on a machine without a desktop); where that driver finds no
    screen, SDL chooses.
    """

    def __init__(
        self,
        size: tuple[int, int],
        *,
        fullscreen: bool,
        connectors: Connectors | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open it; where that is not possible, the log says so once."""
        self._size, self._fullscreen, self._monotonic = size, fullscreen, monotonic
        self._connectors = connectors or Connectors()
        self._wanted = os.environ.get("SDL_VIDEODRIVER", "")
        self.lock, self.sound, self.touches = threading.Lock(), SoundNews(), Touches()
        self.surface = pygame.Surface(size, 0, 32)
        self._there = self._said = False
        self._open()
        self._renewed = False

    @property
    def seen(self) -> bool:
        """Whether it is open, and a screen is plugged in."""
        return self._there and not (self._by_kernel and self._connectors.empty)

    def show(self, changed: list[pygame.Rect]) -> None:
        """Update those parts of the screen."""
        if not self._there:
            return
        try:
            pygame.display.update(changed)
        except pygame.error as error:
            with self.lock:
                self._lose(str(error))

    def ask(self) -> Wish:
        """What the window system wants."""
        with self.lock:
            self._look()
            wishes = [self._heard(event) for event in pygame.event.get()]
        if "quit" in wishes:
            return "quit"
        renewed, self._renewed = self._renewed, False
        return "renew" if renewed else ""

    def close(self) -> None:
        """Close the window."""
        pygame.display.quit()

    @property
    def _by_kernel(self) -> bool:
        return pygame.display.get_init() and pygame.display.get_driver().lower() == "kmsdrm"

    def _heard(self, event: pygame.event.Event) -> Wish:
        self.sound.hear(event)
        self.touches.hear(event, self.surface.get_size())
        if event.type in _PICTURE_CHANGED and self._there:
            self._take(pygame.display.get_surface())
        escape = event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE
        return "quit" if event.type == pygame.QUIT or (escape and not self._fullscreen) else ""

    def _look(self) -> None:
        """Take a screen that is there again. SDL on the bare kernel notices none that comes, and keeps the
        mode of the one before: it is opened anew."""
        came = self._connectors.came()
        self.sound.changed |= came  # a screen may have loudspeakers
        if (came and self._by_kernel) if self._there else (came or self._monotonic() >= self._due):
            self._open()

    def _open(self) -> None:
        with unheard():
            self._try_drivers()

    def _try_drivers(self) -> None:
        reasons = []
        for driver in dict.fromkeys((self._wanted, "")):
            pygame.display.quit()
            try:
                self._take(_opened(driver, self._size, fullscreen=self._fullscreen))
            except pygame.error as error:
                reasons.append(f"{driver or 'any driver'}: {error}")
                continue
            if self._said:
                log.info("screen_back")
            self._there, self._said = True, False
            return
        # Without any screen SDL still tells of loudspeakers.
        pygame.display.quit()
        _start("dummy")
        self._lose("; ".join(reasons))

    def _lose(self, reason: str) -> None:
        if self._there:
            self._take(None)
        self._due, self._there = self._monotonic() + _LOOK_AGAIN, False
        if not self._said:
            self._said = True
            log.warning("no_screen", reason=reason, effect="calls are spoken, the picture is not seen")

    def _take(self, surface: pygame.Surface | None) -> None:
        # A screen without a cable may claim a size on which nothing can be drawn.
        self._renewed = True
        if surface is not None and min(surface.get_size()) >= _SMALLEST:
            self.surface = surface
        else:
            self.surface = pygame.Surface(self.surface.get_size(), 0, 32)


def open_screen(mode: Mode, size: tuple[int, int]) -> Screen:
    """The screen of a display file."""
    if mode == "virtual:":
        # SDL tells of loudspeakers where there is a picture, of whatever kind.
        with unheard():
            _start("dummy")
        return HiddenScreen(size)
    return SdlScreen(size, fullscreen=mode == "fullscreen")


def _opened(driver: str, size: tuple[int, int], *, fullscreen: bool) -> pygame.Surface:
    _start(driver)
    if (found := pygame.display.get_driver()) in _NO_SCREEN:
        raise pygame.error(f"SDL found only its {found} driver")
    flags = pygame.FULLSCREEN if fullscreen else pygame.RESIZABLE
    surface = pygame.display.set_mode((0, 0) if fullscreen else size, flags)
    pygame.display.set_caption("Balai")
    pygame.mouse.set_visible(not fullscreen)
    return surface


def _start(driver: str) -> None:
    before = os.environ.pop("SDL_VIDEODRIVER", None)
    try:
        if driver:
            os.environ["SDL_VIDEODRIVER"] = driver
        pygame.display.init()
    finally:
        os.environ.pop("SDL_VIDEODRIVER", None)
        if before is not None:
            os.environ["SDL_VIDEODRIVER"] = before


class Frames:
    """The picture as PNG, made only when it is asked for and has changed."""

    def __init__(self, screen: HiddenScreen) -> None:
        self._screen = screen
        self._lock = threading.Lock()
        self._made: tuple[int, bytes] = (-1, b"")

    def png(self) -> bytes:
        """The picture as it is now. Safe to ask for from any thread."""
        with self._lock:
            with self._screen.lock:
                changes = self._screen.changes
                copy = self._screen.surface.copy() if changes != self._made[0] else None
            if copy is not None:
                self._made = (changes, encode(copy))
            return self._made[1]


def encode(surface: pygame.Surface) -> bytes:
    """A picture as PNG."""
    file = io.BytesIO()
    pygame.image.save(surface, file, "frame.png")
    return file.getvalue()

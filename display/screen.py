"""Where the picture goes: a window, the whole screen, or a surface that nobody sees."""

from __future__ import annotations

import io
import os
import threading
from typing import Literal, Protocol

import pygame
import structlog

log = structlog.get_logger(__name__)

Mode = Literal["window", "fullscreen", "virtual:"]
Wish = Literal["", "renew", "quit"]
# What SDL falls back to by itself where no screen is connected.
_NO_SCREEN = frozenset({"offscreen", "dummy"})
# Below so many pixels no picture of the hall can be drawn.
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
_SOUND_CHANGED = frozenset({pygame.AUDIODEVICEREMOVED, pygame.AUDIODEVICEADDED})


class Screen(Protocol):
    """A surface and the way to show it. ``lock`` is held while it is drawn on; ``sound_changed`` is set
    when a loudspeaker came or went, and taken back by whoever minds."""

    surface: pygame.Surface
    lock: threading.Lock
    seen: bool
    sound_changed: bool

    def show(self, changed: list[pygame.Rect]) -> None:
        """Bring these parts before people's eyes."""

    def ask(self) -> Wish:
        """Whether the picture is to be drawn anew, or somebody closed the window."""

    def close(self) -> None:
        """Give the screen back."""


class HiddenScreen:
    """A picture in memory."""

    seen = False

    def __init__(self, size: tuple[int, int]) -> None:
        self.surface = pygame.Surface(size, 0, 32)
        self.lock = threading.Lock()
        self.sound_changed = False
        self.changes = 0

    def show(self, changed: list[pygame.Rect]) -> None:
        """Nothing to show it on; the change is counted."""
        with self.lock:
            self.changes += 1

    def ask(self) -> Wish:
        """Nobody asks."""
        return ""

    def close(self) -> None:
        """Nothing to give back."""


class SdlScreen:
    """A window, or the whole screen. A screen that is pulled out costs the picture until it is back."""

    seen = True

    def __init__(self, size: tuple[int, int], *, fullscreen: bool) -> None:
        self._size, self._fullscreen = size, fullscreen
        self.surface = self._opened()
        self.lock = threading.Lock()
        self.sound_changed = False
        self._lost = False
        pygame.display.set_caption("Balai")
        pygame.mouse.set_visible(not fullscreen)

    def show(self, changed: list[pygame.Rect]) -> None:
        """Update those parts of the screen."""
        try:
            pygame.display.update(changed)
        except pygame.error as error:
            if not self._lost:
                log.warning("screen_lost", reason=str(error), effect="calls are spoken, not seen")
            self._lost = True

    def ask(self) -> Wish:
        """What the window system wants."""
        wish: Wish = "renew" if self._lost and self._back() else ""
        for event in pygame.event.get():
            escape = event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE
            if event.type == pygame.QUIT or (not self._fullscreen and escape):
                return "quit"
            if event.type in _PICTURE_CHANGED:
                self._take(pygame.display.get_surface())
                wish = "renew"
            elif event.type in _SOUND_CHANGED:
                self.sound_changed = True
        return wish

    def close(self) -> None:
        """Close the window."""
        pygame.display.quit()

    def _opened(self) -> pygame.Surface:
        flags = pygame.FULLSCREEN if self._fullscreen else pygame.RESIZABLE
        return pygame.display.set_mode((0, 0) if self._fullscreen else self._size, flags)

    def _take(self, surface: pygame.Surface | None) -> None:
        # A screen without a cable may claim a size on which nothing can be drawn; the picture is then
        # kept where nobody sees it.
        if surface is not None and min(surface.get_size()) >= _SMALLEST:
            self.surface = surface
        else:
            self.surface = pygame.Surface(self.surface.get_size(), 0, 32)

    def _back(self) -> bool:
        try:
            self._take(self._opened())
        except pygame.error:
            return False
        self._lost = False
        log.info("screen_back")
        return True


def open_screen(mode: Mode, size: tuple[int, int]) -> Screen:
    """The screen of a display file. Where there is none, it says so once and the picture stays unseen.

    SDL_VIDEODRIVER is tried first (kmsdrm, on a machine without a desktop); where that driver finds no
    screen, SDL chooses.
    """
    if mode == "virtual:":
        return HiddenScreen(size)
    reasons = []
    for driver in dict.fromkeys((os.environ.get("SDL_VIDEODRIVER", ""), "")):
        try:
            return _opened_with(driver, size, fullscreen=mode == "fullscreen")
        except pygame.error as error:
            reasons.append(f"{driver or 'any driver'}: {error}")
            pygame.display.quit()
    log.warning("no_screen", reason="; ".join(reasons), effect="calls are spoken, the picture is not seen")
    return HiddenScreen(size)


def _opened_with(driver: str, size: tuple[int, int], *, fullscreen: bool) -> SdlScreen:
    before = os.environ.pop("SDL_VIDEODRIVER", None)
    try:
        if driver:
            os.environ["SDL_VIDEODRIVER"] = driver
        pygame.display.init()
        if (found := pygame.display.get_driver()) in _NO_SCREEN:
            raise pygame.error(f"SDL found only its {found} driver")
        return SdlScreen(size, fullscreen=fullscreen)
    finally:
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

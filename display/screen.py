"""Where the picture goes: a window, the whole screen, or a surface that nobody sees."""

from __future__ import annotations

import io
import threading
from typing import Literal, Protocol

import pygame
import structlog

log = structlog.get_logger(__name__)

Mode = Literal["window", "fullscreen", "virtual:"]
# What SDL falls back to by itself where no screen is connected.
_NO_SCREEN = frozenset({"offscreen", "dummy"})


class Screen(Protocol):
    """A surface and the way to show it. ``lock`` is held while it is drawn on."""

    surface: pygame.Surface
    lock: threading.Lock
    seen: bool

    def show(self, changed: list[pygame.Rect]) -> None:
        """Bring these parts before people's eyes."""

    def ask(self) -> Literal["", "renew", "quit"]:
        """Whether the picture is to be drawn anew, or somebody closed the window."""

    def close(self) -> None:
        """Give the screen back."""


class HiddenScreen:
    """A picture in memory."""

    seen = False

    def __init__(self, size: tuple[int, int]) -> None:
        self.surface = pygame.Surface(size, 0, 32)
        self.lock = threading.Lock()
        self.changes = 0

    def show(self, changed: list[pygame.Rect]) -> None:
        """Nothing to show it on; the change is counted."""
        with self.lock:
            self.changes += 1

    def ask(self) -> Literal["", "renew", "quit"]:
        """Nobody asks."""
        return ""

    def close(self) -> None:
        """Nothing to give back."""


class SdlScreen:
    """A window, or the whole screen."""

    seen = True

    def __init__(self, size: tuple[int, int], *, fullscreen: bool) -> None:
        flags = pygame.FULLSCREEN if fullscreen else pygame.RESIZABLE
        self.surface = pygame.display.set_mode((0, 0) if fullscreen else size, flags)
        self.lock = threading.Lock()
        pygame.display.set_caption("Balai")
        pygame.mouse.set_visible(not fullscreen)
        self._window = not fullscreen

    def show(self, changed: list[pygame.Rect]) -> None:
        """Update those parts of the screen."""
        pygame.display.update(changed)

    def ask(self) -> Literal["", "renew", "quit"]:
        """What the window system wants."""
        wish: Literal["", "renew", "quit"] = ""
        for event in pygame.event.get():
            escape = event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE
            if event.type == pygame.QUIT or (self._window and escape):
                return "quit"
            if event.type in {pygame.WINDOWSIZECHANGED, pygame.WINDOWEXPOSED}:
                self.surface = pygame.display.get_surface() or self.surface
                wish = "renew"
        return wish

    def close(self) -> None:
        """Close the window."""
        pygame.display.quit()


def open_screen(mode: Mode, size: tuple[int, int]) -> Screen:
    """The screen of a display file. Where there is none, it says so once and the picture stays unseen."""
    if mode == "virtual:":
        return HiddenScreen(size)
    try:
        pygame.display.init()
        driver = pygame.display.get_driver()
        if driver not in _NO_SCREEN:
            return SdlScreen(size, fullscreen=mode == "fullscreen")
        reason = f"SDL found only its {driver} driver"
    except pygame.error as error:
        reason = str(error)
    pygame.display.quit()
    log.warning("no_screen", reason=reason, effect="calls are spoken, the picture is not seen")
    return HiddenScreen(size)


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

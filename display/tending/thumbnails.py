"""Thumbnails: a small picture of the wall for the manager, now and then, and when the hub asks for one."""

from __future__ import annotations

import io
import threading
import time

import pygame
import structlog

from hardware.ports import HubRefused, HubUnavailable, WallLink
from hardware.screen.screen import Screen

log = structlog.get_logger(__name__)

#: Pixels, and the largest picture in bytes that is sent.
WIDTH, MOST_BYTES = 320, 40_000
#: Real seconds between two pictures, and between two that were asked for.
EVERY_SECONDS, ASKED_SECONDS = 30.0, 2.0


class Thumbnails:
    """A thread that sends small pictures while the hub is there; it never holds the wall up."""

    def __init__(self, screen: Screen, link: WallLink, every: float = EVERY_SECONDS) -> None:
        self._screen, self._link, self._every = screen, link, every
        self._stopping = threading.Event()
        self._sent: bytes = b""
        self._thread = threading.Thread(target=self._run, name="thumbnails", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; harmless to repeat."""
        self._stopping.set()
        self._link.thumbnail_wanted.set()
        if self._thread.is_alive():
            self._thread.join(0.3)

    def _run(self) -> None:
        due = time.monotonic()
        while not self._stopping.is_set():
            asked = self._link.thumbnail_wanted.wait(max(0.0, due - time.monotonic()))
            self._link.thumbnail_wanted.clear()
            if self._stopping.is_set():
                return
            self._send(always=asked)
            due = time.monotonic() + self._every
            self._stopping.wait(ASKED_SECONDS)

    def _send(self, *, always: bool) -> None:
        try:
            picture = small_jpeg(self._screen)
        except pygame.error as fault:
            log.debug("frame_not_made", reason=str(fault))
            return
        if len(picture) > MOST_BYTES or (picture == self._sent and not always):
            return
        try:
            self._link.send_thumbnail(picture)
            self._sent = picture
        except (HubRefused, HubUnavailable) as fault:
            log.debug("frame_not_sent", code=fault.code)


def small_jpeg(screen: Screen) -> bytes:
    """The picture as it is now, 320 pixels wide. Safe to call from any thread."""
    with screen.lock:
        width, height = screen.surface.get_size()
        small = pygame.transform.smoothscale(screen.surface, (WIDTH, max(1, height * WIDTH // width)))
    file = io.BytesIO()
    pygame.image.save(small, file, "frame.jpg")
    return file.getvalue()

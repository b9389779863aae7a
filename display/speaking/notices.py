"""Free announcements: their words and recordings, fetched from the hub beside the wall's work."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol, TypeVar

import structlog

from balai.clock import Clock
from balai.protocol.answers.announcements import FreeAnnouncement
from balai.protocol.pushes import Announced
from display.speaking.manner import known
from display.speaking.queue_items import Notice
from hardware.ports import HubRefused, HubUnavailable

log = structlog.get_logger(__name__)

T = TypeVar("T")


class Source(Protocol):
    """Where the words and recordings of announcements are. Both raise HubRefused and HubUnavailable."""

    def notice(self, announcement_id: str) -> FreeAnnouncement:
        """What is said."""

    def recording(self, announcement_id: str) -> bytes:
        """Its recording, a sound file."""


#: How often words are asked for where the hub does not answer, and real seconds between.
ATTEMPTS, PAUSE_SECONDS = 5, 1.0
_REMEMBERED = 100


class Notices:
    """Fetches the words of announcements, one after another, in a thread of its own."""

    def __init__(self, source: Source, clock: Clock) -> None:
        self._source, self._clock = source, clock
        self._wanted: queue.Queue[tuple[Announced, float] | None] = queue.Queue(maxsize=100)
        self._ready: queue.Queue[Notice] = queue.Queue()
        #: The ids of those that were taken back lately.
        self._forgotten: deque[str] = deque(maxlen=_REMEMBERED)
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def ask(self, made: Announced, asked_at: float) -> None:
        """Something is to be said; `asked_at` is the clock's monotonic time when it was typed."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="notices", daemon=True)
            self._thread.start()
        try:
            self._wanted.put_nowait((made, asked_at))
        except queue.Full:
            log.warning("notice_dropped", announcing=made.announcement_id, reason="too_many")

    def forget(self, announcement_id: str) -> None:
        """It was taken back: if its words are still to come, nobody waits for them."""
        self._forgotten.append(announcement_id)

    @property
    def awaited(self) -> bool:
        """Whether words are still to come, or have come and nobody has taken them yet."""
        return self._wanted.unfinished_tasks > 0 or not self._ready.empty()

    def ready(self) -> list[Notice]:
        """Those whose words have come since the last time."""
        found = []
        while not self._ready.empty():
            found.append(self._ready.get_nowait())
        return [notice for notice in found if notice.id not in self._forgotten]

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        if self._thread is not None:
            self._wanted.put(None)
            self._thread.join(0.5)

    def _work(self) -> None:
        while not self._closed.is_set() and (wanted := self._wanted.get()) is not None:
            self._fetch(*wanted)
            self._wanted.task_done()

    def _fetch(self, made: Announced, asked_at: float) -> None:
        if made.announcement_id in self._forgotten:
            return
        words = self._had(self._source.notice, made.announcement_id)
        if words is not None:
            # A recording that cannot be had costs its sound; what it says may still be read.
            sound = self._had(self._source.recording, made.announcement_id) if words.recorded else None
            self._ready.put(_notice(words, asked_at, sound or b""))

    def _had(self, fetch: Callable[[str], T], announcement_id: str) -> T | None:
        reason = ""
        for _ in range(ATTEMPTS):
            try:
                return fetch(announcement_id)
            except HubRefused as refused:
                reason = refused.code
                break
            except HubUnavailable as fault:
                reason = fault.code
                self._closed.wait(self._clock.real(PAUSE_SECONDS))
        log.warning("notice_not_fetched", announcing=announcement_id, reason=reason)
        return None


def _notice(words: FreeAnnouncement, asked_at: float, recording: bytes) -> Notice:
    (language,) = known([words.language])
    zone = words.zone_id or ""
    return Notice(words.announcement_id, words.text, language, words.times, asked_at, zone, recording)

"""What is announced, and when: one call at a time, in order, on screen and by voice together.

Nothing here waits: ``tick`` is called often and moves on what can move. All times are those of the
injected clock; only the patience with a voice that makes its sound is real time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

import structlog

from balai.clock import Clock
from balai.speech import Language, SpokenCall, call_units
from display.mixing import RATE, announcement
from display.voice import Voice
from hardware.ports import AudioOut, HardwareFault

log = structlog.get_logger(__name__)

#: Seconds that a call holds the screen at least.
HOLD_SECONDS = 5.0
#: A call that waited longer is not announced: the visitor has read it from the grid, or is there.
OLD_SECONDS = 180.0
# Real seconds that a sound may be in the making, and may overrun its length, before it is given up.
_PATIENCE, _OVERRUN = 4.0, 3.0


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call to be announced. ``asked_at`` is the clock's monotonic time when it was heard of."""

    leg_id: str
    number: str
    counter_id: str
    spoken: SpokenCall
    asked_at: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the calls since the start: each is spoken, merged, dropped, or still waits."""

    spoken: int = 0
    merged: int = 0
    dropped: int = 0


@dataclass(slots=True)
class _Turn:
    """The announcement that has the screen."""

    call: Announcement
    began: float
    sound: Future[bytes] | None
    sound_began: float | None = None
    length: float = 0.0


@dataclass(slots=True)
class Announcer:
    """The queue of one display. ``repeat`` is how often the sentence is said."""

    clock: Clock
    audio: AudioOut
    voice: Voice
    language: Language = "id"
    repeat: int = 2
    old_seconds: float = OLD_SECONDS
    counts: Counts = field(default_factory=Counts)
    _queue: deque[Announcement] = field(default_factory=deque)
    _turn: _Turn | None = None

    @property
    def current(self) -> Announcement | None:
        """The call that has the screen now."""
        return self._turn.call if self._turn else None

    @property
    def waiting(self) -> int:
        """How many calls wait for their turn."""
        return len(self._queue)

    def offer(self, call: Announcement) -> None:
        """A call or recall. One whose number still waits takes the waiting one's place."""
        for index, waiting in enumerate(self._queue):
            if waiting.number == call.number:
                # Not yet said once, it is no repeated call, wherever it leads now.
                spoken = replace(call.spoken, recall=waiting.spoken.recall)
                self._queue[index] = replace(call, spoken=spoken, asked_at=waiting.asked_at)
                self.counts = replace(self.counts, merged=self.counts.merged + 1)
                return
        self._queue.append(call)

    def withdraw(self, leg_id: str, reason: str) -> None:
        """A leg is over or its visitor is there: if its call still waits, it is not announced."""
        self._drop(lambda call: call.leg_id == leg_id, reason)

    def keep(self, legs: Collection[str]) -> None:
        """Only these legs are still at a counter: what waits for others is not announced."""
        self._drop(lambda call: call.leg_id not in legs, "over")

    def tick(self) -> None:
        """Begin, go on with or end an announcement, as the time says."""
        if self._turn is not None and self._is_over(self._turn):
            self._turn = None
        if self._turn is None:
            oldest = self.clock.monotonic() - self.old_seconds
            self._drop(lambda call: call.asked_at < oldest, "old")
            if self._queue:
                self._begin(self._queue.popleft())

    def silence(self) -> None:
        """Fall silent; the queue is forgotten."""
        self._queue.clear()
        self._turn = None
        self.audio.stop()

    def _begin(self, call: Announcement) -> None:
        sound = self.voice.prepare(call_units(call.spoken, self.language), self.repeat)
        self._turn = _Turn(call, self.clock.monotonic(), sound)
        self.counts = replace(self.counts, spoken=self.counts.spoken + 1)
        log.info("call_announced", number=call.number, counter=call.spoken.counter, waiting=self.waiting)
        self._is_over(self._turn)

    def _is_over(self, turn: _Turn) -> bool:
        now = self.clock.monotonic()
        if turn.sound is not None:
            self._sound_if_ready(turn, now)
        elif turn.sound_began is not None and self._still_sounds(turn, now):
            return False
        return turn.sound is None and turn.sound_began is None and now - turn.began >= HOLD_SECONDS

    def _sound_if_ready(self, turn: _Turn, now: float) -> None:
        assert turn.sound is not None
        if turn.sound.done():
            samples = turn.sound.result() if turn.sound.exception() is None else b""
        elif self.clock.real(now - turn.began) > _PATIENCE:
            log.warning("sound_not_ready", number=turn.call.number, effect="the chime alone")
            turn.sound.cancel()
            samples = announcement(None)
        else:
            return
        turn.sound = None
        if samples:
            self._play(turn, samples, now)

    def _play(self, turn: _Turn, samples: bytes, now: float) -> None:
        try:
            self.audio.play(samples, RATE)
        except HardwareFault as fault:
            log.warning("sound_failed", reason=fault.detail, effect="shown without sound")
        else:
            turn.sound_began, turn.length = now, len(samples) / 2 / RATE

    def _still_sounds(self, turn: _Turn, now: float) -> bool:
        assert turn.sound_began is not None
        if self.audio.busy():
            if self.clock.real(now - turn.sound_began) <= turn.length + _OVERRUN:
                return True
            log.warning("sound_stuck", number=turn.call.number)
            self.audio.stop()
        turn.sound_began = None
        return False

    def _drop(self, which: Callable[[Announcement], bool], reason: str) -> None:
        for call in [call for call in self._queue if which(call)]:
            self._queue.remove(call)
            self.counts = replace(self.counts, dropped=self.counts.dropped + 1)
            log.info("call_dropped", number=call.number, counter=call.spoken.counter, reason=reason)

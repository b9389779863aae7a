"""What is announced, and when: one at a time, in order, on screen and by voice together.

Nothing here waits: ``tick`` is called often and moves on what can move. All times are those of the
injected clock; only the patience with a voice that makes its sound is real time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any

import structlog

from balai.clock import Clock
from balai.domain.hall.config import VoiceRules
from balai.speech import Style, Unit, call_units
from balai.words.languages import SpokenLanguage
from display.speaking.free_speech import Say, chime_only
from display.speaking.manner import CHIME_SECONDS, SENTENCE_SECONDS, Manner, known, manner
from display.speaking.queue_items import Announcement, Item, Notice, name_of
from display.speaking.turn import HOLD_SECONDS, Turn
from hardware.ports import AudioOut
from voice.voice import Voice

__all__ = ["HOLD_SECONDS", "Announcement", "Announcer", "Counts", "Notice"]

USUAL_RULES = VoiceRules()

log = structlog.get_logger(__name__)

#: More than a hall can call in the time after which a call is old; what comes then is dropped.
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the announcements since the start: each was ``spoken``, only ``shown`` (another
    display speaks, or it is quiet time), ``merged`` with one that waited, ``dropped``, or still waits.
    ``shortened`` were spoken without repeat or second language, since many waited."""

    spoken: int = 0
    shown: int = 0
    merged: int = 0
    dropped: int = 0
    shortened: int = 0


@dataclass(slots=True)
class Announcer:
    """The queue of one display.

    ``zones`` are those that this display is to speak for, as the hub says; None speaks for all. ``rules``
    are the hall's, with what the device file says otherwise (``own``); ``zone`` is the hall's time zone;
    ``say`` speaks what staff typed or recorded; ``now`` is the hub's time, for quiet times.
    """

    clock: Clock
    audio: AudioOut
    voice: Voice
    rules: VoiceRules = USUAL_RULES
    own: Mapping[str, Any] = field(default_factory=dict)
    zone: tzinfo = UTC
    zones: frozenset[str] | None = None
    say: Say = chime_only
    counts: Counts = field(default_factory=Counts)
    now: Callable[[], datetime] | None = None
    _queue: deque[Item] = field(default_factory=deque)
    _turn: Turn | None = None
    _sentence_seconds: float = SENTENCE_SECONDS

    @property
    def current(self) -> Announcement | None:
        """The call that has the screen now."""
        item = self._turn.item if self._turn else None
        return item if isinstance(item, Announcement) else None

    @property
    def notice(self) -> Notice | None:
        """The free announcement that is made now."""
        item = self._turn.item if self._turn else None
        return item if isinstance(item, Notice) else None

    @property
    def sounded(self) -> str:
        """The leg whose call sounds now, or sounded; empty while its sound is being made."""
        call = self.current
        return call.leg_id if call is not None and self._turn is not None and self._turn.plays else ""

    @property
    def preparing(self) -> bool:
        """Whether a sound is being made that is to begin as soon as it can."""
        return self._turn is not None and self._turn.sound is not None

    @property
    def busy(self) -> bool:
        """Whether something is announced now."""
        return self._turn is not None

    @property
    def waiting(self) -> int:
        """How many announcements wait for their turn."""
        return len(self._queue)

    @property
    def languages(self) -> tuple[SpokenLanguage, ...]:
        """The languages of calls, in order."""
        return known(self.rules.languages)

    @property
    def style(self) -> Style:
        """How the hall wants calls to be said."""
        rules = self.rules
        return Style(rules.queue_word, rules.digits, rules.with_agency, rules.order)

    def follow(self, rules: VoiceRules, zone: tzinfo) -> None:
        """From now on speak by these rules of the hall, in its time zone."""
        self.rules, self.zone = replace(rules, **dict(self.own)), zone

    def offer(self, item: Item) -> None:
        """A call, recall or notice. A call whose number still waits takes the waiting one's place."""
        for index, waiting in enumerate(self._queue):
            if isinstance(item, Announcement) and _same_number(waiting, item):
                self._queue[index] = _merged(waiting, item)
                self.counts = replace(self.counts, merged=self.counts.merged + 1)
                return
        self._queue.append(item)
        if len(self._queue) > MOST_WAITING:
            self._forget(self._queue[0], "too_many")

    def refuse(self, item: Item, reason: str) -> None:
        """It is shown on the board and not announced."""
        self._queue.append(item)
        self._forget(item, reason)

    def withdraw(self, leg_id: str, reason: str) -> None:
        """A leg is over or its visitor is there: if its call still waits, it is not announced."""
        self._drop(lambda item: isinstance(item, Announcement) and item.leg_id == leg_id, reason)

    def keep(self, legs: Collection[str]) -> None:
        """Only these legs are still at a counter: what waits for others is not announced."""
        self._drop(lambda item: isinstance(item, Announcement) and item.leg_id not in legs, "over")

    def tick(self) -> None:
        """Begin, go on with or end an announcement, as the time says."""
        turn = self._turn
        if turn is not None and not turn.aloud and turn.manner.words and self._speaks(turn.item):
            # Whoever spoke for this zone is gone, perhaps in the middle of the sentence.
            self.counts = replace(self.counts, shown=self.counts.shown - 1)
            self._begin(turn.item)
        elif turn is not None and turn.over(self.clock, self.audio):
            self._learn(turn)
            self._turn = None
        if self._turn is None:
            oldest = self.clock.monotonic() - self.rules.old_seconds
            self._drop(lambda item: item.asked_at < oldest, "old")
            if self._queue:
                self._begin(self._queue.popleft())

    def silence(self) -> None:
        """Fall silent; the queue is forgotten."""
        self._queue.clear()
        self._turn = None
        self.audio.stop()

    def _begin(self, item: Item) -> None:
        local = (self.now or self.clock.now)().astimezone(self.zone)
        how = manner(self.rules, local, self.waiting, self._sentence_seconds)
        speaks = self._speaks(item)
        self._turn = Turn(item, how, speaks, self.clock.monotonic(), self._sound(item, how))
        self._count(how, spoken=speaks and how.words)
        log.info(
            "call_announced" if isinstance(item, Announcement) else "notice_announced",
            announcing=name_of(item),
            waiting=self.waiting,
            spoken=speaks and how.words,
        )
        self._turn.over(self.clock, self.audio)

    def _sound(self, item: Item, how: Manner) -> Future[bytes] | None:
        if not how.words:
            return chime_only() if how.volume else None
        if isinstance(item, Notice):
            return self.say(item)
        units = [call_units(item.spoken, language, self.style) for language in how.languages]
        said: Sequence[Unit] | Sequence[Sequence[Unit]] = units if len(units) > 1 else units[0]
        return self.voice.prepare(said, how.repeat)

    def _count(self, how: Manner, *, spoken: bool) -> None:
        counts = self.counts
        self.counts = replace(
            counts,
            spoken=counts.spoken + spoken,
            shown=counts.shown + (not spoken),
            shortened=counts.shortened + (spoken and how.shortened),
        )

    def _speaks(self, item: Item) -> bool:
        return self.zones is None or item.zone_id in self.zones or bool(self.zones and not item.zone_id)

    def _learn(self, turn: Turn) -> None:
        """How long a sentence takes in this hall, as the last call showed."""
        if isinstance(turn.item, Announcement) and turn.manner.words and turn.length:
            sentences = len(turn.manner.languages) * turn.manner.repeat
            self._sentence_seconds = max(0.0, turn.length - CHIME_SECONDS) / sentences

    def _drop(self, which: Callable[[Item], bool], reason: str) -> None:
        for item in [item for item in self._queue if which(item)]:
            self._forget(item, reason)

    def _forget(self, item: Item, reason: str) -> None:
        self._queue.remove(item)
        self.counts = replace(self.counts, dropped=self.counts.dropped + 1)
        log.info("call_dropped", announcing=name_of(item), reason=reason)


def _same_number(waiting: Item, call: Announcement) -> bool:
    return isinstance(waiting, Announcement) and waiting.number == call.number


def _merged(waiting: Item, call: Announcement) -> Announcement:
    assert isinstance(waiting, Announcement)
    # Not yet said once, it is no repeated call, wherever it leads now.
    spoken = replace(call.spoken, recall=waiting.spoken.recall)
    return replace(call, spoken=spoken, asked_at=waiting.asked_at)

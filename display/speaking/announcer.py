"""The queue of announcements: one at a time, in order, on screen and by voice together.

Nothing here waits: `tick` is called often and moves on what can move. All times are those of the
injected clock; only the time-out of a voice that makes its sound is real time.
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
from balai.speech import Unit, brief_units, call_units
from balai.words.languages import SpokenLanguage
from display.speaking.free_speech import Say, chime_only
from display.speaking.manner import (
    BRIEF_SECONDS,
    MOST_TOGETHER,
    SENTENCE_SECONDS,
    Manner,
    known,
    manner,
    within_bounds,
)
from display.speaking.queue_items import AnnouncementResult, CallAnnouncement, Item, Notice, name_of
from display.speaking.turn import HOLD_IN_HASTE, HOLD_SECONDS, REST_SECONDS, Turn
from hardware.ports import AudioOut
from voice.mixing import BETWEEN_CALLS, Speech
from voice.voice import Voice

__all__ = ["HOLD_SECONDS", "AnnouncementResult", "Announcer", "CallAnnouncement", "Counts", "Notice"]

USUAL_RULES = VoiceRules()

log = structlog.get_logger(__name__)

#: More than a hall can call in the time after which a call is old; what comes then is dropped.
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the announcements since the start: each was `spoken`, only `shown` (another
    display speaks), `merged` with one that waited, `dropped`, or still waits. `shortened` were spoken
    with less than the rules say, since many waited."""

    spoken: int = 0
    shown: int = 0
    merged: int = 0
    dropped: int = 0
    shortened: int = 0


@dataclass(slots=True)
class Announcer:
    """The queue of one display.

    `zones` are those that this display is to speak for, as the hub says; None speaks for all. `rules`
    are the hall's, with what the device file says otherwise (`own`); `zone` is the hall's time zone;
    `say` speaks what staff typed or recorded; `now` is the hub's time, for quiet times; `audible` tells
    whether the loudspeaker can be heard. `told` hears what became of each call's words, where this display
    speaks for it.
    """

    clock: Clock
    audio: AudioOut
    voice: Voice
    rules: VoiceRules = USUAL_RULES
    own: Mapping[str, Any] = field(default_factory=dict)
    zone: tzinfo = UTC
    zones: frozenset[str] | None = None
    say: Say = chime_only
    audible: Callable[[], bool] = lambda: True
    told: Callable[[AnnouncementResult], None] = lambda _result: None
    counts: Counts = field(default_factory=Counts)
    now: Callable[[], datetime] | None = None
    _queue: deque[Item] = field(default_factory=deque)
    _turn: Turn | None = None
    _untold: list[int] = field(default_factory=list)
    _sounded_until: float = float("-inf")
    _sentence_seconds: float = SENTENCE_SECONDS
    _brief_seconds: float = BRIEF_SECONDS

    @property
    def current(self) -> CallAnnouncement | None:
        """The call that has the screen now."""
        item = self._item
        return item if isinstance(item, CallAnnouncement) else None

    @property
    def notice(self) -> Notice | None:
        """The free announcement that is made now."""
        item = self._item
        return item if isinstance(item, Notice) else None

    @property
    def _item(self) -> Item | None:
        return self._turn.item(self.clock.monotonic()) if self._turn else None

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

    def follow(self, rules: VoiceRules, zone: tzinfo) -> None:
        """From now on speak by these rules of the hall, in its time zone."""
        self.rules, self.zone = replace(within_bounds(rules), **dict(self.own)), zone

    def offer(self, item: Item) -> None:
        """A call, recall or notice. A call whose number still waits takes the waiting one's place."""
        for index, waiting in enumerate(self._queue):
            if isinstance(item, CallAnnouncement) and _same_number(waiting, item):
                self._queue[index] = _merged(waiting, item)
                if self._speaks(waiting):
                    self._report(waiting, "replaced")
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
        self._drop(lambda item: isinstance(item, CallAnnouncement) and item.leg_id == leg_id, reason)

    def unsay(self, notice_id: str) -> None:
        """A free announcement was taken back: it is neither said to its end nor begun."""
        turn = self._turn
        item = turn.items[0] if turn is not None else None
        if turn is not None and isinstance(item, Notice) and item.id == notice_id:
            if turn.plays:
                self.audio.stop()
            self._sounded_until, self._turn = self.clock.monotonic(), None
            log.info("call_dropped", announcing=notice_id, reason="withdrawn")
        self._drop(lambda item: isinstance(item, Notice) and item.id == notice_id, "withdrawn")

    def keep(self, legs: Collection[str]) -> None:
        """Only these legs are still at a counter: what waits for others is not announced."""
        self._drop(lambda item: isinstance(item, CallAnnouncement) and item.leg_id not in legs, "over")

    def tick(self) -> None:
        """Begin, go on with or end an announcement, as the time says."""
        turn = self._turn
        if turn is not None and not turn.aloud and self._speaks(turn.items[0]):
            # Whoever spoke for this zone is gone, perhaps in the middle of the sentence.
            self.counts = replace(self.counts, shown=self.counts.shown - len(turn.items))
            self._begin(turn.items, turn.manner)
        elif turn is not None:
            self._go_on(turn)
        if self._turn is None:
            oldest = self.clock.monotonic() - self.rules.old_seconds
            self._drop(lambda item: item.asked_at < oldest, "old")
            if self._queue:
                self._next()

    def silence(self) -> None:
        """Fall silent; the queue is forgotten."""
        self._queue.clear()
        self._turn = None
        self.audio.stop()

    def _go_on(self, turn: Turn) -> None:
        wanted = self._manner(len(self._queue))
        turn.hold = HOLD_IN_HASTE if wanted.brief else HOLD_SECONDS
        if isinstance(turn.items[0], CallAnnouncement) and not turn.manner.brief:
            turn.end_after(wanted.sentences)
        over = turn.over(self.clock, self.audio)
        self._tell(turn)
        if over:
            self._learn(turn)
            self._sounded_until = self.clock.monotonic() if turn.ended_at is None else turn.ended_at
            self._tell(turn, last=True)
            self._turn = None

    def _next(self) -> None:
        how = self._manner(len(self._queue) - 1)
        items = [self._queue.popleft()]
        if how.brief and isinstance(items[0], CallAnnouncement):
            aloud = self._speaks(items[0])
            while len(items) < MOST_TOGETHER and self._queue and self._joins(self._queue[0], aloud=aloud):
                items.append(self._queue.popleft())
        elif how.brief:
            how = replace(how, brief=False)
        self._begin(_by_prefix(items), how)

    def _joins(self, item: Item, *, aloud: bool) -> bool:
        return isinstance(item, CallAnnouncement) and self._speaks(item) == aloud

    def _manner(self, waiting: int) -> Manner:
        local = (self.now or self.clock.now)().astimezone(self.zone)
        return manner(self.rules, local, waiting, self._sentence_seconds, self._brief_seconds)

    def _begin(self, items: tuple[Item, ...], how: Manner) -> None:
        speaks = self._speaks(items[0])
        turn = self._turn = Turn(
            items, how, speaks, self.clock.monotonic(), chime_only(),
            not_before=self._sounded_until + REST_SECONDS,
        )  # fmt: skip
        self._untold = [at for at, item in enumerate(items) if isinstance(item, CallAnnouncement) and speaks]
        self._count(how, len(items), spoken=speaks)
        for item in items:
            log.info(
                "call_announced" if isinstance(item, CallAnnouncement) else "notice_announced",
                announcing=name_of(item),
                waiting=self.waiting,
                spoken=speaks,
            )
        # Whatever fails from here on costs the words, and not the call.
        turn.sound = self._sound(items, how)
        turn.over(self.clock, self.audio)

    def _sound(self, items: tuple[Item, ...], how: Manner) -> Future[Speech]:
        first = items[0]
        if isinstance(first, Notice):
            return self.say(first)
        calls = [item.spoken for item in items if isinstance(item, CallAnnouncement)]
        if how.brief:
            return self.voice.prepare_brief(brief_units(calls, how.languages[0], self.rules), how.pace)
        rules = self.rules if how.agency else replace(self.rules, with_agency=False)
        units = [call_units(calls[0], language, rules) for language in how.languages]
        said: Sequence[Unit] | Sequence[Sequence[Unit]] = units if len(units) > 1 else units[0]
        return self.voice.prepare(said, how.repeat)

    def _count(self, how: Manner, items: int, *, spoken: bool) -> None:
        counts = self.counts
        self.counts = replace(
            counts,
            spoken=counts.spoken + items * spoken,
            shown=counts.shown + items * (not spoken),
            shortened=counts.shortened + items * (spoken and how.shortened),
        )

    def _speaks(self, item: Item) -> bool:
        return self.zones is None or item.zone_id in self.zones or bool(self.zones and not item.zone_id)

    def _tell(self, turn: Turn, *, last: bool = False) -> None:
        """What became of the words of the calls of this turn, each as soon as it is known."""
        now, still = self.clock.monotonic(), []
        for at in self._untold:
            if turn.said(at, now):
                self._report(turn.items[at], "" if self.audible() else "no_sound")
            elif last:
                self._report(turn.items[at], "no_words" if turn.plays else "no_sound")
            else:
                still.append(at)
        self._untold = still

    def _report(self, item: Item, reason: str) -> None:
        if isinstance(item, CallAnnouncement):
            self.told(AnnouncementResult(item, reason))

    def _learn(self, turn: Turn) -> None:
        """How long a sentence takes in this hall, as the last call showed."""
        spans = [span for span in turn.speech.spans if span is not None]
        if not spans or not isinstance(turn.items[0], CallAnnouncement):
            return
        if turn.manner.brief:
            each = (spans[-1][1] - spans[0][0]) / len(spans) + BETWEEN_CALLS / 2
            self._brief_seconds = each * turn.manner.pace
        elif turn.manner.agency:
            self._sentence_seconds = sum(end - begin for begin, end in spans) / len(spans)

    def _drop(self, which: Callable[[Item], bool], reason: str) -> None:
        for item in [item for item in self._queue if which(item)]:
            self._forget(item, reason)

    def _forget(self, item: Item, reason: str) -> None:
        self._queue.remove(item)
        self.counts = replace(self.counts, dropped=self.counts.dropped + 1)
        log.info("call_dropped", announcing=name_of(item), reason=reason)
        if reason in UNWANTED and self._speaks(item):
            self._report(item, reason)


#: Why a call that its desk still waits for is not announced; it is told.
UNWANTED = frozenset({"old", "too_many", "made_while_cut_off"})


def _by_prefix(items: Sequence[Item]) -> tuple[Item, ...]:
    """Numbers of one prefix one after another, in the order in which the prefixes came."""
    prefixes = [name_of(item).rpartition("-")[0] for item in items]
    return tuple(sorted(items, key=lambda item: prefixes.index(name_of(item).rpartition("-")[0])))


def _same_number(waiting: Item, call: CallAnnouncement) -> bool:
    return isinstance(waiting, CallAnnouncement) and waiting.number == call.number


def _merged(waiting: Item, call: CallAnnouncement) -> CallAnnouncement:
    assert isinstance(waiting, CallAnnouncement)
    # Not yet said once, it is no repeated call, wherever it leads now.
    spoken = replace(call.spoken, recall=waiting.spoken.recall)
    return replace(call, spoken=spoken, asked_at=waiting.asked_at)

"""The queue of announcements: one at a time, in order, on screen and by voice together.

Nothing here waits: `tick` is called often and moves on what can move. All times are those of the
injected clock; only the time-out of a voice that makes its sound is real time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import structlog

from balai.clock import Clock
from balai.domain.hall.config import VoiceRules
from balai.protocol.pushes import Cue
from balai.speech import Unit, brief_units, call_units
from balai.words.languages import SpokenLanguage
from display.speaking.free_speech import Say, chime_only
from display.speaking.manner import MOST_TOGETHER, Manner, known, manner, within_bounds
from display.speaking.queue_items import (
    UNWANTED,
    AnnouncementResult,
    CallAnnouncement,
    Counts,
    Item,
    Notice,
    by_prefix,
    merged,
    name_of,
    same_number,
)
from display.speaking.turn import HOLD_IN_HASTE, HOLD_SECONDS, REST_SECONDS, Lengths, Turn
from display.speaking.unison import ALONE_SECONDS, LEAD_SECONDS, Unison, cue_of, manner_of, named_by
from hardware.ports import AudioOut
from voice.mixing import Speech
from voice.voice import Voice

__all__ = ["HOLD_SECONDS", "AnnouncementResult", "Announcer", "CallAnnouncement", "Counts", "Notice"]

USUAL_RULES = VoiceRules()

log = structlog.get_logger(__name__)

#: More than a hall can call in the time after which a call is old; what comes then is dropped.
MOST_WAITING = 200
#: Real seconds before a moment at which a sound is to begin, from which on it is looked at often.
_NEAR_SECONDS = 0.05


@dataclass(slots=True)
class Announcer:
    """The queue of one display.

    `zones` are those that this display is to speak for, as the hub says; None speaks for all. `rules`
    are the hall's, with what the device file says otherwise (`own`); `zone` is the hall's time zone;
    `say` speaks what staff typed or recorded; `now` is the hub's time, for quiet times; `audible` tells
    whether the loudspeaker can be heard. `told` hears what became of each call's words, where this display
    speaks for it. `unison` keeps step with other loudspeakers of its zones; this one sounds `latency` seconds
    after it was given a sound.
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
    unison: Unison | None = None
    latency: float = 0.0
    _queue: deque[Item] = field(default_factory=deque)
    _turn: Turn | None = None
    _sounding: Turn | None = None
    _untold: list[int] = field(default_factory=list)
    _sounded_until: float = float("-inf")
    _lengths: Lengths = field(default_factory=Lengths)

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
        """Whether a sound is to begin as soon as it can, or at a moment that is near."""
        turn = self._turn
        if turn is None or turn.sound is None or turn.waits:
            return False
        return turn.begins is None or turn.begins - self.clock.monotonic() < _NEAR_SECONDS

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
            if isinstance(item, CallAnnouncement) and same_number(waiting, item):
                self._queue[index] = merged(waiting, item)
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
        """Begin, go on with or end an announcement, as the time says, with its sound."""
        self.move_on()
        self.give_sound()

    def move_on(self) -> None:
        """Begin, go on with or end an announcement. One that begins has no sound before `give_sound`."""
        self._follow()
        turn = self._turn
        if turn is not None and self._comes_to_speak(turn):
            self._take_back(turn)
            self._begin(turn.items, turn.manner)
        elif turn is not None:
            self._go_on(turn)
        if self._turn is None:
            oldest = self.clock.monotonic() - self.rules.old_seconds
            self._drop(lambda item: item.asked_at < oldest, "old")
            if self._queue:
                self._next()

    def give_sound(self) -> None:
        """Have the words of what has begun made. After its picture: both are work for one machine, and the
        picture is there sooner."""
        turn = self._turn
        if turn is None or turn is self._sounding:
            return
        self._sounding = turn
        for item in turn.items:
            log.info(
                "call_announced" if isinstance(item, CallAnnouncement) else "notice_announced",
                announcing=name_of(item),
                waiting=self.waiting,
                spoken=turn.aloud,
            )
        # Whatever fails from here on costs the words, and not the call.
        turn.sound = self._sound(turn.items, turn.manner)
        turn.over(self.clock, self.audio)

    def silence(self) -> None:
        """Fall silent; the queue is forgotten."""
        self._queue.clear()
        self._turn = None
        self.audio.stop()

    def hear(self, cue: Cue) -> None:
        """What the one that leads says, or leaves out."""
        turn = self._turn
        if turn is not None and turn.cue is not None and turn.cue.begins_at == cue.begins_at:
            if cue.sentences is not None and not turn.leads:
                turn.end_after(cue.sentences)
        elif self.unison is not None:
            self.unison.hear(cue)

    def _go_on(self, turn: Turn) -> None:
        wanted = self._manner(len(self._queue))
        turn.hold = HOLD_IN_HASTE if wanted.brief else HOLD_SECONDS
        if isinstance(turn.items[0], CallAnnouncement) and not turn.manner.brief:
            self._leave_out(turn, wanted.sentences)
        over = turn.over(self.clock, self.audio)
        self._tell(turn)
        if over:
            self._end(turn)

    def _end(self, turn: Turn) -> None:
        self._lengths.learn(turn)
        self._sounded_until = self.clock.monotonic() if turn.ended_at is None else turn.ended_at
        self._tell(turn, last=True)
        self._turn = None

    def _leave_out(self, turn: Turn, sentences: int) -> None:
        """Say no more than so many sentences; where others follow, so early that they hear of it in time."""
        if turn.cue is None:
            turn.end_after(sentences)
        elif turn.leads and self.unison is not None:
            count = turn.end_in_step(sentences, self.clock.monotonic(), LEAD_SECONDS)
            if count is not None:
                self.unison.send(turn.cue.model_copy(update={"sentences": count}))

    def _comes_to_speak(self, turn: Turn) -> bool:
        """Whether whoever spoke for this zone, or led in it, is gone, perhaps in mid-sentence."""
        first = turn.items[0]
        return (turn.waits or (not turn.aloud and self._speaks(first))) and not self._following(first)

    def _take_back(self, turn: Turn) -> None:
        """A turn is begun anew, or not at all: it does not count."""
        self.counts = self.counts.turned(-len(turn.items), turn.manner.shortened, spoken=turn.aloud)

    def _follow(self) -> None:
        """Say what the display that leads in a zone says, once it said so; alone where it says nothing."""
        turn = self._turn
        if self.unison is None:
            return
        cue = self.unison.next()
        if cue is None:
            if turn is not None and self.clock.real(self.clock.monotonic() - turn.began) > ALONE_SECONDS:
                turn.waits = False
            return
        late = self.unison.hub_time.age(cue.begins_at) > 0
        if turn is not None and turn.aloud and not turn.waits and turn.has_sound and not late:
            return
        waited = turn if turn is not None and turn.waits else None
        items = named_by(cue, (*(waited.items if waited else ()), *self._queue))
        if items is None:
            return
        self.unison.done(cue)
        how = manner_of(cue)
        if waited is not None and waited.items == items and replace(waited.manner, shortened=False) == how:
            waited.waits = False
            self._keep_step(waited, cue)
            return
        self._make_room(turn)
        for item in items:
            self._queue.remove(item)
        self._begin(items, how, cue)

    def _make_room(self, turn: Turn | None) -> None:
        """End what another has gone on from, or put back what has not begun."""
        if turn is not None and turn.waits:
            self._take_back(turn)
            self._queue.extendleft(reversed(turn.items))
        elif turn is not None:
            if turn.plays and turn.has_sound:
                self.audio.stop()
            self._end(turn)

    def _next(self) -> None:
        how = self._manner(len(self._queue) - 1)
        items = [self._queue.popleft()]
        if how.brief and isinstance(items[0], CallAnnouncement):
            role = self._role(items[0])
            while len(items) < MOST_TOGETHER and self._queue and self._joins(self._queue[0], role):
                items.append(self._queue.popleft())
        elif how.brief:
            how = replace(how, brief=False)
        self._begin(by_prefix(items), how)

    def _joins(self, item: Item, role: tuple[bool, str]) -> bool:
        return isinstance(item, CallAnnouncement) and self._role(item) == role

    def _role(self, item: Item) -> tuple[bool, str]:
        """Whether it is said here, and the zone in which others say it too."""
        together = self._following(item) or bool(self.unison and self.unison.leading(item))
        return self._speaks(item), item.zone_id if together else ""

    def _following(self, item: Item) -> bool:
        return self.unison is not None and self.unison.following(item)

    def _manner(self, waiting: int) -> Manner:
        local = (self.now or self.clock.now)().astimezone(self.zone)
        return manner(self.rules, local, waiting, self._lengths.sentence, self._lengths.brief)

    def _begin(self, items: tuple[Item, ...], how: Manner, cue: Cue | None = None) -> None:
        speaks = self._speaks(items[0])
        turn = self._turn = Turn(
            items, how, speaks, self.clock.monotonic(), chime_only(),
            not_before=self._sounded_until + REST_SECONDS,
            waits=cue is None and speaks and self._following(items[0]),
        )  # fmt: skip
        self._keep_step(turn, cue)
        self._untold = [at for at, item in enumerate(items) if isinstance(item, CallAnnouncement) and speaks]
        self.counts = self.counts.turned(len(items), how.shortened, spoken=speaks)

    def _keep_step(self, turn: Turn, cue: Cue | None) -> None:
        """Begin when the cue says; where others follow, give them theirs."""
        unison, now = self.unison, self.clock.monotonic()
        if unison is None or turn.waits or not turn.aloud:
            return
        zone = unison.leading(turn.items[0])
        if cue is None and zone and unison.hub_time.known:
            ahead = max(LEAD_SECONDS, turn.not_before - now)
            begins_at = unison.hub_time.now() + timedelta(seconds=ahead)
            cue, turn.leads = cue_of(zone, turn.items, turn.manner, begins_at), True
            unison.send(cue)
        if cue is not None:
            turn.cue, turn.begins = cue, unison.hub_time.monotonic_at(cue.begins_at) - self.latency
            if cue.sentences is not None:
                turn.end_after(cue.sentences)

    def _sound(self, items: tuple[Item, ...], how: Manner) -> Future[Speech]:
        first = items[0]
        if isinstance(first, Notice):
            return self.say(first)
        calls = [item.spoken for item in items if isinstance(item, CallAnnouncement)]
        if self._role(first)[1]:
            # What is at the right of one loudspeaker is at the left of another.
            calls = [replace(call, direction="") for call in calls]
        if how.brief:
            return self.voice.prepare_brief(brief_units(calls, how.languages[0], self.rules), how.pace)
        rules = self.rules if how.agency else replace(self.rules, with_agency=False)
        units = [call_units(calls[0], language, rules) for language in how.languages]
        said: Sequence[Unit] | Sequence[Sequence[Unit]] = units if len(units) > 1 else units[0]
        return self.voice.prepare(said, how.repeat)

    def _speaks(self, item: Item) -> bool:
        if isinstance(item, CallAnnouncement) and item.trial:
            return True
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
        # What is not said here may be said by the one that is followed.
        if isinstance(item, CallAnnouncement) and not (item.trial or (reason and self._following(item))):
            self.told(AnnouncementResult(item, reason))

    def _drop(self, which: Callable[[Item], bool], reason: str) -> None:
        for item in [item for item in self._queue if which(item)]:
            self._forget(item, reason)

    def _forget(self, item: Item, reason: str) -> None:
        self._queue.remove(item)
        self.counts = replace(self.counts, dropped=self.counts.dropped + 1)
        log.info("call_dropped", announcing=name_of(item), reason=reason)
        if reason in UNWANTED and self._speaks(item):
            self._report(item, reason)

"""One announcement's time on screen and in the air: a call, several calls in one sentence, or a notice."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field

import structlog

from balai.clock import Clock
from balai.protocol.pushes import Cue
from display.speaking.manner import BRIEF_SECONDS, SENTENCE_SECONDS, Manner
from display.speaking.queue_items import CallAnnouncement, Item, name_of
from hardware.ports import AudioOut, HardwareFault
from voice.mixing import BETWEEN_CALLS, RATE, Speech, chime_alone, scaled

log = structlog.get_logger(__name__)

#: Seconds that an announcement holds the screen at least; where others wait and it has no sound; and of
#: silence between two sounds.
HOLD_SECONDS, HOLD_IN_HASTE, REST_SECONDS = 5.0, 2.0, 0.6
#: Real seconds that a sound may be in the making, and may overrun its length, before it is given up.
_TIMEOUT, _OVERRUN = 4.0, 3.0


@dataclass(slots=True)
class Turn:
    """The announcement that has the screen: `items` in the order in which they are said.

    It ends with its sound and after its `hold`. One that is not `aloud`, since another display speaks,
    takes as long as it would: so the displays of a zone keep step, and whoever takes over goes on where
    the other stopped. `sound` is None once it has begun, which is `not_before` that time, or where another
    speaks the same (`cue`) just then, at `begins`: what is late joins in where the sentence is. One that
    `waits` has not heard the word of the display that leads; one that `leads` gave it.
    """

    items: tuple[Item, ...]
    manner: Manner
    aloud: bool
    began: float
    sound: Future[Speech] | None
    not_before: float = 0.0
    begins: float | None = None
    cue: Cue | None = None
    waits: bool = False
    leads: bool = False
    hold: float = HOLD_SECONDS
    plays: bool = False
    failed: bool = False
    speech: Speech = field(default_factory=lambda: Speech(b""))
    ended_at: float | None = None
    _sound_began: float | None = None
    _cut_after: int | None = None

    def over(self, clock: Clock, audio: AudioOut) -> bool:
        """Go on with the sound, and say whether the turn has ended."""
        now = clock.monotonic()
        if self.sound is not None:
            self._take_sound(self.sound, clock, audio, now)
        elif self._sound_began is not None and self._sounds(self._sound_began, clock, audio, now):
            return False
        silent = self.sound is None and self._sound_began is None
        return silent and (self._was_cut or now - self.began >= self.hold)

    def item(self, now: float) -> Item:
        """What is said now; before the first words what comes first."""
        found = 0
        for index, span in enumerate(self.speech.spans[: len(self.items)]):
            if span is not None and self._elapsed(now) >= span[0]:
                found = index
        return self.items[found]

    def said(self, index: int, now: float) -> bool:
        """Whether the words of an item have sounded once, whole."""
        spans = self.speech.spans
        span = spans[index] if index < len(spans) else None
        return self.plays and not self.failed and span is not None and self._elapsed(now) >= span[1]

    def sentences(self) -> int:
        """How many sentences it was to have, repeats among them."""
        return len(self.speech.spans)

    def end_in_step(self, sentences: int, now: float, ahead: float) -> int | None:
        """Leave out what comes after so many sentences, or after more where the next begins less than `ahead`
        seconds from now; after how many then. None where nothing more is left out."""
        spans = [span for span in self.speech.spans if span is not None]
        most = len(spans) if self._cut_after is None else self._cut_after
        for count in range(max(1, sentences), min(most, len(spans))):
            if spans[count][0] - self._elapsed(now) >= ahead:
                self._cut_after = count
                return count
        return None

    @property
    def has_sound(self) -> bool:
        """Whether its sound is in the making, or in the air."""
        return self.sound is not None or self._sound_began is not None

    def end_after(self, sentences: int) -> None:
        """Leave out what comes after so many sentences, if the next one has not begun when they are over."""
        self._cut_after = sentences

    @property
    def _was_cut(self) -> bool:
        return self._cut_after is not None and self._cut_after < len(self.speech.spans)

    def _elapsed(self, now: float) -> float:
        if self._sound_began is not None:
            return now - self._sound_began
        return -1.0 if self.ended_at is None else float("inf")

    def _take_sound(self, sound: Future[Speech], clock: Clock, audio: AudioOut, now: float) -> None:
        if self.waits or now < (self.not_before if self.begins is None else self.begins):
            return
        if sound.done():
            speech = sound.result() if sound.exception() is None else Speech(b"")
        elif clock.real(now - max(self.began, self.begins or self.began)) > _TIMEOUT:
            log.warning("sound_not_ready", announcing=name_of(self.items[0]), effect="the chime alone")
            sound.cancel()
            speech = chime_alone()
        else:
            return
        self.sound = None
        if speech.samples:
            self._begin_sound(speech, audio, now)

    def _begin_sound(self, speech: Speech, audio: AudioOut, now: float) -> None:
        begins = now if self.begins is None else self.begins
        late = round(max(0.0, now - begins) * RATE) * 2
        if late >= len(speech.samples):
            return
        if self.aloud:
            try:
                audio.play(scaled(speech.samples, self.manner.volume)[late:], RATE)
            except HardwareFault as fault:
                log.warning("sound_failed", reason=fault.detail, effect="shown without sound")
                return
        self.plays, self._sound_began, self.speech = self.aloud, begins, speech

    def _sounds(self, began: float, clock: Clock, audio: AudioOut, now: float) -> bool:
        if self._in_gap(now - began):
            if self.plays:
                audio.stop()
        elif not self.plays:
            if now - began < self.speech.seconds:
                return True
        elif audio.busy():
            if clock.real(now - began) <= self.speech.seconds + _OVERRUN:
                return True
            log.warning("sound_stuck", announcing=name_of(self.items[0]))
            self.failed = True
            audio.stop()
        self._sound_began, self.ended_at = None, now
        return False

    def _in_gap(self, elapsed: float) -> bool:
        """Whether it is silent after the last sentence that is wanted."""
        if not self._was_cut or self._cut_after is None:
            return False
        spans = [span for span in self.speech.spans if span is not None]
        if not 0 < self._cut_after < len(spans):
            return False
        ends, begins = spans[self._cut_after - 1][1], spans[self._cut_after][0]
        return ends + _SETTLES <= elapsed < begins - _SETTLES


#: Seconds that a loudspeaker may lag behind what it was given.
_SETTLES = 0.1


@dataclass(slots=True)
class Lengths:
    """How long a sentence takes in this hall (seconds), and one call where a sentence tells of several: as
    the last ones showed."""

    sentence: float = SENTENCE_SECONDS
    brief: float = BRIEF_SECONDS

    def learn(self, turn: Turn) -> None:
        """A turn is over."""
        spans = [span for span in turn.speech.spans if span is not None]
        if not spans or not isinstance(turn.items[0], CallAnnouncement):
            return
        if turn.manner.brief:
            self.brief = turn.manner.pace * ((spans[-1][1] - spans[0][0]) / len(spans) + BETWEEN_CALLS / 2)
        elif turn.manner.agency:
            self.sentence = sum(end - begin for begin, end in spans) / len(spans)

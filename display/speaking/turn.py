"""One announcement's time on screen and in the air."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

import structlog

from balai.clock import Clock
from display.speaking.manner import Manner, scaled
from display.speaking.queue_items import Item, name_of
from hardware.ports import AudioOut, HardwareFault
from voice.mixing import RATE, announcement

log = structlog.get_logger(__name__)

#: Seconds that an announcement holds the screen at least.
HOLD_SECONDS = 5.0
# Real seconds that a sound may be in the making, and may overrun its length, before it is given up.
_PATIENCE, _OVERRUN = 4.0, 3.0


@dataclass(slots=True)
class Turn:
    """The announcement that has the screen.

    It ends with its sound and after five seconds at least. One that is not ``aloud``, since another
    display speaks, takes as long as it would: so the displays of a zone keep step, and whoever takes over
    goes on where the other stopped. ``sound`` is None where nothing is to sound at all.
    """

    item: Item
    manner: Manner
    aloud: bool
    began: float
    sound: Future[bytes] | None
    length: float = 0.0
    plays: bool = False
    _sound_began: float | None = None

    def over(self, clock: Clock, audio: AudioOut) -> bool:
        """Go on with the sound, and say whether the turn has ended."""
        now = clock.monotonic()
        if self.sound is not None:
            self._take_sound(self.sound, clock, audio, now)
        elif self._sound_began is not None and self._sounds(self._sound_began, clock, audio, now):
            return False
        return self.sound is None and self._sound_began is None and now - self.began >= HOLD_SECONDS

    def _take_sound(self, sound: Future[bytes], clock: Clock, audio: AudioOut, now: float) -> None:
        if sound.done():
            samples = sound.result() if sound.exception() is None else b""
        elif clock.real(now - self.began) > _PATIENCE:
            log.warning("sound_not_ready", announcing=name_of(self.item), effect="the chime alone")
            sound.cancel()
            samples = announcement(None)
        else:
            return
        self.sound = None
        if samples:
            self._begin_sound(samples, audio, now)

    def _begin_sound(self, samples: bytes, audio: AudioOut, now: float) -> None:
        if self.aloud:
            try:
                audio.play(scaled(samples, self.manner.volume), RATE)
            except HardwareFault as fault:
                log.warning("sound_failed", reason=fault.detail, effect="shown without sound")
                return
        self.plays, self._sound_began, self.length = self.aloud, now, len(samples) / 2 / RATE

    def _sounds(self, began: float, clock: Clock, audio: AudioOut, now: float) -> bool:
        if not self.plays:
            if now - began < self.length:
                return True
        elif audio.busy():
            if clock.real(now - began) <= self.length + _OVERRUN:
                return True
            log.warning("sound_stuck", announcing=name_of(self.item))
            audio.stop()
        self._sound_began = None
        return False

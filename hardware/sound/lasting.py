"""A loudspeaker with hot plug: a card that is pulled out, a mixer that fails or hangs, and their return."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from hardware.ports import AudioOut, HardwareFault, PartUnavailable

log = structlog.get_logger(__name__)

#: Real seconds before the first attempt to open a lost card again; doubled up to the last.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
#: Real seconds: a sound that lasts so much longer than it is long hangs with its card; a card that is lost
#: so soon is not trusted at once again.
_HANGS, _STAYS = 2.0, 10.0


class LastingAudio:
    """Plays on the card while there is one, else on `silent`, which only takes the time.

    A lost card is said once, and once more when it is back. `retry`, `card_changed` and `card_lost`
    are for the thread that plays.
    """

    def __init__(
        self,
        opener: Callable[[], AudioOut],
        silent: AudioOut,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open the card. Raises PartUnavailable, except where there only is none now."""
        self._opener, self._silent, self._monotonic = opener, silent, monotonic
        self._pause, self._due, self._ends = FIRST_PAUSE, 0.0, float("inf")
        self._since = monotonic()
        self._said = self._changed = False
        self._card: AudioOut | None = None
        self._card = self._opened(first=True)

    @property
    def able(self) -> bool:
        """Whether anything can be heard now."""
        return self._card is not None

    def play(self, samples: bytes, rate: int) -> None:
        """Start playing; where the card just failed, on the card opened anew."""
        if self._card is not None and not self._played(self._card, samples, rate):
            self._card = self._opened()
            if self._card is not None and not self._played(self._card, samples, rate):
                self._card = None
        if self._card is None:
            self._silent.play(samples, rate)

    def busy(self) -> bool:
        """Whether something still sounds, or would."""
        return (self._card or self._silent).busy()

    def stop(self) -> None:
        """Fall silent at once. A card that had to be stopped long after its sound's end is given up."""
        card = self._card
        if card is None:
            self._silent.stop()
            return
        hung = card.busy() and self._monotonic() > self._ends + _HANGS
        card.stop()
        if hung:
            self._lose(card, "it never ends a sound")

    def close(self) -> None:
        """Give the card back."""
        if self._card is not None:
            self._card.close()

    def retry(self) -> None:
        """Open a lost card again if it is time for an attempt, and one that may have changed when it is
        silent."""
        if self._changed and self._card is not None and not self._card.busy():
            self._card.close()
            self._card = None
        if self._card is None and self._monotonic() >= self._due:
            self._card = self._opened()

    def card_changed(self) -> None:
        """A card came or went: what plays next opens its card anew."""
        self._changed, self._due, self._pause = True, 0.0, FIRST_PAUSE

    def card_lost(self) -> None:
        """The card that is open is gone; the mixer would go on playing to nothing."""
        if self._card is not None:
            self._lose(self._card, "it was pulled out")

    def _played(self, card: AudioOut, samples: bytes, rate: int) -> bool:
        try:
            card.play(samples, rate)
        except HardwareFault as fault:
            self._lose(card, fault.detail)
            return False
        self._ends = self._monotonic() + len(samples) / 2 / rate
        return True

    def _opened(self, *, first: bool = False) -> AudioOut | None:
        self._changed = False
        try:
            card = self._opener()
        except PartUnavailable as fault:
            if first and fault.code != "no_sound_card":
                raise
            self._put_off()
            self._say_lost(fault.detail)
            return None
        log.info("sound_card_back" if self._said else "sound_card_open")
        self._said, self._since = False, self._monotonic()
        return card

    def _put_off(self) -> None:
        self._due = self._monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _lose(self, card: AudioOut, reason: str) -> None:
        card.close()
        self._card = None
        if self._monotonic() - self._since < _STAYS:
            self._put_off()
        else:
            self._due, self._pause = 0.0, FIRST_PAUSE
        self._say_lost(reason)

    def _say_lost(self, reason: str) -> None:
        if not self._said:
            self._said = True
            log.warning("no_sound_card", reason=reason, effect="calls are shown, not heard, until it is back")

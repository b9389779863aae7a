"""Loudspeakers: SDL's mixer, one that plays to nothing on the clock's time, and none at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import SplitResult

from balai.words.said import say
from hardware.ports import AudioOut, HardwareFault, PartUnavailable
from hardware.quiet import unheard

if TYPE_CHECKING:
    from balai.clock import Clock

#: The one rate that a mixer is opened with, in Hz; everything that is played is mixed for it.
RATE = 24_000
#: Samples that a card is given at a time: 43 ms. A wall at rest wakes for each of them.
_BUFFER = 1024


def open_pygame(parts: SplitResult, *, clock: Clock) -> AudioOut:
    """The machine's sound card, or that of the name after the colon. Raises PartUnavailable (no_sound_card)
    where there is none, and none of that name."""
    return SdlAudio(card_of(parts.geturl()))


def card_of(url: str) -> str:
    """The name of the sound card in an audio URL, such as "USB Audio" in "pygame:USB Audio"; empty for the
    machine's usual one."""
    scheme, _, name = url.partition(":")
    return name.strip() if scheme.lower() == "pygame" else ""


def open_virtual(_parts: SplitResult, *, clock: Clock) -> AudioOut:
    """Silence that takes as long as the sound would."""
    return VirtualAudio(clock)


def open_none(_parts: SplitResult, *, clock: Clock) -> AudioOut:
    """No loudspeaker: everything is over at once."""
    return NoAudio()


class SdlAudio:
    """The sound card through SDL's mixer, mono 16 bit at RATE.

    The environment's SDL_AUDIODRIVER chooses the driver ("disk" writes what would sound to a file).
    """

    def __init__(self, card: str = "") -> None:
        """Open the card of this name, or the machine's usual one. Raises PartUnavailable (no_sound_card)."""
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
        import pygame

        self._pygame = pygame
        try:
            # A card that wants another format is converted for: the mix stays as it was made.
            with unheard():
                pygame.mixer.init(RATE, -16, 1, _BUFFER, allowedchanges=0, devicename=card or None)
        except pygame.error as error:
            raise PartUnavailable("no_sound_card", _missing(card, error)) from error
        self._channel = pygame.mixer.Channel(0)

    def play(self, samples: bytes, rate: int) -> None:
        """Start playing; what sounded before is cut off."""
        _check_rate(rate)
        try:
            self._channel.play(self._pygame.mixer.Sound(buffer=samples))
        except self._pygame.error as error:
            raise HardwareFault("sound_failed", say("error.sound_refused", error=error)) from error

    def busy(self) -> bool:
        """Whether the channel still plays."""
        return bool(self._pygame.mixer.get_init()) and self._channel.get_busy()

    def stop(self) -> None:
        """Fall silent at once."""
        if self._pygame.mixer.get_init():
            self._channel.stop()

    def close(self) -> None:
        """Close the card."""
        self._pygame.mixer.quit()


def _missing(card: str, error: Exception) -> str:
    if not card:
        return say("error.no_sound_card", error=error)
    return say("error.no_such_sound_card", card=card, there=", ".join(map(repr, cards())) or "-")


def cards() -> tuple[str, ...]:
    """The names of the sound cards that can be opened now."""
    import pygame
    from pygame._sdl2.audio import get_audio_device_names

    try:
        with unheard():
            pygame.mixer.init(RATE, -16, 1, _BUFFER, allowedchanges=0)
            names = tuple(get_audio_device_names(False))
            pygame.mixer.quit()
    except pygame.error:
        return ()
    return names


class VirtualAudio:
    """Plays to nothing, in the time that the sound takes on the given clock, and counts.

    `plays`, `seconds` (all lengths together) and `cut_off` (plays that ended one still
    sounding) tell what a listener would have heard.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends = clock.monotonic()
        self.plays = 0
        self.cut_off = 0
        self.seconds = 0.0

    def play(self, samples: bytes, rate: int) -> None:
        """Begin to count the time of this sound."""
        _check_rate(rate)
        self.cut_off += self.busy()
        length = len(samples) / 2 / rate
        self.plays += 1
        self.seconds += length
        self._ends = self._clock.monotonic() + length

    def busy(self) -> bool:
        """Whether the sound's time is not over."""
        return self._clock.monotonic() < self._ends

    def stop(self) -> None:
        """End the sound's time."""
        self._ends = self._clock.monotonic()

    def close(self) -> None:
        """The same as stop."""
        self.stop()


class NoAudio:
    """No loudspeaker at all."""

    def play(self, samples: bytes, rate: int) -> None:
        """Nothing sounds."""

    def busy(self) -> bool:
        """Never."""
        return False

    def stop(self) -> None:
        """Nothing to stop."""

    def close(self) -> None:
        """Nothing to close."""


def _check_rate(rate: int) -> None:
    if rate != RATE:
        raise HardwareFault("wrong_rate", say("error.sound_rate", right=RATE, rate=rate))

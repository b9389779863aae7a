"""The voice guide: what stands on the screen, as it is said."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from typing import Protocol

from balai.numerals import digits_in
from balai.speech import Unit
from balai.words import Language, words_in
from balai.words.languages import SPOKEN_LANGUAGES, SpokenLanguage

#: How loud it may be, in per cent; the key goes round.
STEPS = (60, 80, 100, 40)
#: So many sentences are remembered.
_REMEMBERED = 200
_NUMBER = re.compile(r"\b([A-Z][A-Z0-9]{0,7})-(\d+)\b")
_TIME = re.compile(r"\b(\d{1,2})[.:](\d\d)\b")


class Reads(Protocol):
    """What speaks (`voice.reader.Reader`)."""

    volume: int

    @property
    def busy(self) -> bool:
        """Whether something is read."""

    def read(self, sentences: Sequence[Unit]) -> None:
        """Read these now, whatever is being said."""

    def stop(self) -> None:
        """Fall silent."""


class Guide:
    """Says what it is given, and again when asked. `said` is all that was to be heard lately."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        reader.volume = STEPS[0]
        self._last: tuple[Unit, ...] = ()
        self.said: deque[str] = deque(maxlen=_REMEMBERED)

    @property
    def busy(self) -> bool:
        """Whether it speaks: nobody is hurried then."""
        return self._reader.busy

    def say(self, sentences: Sequence[str], language: Language) -> None:
        """Say these now."""
        tongue = next((known for known in SPOKEN_LANGUAGES if known == language), SPOKEN_LANGUAGES[0])
        self._last = tuple(Unit(aloud(text, tongue), tongue) for text in sentences if text)
        self.repeat()

    def repeat(self) -> None:
        """Say the last once more."""
        self.said.extend(unit.text for unit in self._last)
        self._reader.read(self._last)

    def louder(self) -> int:
        """The next loudness; in per cent."""
        at = STEPS.index(self._reader.volume) if self._reader.volume in STEPS else -1
        self._reader.volume = STEPS[(at + 1) % len(STEPS)]
        return self._reader.volume

    def quiet(self) -> None:
        """Say no more, and forget: the next visitor hears nothing of this one."""
        self._last = ()
        self._reader.volume = STEPS[0]
        self._reader.stop()


def aloud(text: str, language: SpokenLanguage) -> str:
    """A text written for eyes, as it is to be read: numbers digit by digit, signs by their words."""
    say, digits = words_in(language), digits_in(language)
    text = _NUMBER.sub(
        lambda number: ", ".join([*number[1], *(digits[int(digit)] for digit in number[2])]), text
    )
    text = _TIME.sub(r"\1 \2", text)
    for sign, key in (("±", "touch.about"), ("–", "touch.up_to"), (" / ", "touch.or")):
        text = text.replace(sign, f" {say(key)} ")
    return " ".join(text.split())

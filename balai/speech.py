"""A call as a list of spoken units, per language.

Units are phrases, not single letters: engines fail on inputs of one to three phonemes. The number
is read digit by digit, the counter as a cardinal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

Language = Literal["id", "en"]

#: Silences after a unit, in seconds.
_AFTER_LETTER, _AFTER_DIGIT, _AFTER_NUMBER, _AFTER_COUNTER, _AFTER_SENTENCE = 0.12, 0.06, 0.35, 0.12, 0.35

_DIGITS: dict[Language, tuple[str, ...]] = {
    "id": ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER: dict[Language, str] = {"id": "nomor antrean", "en": "queue number"}
_COUNTER: dict[Language, str] = {"id": "silakan menuju loket", "en": "please go to counter"}
_RECALL: dict[Language, str] = {"id": "panggilan ulang", "en": "repeated call"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One phrase that is spoken, and cached, as a whole; ``pause`` seconds of silence follow it.

    A sentence may be said without an ``optional`` unit that cannot be had, and without no other.
    """

    text: str
    language: Language
    pause: float = 0.0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SpokenCall:
    """What is said of a call.

    ``agency`` is the name as it is to be pronounced; empty leaves it out.
    """

    number: str
    counter: int
    agency: str = ""
    recall: bool = False


def call_units(call: SpokenCall, language: Language = "id") -> tuple[Unit, ...]:
    """The units of one sentence of a call, in order."""
    letters, digits = _split(call.number)
    said = [Unit(_DIGITS[language][int(digit)], language, _AFTER_DIGIT) for digit in digits]
    parts = [Unit(_RECALL[language], language, _AFTER_SENTENCE, optional=True)] if call.recall else []
    parts.append(Unit(_prefix(letters, language), language, _AFTER_LETTER))
    parts += [*said[:-1], *(Unit(unit.text, language, _AFTER_NUMBER) for unit in said[-1:])]
    parts.append(_counter(call.counter, language))
    if call.agency:
        parts.append(Unit(call.agency, language, optional=True))
    return tuple(parts)


def call_text(call: SpokenCall, language: Language = "id") -> str:
    """The same sentence for a log or a screen reader."""
    letters, digits = _split(call.number)
    spoken = [_prefix(letters, language), *(_DIGITS[language][int(digit)] for digit in digits)]
    start = f"{_RECALL[language].capitalize()}. " if call.recall else ""
    number = _first_upper(", ".join(spoken))
    there = f"{_COUNTER[language].capitalize()} {cardinal(call.counter, language)}"
    return f"{start}{number}. {there}{', ' + call.agency if call.agency else ''}."


def hall_units(
    prefixes: Iterable[str], counters: Iterable[int], agencies: Iterable[str], language: Language = "id"
) -> tuple[Unit, ...]:
    """Every unit that calls of a hall can need, once each and without pauses, likeliest first."""
    texts = chain(
        _DIGITS[language],
        (_prefix(prefix, language) for prefix in prefixes),
        (_counter(counter, language).text for counter in counters),
        (agency for agency in agencies if agency),
        (_RECALL[language],),
    )
    return tuple(Unit(text, language) for text in dict.fromkeys(texts))


def cardinal(number: int, language: Language = "id") -> str:
    """A whole number from 0 to 999 in words; larger ones are read digit by digit."""
    if not 0 <= number <= 999:
        return " ".join(_DIGITS[language][int(digit)] for digit in str(abs(number)))
    return _indonesian(number) if language == "id" else _english(number)


def _prefix(letters: str, language: Language) -> str:
    return f"{_NUMBER[language]} {letters}".strip()


def _counter(counter: int, language: Language) -> Unit:
    return Unit(f"{_COUNTER[language]} {cardinal(counter, language)}", language, _AFTER_COUNTER)


def _split(number: str) -> tuple[str, str]:
    """Letters and digits of a number label such as "A-023"."""
    return " ".join(re.findall(r"[^\W\d_]", number)), "".join(re.findall(r"[0-9]", number))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _indonesian(number: int) -> str:
    digits = _DIGITS["id"]
    if number < 10:
        return digits[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number) or f"{digits[number - 10]} belas"
    if number < 100:
        head, rest = f"{digits[number // 10]} puluh", number % 10
    else:
        hundreds, rest = divmod(number, 100)
        head = "seratus" if hundreds == 1 else f"{digits[hundreds]} ratus"
    return f"{head} {_indonesian(rest)}" if rest else head


def _english(number: int) -> str:
    if number < 20:
        return _DIGITS["en"][number] if number < 10 else _TEENS[number - 10]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_TENS[tens]}-{_DIGITS['en'][ones]}" if ones else _TENS[tens]
    hundreds, rest = divmod(number, 100)
    head = f"{_DIGITS['en'][hundreds]} hundred"
    return f"{head} and {_english(rest)}" if rest else head

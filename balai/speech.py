"""A call as a list of spoken units, per language.

Units are phrases, not single letters: engines fail on inputs of one to three phonemes. The number
is read digit by digit, the counter as a cardinal, unless the hall says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from balai.numerals import cardinal, cardinal_pieces, digits_in
from balai.words.catalogue import words_in
from balai.words.languages import SpokenLanguage

#: Silences after a unit, in seconds.
_AFTER_LETTER, _AFTER_DIGIT, _AFTER_NUMBER, _AFTER_COUNTER, _AFTER_SENTENCE = 0.12, 0.06, 0.35, 0.12, 0.35


@dataclass(frozen=True, slots=True)
class Unit:
    """One phrase that is spoken, and cached, as a whole; ``pause`` seconds of silence follow it.

    A sentence may be said without an ``optional`` unit that cannot be had, and without no other.
    ``parts`` are shorter phrases that say the same where the whole is not to be had ready.
    """

    text: str
    language: SpokenLanguage
    pause: float = 0.0
    optional: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpokenCall:
    """What is said of a call.

    ``agency`` is the name as it is to be pronounced; empty leaves it out.
    """

    number: str
    counter: int
    agency: str = ""
    recall: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a hall wants it said; see ``balai.domain.hall.VoiceRules`` for the meaning of each."""

    queue_word: str = "antrean"
    digits: str = "single"
    with_agency: bool = True
    order: tuple[str, ...] = ("number", "counter", "agency")


USUAL = Style()


def call_units(call: SpokenCall, language: SpokenLanguage = "id", style: Style = USUAL) -> tuple[Unit, ...]:
    """The units of one sentence of a call, in order."""
    told = {
        "number": _number(call.number, language, style),
        "counter": [_counter(call.counter, language)],
        "agency": [Unit(call.agency, language, _AFTER_COUNTER, optional=True)] if _named(call, style) else [],
    }
    parts = [unit for part in style.order for unit in told.get(part, ())]
    if call.recall:
        parts.insert(0, Unit(_recall(language), language, _AFTER_SENTENCE, optional=True))
    return (*parts[:-1], replace(parts[-1], pause=0.0))


def _number(number: str, language: SpokenLanguage, style: Style) -> list[Unit]:
    letters, digits = _split(number)
    said = [Unit(text, language, _AFTER_DIGIT) for text in _spoken_digits(digits, language, style)]
    start = Unit(_prefix(letters, language, style), language, _AFTER_LETTER)
    return [start, *said[:-1], *(replace(unit, pause=_AFTER_NUMBER) for unit in said[-1:])]


def _named(call: SpokenCall, style: Style) -> bool:
    return bool(call.agency) and style.with_agency


def call_text(call: SpokenCall, language: SpokenLanguage = "id", style: Style = USUAL) -> str:
    """The same sentence for a log or a screen reader."""
    letters, digits = _split(call.number)
    spoken = [_prefix(letters, language, style), *_spoken_digits(digits, language, style)]
    told = {
        "number": _first_upper(", ".join(spoken)),
        "counter": f"{_to_counter(language).capitalize()} {cardinal(call.counter, language)}",
        "agency": call.agency if _named(call, style) else "",
    }
    text = f"{_recall(language).capitalize()}. " if call.recall else ""
    for at, part in enumerate(part for part in style.order if told.get(part)):
        # An agency belongs to what stands before it.
        text += ("" if at == 0 else ", " if part == "agency" else ". ") + told[part]
    return f"{text}."


def hall_units(
    prefixes: Iterable[str],
    counters: Iterable[int],
    agencies: Iterable[str],
    language: SpokenLanguage = "id",
    style: Style = USUAL,
) -> tuple[Unit, ...]:
    """Every unit that calls of a hall can need, once each and without pauses, likeliest first."""
    texts = chain(
        number_texts(language, style),
        (_prefix(prefix, language, style) for prefix in prefixes),
        (agency for agency in agencies if agency and style.with_agency),
        (_recall(language),),
    )
    desks = (replace(_counter(counter, language), pause=0.0) for counter in counters)
    units = [*(Unit(text, language) for text in texts), *desks]
    return tuple({unit.text: unit for unit in units}.values())


def number_texts(language: SpokenLanguage, style: Style = USUAL) -> tuple[str, ...]:
    """Every piece that a number can be read with."""
    more = chain(range(10, 20), range(20, 100, 10), range(100, 1000, 100)) if style.digits == "number" else ()
    return tuple(cardinal_pieces(number, language)[0] for number in chain(range(10), more))


def _spoken_digits(digits: str, language: SpokenLanguage, style: Style) -> tuple[str, ...]:
    if style.digits == "number" and digits and int(digits) <= 999:
        return cardinal_pieces(int(digits), language)
    return tuple(digits_in(language)[int(digit)] for digit in digits)


def _prefix(letters: str, language: SpokenLanguage, style: Style) -> str:
    return words_in(language)("speech.number", word=style.queue_word, letters=letters).strip()


def _recall(language: SpokenLanguage) -> str:
    return words_in(language)("speech.recall")


def _to_counter(language: SpokenLanguage) -> str:
    return words_in(language)("speech.counter")


def _counter(counter: int, language: SpokenLanguage) -> Unit:
    start = _to_counter(language)
    return Unit(
        f"{start} {cardinal(counter, language)}",
        language,
        _AFTER_COUNTER,
        parts=(start, *cardinal_pieces(counter, language)),
    )


def _split(number: str) -> tuple[str, str]:
    """Letters and digits of a number label such as "A-023"."""
    return " ".join(re.findall(r"[^\W\d_]", number)), "".join(re.findall(r"[0-9]", number))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]

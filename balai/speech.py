"""A call as a list of spoken units, per language.

A number's prefix is read sign by sign, what follows digit by digit, the counter as a cardinal, unless the
hall says otherwise. Names of agencies are in the hall's own language, whatever is said around them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from balai.domain.hall.config import VoiceRules
from balai.numerals import cardinal, cardinal_pieces, digits_in
from balai.words.catalogue import words_in
from balai.words.languages import SpokenLanguage

#: The language that names of agencies are in.
NAMES: SpokenLanguage = "id"

#: Silences after a unit, in seconds, and before each sign of a prefix.
_AFTER_LETTER, _AFTER_DIGIT, _AFTER_NUMBER, _AFTER_COUNTER, _AFTER_SENTENCE = 0.4, 0.06, 0.45, 0.12, 0.35
_BEFORE_SIGN = 0.15
#: The same in a sentence that tells of several calls.
_BRIEF_LETTER, _BRIEF_DIGIT, _BRIEF_NUMBER = 0.08, 0.02, 0.12


@dataclass(frozen=True, slots=True)
class Unit:
    """One phrase that is spoken, and cached, as a whole; `pause` seconds of silence follow it.

    A sentence may be said without an `optional` unit that cannot be had, and without no other.
    `parts` are shorter phrases that say the same where the whole is not to be had ready, `between`
    seconds apart.
    """

    text: str
    language: SpokenLanguage
    pause: float = 0.0
    optional: bool = False
    parts: tuple[str, ...] = ()
    between: float = 0.06


@dataclass(frozen=True, slots=True)
class SpokenCall:
    """What is said of a call.

    `counter` is its number, or a label such as "Z1-01" that is read sign by sign. `agency` is the name
    as it is to be pronounced, `direction` where the counter lies for who hears it ("left", "right",
    "ahead", "behind"); empty leaves either out.
    """

    number: str
    counter: int | str
    agency: str = ""
    recall: bool = False
    direction: str = ""


#: What a hall's file says of speaking where it says nothing.
USUAL = VoiceRules()


def call_units(
    call: SpokenCall, language: SpokenLanguage = "id", rules: VoiceRules = USUAL
) -> tuple[Unit, ...]:
    """The units of one sentence of a call, in order."""
    told = {
        "number": _number(call.number, language, rules),
        "counter": [_counter(call.counter, language), *_way(call, language)],
        "agency": [Unit(call.agency, NAMES, _AFTER_COUNTER, optional=True)] if _named(call, rules) else [],
    }
    parts = [unit for part in rules.order for unit in told.get(part, ())]
    if call.recall:
        parts.insert(0, Unit(_recall(language), language, _AFTER_SENTENCE, optional=True))
    return (*parts[:-1], replace(parts[-1], pause=0.0))


def brief_units(
    calls: Sequence[SpokenCall], language: SpokenLanguage = "id", rules: VoiceRules = USUAL
) -> tuple[tuple[Unit, ...], ...]:
    """One sentence for several calls, a part for each: the prefix unless the call before has the same, the
    number without its leading zeros, and the counter."""
    said: list[tuple[Unit, ...]] = []
    before = ""
    for call in calls:
        signs, digits = _split(call.number)
        prefix = [] if signs == before else [replace(_spelt(signs, language), pause=_BRIEF_LETTER)]
        numerals = [
            Unit(text, language, _BRIEF_DIGIT)
            for text in _spoken_digits(digits.lstrip("0") or digits[-1:], language, rules)
        ]
        number = [unit for unit in (*prefix, *numerals) if unit.text]
        desk = replace(_counter(call.counter, language, "speech.at_counter"), pause=0.0)
        said.append((*number[:-1], *(replace(unit, pause=_BRIEF_NUMBER) for unit in number[-1:]), desk))
        before = signs
    return tuple(said)


def _number(number: str, language: SpokenLanguage, rules: VoiceRules) -> list[Unit]:
    signs, digits = _split(number)
    said = [Unit(text, language, _AFTER_DIGIT) for text in _spoken_digits(digits, language, rules)]
    start = _prefix(signs, language, rules)
    return [start, *said[:-1], *(replace(unit, pause=_AFTER_NUMBER) for unit in said[-1:])]


def _way(call: SpokenCall, language: SpokenLanguage) -> list[Unit]:
    if not call.direction:
        return []
    text = words_in(language)(f"speech.{call.direction}")
    return [Unit(text, language, _AFTER_COUNTER, optional=True)]


def _named(call: SpokenCall, rules: VoiceRules) -> bool:
    return bool(call.agency) and rules.with_agency


def call_text(call: SpokenCall, language: SpokenLanguage = "id", rules: VoiceRules = USUAL) -> str:
    """The same sentence for a log or a screen reader."""
    signs, digits = _split(call.number)
    spoken = [_prefix(signs, language, rules).text, *_spoken_digits(digits, language, rules)]
    desk = [_counter(call.counter, language), *_way(call, language)]
    told = {
        "number": _first_upper(", ".join(spoken)),
        "counter": _first_upper(", ".join(unit.text for unit in desk)),
        "agency": call.agency if _named(call, rules) else "",
    }
    text = f"{_recall(language).capitalize()}. " if call.recall else ""
    for at, part in enumerate(part for part in rules.order if told.get(part)):
        # An agency belongs to what stands before it.
        text += ("" if at == 0 else ", " if part == "agency" else ". ") + told[part]
    return f"{text}."


def hall_units(
    prefixes: Iterable[str],
    counters: Iterable[int | str],
    agencies: Iterable[str],
    language: SpokenLanguage = "id",
    rules: VoiceRules = USUAL,
) -> tuple[Unit, ...]:
    """Every unit that calls of a hall can need, once each and without pauses, likeliest first."""
    signs = tuple(prefixes)
    names = tuple(agency for agency in agencies if agency and rules.with_agency)
    desks = tuple(counters)
    units = [
        *(Unit(text, language) for text in number_texts(language, rules)),
        *(_prefix(sign, language, rules) for sign in signs),
        *(Unit(name, NAMES) for name in names),
        Unit(_recall(language), language),
        *(_counter(counter, language) for counter in desks),
        *(_spelt(sign, language) for sign in signs if sign),
        *(_counter(counter, language, "speech.at_counter") for counter in desks),
        *(Unit(text, language) for text in way_texts(language)),
    ]
    return tuple({(unit.language, unit.text): replace(unit, pause=0.0) for unit in units}.values())


def way_texts(language: SpokenLanguage) -> tuple[str, ...]:
    """Where a counter can lie."""
    return tuple(words_in(language)(f"speech.{way}") for way in ("left", "right", "ahead", "behind"))


def number_texts(language: SpokenLanguage, rules: VoiceRules = USUAL) -> tuple[str, ...]:
    """Every piece that a number can be read with."""
    more = chain(range(10, 20), range(20, 100, 10), range(100, 1000, 100)) if rules.digits == "number" else ()
    return tuple(cardinal_pieces(number, language)[0] for number in chain(range(10), more))


def _spoken_digits(digits: str, language: SpokenLanguage, rules: VoiceRules) -> tuple[str, ...]:
    if rules.digits == "number" and digits and int(digits) <= 999:
        return cardinal_pieces(int(digits), language)
    return tuple(digits_in(language)[int(digit)] for digit in digits)


def _prefix(signs: str, language: SpokenLanguage, rules: VoiceRules) -> Unit:
    say = words_in(language)
    spelt = _signs(signs, language)
    start = say("speech.number", word=rules.queue_word, letters="").strip()
    text = say("speech.number", word=rules.queue_word, letters=" ".join(spelt)).strip()
    return Unit(text, language, _AFTER_LETTER, parts=(start, *spelt) if spelt else (), between=_BEFORE_SIGN)


def _spelt(signs: str, language: SpokenLanguage) -> Unit:
    spelt = _signs(signs, language)
    return Unit(
        " ".join(spelt), language, _AFTER_LETTER, parts=spelt if len(spelt) > 1 else (), between=_BEFORE_SIGN
    )


def _signs(label: str, language: SpokenLanguage) -> tuple[str, ...]:
    """A prefix or label sign by sign: letters by their names, digits by theirs."""
    found = re.findall(r"[^\W\d_]|[0-9]", label)
    return tuple(digits_in(language)[int(sign)] if sign in "0123456789" else sign.upper() for sign in found)


def _recall(language: SpokenLanguage) -> str:
    return words_in(language)("speech.recall")


def _counter(counter: int | str, language: SpokenLanguage, key: str = "speech.counter") -> Unit:
    start = words_in(language)(key)
    if isinstance(counter, int):
        text, pieces = cardinal(counter, language), cardinal_pieces(counter, language)
    else:
        pieces = _signs(counter, language)
        text = " ".join(pieces)
    return Unit(f"{start} {text}", language, _AFTER_COUNTER, parts=(start, *pieces))


def _split(number: str) -> tuple[str, str]:
    """Prefix and digits of a number label: "A" and "023" of "A-023", "Z1" and "023" of "Z1-023"."""
    prefix, dash, rest = number.rpartition("-")
    if dash:
        return prefix, "".join(re.findall(r"[0-9]", rest))
    return "".join(re.findall(r"[^\W\d_]", number)), "".join(re.findall(r"[0-9]", number))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def clip_key(language: str, text: str) -> str:
    """Content address of a spoken clip, how hub and display name it: 32 hexadecimal digits."""
    return hashlib.sha256(f"{language}\n{text}".encode()).hexdigest()[:32]

"""What a recogniser's words say of a call: the ticket number and the counter. Pure.

A listener knows what can be called, so words are taken for the nearest of a closed set: digits, numbers
to 99, and the hall's letters. The same reading judges every engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balai.numerals import cardinal, digits_in
from balai.words.languages import SpokenLanguage

#: A word may differ from what it is taken for by this share of its letters.
TOLERANCE = 0.34

_COUNTER: Mapping[SpokenLanguage, str] = {"id": "loket", "en": "counter"}
_COME: Mapping[SpokenLanguage, str] = {"id": "silakan", "en": "please"}
_NUMBER: Mapping[SpokenLanguage, Sequence[str]] = {"id": ("antrean", "antrian"), "en": ("number",)}
_NAMES: Mapping[SpokenLanguage, Mapping[str, str]] = {
    "id": {"A": "ah", "F": "ef", "H": "ha", "K": "ka", "L": "el", "M": "em", "R": "er", "S": "es"},
    "en": {"A": "ay", "F": "ef", "H": "aitch", "K": "kay", "L": "el", "M": "em", "R": "ar", "S": "es"},
}
LETTERS = tuple(_NAMES["id"])


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood; None where it was not."""

    ticket: str | None
    counter: int | None


def understood(text: str, language: SpokenLanguage) -> Heard:
    """Ticket and counter in a transcript."""
    words = re.findall(r"[a-zé]+|\d+", text.lower().replace("locket", "loket"))
    there, come = _last(words, _COUNTER[language]), _last(words, _COME[language])
    number = words[: min(there, come)]
    return Heard(_ticket(number, language), _counter(words[there + 1 :], language))


def _last(words: Sequence[str], name: str) -> int:
    return max((at for at, word in enumerate(words) if _near(word, name) <= TOLERANCE), default=len(words))


def _ticket(words: Sequence[str], language: SpokenLanguage) -> str | None:
    starts = [
        at for at, word in enumerate(words)
        if min(_near(word, start) for start in _NUMBER[language]) <= TOLERANCE
    ]  # fmt: skip
    rest = words[starts[0] + 1 :] if starts else words
    first = next((at for at, word in enumerate(rest) if _digits(word, language)), len(rest))
    letter = _letter("".join(rest[:first]), language)
    digits = "".join(_digits(word, language) for word in rest[first:])
    return f"{letter}-{digits}" if letter and digits else None


def _letter(said: str, language: SpokenLanguage) -> str | None:
    names = _NAMES[language]
    if said.upper() in names:
        return said.upper()
    ranked = sorted((_distance(said, name), letter) for letter, name in names.items() if len(name) > 1)
    nearest, next_one = ranked[0], ranked[1]
    return nearest[1] if nearest[0] <= 1 and nearest[0] < next_one[0] else None


def _digits(word: str, language: SpokenLanguage) -> str:
    if word.isdigit():
        return word
    ranked = sorted((_near(word, name), str(digit)) for digit, name in enumerate(digits_in(language)))
    return ranked[0][1] if ranked[0][0] <= TOLERANCE else ""


def _counter(words: Sequence[str], language: SpokenLanguage) -> int | None:
    if words and words[0].isdigit():
        return int(words[0])
    said = "".join(words)
    distance, nearest = min(
        (_near(said, cardinal(number, language).replace("-", "").replace(" ", "")), number)
        for number in range(1, 100)
    )
    return nearest if distance <= TOLERANCE else None


def _near(word: str, name: str) -> float:
    return _distance(word, name) / len(name)


def _distance(one: str, other: str) -> int:
    """How many letters must be put in, left out or changed."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, wanted in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (letter != wanted)),
            )
    return row[-1]

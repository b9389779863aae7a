"""What a recogniser's words say of a call: the ticket number and the counter. Pure.

A listener knows what can be called, so words are taken for the nearest of a closed set: digits, numbers
to 99, and the hall's letters. The same reading judges every engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from balai.numerals import cardinal
from balai.words.languages import SpokenLanguage
from sounds.phonemes import as_said

#: A word may differ from what it is taken for by this share of its letters.
TOLERANCE = 0.34
#: And a name by this one; nearer to it than to any other it must be in any case.
_NAME_TOLERANCE = 0.5
_PLAIN = str.maketrans("éèê", "eee")
#: Ways of writing a sound down, and one for all of them.
_ALIKE = (
    ("ch", "c"), ("ck", "k"), ("ph", "f"), ("sh", "s"), ("sy", "s"), ("th", "t"), ("kh", "k"),
    ("dh", "d"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("v", "f"), ("x", "ks"), ("z", "s"), ("y", "i"),
    ("w", "u"), ("h", ""),
)  # fmt: skip

_COUNTER: Mapping[SpokenLanguage, str] = {"id": "loket", "en": "counter"}
_COME: Mapping[SpokenLanguage, str] = {"id": "silakan", "en": "please"}
_NUMBER: Mapping[SpokenLanguage, Sequence[str]] = {"id": ("antrean", "antrian"), "en": ("number",)}
#: How each letter's name is written down by whoever hears it. A recogniser with English in it spells sounds
#: as English does: *ki* as "key", *èr* as "air". "Ya" is no other letter's: one name alone begins so.
_NAMES: Mapping[SpokenLanguage, Mapping[str, tuple[str, ...]]] = {
    "id": {
        "A": ("a", "ah"), "B": ("b", "be", "beh"), "C": ("c", "ce", "che", "ceh"), "D": ("d", "de", "deh"),
        "E": ("e", "eh", "ey"), "F": ("f", "ef"), "G": ("g", "ge", "geh"), "H": ("h", "ha", "hah"),
        "I": ("i", "ih"), "J": ("j", "je", "jeh"), "K": ("k", "ka", "kah"), "L": ("l", "el"),
        "M": ("m", "em"), "N": ("n", "en"), "O": ("o", "oh"), "P": ("p", "pe", "peh"),
        "Q": ("q", "ki", "kiu", "key"), "R": ("r", "er", "air"), "S": ("s", "es"),
        "T": ("t", "te", "teh"), "U": ("u", "uh"), "V": ("v", "ve", "fe", "feh"), "W": ("w", "we", "weh"),
        "X": ("x", "eks", "ex"), "Y": ("y", "ye", "yeh", "ya"), "Z": ("z", "zet", "set"),
    },
    "en": {
        "A": ("a", "ay"), "B": ("b", "bee", "be"), "C": ("c", "see", "sea"), "D": ("d", "dee"),
        "E": ("e", "ee"), "F": ("f", "ef", "eff"), "G": ("g", "gee"), "H": ("h", "aitch"), "I": ("i", "eye"),
        "J": ("j", "jay"), "K": ("k", "kay"), "L": ("l", "el", "ell"), "M": ("m", "em"), "N": ("n", "en"),
        "O": ("o", "oh"), "P": ("p", "pee"), "Q": ("q", "cue", "queue"), "R": ("r", "ar", "are"),
        "S": ("s", "es", "ess"), "T": ("t", "tee", "tea"), "U": ("u", "you"), "V": ("v", "vee"),
        "W": ("w", "doubleyou", "doubleu"), "X": ("x", "ex"), "Y": ("y", "why"), "Z": ("z", "zee", "zed"),
    },
}  # fmt: skip
LETTERS = tuple(_NAMES["id"])
#: So it spells an *é* after a consonant too: *gé* as "gay", *wé* as "wei".
_LONG_E = re.compile("(?<=[bcdfgjptvw])(?:ay|ei|ey)$")


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood; None where it was not. `rest` is what was said after the counter."""

    ticket: str | None
    counter: int | None
    rest: str = ""


def understood(text: str, language: SpokenLanguage) -> Heard:
    """Ticket and counter in a transcript."""
    words = re.findall(r"[a-zé]+|\d+", text.lower().replace("locket", "loket"))
    there, come = _last(words, _COUNTER[language]), _last(words, _COME[language])
    number = words[: min(there, come)]
    counter, rest = _counter(words[there + 1 :], language)
    return Heard(_ticket(number, language), counter, " ".join(rest))


def nearest_name(said: str, names: Iterable[str]) -> str | None:
    """Which of the names of a hall's agencies was said: a visitor waits for the one on the ticket.

    By sound, since a recogniser spells a name it never read as it can ("Disduk chapel"); a name of capitals
    may be written as such or letter by letter.
    """
    heard = _folded(said)
    ranked = sorted((min(_share(heard, form) for form in _forms(name)), name) for name in names)
    return ranked[0][1] if heard and ranked[0][0] <= _NAME_TOLERANCE and ranked[0][0] < ranked[1][0] else None


@cache
def _forms(name: str) -> frozenset[str]:
    said = " ".join(as_said(word) for word in name.split())
    return frozenset((_folded(name), _folded(said)))


def _folded(text: str) -> str:
    """A text with one sign for sounds that are alike, without spaces."""
    plain = re.sub(r"[^a-z]", "", text.lower().translate(_PLAIN))
    for written, sound in _ALIKE:
        plain = plain.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", plain)


def _share(one: str, other: str) -> float:
    return _distance(one, other) / max(len(one), len(other), 1)


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
    said = _LONG_E.sub("e", said) if language == "id" else said
    exact = [letter for letter, ways in names.items() if said in ways]
    if exact:
        return exact[0]
    ranked = sorted(
        (min(_distance(said, way) for way in ways if len(way) > 1), letter) for letter, ways in names.items()
    )
    nearest, next_one = ranked[0], ranked[1]
    return nearest[1] if nearest[0] <= 1 and nearest[0] < next_one[0] else None


def _digits(word: str, language: SpokenLanguage) -> str:
    if word.isdigit():
        return word
    ranked = sorted((_number_near(word, digit, language), str(digit)) for digit in range(10))
    return ranked[0][1] if ranked[0][0] <= TOLERANCE else ""


def _counter(words: Sequence[str], language: SpokenLanguage) -> tuple[int | None, Sequence[str]]:
    """The number that the first words are nearest to, and the words after it."""
    if words and words[0].isdigit():
        return int(words[0]), words[1:]
    ranked = [
        (_number_near(said, number, language), -count, number)
        for count in range(1, min(4, len(words)) + 1)
        if (said := "".join(words[:count]))
        for number in range(1, 100)
    ]
    # All words of a number count, not "dua" of "dua pulusatu" alone, though that is as near.
    distance, count, nearest = min(ranked, default=(1.0, 0, 0))
    return (nearest, words[-count:]) if distance <= TOLERANCE else (None, words)


def _number_near(said: str, number: int, language: SpokenLanguage) -> float:
    """How far words are from a number's name, the nearest of the ways in which that is written down."""
    ways = _number_ways(number, language)
    heard = said.replace("h", "") if language == "id" else said
    return min(_near(heard, way) for way in ways)


@cache
def _number_ways(number: int, language: SpokenLanguage) -> tuple[str, ...]:
    """The name without spaces; in Indonesian without h, which ends syllables unheard ("pulu"), and with each
    short e also as a, which sounds the same ("anam", "sabelas")."""
    name = re.sub("[- ]", "", cardinal(number, language))
    if language != "id":
        return (name,)
    if number == 0:
        # "Null" is the same word in the languages that a recogniser knows better.
        return (name, "nul", "null")
    signs = (("e", "a") if sign == "e" else (sign,) for sign in name.replace("h", ""))
    return tuple("".join(way) for way in product(*signs))


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

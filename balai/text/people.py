"""Text from people, as it is kept: composed signs (Unicode NFC), without what nobody can see.

Files, forms, interface and import all pass through here, and tell whoever typed it what was left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

from balai.words.said import say

Place: TypeAlias = tuple[str | int, ...]
#: Where signs were left out, and which.
Note: TypeAlias = tuple[Place, tuple[str, ...]]

#: Categories of signs without a picture: control and format signs, private ones, halves of pairs, unassigned.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
#: Letters and marks by category that have no picture all the same: fillers, an empty braille cell, a joiner.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
#: Marks above or below one letter that somebody may mean; more of them hide the lines around it.
_MARKS = 3


class Tidied(NamedTuple):
    """A text as it is kept, and the signs that were left out, each once, such as `U+00AD SOFT HYPHEN`."""

    text: str
    left_out: tuple[str, ...] = ()


def unseen(sign: str) -> bool:
    """Whether a sign has no picture of its own: soft hyphens, zero-width signs, choosers of emoji style.

    Blanks have none either, but they keep words apart.
    """
    chooses = "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    hides = chooses or sign in _FILLERS or unicodedata.category(sign) in _UNSEEN
    return hides and not sign.isspace()


def tidied(text: str) -> Tidied:
    """The text as it is kept. Blanks of any kind, line ends among them, are blanks; none at the ends."""
    if text.isascii() and text.isprintable():
        return Tidied(text.strip())
    kept: list[str] = []
    left_out: dict[str, None] = {}
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if unseen(sign) or marks > _MARKS:
            left_out[named(sign)] = None
        else:
            kept.append(" " if sign.isspace() else sign)
    return Tidied(unicodedata.normalize("NFC", "".join(kept)).strip(), tuple(left_out))


def tidied_data(data: dict[str, Any]) -> tuple[dict[str, Any], list[Note]]:
    """Data of a file or form with all its texts tidied, and where signs were left out."""
    notes: list[Note] = []

    def walk(value: object, place: Place) -> object:
        if isinstance(value, str):
            made = tidied(value)
            if made.left_out:
                notes.append((place, made.left_out))
            return made.text
        if isinstance(value, dict):
            return {key: walk(inner, (*place, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner, (*place, index)) for index, inner in enumerate(value)]
        return value

    return {key: walk(value, (key,)) for key, value in data.items()}, notes


def words_of(left_out: Iterable[str]) -> str:
    """What is told of signs that were left out."""
    return say("setting.signs_left_out", signs=", ".join(left_out))


def named(sign: str) -> str:
    """A sign by its number and name."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()

"""Line breaking: cutting a text into lines, and a word that no line holds at its syllables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

_VOWELS = frozenset("aiueo")
#: Two letters that are one sound in Indonesian, two vowels that stay together, and what begins a syllable
#: with an r or l.
_ONE_SOUND = frozenset({"ng", "ny", "sy", "kh"})
_TOGETHER = frozenset({"ai", "au", "oi", "ei"})
_BEFORE_LIQUID = frozenset("pbtdkgf")
#: After these a word may break as it is.
_MARKS = frozenset("-/.")
#: No fewer letters stand before a break, and after it.
_LEAST_BEFORE, _LEAST_AFTER = 2, 3


def wrap(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Lines that fit into `room`. A word that is longer than a line begins on the one that is there and is
    hyphenated at a syllable, or cut where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if width(longer := f"{line} {word}".strip()) <= room:
            line = longer
            continue
        rest = word
        if line:
            at = _last_break(word, room, width, f"{line} ") if width(word) > room else 0
            lines.append(f"{line} {_head(word, at)}" if at else line)
            rest = word[at:]
        while width(rest) > room and len(rest) > 1:
            at = _last_break(rest, room, width)
            end = at or max(1, _fitting(rest, room, width))
            lines.append(_head(rest, at) if at else rest[:end])
            rest = rest[end:]
        line = rest
    return [*lines, line] if line else lines


def joined(first: str, second: str) -> str:
    """Two lines as one again, without the hyphen that stood between them."""
    if first.endswith("-") and second[:1].islower():
        return first[:-1] + second
    return f"{first} {second}"


def _head(word: str, at: int) -> str:
    return word[:at] if word[at - 1] in _MARKS else f"{word[:at]}-"


def _last_break(word: str, room: float, width: Callable[[str], float], before: str = "") -> int:
    """The last place at which a word may break so that what stands before it fits; 0 where none does."""
    return max((at for at in breaks(word) if width(before + _head(word, at)) <= room), default=0)


def breaks(word: str) -> Iterator[int]:
    """Where a word may break: after its own marks, and between the syllables of a word of letters alone."""
    if not word.isalpha():
        yield from (at for at in range(_LEAST_BEFORE, len(word) - 1) if word[at - 1] in _MARKS)
        return
    sounds = list(_sounds(word.lower()))
    vowels = [index for index, (_, sound) in enumerate(sounds) if sound in _VOWELS]
    for first, second in pairwise(vowels):
        at = sounds[_between(sounds, first, second)][0]
        together = second == first + 1 and sounds[first][1] + sounds[second][1] in _TOGETHER
        if not together and _LEAST_BEFORE <= at <= len(word) - _LEAST_AFTER:
            yield at


def _sounds(word: str) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(word):
        sound = word[at : at + 2] if word[at : at + 2] in _ONE_SOUND else word[at]
        yield at, sound
        at += len(sound)


def _between(sounds: list[tuple[int, str]], first: int, second: int) -> int:
    """The sound with which the next syllable begins."""
    if second - first > 2 and sounds[second - 1][1] in "rl" and sounds[second - 2][1] in _BEFORE_LIQUID:
        return second - 2
    return max(first + 1, second - 1)


def _fitting(word: str, room: float, width: Callable[[str], float]) -> int:
    return next((end - 1 for end in range(1, len(word) + 1) if width(word[:end]) > room), len(word))

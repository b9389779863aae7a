"""Where each key of a TOML text stands, so that a fault can name its line."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache

Path = tuple[str | int, ...]
#: White space, line ends and comments.
_GAP = re.compile(r"(?:[ \t\r\n]|\#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|' r"'''.*?'''+|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'",
    re.DOTALL,
)
_NAME = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_KEY = re.compile(rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*")
_HEADER = re.compile(rf"(\[\[?)[ \t]*({_KEY.pattern})[ \t]*\]\]?")
#: A number, a date, a word: up to what ends it.
_BARE = re.compile(r"[^,\]}\#\n]+")


class _End(Exception):
    """The text goes on as no TOML does, or ends."""


def index_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of each table, entry of an array of tables, key and array item in `text`, however
    deep arrays and tables lie in each other.

    The text is one that tomllib reads; of another it is found what stands before the place that is wrong.
    """
    index = _Index(text)
    with suppress(_End, RecursionError, tomllib.TOMLDecodeError):
        index.read()
    return index.lines


def find_line(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of `path`, else of the nearest thing around it that stands in the text."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


class _Index:
    """One reading of a text, from its begin to its end."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text, self._at = text, 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        #: How many entries an array of tables has by now.
        self._entries: dict[Path, int] = {}

    def read(self) -> None:
        """Read all statements. Raises _End where one is none."""
        table: Path = ()
        while self._gap():
            header = _HEADER.match(self._text, self._at)
            if header is None:
                self._pair(table)
                continue
            table = self._table(_parts(header[2]), entry=header[1] == "[[")
            self._note(table)
            self._at = header.end()

    def _table(self, named: Path, *, entry: bool) -> Path:
        """The place of a table by its header: within an array of tables that of the latest entry."""
        place: Path = ()
        for depth, name in enumerate(named, 1):
            place = (*place, name)
            if entry and depth == len(named):
                self._entries[place] = self._entries.get(place, 0) + 1
            if place in self._entries:
                place = (*place, self._entries[place] - 1)
        return place

    def _pair(self, table: Path) -> None:
        key = self._taken(_KEY)
        place = (*table, *_parts(key))
        self._note(place, self._at - len(key))
        self._gap()
        self._sign("=")
        self._gap()
        self._value(place)

    def _value(self, place: Path) -> None:
        sign = self._text[self._at : self._at + 1]
        if sign == "[":
            self._array(place)
        elif sign == "{":
            self._inline(place)
        elif sign in ('"', "'"):
            self._taken(_STRING)
        else:
            self._taken(_BARE)

    def _array(self, place: Path) -> None:
        self._sign("[")
        item = 0
        while self._gap() and not self._is("]"):
            self._note((*place, item))
            self._value((*place, item))
            item += 1
            if self._gap() and self._is(","):
                self._sign(",")
        self._sign("]")

    def _inline(self, place: Path) -> None:
        self._sign("{")
        while self._gap() and not self._is("}"):
            self._pair(place)
            if self._gap() and self._is(","):
                self._sign(",")
        self._sign("}")

    def _note(self, place: Path, at: int | None = None) -> None:
        self.lines.setdefault(place, bisect_right(self._starts, self._at if at is None else at))

    def _gap(self) -> bool:
        """Pass over what says nothing; whether there is more."""
        match = _GAP.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at < len(self._text)

    def _is(self, sign: str) -> bool:
        return self._text.startswith(sign, self._at)

    def _sign(self, sign: str) -> None:
        if not self._is(sign):
            raise _End
        self._at += 1

    def _taken(self, wanted: re.Pattern[str]) -> str:
        match = wanted.match(self._text, self._at)
        if match is None:
            raise _End
        self._at = match.end()
        return match[0]


@lru_cache(maxsize=1024)
def _parts(dotted: str) -> Path:
    table: dict[str, object] = tomllib.loads(f"{dotted} = 0")
    parts: list[str] = []
    value: object = table
    while isinstance(value, dict):
        name, value = next(iter(value.items()))
        parts.append(name)
    return tuple(parts)

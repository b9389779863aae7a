"""A day's facts as bytes, small and quickly read: columns of numbers, with the words that they stand for.

Version 1: one line of JSON, then the columns of legs, refusals and counters as little-endian 32-bit numbers;
compressed as a whole. -1 is None. What another version of Balai kept, with other facts, is found by its mark
and worked out anew.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from server.views.reports.desks import Desk
from server.views.reports.facts import DayFacts, LegFact, RefusedFact

VERSION = 1
_WORDS = {
    "service_id", "agency_id", "counter_id", "priority_class", "channel", "state", "code",
}  # fmt: skip
_TRUTH = {"first", "within"}
_ROWS: tuple[type[Any], ...] = (LegFact, RefusedFact, Desk)
_FORM = repr((VERSION, [kind._fields for kind in _ROWS]))


class Columns(NamedTuple):
    """A day's facts by column: `words` by number, then for legs, refusals and counters a column by name."""

    day: str
    seq: int
    words: list[str]
    legs: dict[str, array[int]]
    refused: dict[str, array[int]]
    desks: dict[str, array[int]]


def mark_of(last_hash: str) -> str:
    """What tells whether kept bytes are of a log that ends in this hash, and of the facts that are packed
    here; as long as a hash."""
    return sha256(f"{_FORM}{last_hash}".encode()).hexdigest()


def packed(facts: DayFacts) -> bytes:
    """The bytes of a day."""
    words: dict[str, int] = {}
    tables = (facts.legs, facts.refused, facts.desks)
    columns = [
        array("i", [_number(words, name, value) for value in values])
        for kind, rows in zip(_ROWS, tables, strict=True)
        for name, values in zip(kind._fields, _turned(kind, rows), strict=True)
    ]
    head = {
        "version": VERSION, "day": facts.day, "seq": facts.seq, "rows": [len(rows) for rows in tables],
        "words": list(words),
    }  # fmt: skip
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return zlib.compress(line + b"".join(map(_little, columns)), 6)


def columns(data: bytes) -> Columns:
    """What `packed` wrote. Raises ValueError for anything else."""
    try:
        line, _, rest = zlib.decompress(data).partition(b"\n")
    except zlib.error as fault:
        raise ValueError(str(fault)) from fault
    head = json.loads(line)
    if head["version"] != VERSION:
        raise ValueError(f"version {head['version']}")
    at, tables = 0, []
    for kind, rows in zip(_ROWS, head["rows"], strict=True):
        found = {}
        for name in kind._fields:
            found[name] = _read(rest[at : at + 4 * rows])
            at += 4 * rows
        tables.append(found)
    if at != len(rest):
        raise ValueError("cut off")
    return Columns(head["day"], head["seq"], head["words"], *tables)


def unpacked(data: bytes) -> DayFacts:
    """The facts themselves."""
    found = columns(data)
    tables = (found.legs, found.refused, found.desks)
    rows = (
        tuple(kind(*row) for row in _rows(kind, table, found.words))
        for kind, table in zip(_ROWS, tables, strict=True)
    )
    return DayFacts(found.day, found.seq, *rows)


def _turned(kind: Any, rows: Sequence[Any]) -> Iterable[Iterable[Any]]:
    return zip(*rows, strict=True) if rows else ((),) * len(kind._fields)


def _number(words: dict[str, int], name: str, value: Any) -> int:
    if name in _WORDS:
        return words.setdefault(value, len(words))
    return -1 if value is None else int(value)


def _rows(kind: Any, table: dict[str, array[int]], words: list[str]) -> Iterator[list[Any]]:
    for row in zip(*(table[name] for name in kind._fields), strict=True):
        yield [_value(name, value, words) for name, value in zip(kind._fields, row, strict=True)]


def _value(name: str, value: int, words: list[str]) -> Any:
    if name in _WORDS:
        return words[value]
    if value == -1:
        return None
    return bool(value) if name in _TRUTH else value


def _little(column: array[int]) -> bytes:
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


def _read(data: bytes) -> array[int]:
    column = array("i")
    column.frombytes(data)
    if sys.byteorder == "big":
        column.byteswap()
    return column

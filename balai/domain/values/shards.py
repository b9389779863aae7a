"""A persistent (immutable) map in shards, so that a day can be a value and still grow cheaply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")
_SIDE = 16


class Shards(Generic[V]):
    """An immutable str-keyed mapping; `set` copies one of 256 small dicts, not the whole."""

    __slots__ = ("_rows", "_size")

    def __init__(
        self, rows: tuple[tuple[Mapping[str, V], ...], ...] = (({},) * _SIDE,) * _SIDE, size: int = 0
    ) -> None:
        self._rows, self._size = rows, size

    @classmethod
    def of(cls, values: Mapping[str, V]) -> Shards[V]:
        """A mapping of all these."""
        found: list[list[dict[str, V]]] = [[{} for _ in range(_SIDE)] for _ in range(_SIDE)]
        for key, value in values.items():
            at = hash(key) % (_SIDE * _SIDE)
            found[at // _SIDE][at % _SIDE][key] = value
        return cls(tuple(map(tuple, found)), len(values))

    def set(self, key: str, value: V) -> Shards[V]:
        """A mapping like this one with `key` set to `value`."""
        at, place = divmod(hash(key) % (_SIDE * _SIDE), _SIDE)
        rows = list(self._rows)
        row = list(rows[at])
        part = row[place]
        row[place] = {**part, key: value}
        rows[at] = tuple(row)
        return Shards(tuple(rows), self._size + (key not in part))

    def without(self, key: str) -> Shards[V]:
        """A mapping like this one without `key`."""
        at, place = divmod(hash(key) % (_SIDE * _SIDE), _SIDE)
        rows, row = self._rows, self._rows[at]
        less = key in row[place]
        row = (*row[:place], {k: v for k, v in row[place].items() if k != key}, *row[place + 1 :])
        return Shards((*rows[:at], row, *rows[at + 1 :]), self._size - less)

    def get(self, key: str) -> V | None:
        """The value of `key`, or None."""
        at = hash(key) % (_SIDE * _SIDE)
        return self._rows[at // _SIDE][at % _SIDE].get(key)

    def __getitem__(self, key: str) -> V:
        at = hash(key) % (_SIDE * _SIDE)
        return self._rows[at // _SIDE][at % _SIDE][key]

    def __contains__(self, key: object) -> bool:
        at = hash(key) % (_SIDE * _SIDE)
        return key in self._rows[at // _SIDE][at % _SIDE]

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for row in self._rows:
            for part in row:
                if part:  # most are empty on most days
                    yield from part

    def values(self) -> Iterator[V]:
        """All values, in no stated order."""
        for row in self._rows:
            for part in row:
                if part:
                    yield from part.values()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shards) and self._rows == other._rows

    __hash__ = None  # type: ignore[assignment]  # a value, but not a key

    def __repr__(self) -> str:
        return f"Shards({ {key: self[key] for key in self}!r})"

"""A small persistent mapping, so that a day can be a value and still grow cheaply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")
_SHARDS = 64


class Shards(Generic[V]):
    """An immutable str-keyed mapping; `set` copies one of 64 small dicts, not the whole."""

    __slots__ = ("_parts",)

    def __init__(self, parts: tuple[Mapping[str, V], ...] = ({},) * _SHARDS) -> None:
        self._parts = parts

    def set(self, key: str, value: V) -> Shards[V]:
        """A mapping like this one with `key` set to `value`."""
        at = hash(key) % _SHARDS
        parts = list(self._parts)
        parts[at] = {**parts[at], key: value}
        return Shards(tuple(parts))

    def get(self, key: str) -> V | None:
        """The value of `key`, or None."""
        return self._parts[hash(key) % _SHARDS].get(key)

    def __getitem__(self, key: str) -> V:
        return self._parts[hash(key) % _SHARDS][key]

    def __contains__(self, key: object) -> bool:
        return key in self._parts[hash(key) % _SHARDS]

    def __len__(self) -> int:
        return sum(len(p) for p in self._parts)

    def __iter__(self) -> Iterator[str]:
        for part in self._parts:
            yield from part

    def values(self) -> Iterable[V]:
        """All values, in no stated order."""
        for part in self._parts:
            yield from part.values()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shards) and self._parts == other._parts

    __hash__ = None  # type: ignore[assignment]  # a value, but not a key

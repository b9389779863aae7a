"""A line of waiting legs: an immutable sequence that thousands may join without being copied each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_CHUNK = 128


class Line:
    """Leg ids in the order in which they are to be called."""

    __slots__ = ("_chunks", "_size")

    def __init__(self, chunks: tuple[tuple[str, ...], ...] = (), size: int = 0) -> None:
        self._chunks, self._size = chunks, size

    @classmethod
    def of(cls, ids: Iterable[str]) -> Line:
        """A line of these, in their order."""
        every = tuple(ids)
        return cls(tuple(every[at : at + _CHUNK] for at in range(0, len(every), _CHUNK)), len(every))

    def joined(self, leg_id: str) -> Line:
        """The line with one more at its end."""
        chunks = self._chunks
        if chunks and len(chunks[-1]) < _CHUNK:
            return Line((*chunks[:-1], (*chunks[-1], leg_id)), self._size + 1)
        return Line((*chunks, (leg_id,)), self._size + 1)

    def left(self, leg_id: str) -> Line:
        """The line without this one. Raises KeyError where it does not stand in it."""
        for at, chunk in enumerate(self._chunks):
            if leg_id in chunk:
                place = chunk.index(leg_id)
                rest = chunk[:place] + chunk[place + 1 :]
                between = (rest,) if rest else ()
                return Line(self._chunks[:at] + between + self._chunks[at + 1 :], self._size - 1)
        raise KeyError(leg_id)

    def index(self, leg_id: str) -> int:
        """How many stand before this one; looks from the end. Raises ValueError as a tuple does."""
        before = self._size
        for chunk in reversed(self._chunks):
            before -= len(chunk)
            if leg_id in chunk:
                return before + chunk.index(leg_id)
        raise ValueError(f"{leg_id!r} is not in the line")

    def __getitem__(self, place: int) -> str:
        if place == -1:
            return self._chunks[-1][-1]
        left = place + self._size if place < 0 else place
        for chunk in self._chunks:
            if 0 <= left < len(chunk):
                return chunk[left]
            left -= len(chunk)
        raise IndexError(place)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        for chunk in self._chunks:
            yield from chunk

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and self._size == other._size and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # a value, but not a key

    def __repr__(self) -> str:
        return f"Line({list(self)!r})"

"""A persistent sequence: the legs of a lane, joined by thousands without being copied each time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime

from balai.domain.visit import Leg

_CHUNK = 128


def place(leg: Leg) -> tuple[datetime, int]:
    """What a line is ordered by."""
    return leg.base, leg.order


class Line:
    """Waiting legs in order of `place`."""

    __slots__ = ("_chunks", "ends", "size")

    def __init__(self, chunks: tuple[tuple[Leg, ...], ...] = (), size: int = 0) -> None:
        self._chunks = chunks
        #: How many there are, and what the last one's place counts from: for every number all lines of its
        #: counters are asked for both.
        self.size, self.ends = size, chunks[-1][-1].base if chunks else None

    @classmethod
    def of(cls, legs: Iterable[Leg]) -> Line:
        """A line of these, which are in order."""
        every = tuple(legs)
        return cls(tuple(every[at : at + _CHUNK] for at in range(0, len(every), _CHUNK)), len(every))

    def joined(self, leg: Leg) -> Line:
        """The line with one more in its place."""
        chunks = self._chunks
        if chunks and place(chunks[-1][-1]) > place(leg):
            every = list(self)
            every.insert(bisect_right(every, place(leg), key=place), leg)
            return Line.of(every)
        if chunks and len(chunks[-1]) < _CHUNK:
            return Line((*chunks[:-1], (*chunks[-1], leg)), self.size + 1)
        return Line((*chunks, (leg,)), self.size + 1)

    def left(self, leg_id: str) -> Line:
        """The line without this one. Raises KeyError where it does not stand in it."""
        for at, chunk in enumerate(self._chunks):
            for spot, leg in enumerate(chunk):
                if leg.id == leg_id:
                    rest = chunk[:spot] + chunk[spot + 1 :]
                    between = (rest,) if rest else ()
                    return Line(self._chunks[:at] + between + self._chunks[at + 1 :], self.size - 1)
        raise KeyError(leg_id)

    def before(self, spot: tuple[datetime, int]) -> int:
        """How many stand before a place; costs as much as the line has chunks."""
        count = self.size
        for chunk in reversed(self._chunks):
            last = place(chunk[-1])
            if last <= spot:  # as nearly always: who comes now is the last of them, or stands behind them all
                return count - (last == spot)
            count -= len(chunk)
            if place(chunk[0]) < spot:
                return count + bisect_left(chunk, spot, key=place)
        return 0

    def __getitem__(self, spot: int) -> Leg:
        if spot == 0 and self._chunks:
            return self._chunks[0][0]
        return list(self)[spot]

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Leg]:
        for chunk in self._chunks:
            yield from chunk

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and self.size == other.size and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # a value, but not a key

    def __repr__(self) -> str:
        return f"Line({[leg.id for leg in self]!r})"

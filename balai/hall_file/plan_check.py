"""What the plan of a hall must say: squares of their own, counters that there are, one way to each."""

from __future__ import annotations

from collections.abc import Iterable

from balai.config import Source, no_such
from balai.domain.hall.plan import WAYS
from balai.errors import Fault
from balai.words.said import say

Rows = list[tuple[int, object]]


def plan_faults(source: Source, counters: Rows, walls: Rows) -> Iterable[Fault]:
    """Half of a square, a square that is taken, walls that name counters that there are not, or name one on
    two sides. Fields may be missing or of any type."""
    yield from _squares(source, [("counter", *row) for row in counters] + [("wall", *row) for row in walls])
    known = [str(n) for _, counter in counters if isinstance(n := getattr(counter, "number", None), int)]
    for index, wall in walls:
        ways: dict[int, str] = {}
        for field in ("counters", *WAYS):
            for at, number in enumerate(_numbers(getattr(wall, field, ()))):
                if str(number) not in known:
                    yield source.fault(("wall", index, field, at), no_such(str(number), "counter", known))
                elif field in WAYS and ways.setdefault(number, field) != field:
                    yield source.fault(("wall", index, field, at), say("setting.two_ways", number=number))


def _squares(source: Source, pieces: list[tuple[str, int, object]]) -> Iterable[Fault]:
    taken: set[tuple[int, int]] = set()
    for name, index, piece in pieces:
        x, y = getattr(piece, "plan_x", None), getattr(piece, "plan_y", None)
        if (x is None) != (y is None):
            yield source.fault((name, index, "plan_x" if x is None else "plan_y"), say("setting.half_square"))
        elif isinstance(x, int) and isinstance(y, int):
            if (x, y) in taken:
                yield source.fault((name, index, "plan_x"), say("setting.square_taken", x=x, y=y))
            taken.add((x, y))


def _numbers(value: object) -> list[int]:
    return [n for n in value if isinstance(n, int)] if isinstance(value, (list, tuple)) else []

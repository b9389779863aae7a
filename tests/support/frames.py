"""The wall's approved pictures: every layout and state, at the sizes that stand for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pygame

from balai.protocol.views import AgencyHours, WallView
from display.frame import BoardFile, paint
from display.words import Direction
from tests.support.walls import START, called, hall, leg, offline

GOLDEN = Path(__file__).resolve().parents[1] / "integration" / "golden"
FULL, UPRIGHT, SMALL = (1920, 1080), (1080, 1920), (1280, 720)
SIZES = {"": FULL, "-upright": UPRIGHT, "-720": SMALL}
IDLE_AT = START + timedelta(seconds=30)
RIGHT: dict[str, Direction] = {"loket-3": "right"}


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    """A time of the example hall's day (WITA), in UTC."""
    return datetime(2026, 4, day, tzinfo=UTC) + timedelta(hours=hour - 8, minutes=minute)


def with_hours(file: BoardFile) -> BoardFile:
    """The example hall with its hours: the bank closes at two, all others at three."""
    agencies = {counter.agency_id for counter in file.counters}
    hours = tuple(
        AgencyHours(agency_id=a, opens=at(8), closes=at(15), last_ticket=at(14, 45))
        if a != "bankaltimtara"
        else AgencyHours(agency_id=a, opens=at(8), closes=at(14), last_ticket=at(13, 30))
        for a in sorted(agencies)
    )
    wall = WallView(
        notices=("Tidak dipungut biaya di luar tarif resmi. Laporkan pungutan liar di Meja Informasi.",),
        hours=hours,
        dated=True,
        tickets_from=at(7, 45),
        next_opens=at(8, day=15),
    )
    return file.model_copy(update={"wall": wall})


def many(count: int, number: str = "A-001", **changes: Any) -> BoardFile:
    """A hall of so many counters, all serving."""
    file = hall()
    first = file.counters[0]
    assert first.leg is not None
    counters = tuple(
        file.counters[(n - 1) % 12].model_copy(
            update={
                "id": f"loket-{n}",
                "number": n,
                "status": "open",
                "leg": first.leg.model_copy(
                    update={
                        "leg_id": leg(n),
                        "number": f"{number[:2]}{int(number[2:]) + n - 1:0{len(number) - 2}}",
                        "state": "serving",
                    }
                ),
                **changes,
            }
        )
        for n in range(1, count + 1)
    )
    return file.model_copy(update={"counters": counters, "calls": (), "pushes": ()})


def closed() -> BoardFile:
    """The example hall with nobody at work."""
    file = with_hours(hall())
    counters = tuple(c.model_copy(update={"status": "closed", "leg": None}) for c in file.counters)
    return file.model_copy(update={"counters": counters, "calls": (), "pushes": ()})


def recalled() -> BoardFile:
    """The example hall at a recall."""
    return hall().model_copy(update={"pushes": (called("A-022", 3, leg_id=leg(3), recalls=1),)})


_STATES: Mapping[str, Callable[[tuple[int, int]], pygame.Surface]] = {
    "idle": lambda size: paint(with_hours(hall()), size, IDLE_AT, RIGHT, slide=1),
    "call": lambda size: paint(hall(), size, START, RIGHT),
    "offline": lambda size: paint(offline(), size, START),
}
_ONCE: Mapping[str, Callable[[], pygame.Surface]] = {
    "recall-left": lambda: paint(recalled(), FULL, START, {"loket-3": "left"}),
    "before": lambda: paint(closed(), FULL, at(7, 50), slide=1),
    "closed-upright": lambda: paint(closed(), UPRIGHT, at(16), slide=1),
    "notice-1": lambda: paint(with_hours(many(1)), SMALL, START, slide=3),
    "page-40": lambda: paint(many(40), SMALL, START, page=2),
}


@cache
def _made(name: str) -> pygame.Surface:
    if name in _ONCE:
        return _ONCE[name]()
    state, _, suffix = name.partition("-")
    return _STATES[state](SIZES[f"-{suffix}" if suffix else ""])


PICTURES: Mapping[str, Callable[[], pygame.Surface]] = {
    name: partial(_made, name)
    for name in [*(f"{state}{size}" for size in SIZES for state in _STATES), *_ONCE]
}

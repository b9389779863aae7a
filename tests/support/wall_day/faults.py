"""What goes wrong with displays once an hour, and how it is right again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.wall_day.hall import Station

Turn = Callable[[Station], None]


@dataclass(frozen=True)
class Fault:
    """One that lasts so many seconds, at one of the displays or at both."""

    seconds: float
    begin: Turn
    end: Turn
    both: bool = False


def _nothing(_station: Station) -> None:
    """It is over by itself."""


def _without(name: str) -> tuple[Turn, Turn]:
    """A display loses what it has, and gets it back."""
    return lambda station: setattr(station, name, False), lambda station: setattr(station, name, True)


def _break_drawing(station: Station) -> None:
    def fails(*_: object) -> list[object]:
        raise MemoryError

    station.wall._renderer.draw = fails  # type: ignore[method-assign, assignment]  # a fault


def _mend_drawing(station: Station) -> None:
    with contextlib.suppress(AttributeError):  # it was started anew meanwhile
        del station.wall._renderer.draw


def _break_voice(station: Station) -> None:
    station.voice.broken = True


def _mend_voice(station: Station) -> None:
    station.voice.broken = False


def _wrong_clock(station: Station) -> None:
    station.clock.off = 40_000.0


def _right_clock(station: Station) -> None:
    station.clock.off = 0.0


FAULTS = (
    Fault(60, Station.cut, Station.connect),
    Fault(60, Station.cut, Station.connect, both=True),
    Fault(4, Station.cut, Station.connect, both=True),
    Fault(1, Station.start, _nothing),
    Fault(1, Station.start, _nothing, both=True),
    Fault(90, *_without("able")),
    Fault(90, *_without("able"), both=True),
    Fault(90, *_without("seen")),
    Fault(30, _break_drawing, _mend_drawing),
    Fault(60, _break_voice, _mend_voice),
    Fault(120, _wrong_clock, _right_clock),
)

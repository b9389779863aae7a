"""A day that was opened on a wrong clock and taken back: what of it is never given again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from balai.domain.event import Event
from balai.domain.hall.numbering import Block, Numbers, gave


@dataclass(frozen=True, slots=True)
class VoidedDay:
    """A date whose log was taken back, with the numbers that stand on paper and in memories: none of them is
    given again on that date."""

    date: date
    given: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class DayVoided(Event):
    """The log that a wrong clock began for `date` was taken out: so many `entries`, the last of which has
    `last_hash`, with so many `visits`. `voided` is what is known of it and of dates voided before."""

    TYPE: ClassVar[str] = "day_voided"
    date: date
    entries: int
    last_hash: str
    visits: int = 0
    voided: tuple[VoidedDay, ...] = ()


def blocks_of(numbers: Numbers) -> tuple[Block, ...]:
    """All that was given, as blocks."""
    return tuple(
        Block(prefix, first, last, given.width)
        for prefix, given in sorted(numbers.items())
        for first, last in given.spans
    )


def with_given(numbers: Numbers, blocks: Iterable[Block]) -> Numbers:
    """The numbers with these blocks given."""
    for block in blocks:
        numbers = gave(numbers, block.prefix, block.first, block.last, block.width)
    return numbers


def voided_over(voided: Iterable[VoidedDay], to: date) -> tuple[VoidedDay, ...]:
    """What the day `to` is handed on: of itself and of later dates."""
    return tuple(day for day in voided if day.date >= to)

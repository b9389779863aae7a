"""Which counters of the hall one wall is for, and what its file names that the hall does not have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, get_args

from balai.protocol.views import BoardView, CounterView, OneWall
from display.picture.scene import Direction


@dataclass(frozen=True, slots=True)
class Scope:
    """A zone, agencies and counters by id. What is left out bounds nothing; the rest must all hold."""

    zone: str | None = None
    agencies: frozenset[str] = frozenset()
    counters: frozenset[str] = frozenset()

    @classmethod
    def told(cls, wall: OneWall) -> Scope:
        """The scope that the hall gives a wall."""
        return cls(wall.zone_id or None, frozenset(wall.agency_ids), frozenset(wall.counter_ids))

    @classmethod
    def of(cls, zone: str | None, agencies: Iterable[str], counters: Iterable[str]) -> Scope:
        """The scope of a device file."""
        return cls(zone, frozenset(agencies), frozenset(counters))

    def holds(self, counter: CounterView) -> bool:
        """Whether the wall shows that counter."""
        return (
            self.zone in {None, counter.zone_id}
            and (not self.agencies or counter.agency_id in self.agencies)
            and (not self.counters or counter.id in self.counters)
        )


@dataclass(frozen=True, slots=True)
class Own:
    """What a wall's own file says: which counters it is for, and where they lie."""

    scope: Scope
    directions: Mapping[str, Direction]

    def with_ways(self, told: OneWall | None) -> Mapping[str, Direction]:
        """The directions, with those that the hall says in their place."""
        known: dict[str, Direction] = {way: way for way in get_args(Direction)}
        ways = told.ways if told else {}
        return {**self.directions, **{id_: known[way] for id_, way in ways.items() if way in known}}


class Unknown(NamedTuple):
    """What a wall's file names that the hall does not have: a fault's code, the setting and the ids. The
    code `shows_nothing` stands alone: all that is named is there, but no counter is all of it."""

    code: str
    setting: str
    ids: tuple[str, ...]


def unknown(view: BoardView, scope: Scope, directions: Iterable[str]) -> tuple[Unknown, ...]:
    """What is wrong with a wall's file in this hall; nothing where all is well."""
    counters = {counter.id for counter in view.counters}
    named = (
        ("zone_unknown", "zone", {scope.zone} - {None}, {counter.zone_id for counter in view.counters}),
        ("agency_unknown", "agencies", scope.agencies, {agency.id for agency in view.agencies}),
        ("counter_unknown", "counters", scope.counters, counters),
        ("direction_unknown", "directions", set(directions), counters),
    )
    found = tuple(
        Unknown(code, setting, tuple(sorted(map(str, ids - known))))
        for code, setting, ids, known in named
        if ids - known
    )
    if found or any(scope.holds(counter) for counter in view.counters):
        return found
    return (Unknown("shows_nothing", "zone, agencies, counters", ()),)


#: The whole hall.
EVERYTHING = Scope()

"""Which counters of the hall one wall is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from balai.protocol.views import CounterView


@dataclass(frozen=True, slots=True)
class Scope:
    """A zone, agencies and counters by id. What is left out bounds nothing; the rest must all hold."""

    zone: str | None = None
    agencies: frozenset[str] = frozenset()
    counters: frozenset[str] = frozenset()

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


#: The whole hall.
EVERYTHING = Scope()

"""The rule that picks the next leg for a counter, and names itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from balai.domain.hall import Counter

if TYPE_CHECKING:
    from balai.domain.day import HallDay


@dataclass(frozen=True, slots=True)
class Choice:
    """The leg to call, and the rule that chose it."""

    leg_id: str
    rule: str


class Discipline(Protocol):
    """Picks among the waiting legs that a counter offers. Pure: same day, same choice."""

    def choose_next(self, day: HallDay, counter: Counter) -> Choice | None:
        """The next leg for `counter`, or None when nobody it can serve waits."""
        ...


class FirstCome:
    """First come, first served: the earliest arrival among the counter's services.

    Nobody is passed by a person who came to the hall later, at any counter that serves both.
    The counter's order of preference only breaks ties of arrival within one instant.
    """

    name = "first_come"

    def choose_next(self, day: HallDay, counter: Counter) -> Choice | None:
        """See `Discipline.choose_next`. Looks at the head of each service's line only."""
        heads = []
        for preference, service_id in enumerate(counter.service_ids):
            line = day.waiting.get(service_id)
            if line:
                leg = day.legs[line[0]]
                heads.append((leg.arrived_at, preference, leg.order, leg.id))
        return Choice(min(heads)[3], self.name) if heads else None


DISCIPLINES: Mapping[str, Discipline] = {FirstCome.name: FirstCome()}

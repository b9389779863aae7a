"""What visitors are told on a random day, held against what then happens.

Told is how many come first: on the ticket, by the kiosk before it, on the phone while one waits. Nobody who
was told n sees more than n of those who waited then called first by the counters that could call them. The
stated exceptions are left out of the count: who comes later and is due earlier, who comes back, whose visit
is changed, who is called by choice, and a counter that was not there, or whose holder now serves more or not
this service; under a ratio also whom the other side calls for each such turn of the own. Whoever was
transferred may be held back by the cap besides: for them the bound of the rules holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from balai.domain.order.position import ahead, ahead_of_next, callers
from balai.domain.visit import Leg, LegState
from server.usecases.estimates import unknown, waits
from tests.support.random_days.driver import Driver, step
from tests.support.turns import let_in, place, side


@dataclass
class Promise:
    """Somebody was told a number on a day as it stood; `desks` are the counters and what was served there.

    `seen` are those called first since, `beside` counts stated exceptions that took a turn of the own side.
    """

    day: HallDay
    leg: Leg
    most: int
    desks: dict[str, frozenset[str]]
    seen: set[str] = field(default_factory=set)
    beside: int = 0

    def counts(self, counter_id: str, serving: tuple[str, ...]) -> bool:
        """Whether a counter that serves this now is one of those that were counted."""
        served = self.desks.get(counter_id)
        return served is not None and self.leg.service_id in serving and served.issuperset(serving)

    def holds(self, called: Leg, event: e.LegCalled) -> bool:
        """Whether the promise still holds after somebody else was called."""
        waited = self.day.legs.get(called.id)
        was_there = waited is not None and (waited.state is LegState.WAITING or waited.bound in self.desks)
        if event.rule != "chosen" and waited is not None and was_there and place(waited) == place(called):
            self.seen.add(called.id)
        elif side(called) == side(self.leg):
            self.beside += 1
        return len(self.seen) <= self.most + let_in(self.day.config.rules, self.leg, self.beside)


class Told(Driver):
    """Keeps every promise until its visitor is called, goes elsewhere, or the rules are changed."""

    def __init__(self, opening: c.OpenDay) -> None:
        self.promises: dict[str, Promise] = {}
        super().__init__(opening)

    def close_log(self) -> None:
        self.promises = {}
        super().close_log()

    @step(3)
    def somebody_looks_at_the_phone(self, rnd: Random) -> None:
        leg = self.day.legs.get(self.leg_in(rnd, LegState.WAITING))
        if leg is not None and leg.state is LegState.WAITING:
            position = waits(self.day, leg.visit_id, unknown).position
            assert position is not None
            self._promise(leg, position)

    def witness(self, before: HallDay, happened: Happened) -> None:
        super().witness(before, happened)
        event = happened.event
        if isinstance(event, e.ConfigurationChanged):
            self.promises.clear()
        if isinstance(event, e.LegCalled):
            self._called(before, event)
        for leg_id in [name for name, told in self.promises.items() if self._gone(told)]:
            del self.promises[leg_id]
        if isinstance(event, e.VisitIssued) and event.channel != "counter" and not event.own:
            self._ticket(before, happened, event)

    def _called(self, before: HallDay, event: e.LegCalled) -> None:
        called, counter = before.legs[event.leg_id], before.desk(event.counter_id)
        assert counter is not None
        serving = counter.service_ids
        for told in self.promises.values():
            if told.leg.id != called.id and told.counts(event.counter_id, serving):
                assert told.holds(called, event), (
                    f"{told.leg.number} was told {told.most}: {len(told.seen)} first, {told.beside} beside"
                )
                self.counts["told figures held"] += 1

    def _gone(self, told: Promise) -> bool:
        leg = self.day.legs.get(told.leg.id)
        return leg is not told.leg and leg != told.leg

    def _ticket(self, before: HallDay, happened: Happened, event: e.VisitIssued) -> None:
        leg = self.day.legs[event.leg_id]
        told = ahead(self.day, leg)
        plain = event.voucher is None and event.slot is None and event.priority_class == "regular"
        if plain and before.at == happened.when:
            kiosk = dict(ahead_of_next(before)).get(event.service_id, 0)
            assert kiosk == told, f"the kiosk said {kiosk}, the ticket {told}"
            self.counts["told by the kiosk and the ticket"] += 1
        self._promise(leg, told)

    def _promise(self, leg: Leg, told: int) -> None:
        desks = callers(self.day, leg.service_id)
        most = _bound(self.day, told, len(desks)) if leg.transferred else told
        names = {desk.id: frozenset(desk.service_ids) for desk in desks}
        self.promises[leg.id] = Promise(self.day, leg, most, names)
        self.counts["told figures"] += 1


def _bound(day: HallDay, told: int, desks: int) -> int:
    """What the rules promise somebody transferred (see `discipline`), of all calls of these counters."""
    rules = day.config.rules
    most = rules.transfer_cap * told + (rules.transfer_cap - 1) * desks
    if rules.discipline != "ratio":
        return most
    return (rules.ratio + 1) * most + rules.ratio * desks

"""Ids on a random day: none is ever given to two things."""

from __future__ import annotations

from collections import Counter as Tally

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from tests.support.random_days.driver import Driver, truth

#: The events by which a leg begins; docs/rules.md lists the ways.
BEGINS: tuple[type[e.Event], ...] = (e.VisitIssued, e.LegBegun, e.LegTransferred)


def given_by(event: e.Event) -> list[tuple[str, str]]:
    """The ids that an event gives to something new, each with the kind of thing it names. A visit whose place
    was kept over night goes on, on another day, under its own."""
    if isinstance(event, e.VisitIssued) and event.base is not None:
        return [("leg", event.leg_id)]
    if isinstance(event, e.VisitIssued):
        return [("visit", event.visit_id), ("leg", event.leg_id)]
    if isinstance(event, e.LegBegun):
        return [("leg", event.leg_id)]
    if isinstance(event, e.LegTransferred):
        return [("leg", event.new_leg_id)]
    if isinstance(event, (e.VisitUnserved, e.CollectionPromised)):
        return [("right", event.voucher)]
    return [("sitting", event.session_id)] if isinstance(event, e.CounterOpened) else []


class Ids(Driver):
    """Looks at every id that the log gives out."""

    def __init__(self, opening: c.OpenDay) -> None:
        self.given: Tally[tuple[str, str]] = Tally(("right", right.code) for right in opening.carried)
        super().__init__(opening)

    def witness(self, before: HallDay, happened: Happened) -> None:
        super().witness(before, happened)
        self.given.update(given_by(happened.event))
        if len(self.day.legs) > len(before.legs):
            assert isinstance(happened.event, BEGINS), f"a leg began by {happened.event.TYPE}"

    @truth
    def an_id_stands_for_one_thing(self) -> None:
        assert self.given.total() == len(self.given), self.given.most_common(1)

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
    given: list[tuple[str, str]] = []
    if isinstance(event, (e.VisitIssued, e.LegBegun)):
        given.append(("leg", event.leg_id))
    if isinstance(event, e.VisitIssued) and event.base is None:
        given.append(("visit", event.visit_id))
    if isinstance(event, e.LegTransferred):
        given.append(("leg", event.new_leg_id))
    if isinstance(event, (e.VisitUnserved, e.CollectionPromised)):
        given.append(("code", event.voucher))
    if isinstance(event, e.CounterOpened):
        given.append(("sitting", event.session_id))
    return given


class Ids(Driver):
    """Looks at every id that the log gives out."""

    def __init__(self, opening: c.OpenDay) -> None:
        self.given: Tally[tuple[str, str]] = Tally(("code", right.code) for right in opening.carried)
        super().__init__(opening)

    def witness(self, before: HallDay, happened: Happened) -> None:
        super().witness(before, happened)
        event = happened.event
        self.given.update(given_by(event))
        if isinstance(event, e.BookingMade):  # another system may use its reference again on a later day
            assert ("code", event.code) not in self.given
        if len(self.day.legs) > len(before.legs):
            assert isinstance(event, BEGINS), f"a leg began by {event.TYPE}"

    @truth
    def an_id_stands_for_one_thing(self) -> None:
        assert self.given.total() == len(self.given), self.given.most_common(1)

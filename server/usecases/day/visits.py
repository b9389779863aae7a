"""A visitor gets a number, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from functools import partial

from balai.codes import plain_code
from balai.domain import commands as c
from balai.domain.entry import Entry
from balai.domain.events import NumbersReserved, VisitIssued
from balai.domain.log import happened_of
from balai.domain.order.position import ahead
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg
from balai.errors import Refusal
from balai.protocol import requests as r
from balai.protocol.answers.visits import LegAnswer, ReservedNumbers, VisitLeg, VisitView
from balai.protocol.base import moment_text
from balai.words.said import say
from server.usecases.asking import Json, Kept, Submits, ask
from server.usecases.estimates import NextWindow, unknown, waits
from server.usecases.ids import new_id
from server.views.explaining import found_by
from server.views.timeline import timeline

EntriesOf = Callable[[str, str], Sequence[Entry]]


def issue(dispatcher: Submits, actor: str, request: r.IssueVisit, window: NextWindow = unknown) -> Kept:
    """Give the next number of the service's series. The answer is an IssuedVisit."""
    command = c.IssueVisit(
        actor=actor,
        visit_id=str(request.visit_id) if request.visit_id else new_id(),
        service_id=request.service_id,
        channel=request.channel,
        priority_class=request.priority_class,
        done=request.done,
        slot=request.slot.astimezone(UTC) if request.slot else None,
        booking=plain_code(request.booking) if request.booking else None,
        voucher=plain_code(request.voucher) if request.voucher else None,
        also=request.also,
        persons=request.persons,
        paper=request.paper,
        chain=request.chain,
        n=request.n,
        after=request.after,
    )
    return ask(dispatcher, command, request, "POST /visits", partial(_issued, window=window), 201)


def _issued(day: HallDay, own: tuple[Happened, ...], window: NextWindow) -> Json:
    """An IssuedVisit as JSON data, which is made for each number: by the model it would take as long as
    finding out who is ahead."""
    happened = own[0]
    event = happened.event
    assert isinstance(event, VisitIssued)
    leg, (numbers, labels) = day.legs[event.leg_id], day.config.shown_at[event.service_id]
    expected = window(day, leg)
    return {
        "visit_id": event.visit_id,
        "leg_id": event.leg_id,
        "number": event.number,
        "service_id": event.service_id,
        "agency_id": day.config.service_by_id[event.service_id].agency_id,
        "ahead": ahead(day, leg),
        "counters": numbers,
        "counter_labels": labels,
        "at": moment_text(happened.at),
        "day": day.date.isoformat(),
        "seq": happened.seq,
        "plan": event.plan,
        "expected_from": moment_text(expected.start) if expected.start else None,
        "expected_until": moment_text(expected.end) if expected.end else None,
        "chance": expected.chance,
        "reach": event.reach,
        "first_on": event.first_on.isoformat() if event.first_on else None,
        "step": event.step,
        "persons": event.persons,
    }


def cancel(dispatcher: Submits, actor: str, visit_id: str, request: r.Change) -> Kept:
    """End a visit that is not at a counter. The answer is a LegAnswer."""
    command = c.CancelVisit(actor=actor, visit_id=visit_id)

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return leg_answer(day, day.current_leg(day.visits[visit_id]))

    return ask(dispatcher, command, request, f"POST /visits/{visit_id}/cancel", answer)


def return_leg(dispatcher: Submits, actor: str, leg_id: str, request: r.Change) -> Kept:
    """A parked leg waits again. The answer is a LegAnswer."""
    command = c.ReturnLeg(actor=actor, leg_id=leg_id)

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return leg_answer(day, day.legs[leg_id])

    return ask(dispatcher, command, request, f"POST /legs/{leg_id}/return", answer)


def reinstate(dispatcher: Submits, actor: str, leg_id: str, request: r.Change) -> Kept:
    """A visitor marked not present reports at a desk and waits again. The answer is a LegAnswer."""
    command = c.ReinstateLeg(actor=actor, leg_id=leg_id)

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return leg_answer(day, day.legs[leg_id])

    return ask(dispatcher, command, request, f"POST /legs/{leg_id}/reinstate", answer)


def reserve(dispatcher: Submits, actor: str, series_id: str, request: r.ReserveNumbers) -> Kept:
    """Set numbers aside for the asking device. The answer is a ReservedNumbers."""
    command = c.ReserveNumbers(actor=actor, series_id=series_id, count=request.count)
    return ask(dispatcher, command, request, f"POST /series/{series_id}/reserve", _reserved)


def _reserved(day: HallDay, own: tuple[Happened, ...]) -> Json:
    event = own[0].event
    assert isinstance(event, NumbersReserved)
    answer = ReservedNumbers(
        series_id=event.series_id,
        first=event.first,
        last=event.last,
        prefix=event.prefix,
        width=event.width,
        day=day.date.isoformat(),
        seq=own[0].seq,
    )
    return answer.model_dump(mode="json")


def leg_answer(day: HallDay, leg: Leg) -> Json:
    """A leg as it is, with the day's place in the log."""
    answer = LegAnswer(
        leg_id=leg.id,
        number=leg.number,
        state=leg.state,
        counter_id=leg.counter_id,
        day=day.date.isoformat(),
        seq=day.seq,
    )
    return answer.model_dump(mode="json")


def show(
    day: HallDay, visit_id: str, entries: EntriesOf, window: NextWindow = unknown, *, staff: bool
) -> VisitView:
    """One visit of today with all that happened to it; the reasons of calls for `staff` only.

    `entries` reads what the log of a day has of a visit. Raises Refusal `visit_unknown`.
    """
    visit = day.visits.get(visit_id)
    if visit is None:
        raise Refusal("visit_unknown", say("detail.visit_unknown"))
    expected = waits(day, visit.id, window)
    log = [happened_of(entry) for entry in entries(day.date.isoformat(), visit.id) if entry.seq <= day.seq]
    return VisitView(
        visit_id=visit.id,
        number=visit.number,
        issued_at=visit.issued_at,
        channel=visit.channel,
        legs=tuple(_leg_view(day.legs[leg_id]) for leg_id in visit.leg_ids),
        plan=visit.plan,
        timeline=timeline(log, visit.id, day.config, staff=staff),
        position=expected.position,
        expected_from=expected.expected_from,
        expected_until=expected.expected_until,
        back_by=expected.back_by,
        chance=expected.chance,
        moved_at=expected.moved_at,
        persons=visit.persons,
        unprinted=visit.printed is False,
        print_unsure=visit.print_unsure,
        counts_as=visit.priority_class if staff else "",
    )


def issuer(day: HallDay, visit_id: str, entries: EntriesOf) -> str | None:
    """The actor who gave a visit of today its number."""
    named = entries(day.date.isoformat(), visit_id)
    return next((entry.actor for entry in named if entry.type == VisitIssued.TYPE), None)


def numbered(day: HallDay, typed: str) -> str:
    """The id of today's visit with a number, typed loosely (`a23` for A-023). Raises Refusal
    `number_unknown`."""
    visit = found_by(day, typed)
    if visit is None:
        raise Refusal("number_unknown", say("detail.number_unknown"))
    return visit.id


def _leg_view(leg: Leg) -> VisitLeg:
    return VisitLeg(
        leg_id=leg.id,
        service_id=leg.service_id,
        state=leg.state,
        counter_id=leg.counter_id,
        called_at=leg.called_at,
        started_at=leg.started_at,
        ended_at=leg.ended_at,
        outcome=leg.outcome,
        ended_seq=leg.ended_seq,
    )

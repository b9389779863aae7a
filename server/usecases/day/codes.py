"""What a code stands for: a right carried over, a booking, or the ticket of a visit of today."""

from __future__ import annotations

from datetime import datetime

from balai.codes import TICKET_SIGNS, plain_code, ticket_code
from balai.domain.decide.issuing.claiming import holds_now
from balai.domain.decide.visits import for_another_day
from balai.domain.errors import Refusal
from balai.domain.order.position import ahead
from balai.domain.state import HallDay
from balai.domain.visit import AT_COUNTER, LegState, Visit
from balai.protocol.answers.visits import CodeView
from balai.words.said import say
from server.usecases.estimates import NextWindow, unknown


def look_up(day: HallDay, code_typed: str, now: datetime, window: NextWindow = unknown) -> CodeView:
    """What a code as it was typed stands for at `now` (aware). Raises Refusal: `code_unknown`, and as taking
    a number with it would where it is good on another day, or no more."""
    code = plain_code(code_typed)
    right = day.vouchers.get(code) or day.unserved.get(code)
    if right is not None:
        if code not in day.vouchers or right.valid_on not in (None, day.date):
            raise for_another_day(right)
        return CodeView(kind="right", service_id=right.service_id, persons=right.persons)
    booking = day.bookings.get(code)
    if booking is not None and booking.visit_id is None:
        holds_now(day, booking, now)
        return CodeView(kind="booking", service_id=booking.service_id, persons=booking.persons)
    visit = _taken_with(day, code) or _of_ticket(day, code)
    if visit is None:
        raise Refusal("code_unknown", say("problem.code_unknown"))
    return _ticket(day, visit, window, used=len(code) != TICKET_SIGNS or ticket_code(visit.id) != code)


def _taken_with(day: HallDay, code: str) -> Visit | None:
    booking = day.bookings.get(code)
    if booking is not None:
        return day.visits.get(booking.visit_id or "")
    if code not in day.claimed:
        return None
    return next((visit for visit in day.visits.values() if visit.voucher == code), None)


def _of_ticket(day: HallDay, code: str) -> Visit | None:
    if len(code) != TICKET_SIGNS:
        return None
    return next((visit for visit in day.visits.values() if ticket_code(visit.id) == code), None)


def _ticket(day: HallDay, visit: Visit, window: NextWindow, *, used: bool) -> CodeView:
    leg = day.current_leg(visit)
    waits = leg.state is LegState.WAITING
    counter = day.config.counter_by_id.get(leg.counter_id or "") if leg.state in AT_COUNTER else None
    found = window(day, leg)
    return CodeView(
        kind="ticket", service_id=leg.service_id, persons=visit.persons, number=visit.number, used=used,
        state=leg.state, at=counter.shown if counter else "", ahead=ahead(day, leg) if waits else None,
        expected_from=found.start if waits else None, expected_until=found.end if waits else None,
        chance=found.chance if waits else None,
    )  # fmt: skip

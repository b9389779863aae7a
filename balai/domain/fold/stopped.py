"""How stopped numbers, the end of a day and closing that is taken back change a day."""

from __future__ import annotations

from balai.domain import events as e
from balai.domain.fold.counters import left
from balai.domain.fold.visits import Changes, waits_again
from balai.domain.registers.stopped import Stopped
from balai.domain.state import HallDay, Happened
from balai.domain.values.replacing import replace
from balai.domain.visit import LegState


def stopped(day: HallDay, h: Happened, event: e.NumbersStopped) -> Changes:
    """No more numbers in a scope."""
    told = Stopped(event.scope, event.reason, h.at, event.until)
    return {"stopped": {**day.stopped, event.scope: told}}


def resumed(day: HallDay, h: Happened, event: e.NumbersResumed) -> Changes:
    """Numbers go on."""
    return {"stopped": {scope: told for scope, told in day.stopped.items() if scope != event.scope}}


def restored(day: HallDay, h: Happened, event: e.VisitRestored) -> Changes:
    """The visit waits again in its place, and has the grace of closing anew."""
    leg = replace(day.legs[event.leg_id], joined_at=h.at)
    return {
        **waits_again(day, leg),
        "unserved": {code: right for code, right in day.unserved.items() if code != event.voucher},
        "ended": {code: visit for code, visit in day.ended.items() if code != event.voucher},
    }


#: The day ended while the leg was in service.
lapsed = left(LegState.LAPSED)

"""How a correction changes a day: the facts of a leg that has ended, and nothing that was called."""

from __future__ import annotations

from balai.domain import events as e
from balai.domain.events.corrections import CORRECTED
from balai.domain.fold.visits import Changes
from balai.domain.quota import Legs
from balai.domain.rights import done_by
from balai.domain.state import HallDay, Happened
from balai.domain.values.replacing import replace
from balai.domain.visit import LegState, Visit, Voucher


def corrected(day: HallDay, h: Happened, event: e.LegCorrected) -> Changes:
    """What is told of a leg was put right. Who was served began when called, where nobody says better; who
    did not come neither began nor had an outcome."""
    leg = day.legs[event.leg_id]
    state = LegState(event.state) if event.state in CORRECTED else leg.state
    served = state is not LegState.MISSED
    outcome = leg.outcome if event.outcome is None else event.outcome or None
    right = replace(
        leg,
        state=state,
        service_id=event.service_id or leg.service_id,
        outcome=outcome if served else None,
        started_at=(event.started_at or leg.started_at or leg.called_at) if served else None,
        presumed=leg.presumed if served else False,
        ended_at=event.ended_at or leg.ended_at,
        ended_seq=h.seq,
    )
    legs = day.legs.set(leg.id, right)
    return {"legs": legs, **_rights(day, day.visits[leg.visit_id], legs)}


def _rights(day: HallDay, visit: Visit, legs: Legs) -> Changes:
    """The rights that this visit has left and nobody has used: what is done goes by what was put right."""
    before, now = done_by(visit, day.legs), done_by(visit, legs)
    if before == now:
        return {}

    def follows(right: Voucher) -> Voucher:
        return replace(right, done=tuple(one for one in now if one in right.done or one not in before))

    # A collection is promised to a visit that goes on: such a right is not among those of visits that ended.
    left = {
        code: follows(right)
        for code, right in day.unserved.items()
        if right.number == visit.number and day.ended.get(code, visit.id) == visit.id
    }
    changes: Changes = {"unserved": {**day.unserved, **left}} if left else {}
    back = day.vouchers.get(visit.voucher or "")
    if back is not None:
        changes["vouchers"] = {**day.vouchers, back.code: follows(back)}
    return changes

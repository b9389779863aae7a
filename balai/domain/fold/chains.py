"""How what devices bring that were cut off changes a day."""

from __future__ import annotations

from typing import Any

from balai.domain import events as e
from balai.domain.chains import HeldBlock, heard, holding
from balai.domain.hall.numbering import hold
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Voucher

Changes = dict[str, Any]


def held(day: HallDay, event: e.NumbersReserved) -> Changes:
    """A chain holds a block, or holds one for longer."""
    block = HeldBlock(event.series_id, event.prefix, event.first, event.last, event.width, event.stands_until)
    return {
        "numbers": hold(day.numbers, event.prefix, event.first, event.last, event.width),
        "chains": holding(day.chains, event.chain, event.device_id, block),
    }


def device_of(actor: str) -> str:
    """The device that an actor is; its id alone is kept."""
    return actor.removeprefix("device:")


def abandoned(day: HallDay, h: Happened, event: e.VisitAbandoned) -> Changes:
    """Whatever comes of this visit is not wanted."""
    return {
        "abandoned": day.abandoned | {event.visit_id},
        "chains": heard(day.chains, event.chain, device_of(h.actor), event.n),
    }


def late(day: HallDay, h: Happened, event: e.LateTicketAdopted) -> Changes:
    """A ticket of a day that is over leaves a right."""
    right = Voucher(
        event.voucher, event.number, event.service_id, event.valid_on, event.plan,
        priority_class=event.priority_class, persons=event.persons,
    )  # fmt: skip
    return {
        "vouchers": {**day.vouchers, right.code: right},
        "late": day.late | {event.visit_id},
        "chains": heard(day.chains, event.chain, device_of(h.actor), event.n),
    }

"""The kinds of rooms: which events each hears and as what, its snapshot and its queue lengths. Pure.

A new kind (one visit's phone, the manager's room, another device) is one more entry of `KINDS`; connecting
to it takes a principal whose `room` names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel

from balai.domain.state import HallDay, Happened
from balai.protocol import pushes as p
from balai.protocol.views import Audience
from server.views.concern import of_event
from server.views.projection import project
from server.views.views import queues, snapshot_of

AUDIENCES: tuple[Audience, ...] = ("board", "staff", "device")
_MOVES_BETWEEN_AGENCIES = "visit_changed"
_ASK = "configuration_changed"


@dataclass(frozen=True, slots=True)
class RoomKind:
    """What the rooms of a kind are told. All take the day after an event, or any later state of it, and the
    id that the room is about ("": the whole hall).

    `hears`: as what type of push an event is told, None where it is not. `data`: what the push says (JSON).
    `snapshot`: the whole, with the catalogue or with its version alone (True). `lengths`: what of the queues
    is told, without a seq; None for nothing.
    """

    hears: Callable[[HallDay | None, Happened, str], str | None]
    data: Callable[[HallDay, Happened, str], dict[str, Any]]
    snapshot: Callable[[HallDay, str, bool], BaseModel]
    lengths: Callable[[HallDay, str], BaseModel | None]


def _hears(audience: Audience, day: HallDay | None, happened: Happened, about: str) -> str | None:
    kind: str = happened.event.TYPE
    if kind not in p.DATA[audience]:
        return None
    if not about or day is None:
        return kind
    if kind == _MOVES_BETWEEN_AGENCIES:
        # Some rooms would have to learn of a leg by it and others to forget one: they ask anew.
        return _ASK
    return kind if kind in p.DATA["board"] or _concerns(day, happened, about) else None


def _data(audience: Audience, day: HallDay, happened: Happened, about: str) -> dict[str, Any]:
    if happened.event.TYPE == _MOVES_BETWEEN_AGENCIES and about:
        return {}
    theirs = not about or _concerns(day, happened, about)
    data = project(day, happened, audience if theirs else "board")
    assert data is not None
    return data


def _concerns(day: HallDay, happened: Happened, agency_id: str) -> bool:
    agencies = of_event(day, happened.event)
    return agencies is None or agency_id in agencies


def _of(audience: Audience) -> RoomKind:
    return RoomKind(
        partial(_hears, audience),
        partial(_data, audience),
        lambda day, about, apart: snapshot_of(day, audience, about or None, apart=apart),
        lambda day, about: queues(day, audience, about or None),
    )


#: A manager's page hears what staff hear, and the hall at a glance beside it (`Live`).
KINDS: dict[str, RoomKind] = {audience: _of(audience) for audience in AUDIENCES} | {"manager": _of("staff")}

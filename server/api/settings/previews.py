"""Routes of what a manager sees and hears of the draft before it is in force."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import Field, StringConstraints

from balai.protocol.base import Message, Slug
from balai.protocol.devices.samples import TicketKind, TrySample
from balai.protocol.managed.drafts import CallSaid
from balai.words.languages import Language, SpokenLanguage
from server.api.paths import DevicePath
from server.api.routing import Routes, must_reach
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.limits import Limit
from server.usecases.previews.calls import Asked, Calls, Said, said_in
from server.usecases.previews.tickets import Tickets
from server.usecases.previews.trying import Trying
from server.usecases.settings.drafts import Drafts

MAY = Permission.DRAFT_READ
#: By one person: who types sees a preview after each field.
_A_MINUTE = 120
#: Names the draft that is meant, so that a browser may keep what it was answered.
Of = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{12,32}\.[0-9]{1,9})?$")]
_KEEP = {"Cache-Control": "private, max-age=600"}


class CallQuery(Message):
    """Which call: of a service, or of an agency."""

    agency: Slug | None = None
    service: Slug | None = None
    counter: Annotated[int, Field(ge=1, le=999)] | None = None
    direction: Literal["", "left", "right", "ahead", "behind"] = ""
    language: SpokenLanguage | None = None
    recall: bool = False
    of: Of = ""


class TicketQuery(Message):
    """Which ticket, on paper of how many millimetres."""

    service: Slug
    width: Literal["58", "80"] = "80"
    kind: TicketKind = "usual"
    language: Language | None = None
    of: Of = ""


def add_previews(routes: Routes, drafts: Drafts, calls: Calls, tickets: Tickets, trying: Trying) -> None:
    """Made by the code of walls and kiosks themselves, in a process beside the hub."""
    limit = Limit(_A_MINUTE, time.monotonic)

    def said(who: Principal, query: CallQuery) -> Said:
        asked = Asked(**query.model_dump(exclude={"of"}))
        file = drafts.now().draft.file
        must_reach(who, MAY, _agencies(file, query.service, query.agency))
        return said_in(file, asked)

    def show_call(who: Principal, query: CallQuery) -> CallSaid:
        """What a call says by the draft, in words."""
        return CallSaid(text=said(who, query).text)

    def hear_call(who: Principal, query: CallQuery) -> Response:
        """A call as walls say it by the draft, as a WAV file: the chime, and the words as often as they are
        said."""
        found = said(who, query)
        limit.take(who.actor)
        return Response(calls.sound(found), 200, _KEEP, content_type="audio/wav")

    def show_ticket(who: Principal, query: TicketQuery) -> Response:
        """A ticket by the draft, dot for dot as it is printed, as a PNG file."""
        must_reach(who, MAY, _agencies(drafts.now().draft.file, query.service, None))
        limit.take(who.actor)
        sample = trying.ticket(query.service, query.kind, query.language)
        return Response(tickets.picture(sample, int(query.width)), 200, _KEEP, content_type="image/png")

    def try_device(who: Principal, path: DevicePath, body: TrySample) -> None:
        """Have a kiosk print a sample of a ticket by the draft, or a wall make a call of nobody's. No number
        is given."""
        limit.take(who.actor)
        trying.device(path.device_id, body)

    routes.add("GET", "/hall/draft/call", show_call, may=MAY, answers=CallSaid, refuses=True)
    routes.add("GET", "/hall/draft/call.wav", hear_call, may=MAY, answers=None, refuses=True)
    routes.add("GET", "/hall/draft/ticket.png", show_ticket, may=MAY, answers=None, refuses=True)
    routes.add(
        "POST", "/devices/<device_id>/sample", try_device,
        may=Permission.DEVICES_TRY, answers=None, status=204, refuses=True,
    )  # fmt: skip


def _agencies(file: Mapping[str, Any], service: str | None, agency: str | None) -> list[str] | None:
    """Whom a preview concerns; None where nobody is named."""
    if service is None:
        return None if agency is None else [agency]
    return [str(row.get("agency")) for row in file["service"] if row.get("id") == service]

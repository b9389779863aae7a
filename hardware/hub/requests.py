"""Requests of a device to the hub, over HTTP: one pool of connections, short time-outs, no repeats."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import urllib3
from pydantic import BaseModel, ValidationError

from balai.protocol.answers.announcements import FreeAnnouncement
from balai.protocol.answers.day import Now
from balai.protocol.answers.visits import CodeView, IssuedVisit
from balai.protocol.answers.waits import NextWaits
from balai.protocol.base import News
from balai.protocol.devices.cut_off import (
    AdoptedVisit,
    AdoptVisit,
    HeldNumbers,
    HoldNumbers,
    OfflineFacts,
    VoidVisit,
)
from balai.protocol.devices.papers import ClaimedPapers, ClaimPapers, PapersOut
from balai.protocol.devices.slides import SlideList
from balai.protocol.problem import Problem
from balai.protocol.requests import AnnounceCall, Channel, DeviceStatus, IssueVisit, MarkTicket
from balai.words.said import say
from hardware.hub.address import HubAddress, NobodyThereError
from hardware.hub.prompt import NotPromptError, PromptLine
from hardware.ports import HubRefused, HubUnavailable, Wish

N = TypeVar("N", bound=News)
TIMEOUT = 3.0
_NOT_FOUND = 404
DOUBTS_ITS_CLOCK = "clock_unconfirmed"


class HubRequests:
    """What a device asks of the hub. Safe to use from several threads. Times out in real seconds."""

    def __init__(self, url: str, token: str, channel: Channel = "kiosk", ca: Path | None = None) -> None:
        """`ca` is the only authority whose certificates are trusted; None: those of the system."""
        self._base = url.rstrip("/") + "/api/v1"
        self._channel: Channel = channel
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._prompt = PromptLine(self._base, self._headers, HubAddress(url, ca), TIMEOUT)
        self._pool = urllib3.PoolManager(
            num_pools=1,
            maxsize=4,
            retries=False,
            timeout=urllib3.Timeout(connect=TIMEOUT, read=TIMEOUT),
            ca_certs=str(ca) if ca else None,
        )

    def issue(self, wanted: Wish, request_id: str) -> IssuedVisit:
        """Ask for a visit; the same `request_id` gets the first answer again.

        Raises HubRefused where the hub says no, HubUnavailable where it is not known what it did.
        """
        try:
            wish = IssueVisit.model_validate(
                {"request_id": request_id, "channel": self._channel, **asdict(wanted)}
            )
        except ValidationError as fault:
            raise HubRefused(_invalid(str(fault.errors()[0]["msg"]))) from fault
        try:
            answer = self._ask_promptly("/visits", wish.model_dump_json(exclude_defaults=True).encode())
        except HubUnavailable as fault:
            if fault.problem is not None and fault.problem.code == DOUBTS_ITS_CLOCK:
                # It says so itself, and nothing was given: whoever stands here is told.
                raise HubRefused(fault.problem) from fault
            raise
        return self._read(IssuedVisit, answer)

    def code(self, code: str) -> CodeView:
        """What a code stands for. Raises HubRefused and HubUnavailable."""
        return self._read(CodeView, self._ask("GET", f"/codes/{quote(code, safe='')}", None))

    def mark_ticket(self, visit_id: str, request_id: str, *, printed: bool, certain: bool) -> None:
        """Say whether a visit's ticket is on paper; the same `request_id` changes nothing more. Raises
        HubRefused and HubUnavailable."""
        told = {"request_id": request_id, "printed": printed, "certain": certain}
        mark = MarkTicket.model_validate(told)
        self._send("POST", f"/visits/{visit_id}/ticket", mark)

    def hold_numbers(self, wanted: HoldNumbers) -> HeldNumbers:
        """Ask for numbers to hold. Raises HubRefused and HubUnavailable."""
        return self._read(HeldNumbers, self._send("POST", "/devices/me/numbers", wanted))

    def offline_facts(self, services: tuple[str, ...]) -> OfflineFacts:
        """Hours and quotas of services. Raises HubRefused and HubUnavailable."""
        answer = self._ask("GET", f"/devices/me/offline?services={','.join(services)}", None)
        return self._read(OfflineFacts, answer)

    def next_waits(self) -> NextWaits:
        """When whoever takes the next number of each service will probably be called. Raises HubRefused and
        HubUnavailable."""
        return self._read(NextWaits, self._ask("GET", "/estimates/next", None))

    def adopt(self, ticket: AdoptVisit) -> AdoptedVisit:
        """Bring a ticket that was given out. Raises HubRefused and HubUnavailable."""
        return self._read(AdoptedVisit, self._send("POST", "/visits/adopt", ticket))

    def void(self, visit_id: str, what: VoidVisit) -> AdoptedVisit:
        """Say what was never handed out. Raises HubRefused and HubUnavailable."""
        return self._read(AdoptedVisit, self._send("POST", f"/visits/{visit_id}/void", what))

    def claim_papers(self, wanted: ClaimPapers) -> ClaimedPapers:
        """Ask which vouchers and copies to print. Raises HubRefused and HubUnavailable."""
        return self._read(ClaimedPapers, self._send("POST", "/papers/claim", wanted))

    def papers_out(self, done: PapersOut) -> None:
        """Say which came out. Raises HubRefused and HubUnavailable."""
        self._send("POST", "/papers/out", done)

    def report(self, status: DeviceStatus) -> None:
        """Say how this device is. Raises HubRefused and HubUnavailable."""
        self._send("PUT", "/devices/me/status", status)

    def call_announced(self, leg_id: str, told: AnnounceCall) -> None:
        """Say what became of a call on this display; safe to repeat as it is. Raises HubRefused and
        HubUnavailable."""
        self._send("POST", f"/legs/{leg_id}/announced", told)

    def send_thumbnail(self, jpeg: bytes) -> None:
        """Send a small picture of what this device shows. Raises HubRefused and HubUnavailable."""
        self._ask("PUT", "/devices/me/frame", jpeg, "image/jpeg")

    def notice(self, announcement_id: str) -> FreeAnnouncement:
        """What was typed for an announcement. Raises HubRefused and HubUnavailable."""
        answer = self._ask("GET", f"/announcements/{announcement_id}", None)
        try:
            return FreeAnnouncement.model_validate_json(answer)
        except ValidationError as fault:
            raise HubUnavailable(say("error.answer_unread")) from fault

    def recording(self, announcement_id: str) -> bytes:
        """The recording of an announcement, a WAV file. Raises HubRefused and HubUnavailable."""
        return self._ask("GET", f"/announcements/{announcement_id}/sound", None)

    def clip(self, key: str) -> bytes | None:
        """The sound file of a key, or None where the hub has none. Raises OSError where it gives no answer
        of use."""
        try:
            return self._ask("GET", f"/clips/{key}", None)
        except HubRefused as fault:
            if fault.problem.status == _NOT_FOUND:
                return None
            raise OSError(f"the hub answered {fault.problem.status}") from fault
        except HubUnavailable as fault:
            raise OSError(str(fault)) from fault

    def slides(self) -> SlideList:
        """What the asking wall shows today. Raises HubRefused and HubUnavailable."""
        return self._read(SlideList, self._ask("GET", "/slides", None))

    def slide_part(self, slide_id: str, n: int) -> bytes:
        """A part of a slide's file. Raises HubRefused and HubUnavailable."""
        return self._ask("GET", f"/slides/{quote(slide_id, safe='')}/parts/{n}", None)

    def time(self) -> datetime:
        """The hub's time. Raises HubRefused and HubUnavailable."""
        try:
            return Now.model_validate_json(self._ask("GET", "/time", None)).now
        except ValidationError as fault:
            raise HubUnavailable(say("error.answer_unread")) from fault

    def let_in(self, audience: str) -> None:
        """Ask whether the hub knows our token, and that of a device which may hear what `audience` hears.
        Raises HubRefused (401, 403) where it does not, and HubUnavailable."""
        self._ask("GET", f"/state?audience={audience}&catalogue=apart", None)

    def close(self) -> None:
        """Give the connections back."""
        self._prompt.close()
        self._pool.clear()

    def _read(self, kind: type[N], answer: bytes) -> N:
        try:
            return kind.model_validate_json(answer)
        except ValidationError as fault:
            raise HubUnavailable(say("error.answer_unread_ask_again")) from fault

    def _send(self, method: str, path: str, body: BaseModel) -> bytes:
        return self._ask(method, path, body.model_dump_json(exclude_defaults=True).encode())

    def _ask_promptly(self, path: str, body: bytes) -> bytes:
        """What a visitor waits for. Only for what may be asked twice: the usual way is taken where the open
        connection is of no use."""
        try:
            return _body(*self._prompt.post(path, body))
        except (TimeoutError, NobodyThereError) as fault:
            raise HubUnavailable(say("error.no_answer", kind=type(fault).__name__)) from fault
        except NotPromptError:
            return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: bytes | None, media_type: str = "application/json") -> bytes:
        headers = {**self._headers, "Content-Type": media_type} if body is not None else self._headers
        try:
            answer = self._pool.request(method, self._base + path, body=body, headers=headers, redirect=False)
            data: bytes = answer.data
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as fault:
            # Names and headers that cannot be are found out by the libraries below, each in its own way.
            raise HubUnavailable(say("error.no_answer", kind=type(fault).__name__)) from fault
        return _body(answer.status, data)


def _body(status: int, data: bytes) -> bytes:
    """The body of an answer that says yes. Raises HubRefused and HubUnavailable."""
    if status < 300:
        return data
    if 400 <= status < 500:
        raise HubRefused(_problem(status, data))
    told = _problem(status, data) if status >= 500 else None
    raise HubUnavailable(say("error.answer_unsure", status=status), told)


def _problem(status: int, data: bytes) -> Problem:
    try:
        return Problem.model_validate_json(data)
    except ValidationError:
        # A proxy or something else that is no hub of ours answered.
        title = f"The hub refused with status {status}."
        return Problem(type="about:blank", title=title, status=status, code=f"http_{status}")


def _invalid(message: str) -> Problem:
    fields: dict[str, Any] = {"type": "about:blank", "title": "This cannot be asked of the hub."}
    return Problem(**fields, status=422, code="validation", detail=json.dumps(message))

"""A line to a hub that loses, repeats and delays what goes over it; the hub behind it is the real one."""

from __future__ import annotations

import queue
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pydantic import BaseModel

from balai.protocol.answers.visits import CodeView, IssuedVisit
from balai.protocol.devices import cut_off as p
from balai.protocol.devices.papers import ClaimedPapers, ClaimPapers, PapersOut
from balai.protocol.problem import Problem
from balai.protocol.requests import DeviceStatus
from hardware.ports import HubEvent, HubRefused, HubUnavailable, Wish
from tests.support.hub.inside import Asker


@dataclass
class Weather:
    """How bad the line is: the chance that a request is lost, that its answer is, that it comes twice, and
    that it comes much later."""

    lost: float = 0.0
    unanswered: float = 0.0
    twice: float = 0.0
    late: float = 0.0


@dataclass
class Line:
    """A kiosk's link, for the worker and for the hand-over. `late` is what still travels."""

    asker: Callable[[], Asker]
    rnd: Random
    weather: Weather = field(default_factory=Weather)
    late: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    events: queue.Queue[HubEvent] = field(default_factory=queue.Queue)
    up: bool = True

    def start(self) -> None:
        """Nothing to do."""

    def stop(self) -> None:
        """Nothing to do."""

    def issue(self, wish: Wish, request_id: str) -> IssuedVisit:
        """Ask for a visit."""
        fields = {name: value for name, value in vars(wish).items() if value not in (None, "", 0, ())}
        return IssuedVisit.model_validate(self._post("/visits", {"request_id": request_id, **fields}))

    def mark_ticket(self, visit_id: str, request_id: str, *, printed: bool, certain: bool) -> None:
        """Say whether a ticket is on paper."""
        said = {"request_id": request_id, "printed": printed, "certain": certain}
        self._post(f"/visits/{visit_id}/ticket", said)

    def report(self, status: DeviceStatus) -> None:
        """Nobody reads it here."""

    def hold_numbers(self, wanted: p.HoldNumbers) -> p.HeldNumbers:
        """Ask for numbers."""
        return p.HeldNumbers.model_validate(self._post("/devices/me/numbers", _data(wanted)))

    def offline_facts(self, services: tuple[str, ...]) -> p.OfflineFacts:
        """Ask for hours and quotas."""
        self._check()
        answer = self.asker().get(f"/devices/me/offline?services={','.join(services)}")
        return p.OfflineFacts.model_validate(answer.get_json())

    def adopt(self, ticket: p.AdoptVisit) -> p.AdoptedVisit:
        """Bring a ticket."""
        return p.AdoptedVisit.model_validate(self._post("/visits/adopt", _data(ticket)))

    def void(self, visit_id: str, what: p.VoidVisit) -> p.AdoptedVisit:
        """Say what was never handed out."""
        return p.AdoptedVisit.model_validate(self._post(f"/visits/{visit_id}/void", _data(what)))

    def code(self, code: str) -> CodeView:
        """Ask what a code stands for."""
        self._check()
        return CodeView.model_validate(self.asker().get(f"/codes/{code}").get_json())

    def claim_papers(self, wanted: ClaimPapers) -> ClaimedPapers:
        """Ask which vouchers and copies to print."""
        return ClaimedPapers.model_validate(self._post("/papers/claim", _data(wanted)))

    def papers_out(self, done: PapersOut) -> None:
        """Say which came out."""
        self._post("/papers/out", _data(done))

    def arrive(self) -> None:
        """Let something that was late arrive, whatever was sent after it."""
        if self.up and self.late:
            _, path, body = self.late.pop(self.rnd.randrange(len(self.late)))
            self.asker().send(path, body)

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        self._check()
        if self.rnd.random() < self.weather.late:
            self.late.append((str(uuid.uuid4()), path, body))
            raise HubUnavailable("late")
        answer = self.asker().send(path, body)
        if self.rnd.random() < self.weather.twice:
            answer = self.asker().send(path, body)
        if self.rnd.random() < self.weather.unanswered or answer.status_code >= 500:
            raise HubUnavailable("no answer")
        if answer.status_code >= 400:
            raise HubRefused(Problem.model_validate(answer.get_json()))
        return answer.get_json()

    def _check(self) -> None:
        if not self.up or self.rnd.random() < self.weather.lost:
            raise HubUnavailable("lost")


def _data(message: BaseModel) -> dict[str, Any]:
    return message.model_dump(mode="json", exclude_defaults=True)

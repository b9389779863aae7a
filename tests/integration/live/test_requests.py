"""What a device makes of the hub's answers, good, bad and none, over real HTTP."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from balai.protocol.requests import DeviceStatus
from hardware.hub.requests import HubRequests
from hardware.ports import HubRefused, HubUnavailable, Wish
from tests.support.hub.services import free_port

VISIT = {
    "visit_id": "v", "leg_id": "v.1", "number": "A-001", "service_id": "ktp", "agency_id": "satu", "ahead": 0,
    "counters": [1], "at": "2026-04-14T00:00:00Z", "day": "2026-04-14", "seq": 2, "new_in_version_2": True,
}  # fmt: skip
PROBLEM = {
    "type": "urn:x",
    "title": "Nomor habis",
    "status": 409,
    "code": "quota_full",
    "detail": "none left",
}


class Answering(BaseHTTPRequestHandler):
    """Answers every request as it was told to, and keeps what was asked."""

    answer: ClassVar[tuple[int, str]] = (200, "{}")
    asked: ClassVar[list[tuple[str, str, str, dict[str, object]]]] = []

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(size))
        self.asked.append((self.command, self.path, self.headers["Authorization"], body))
        status, text = self.answer
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(text.encode())

    do_PUT = do_POST  # noqa: N815  # the library's name

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def hub() -> Iterator[HubRequests]:
    Answering.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    requests = HubRequests(f"http://127.0.0.1:{server.server_port}/", "secret")
    yield requests
    requests.close()
    server.shutdown()
    server.server_close()
    thread.join()


KTP = Wish("ktp")


def say(status: int, data: object) -> None:
    Answering.answer = (status, data if isinstance(data, str) else json.dumps(data))


def test_a_visit_is_asked_for_and_read(hub: HubRequests) -> None:
    say(201, VISIT)
    wish = str(uuid.uuid4())
    assert hub.issue(KTP, wish).number == "A-001"
    # What is as usual is not said: a hub of an earlier version would not know the newer fields.
    body = {"request_id": wish, "service_id": "ktp"}
    assert Answering.asked == [("POST", "/api/v1/visits", "Bearer secret", body)]
    more = Wish("ktp", also=("kk",), persons=4, priority_class="priority")
    hub.issue(more, wish)
    told = {"also": ["kk"], "persons": 4, "priority_class": "priority"}
    assert Answering.asked[1][3] == {**body, **told}


def test_what_became_of_a_ticket_is_told(hub: HubRequests) -> None:
    say(200, "{}")
    wish = str(uuid.uuid4())
    hub.mark_ticket(str(VISIT["visit_id"]), wish, printed=False, certain=True)
    path = f"/api/v1/visits/{VISIT['visit_id']}/ticket"
    assert Answering.asked == [("POST", path, "Bearer secret", {"request_id": wish, "printed": False})]


@pytest.mark.parametrize(
    ("status", "data", "code"),
    [(409, PROBLEM, "quota_full"), (401, "<html>", "http_401"), (429, "{}", "http_429")],
)
def test_a_refusal_carries_its_problem(hub: HubRequests, status: int, data: object, code: str) -> None:
    say(status, data)
    with pytest.raises(HubRefused) as refused:
        hub.issue(KTP, str(uuid.uuid4()))
    assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("status", "data"), [(500, PROBLEM), (503, ""), (302, ""), (201, "{}"), (201, "no json")]
)
def test_anything_else_is_no_answer(hub: HubRequests, status: int, data: object) -> None:
    say(status, data)
    with pytest.raises(HubUnavailable):
        hub.issue(KTP, str(uuid.uuid4()))
    assert len(Answering.asked) == 1, "nothing is repeated or redirected by itself"


def test_a_hub_that_doubts_its_clock_says_no_to_who_wants_a_number_and_waits_for_the_rest(
    hub: HubRequests,
) -> None:
    say(503, {**PROBLEM, "status": 503, "code": "clock_unconfirmed"})
    with pytest.raises(HubRefused) as refused:
        hub.issue(KTP, str(uuid.uuid4()))
    assert refused.value.problem.title == PROBLEM["title"]
    with pytest.raises(HubUnavailable):
        hub.mark_ticket(str(VISIT["visit_id"]), str(uuid.uuid4()), printed=True, certain=True)


def test_what_cannot_be_asked_is_refused_without_asking(hub: HubRequests) -> None:
    with pytest.raises(HubRefused):
        hub.issue(Wish("Not A Slug"), str(uuid.uuid4()))
    with pytest.raises(HubRefused):
        hub.issue(KTP, "no uuid")
    assert not Answering.asked


def test_a_status_is_reported(hub: HubRequests) -> None:
    say(204, "")
    hub.report(DeviceStatus(state="ok", software="1.0", counts={"printed": 3}))
    method, path, _, body = Answering.asked[0]
    assert (method, path, body["counts"]) == ("PUT", "/api/v1/devices/me/status", {"printed": 3})


def test_no_hub_is_no_answer() -> None:
    requests = HubRequests(f"http://127.0.0.1:{free_port()}", "secret")
    with pytest.raises(HubUnavailable):
        requests.issue(KTP, str(uuid.uuid4()))
    requests.close()

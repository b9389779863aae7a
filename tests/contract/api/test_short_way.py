"""The routes that are asked most are answered without Flask around them: nobody can tell."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.api.document import PREFIX
from tests.support.hub.inside import Inside

#: So much room at the end that the request is not of the usual size, and goes Flask's way.
_ROOM = b" " * 10_000


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub")) as inside:
        yield inside


def _told(response: TestResponse) -> tuple[int, dict[str, str], dict[str, Any]]:
    body: dict[str, Any] = json.loads(response.data)
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    if response.status_code == 201:
        body = {name: body[name] for name in ("service_id", "agency_id", "counters", "at", "day", "persons")}
    elif response.status_code == 400:
        del body["detail"]  # the place where it breaks off
    return response.status_code, headers, body


#: Another for each request, but the same in every process, since the cases are named by their bodies.
_ID = b"8a2f6a52-6f3d-4c8e-9d61-0b6f5e3c7a10"


def _asked(**fields: Any) -> bytes:
    return json.dumps({"request_id": _ID.decode(), **fields}).encode()


def _fresh(body: bytes) -> bytes:
    return body.replace(_ID, str(uuid.uuid4()).encode())


_PLAIN = _asked(service_id="ktp")


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (_PLAIN, {}),
        (_PLAIN, {"Accept-Language": "en"}),
        (_PLAIN, {"Authorization": "Bearer display-token"}),
        (_PLAIN, {"Authorization": "Bearer nobody", "Accept-Language": "en"}),
        (_PLAIN, {"Authorization": ""}),
        (_PLAIN, {"Content-Type": "Application/JSON; charset=utf-8"}),
        (_PLAIN, {"Content-Type": "text/plain"}),
        (_asked(service_id="ktp", channel="fax", more=1), {"Accept-Language": "en"}),
        (_asked(service_id="nobody-knows"), {}),
        (_asked(service_id="ktp", voucher="AAAA-BBBB"), {}),
        (_asked(service_id="k\0tp"), {}),
        (b'{"request_id":', {}),
        (b"[" * 5000, {"Accept-Language": "en"}),
    ],
)
def test_both_ways_answer_alike(hub: Inside, body: bytes, more: dict[str, str]) -> None:
    client = hub.nobody().client
    headers = {"Content-Type": "application/json", "Authorization": "Bearer kiosk-token", **more}
    short, whole = (
        _told(client.post("/api/v1/visits", data=_fresh(body) + room, headers=headers))
        for room in (b"", _ROOM)
    )
    assert short == whole


def test_what_is_counted_of_both_ways_stands_together(hub: Inside) -> None:
    def counted() -> float:
        found = hub.app.hub.metrics.registry.get_sample_value(
            "balai_http_requests_total", {"route": "/api/v1/visits", "status": "201"}
        )
        return found or 0.0

    before = counted()
    for room in (b"", _ROOM):
        assert hub.kiosk.raw("/visits", _fresh(_asked(service_id="ktp")) + room).status_code == 201
    assert counted() == before + 2
    assert hub.app.idle.is_set()


def test_a_fault_that_nobody_foresaw_is_an_incident(hub: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_job: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(hub.app.hub.dispatcher, "submit", broken)
    response = hub.kiosk.change("/visits", service_id="ktp")
    assert (response.status_code, response.get_json()["code"]) == (500, "internal_error")
    assert response.get_json()["params"]["incident"]


def test_the_time_is_told_to_whoever_asks_only_for_its_head(hub: Inside) -> None:
    whole, head = (hub.kiosk.client.open("/api/v1/time", method=method) for method in ("GET", "HEAD"))
    assert (whole.status_code, head.status_code, head.data) == (200, 200, b"")
    assert whole.headers["Content-Length"] == head.headers["Content-Length"] == str(len(whole.data))


def test_a_route_that_is_short_has_no_variables_and_is_one_of_flask_s_too(hub: Inside) -> None:
    rules = {(method, rule.rule) for rule in hub.app.url_map.iter_rules() for method in rule.methods or ()}
    assert {("POST", f"{PREFIX}/visits"), ("GET", f"{PREFIX}/time")} <= hub.app.short.keys() <= rules

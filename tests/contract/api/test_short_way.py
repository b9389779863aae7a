"""The routes that are asked most are answered without Flask around them: nobody can tell."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.api.document import PREFIX
from server.api.lean import ShortRoutes
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
    assert hub.app.in_hand.idle.is_set()


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


def test_a_route_that_is_short_is_one_of_flask_s_too(hub: Inside) -> None:
    rules = {(method, rule.rule) for rule in hub.app.url_map.iter_rules() for method in rule.methods or ()}
    asked = {("POST", "/visits"), ("GET", "/time"), ("POST", "/counters/<counter_id>/call")}
    assert {(method, f"{PREFIX}{rule}") for method, rule in asked} <= hub.app.short.rules <= rules


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/counters/loket-1/call", {"counter_id": "loket-1"}),
        ("/counters/" + "x" * 500 + "/call", {"counter_id": "x" * 500}),
        ("/counters//call", None),
        ("/counters/a/b/call", None),
        ("/counters/loket-1/call/", None),
        ("/counters/loket-\xc3\xa9/call", None),
        ("/counters/loket-1/nothing", None),
        ("/visits", {}),
        ("//visits", None),
        ("", None),
    ],
)
def test_the_part_of_a_path_that_varies_is_read_or_left_to_flask(
    hub: Inside, path: str, found: dict[str, str] | None
) -> None:
    prefix = PREFIX if path else ""
    asked = {"REQUEST_METHOD": "POST", "PATH_INFO": prefix + path, "CONTENT_LENGTH": "20"}
    short = hub.app.short.find(asked)
    assert (short[1] if short else None) == found


@pytest.mark.parametrize(
    "body", [b"{}", b'{"request_id":', b'{"request_id":"00000000-0000-4000-8000-000000000001"}']
)
@pytest.mark.parametrize("counter", ["loket-1", "nobody-knows", "x" * 300])
def test_both_ways_answer_alike_at_a_counter(hub: Inside, counter: str, body: bytes) -> None:
    client = hub.nobody().client
    headers = {"Content-Type": "application/json", "Authorization": "Bearer kiosk-token"}
    short, whole = (
        _told(client.post(f"/api/v1/counters/{counter}/call", data=body + room, headers=headers))
        for room in (b"", _ROOM)
    )
    assert short == whole


def test_only_the_last_part_but_one_may_vary() -> None:
    routes = ShortRoutes()
    for rule in ("/a/<b>/<c>", "/<a>/b/c", "/a/x<b>/c"):
        with pytest.raises(ValueError, match="a"):
            routes.add("POST", rule, lambda *_: pytest.fail("not asked"), takes_body=False)

"""Bad input: each a clear refusal with a stable code, in the reader's language, and never a 5xx."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from balai.protocol.problem import MEDIA_TYPE, Problem
from balai.words.problems import title_of
from server.store import JobResult, StoreUnavailable
from tests.support.hub.inside import Inside

ID = '"request_id":"6f1e2f1c-3b52-4c7d-9a44-1f6f3f1f0a01"'


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub")) as inside:
        yield inside


def problem_of(response: Any) -> Problem:
    assert response.content_type == MEDIA_TYPE, response.text
    problem = Problem.model_validate(response.get_json())
    assert problem.status == response.status_code
    assert problem.type == f"urn:balai:problem:{problem.code}"
    return problem


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "malformed_json"),
        (b"{", 400, "malformed_json"),
        (b'{"request_id":}', 400, "malformed_json"),
        (b"\xff\xfe{}", 400, "malformed_json"),
        (b'{"service_id":"\xc3\x28"}', 400, "malformed_json"),
        (b'{"service_id":"ktp"}\x00', 400, "malformed_json"),
        (b'{"service_id":"\\ud800"}', 400, "malformed_json"),
        (b'{"service_id":' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400, "malformed_json"),
        (b'{"service_id":' + b"9" * 20_000 + b"}", 400, "malformed_json"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b'"text"', 422, "invalid"),
        (b"1e999", 422, "invalid"),
        (b'{"service_id":1e999}', 422, "invalid"),
        (b'{"service_id":"k\\u0000tp",' + ID.encode() + b"}", 422, "invalid"),
        (b'{"service_id":"' + b"k" * 60_000 + b'"}', 422, "invalid"),
        (b'{"service_id":"' + b"k" * 1_000_000 + b'"}', 413, "body_too_large"),
    ],
)
def test_a_body_that_is_no_request(hub: Inside, body: bytes, status: int, code: str) -> None:
    problem = problem_of(hub.kiosk.raw("/visits", body))
    assert (problem.status, problem.code) == (status, code)


@pytest.mark.parametrize(
    "kind", ["text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_body_that_is_not_said_to_be_json(hub: Inside, kind: str) -> None:
    assert problem_of(hub.kiosk.raw("/visits", b"{}", kind)).code == "media_type"


def test_every_invalid_field_is_named_at_once(hub: Inside) -> None:
    response = hub.kiosk.send(
        "/visits", {"request_id": "x", "service_id": 3, "channel": "fax", "a/b~c": 1, "x\0": 2}
    )
    problem = problem_of(response)
    assert (problem.status, problem.code) == (422, "invalid")
    assert {(e.pointer, e.message) for e in problem.errors} == {
        ("/request_id", "harus berupa UUID"),
        ("/service_id", "harus berupa teks"),
        ("/channel", "bukan salah satu pilihan"),
        ("/a~1b~0c", "tidak dikenal di sini"),
        ("/x\0", "tidak dikenal di sini"),
        ("", "berisi karakter NUL"),
    }


def test_path_query_and_body_are_judged_together(hub: Inside) -> None:
    staff = hub.staff()
    problem = problem_of(staff.change("/counters/LOKET%20SATU/call", finishes=7))
    assert [e.pointer for e in problem.errors] == ["/path/counter_id", "/finishes"]
    problem = problem_of(staff.get("/log?after=-1&limit=many&x=1"))
    assert [e.pointer for e in problem.errors] == ["/query/after", "/query/limit", "/query/x"]


@pytest.mark.parametrize(
    "fields",
    [
        {"occurred_at": "0001-01-01T00:00:00+14:00"},
        {"occurred_at": "9999-12-31T23:59:59-14:00"},
        {"occurred_at": "2026-04-14T00:00:00"},
        {"occurred_at": 1776124800},
        {"occurred_at": "morning"},
        {"leg_id": "-" * 36 + ".1\n"},
        {"leg_id": 10**400},
        {"leg_id": {"a": [1]}},
        {"leg_id": "٣" * 36 + ".1"},
    ],
)
def test_wrong_values_are_refused(hub: Inside, fields: dict[str, Any]) -> None:
    body = {"leg_id": f"{uuid.uuid4()}.1", **fields}
    response = hub.staff().change("/counters/l1/finish", **body)
    assert problem_of(response).status in (400, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/counters/%00/call", "/counters/%ff%fe/call", "/counters/l1%0a/call", "/counters/%2e%2e/call",
        "/legs/%ed%a0%80/return", "/series/" + "a" * 3000 + "/reserve", "/visits/not-a-uuid/cancel",
    ],
)  # fmt: skip
def test_paths_that_name_nothing(hub: Inside, path: str) -> None:
    assert problem_of(hub.kiosk.change(path)).status in (403, 404, 422)
    assert problem_of(hub.staff("citra").change(path)).status in (403, 404, 422)


def test_unknown_addresses_and_methods(hub: Inside) -> None:
    assert problem_of(hub.kiosk.get("/nowhere")).code == "not_found"
    assert problem_of(hub.app.test_client().get("/api//v1/time")).code == "not_found"
    refused = hub.kiosk.send("/visits", {}, "PATCH")
    assert problem_of(refused).code == "method_not_allowed"
    assert "POST" in refused.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "title"),
    [
        (None, title_of("nobody_waiting", "id")),
        ("en", title_of("nobody_waiting", "en")),
        ("en-GB,id;q=0.3", title_of("nobody_waiting", "en")),
        ("id,en", title_of("nobody_waiting", "id")),
        ("de,en;q=0.1", title_of("nobody_waiting", "en")),
        ("en;q=0,fr", title_of("nobody_waiting", "id")),
        ("en;q=nan,,;;=\x80", title_of("nobody_waiting", "id")),
    ],
)
def test_a_title_is_in_the_readers_language(hub: Inside, accept: str | None, title: str) -> None:
    staff = hub.staff("budi")
    staff.done("/counters/l3/open")
    if accept is not None:
        staff.headers["Accept-Language"] = accept
    response = staff.change("/counters/l3/call", finishes=None)
    assert problem_of(response).title == title
    assert response.headers["Content-Language"] in ("id", "en")


def test_what_nobody_foresaw_gets_an_incident_and_no_traceback(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> JobResult:
        return JobResult(error=KeyError("secret"), status=500)

    monkeypatch.setattr(hub.app.hub.dispatcher, "submit", breaks)
    response = hub.kiosk.change("/visits", service_id="ktp")
    problem = problem_of(response)
    assert (problem.status, problem.code) == (500, "internal_error")
    assert len(str(problem.params["incident"])) == 12
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_store_that_does_not_answer_is_safe_to_ask_again(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> JobResult:
        return JobResult(error=StoreUnavailable("disk full"), status=503)

    monkeypatch.setattr(hub.app.hub.dispatcher, "submit", full)
    response = hub.kiosk.change("/visits", service_id="ktp")
    problem = problem_of(response)
    assert (problem.status, problem.code) == (503, "store_unavailable")
    assert "request_id yang sama" in problem.detail
    assert response.headers["Retry-After"] == "1"


def test_a_store_that_cannot_say_who_asks_is_unavailable_too(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: str) -> None:
        raise OperationalError("SELECT", {}, OSError("gone"))

    hub.app.hub.gate.tokens.lapse()
    monkeypatch.setattr(hub.app.hub.store.devices, "by_token", gone)
    assert problem_of(hub.kiosk.get("/state")).code == "store_unavailable"

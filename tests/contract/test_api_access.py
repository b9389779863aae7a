"""Who may do what: tokens, sessions, roles, and how a sign-in fails."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.auth import attempts
from server.store import open_store
from tests.support.inside import PASSWORD, Asker, Inside

CHANGES: dict[str, dict[str, Any]] = {
    "/visits": {"service_id": "ktp"},
    f"/visits/{uuid.uuid4()}/cancel": {},
    f"/legs/{uuid.uuid4()}.1/return": {},
    "/series/a/reserve": {"count": 1},
    "/counters/l1/open": {},
    "/counters/l1/close": {},
    "/counters/l1/pause": {},
    "/counters/l1/resume": {},
    "/counters/l1/call": {"finishes": None},
    **{f"/counters/l1/{verb}": {"leg_id": f"{uuid.uuid4()}.1"} for verb in ("recall", "start", "finish")},
    "/counters/l1/miss": {"leg_id": f"{uuid.uuid4()}.1"},
    "/counters/l1/park": {"leg_id": f"{uuid.uuid4()}.1"},
    "/counters/l1/call-chosen": {"finishes": None, "leg_id": f"{uuid.uuid4()}.1", "reason": "emergency"},
    "/counters/l1/undo": {},
    f"/legs/{uuid.uuid4()}.1/reinstate": {},
    "/counters/l1/release": {},
    "/day/close": {},
    "/day/confirm": {"date": "2026-04-14"},
    "/announcements": {"text": "Lampu mobil masih menyala."},
    "/counters/l1/transfer": {"leg_id": f"{uuid.uuid4()}.1", "service_id": "kk"},
}
READS = (
    "/state", "/hall", "/log", "/devices", f"/visits/{uuid.uuid4()}", "/session", "/vouchers", "/counters",
    "/estimates/coverage", f"/visits/{uuid.uuid4()}/wait",
)  # fmt: skip
MANAGERS_ONLY = {"/estimates/coverage", "/counters", "/counters/l1/release", "/day/close", "/day/confirm"}
KIOSK_MAY = {"/visits", "/series/a/reserve"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def statuses(asker: Asker) -> dict[str, int]:
    changes = {path: asker.change(path, **fields).status_code for path, fields in CHANGES.items()}
    return changes | {path: asker.get(path).status_code for path in READS}


def test_nobody_unknown_does_or_sees_anything(hub: Inside) -> None:
    for asker in (hub.nobody(), hub.device("wrong"), hub.device(""), hub.device("x" * 5000)):
        assert set(statuses(asker).values()) == {401}
    assert hub.app.hub.desk.day.seq == 1


def test_a_display_only_reads_and_reports(hub: Inside) -> None:
    found = statuses(hub.display)
    assert {found[path] for path in CHANGES} == {403}
    assert {path: found[path] for path in READS} == {
        "/state": 200, "/hall": 200, "/log": 403, "/devices": 403, READS[4]: 404, "/session": 403,
        "/vouchers": 403, "/counters": 403, "/estimates/coverage": 403, READS[-1]: 404,
    }  # fmt: skip
    report = hub.display.send("/devices/me/status", {"state": "ok", "software": "1"}, "PUT")
    assert report.status_code == 204


def test_a_kiosk_issues_and_reserves_and_no_more(hub: Inside) -> None:
    found = statuses(hub.kiosk)
    assert {path for path in CHANGES if found[path] != 403} == KIOSK_MAY
    assert hub.kiosk.get("/state?audience=staff").status_code == 403


@pytest.mark.parametrize(("username", "not_theirs"), [("ani", MANAGERS_ONLY), ("citra", set[str]())])
def test_staff_do_all_but_what_is_a_devices_or_a_managers(
    hub: Inside, username: str, not_theirs: set[str]
) -> None:
    found = statuses(hub.staff(username))
    forbidden = {path for path, status in found.items() if status == 403}
    assert forbidden == {"/series/a/reserve"} | not_theirs
    assert 401 not in found.values()


def test_a_token_that_is_wrong_is_not_made_good_by_a_cookie(hub: Inside) -> None:
    staff = hub.staff()
    staff.headers["Authorization"] = "Bearer wrong"
    response = staff.get("/state")
    assert (response.status_code, response.get_json()["code"]) == (401, "token_invalid")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(hub: Inside) -> None:
    response = hub.nobody().send("/session", {"username": " Ani ", "password": PASSWORD})
    assert response.get_json() == {
        "account": {"id": "id-ani", "username": "ani", "display_name": "Ani", "role": "staff"},
        "counter_id": None,
    }
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("balai_session=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_secure(tmp_path: Path) -> None:
    with Inside(tmp_path, https=True) as hub:
        response = hub.nobody().send("/session", {"username": "ani", "password": PASSWORD})
    assert "Secure" in response.headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize(("proxies", "expected"), [(0, 429), (1, 401)])
def test_an_address_told_by_a_proxy_is_believed_only_where_there_is_one(
    tmp_path: Path, proxies: int, expected: int
) -> None:
    with Inside(tmp_path, proxies=proxies) as hub:

        def fail(number: int) -> int:
            body = {"username": f"name{number}", "password": "salah"}
            headers = {"X-Forwarded-For": f"10.0.0.{number}"}
            return hub.nobody().send("/session", body, **headers).status_code

        assert [fail(number) for number in range(attempts.PER_ADDRESS)] == [401] * attempts.PER_ADDRESS
        assert fail(attempts.PER_ADDRESS) == expected


def test_a_session_knows_its_counter_and_survives_a_restart(hub: Inside) -> None:
    staff = hub.seated()
    token = staff.client.get_cookie("balai_session")
    assert token is not None
    hub.restart()
    later = hub.nobody()
    later.client.set_cookie("balai_session", token.value)
    assert later.get("/session").get_json()["counter_id"] == "l1"


def test_signing_out_ends_the_session(hub: Inside) -> None:
    staff = hub.staff()
    token = staff.client.get_cookie("balai_session")
    assert token is not None
    assert staff.client.delete("/api/v1/session").status_code == 204
    stolen = hub.nobody()
    stolen.client.set_cookie("balai_session", token.value)
    assert stolen.get("/session").status_code == 401
    assert staff.client.delete("/api/v1/session").status_code == 204


def test_a_session_ends_after_twelve_hours(hub: Inside) -> None:
    staff = hub.staff()
    hub.clock.advance(12 * 3600)
    hub.restart()
    token = staff.client.get_cookie("balai_session")
    assert token is not None
    later = hub.nobody()
    later.client.set_cookie("balai_session", token.value)
    assert later.get("/session").status_code == 401


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(hub: Inside) -> None:
    tries = [("ani", "salah"), ("siapa", PASSWORD), ("ani", PASSWORD + " ")]
    answers = [hub.nobody().send("/session", {"username": u, "password": p}) for u, p in tries]
    assert {r.status_code for r in answers} == {401}
    assert len({r.data for r in answers}) == 1
    assert answers[0].get_json()["code"] == "credentials_wrong"
    assert "Set-Cookie" not in answers[0].headers


def test_there_is_no_account_from_the_start(hub: Inside) -> None:
    for name in ("admin", "root", "balai", "manager"):
        response = hub.nobody().send("/session", {"username": name, "password": name})
        assert response.status_code == 401


def test_too_many_failures_make_wait(hub: Inside) -> None:
    def fail() -> int:
        return hub.nobody().send("/session", {"username": "ani", "password": "salah"}).status_code

    assert [fail() for _ in range(attempts.PER_PAIR)] == [401] * attempts.PER_PAIR
    refused = hub.nobody().send("/session", {"username": "ani", "password": PASSWORD})
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= attempts.WINDOW_SECONDS
    assert hub.staff("budi").get("/session").status_code == 200


def test_a_withdrawn_device_and_a_locked_account_are_out(hub: Inside) -> None:
    staff = hub.staff()
    assert hub.kiosk.get("/state").status_code == 200
    with open_store(hub.url) as beside:
        beside.devices.withdraw("kiosk-1", hub.clock.now())
        beside.accounts.disable("id-ani", hub.clock.now())
    for known in (hub.app.hub.gate.tokens, hub.app.hub.gate.sessions):
        known.lapse()
    assert hub.kiosk.change("/visits", service_id="ktp").status_code == 401
    assert staff.get("/session").status_code == 401
    refused = hub.nobody().send("/session", {"username": "ani", "password": PASSWORD})
    assert refused.get_json()["code"] == "credentials_wrong"


def test_what_is_logged_names_ids_only(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    entries = staff.get("/log").get_json()["entries"]
    assert [e["actor"] for e in entries] == ["system", "device:kiosk-1", "staff:id-ani"]

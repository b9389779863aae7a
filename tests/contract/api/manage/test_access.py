"""Who may do what: tokens, sessions, roles, and how a sign-in fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest

from server.auth import attempts
from server.auth.roles import permissions_of
from server.store import open_store
from tests.support.hub.inside import PASSWORD, PEOPLE, Inside

WRONG = {"username": "ani", "password": "salah"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def test_nobody_unknown_does_or_sees_anything(hub: Inside) -> None:
    for asker in (hub.nobody(), hub.device("wrong"), hub.device(""), hub.device("x" * 5000)):
        answers = [asker.change("/visits", service_id="ktp"), asker.get("/state"), asker.get("/log")]
        assert {answer.status_code for answer in answers} == {401}
    assert hub.app.hub.dispatcher.day.seq == 1


def test_a_token_that_is_wrong_is_not_made_good_by_a_cookie(hub: Inside) -> None:
    staff = hub.staff()
    staff.headers["Authorization"] = "Bearer wrong"
    response = staff.get("/state")
    assert (response.status_code, response.get_json()["code"]) == (401, "token_invalid")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(hub: Inside) -> None:
    response = hub.nobody().send("/session", {"username": " Ani ", "password": PASSWORD})
    said = response.get_json()
    may, pages = said["account"].pop("may"), said["account"].pop("pages")
    assert said == {
        "account": {
            "id": "id-ani", "username": "ani", "display_name": "Ani", "role": "staff", "agency_id": None,
        },
        "counter_id": None,
    }  # fmt: skip
    assert may == [permission.value for permission in permissions_of("staff")]
    assert pages == ["staff", "people", "desk", "practice", "services"]
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
            headers = {"X-Forwarded-For": f"10.0.0.{number}"}
            return hub.nobody().send("/session", WRONG, **headers).status_code

        assert [fail(number) for number in range(attempts.PER_PAIR)] == [401] * attempts.PER_PAIR
        assert fail(attempts.PER_PAIR) == expected


def test_tries_at_the_same_time_are_counted_before_they_are_looked_at(hub: Inside) -> None:
    def tried() -> int:
        return hub.nobody().send("/session", WRONG).status_code

    greenlets = [gevent.spawn(tried) for _ in range(40)]
    found = Counter(greenlet.get() for greenlet in gevent.joinall(greenlets))
    assert found == {401: attempts.PER_PAIR, 429: 40 - attempts.PER_PAIR}


def test_one_person_behind_the_address_of_a_whole_hall_locks_nobody_out(hub: Inside) -> None:
    known, others = hub.staff("ani"), [name for name in PEOPLE if name != "ani"]
    for _ in range(attempts.PER_PAIR):
        for name in ("ani", *(f"name{n}" for n in range(10))):
            hub.nobody().send("/session", {"username": name, "password": "salah"})
    for name in others:
        hub.staff(name)
    right = {"username": "ani", "password": PASSWORD}
    assert hub.nobody().send("/session", right).status_code == 429
    assert known.send("/session", right).status_code == 200, "where ani has signed in before"
    assert known.get("/session").get_json()["account"]["username"] == "ani"


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
        beside.devices.withdraw("uji", "kiosk-1", hub.clock.now())
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

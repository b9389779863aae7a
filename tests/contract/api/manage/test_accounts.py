"""Accounts are kept by whom the table allows: made, locked with their counter freed, signed out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balai.domain.commands import ReleaseCounter
from server.auth import attempts
from server.auth.turns import Turns
from server.store import Job, open_store
from tests.support.hub.inside import PASSWORD, Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def sati(**more: Any) -> dict[str, Any]:
    return {
        "username": "sati", "display_name": "Sati", "password": PASSWORD, "role": "staff",
        "agency_id": "satu", **more,
    }  # fmt: skip


def test_a_manager_makes_an_account_that_signs_in_and_a_repeat_makes_no_other(hub: Inside) -> None:
    manager, request_id = hub.staff("citra"), str(uuid.uuid4())
    first = manager.change("/accounts", request_id, **sati())
    again = manager.change("/accounts", request_id, **sati())
    assert (first.status_code, again.get_json()) == (201, first.get_json())
    assert "password" not in first.text
    assert hub.staff("sati").get("/session").get_json()["account"]["agency_id"] == "satu"
    taken = manager.change("/accounts", **sati())
    assert (taken.status_code, taken.get_json()["code"]) == (409, "username_taken")


@pytest.mark.parametrize(
    ("username", "new", "code"),
    [
        ("citra", sati(role="manager"), "account_not_yours"),
        ("citra", sati(role="supervisor", agency_id=None), "agency_needed"),
        ("citra", sati(agency_id="tiga"), "agency_unknown"),
        ("dewi", sati(agency_id="dua"), "account_not_yours"),
        ("dewi", sati(agency_id=None), "agency_needed"),
        ("dewi", sati(role="supervisor"), "account_not_yours"),
        ("citra", sati(password="pendek"), "invalid"),
    ],
)
def test_nobody_makes_an_account_above_or_beside_their_own(
    hub: Inside, username: str, new: dict[str, Any], code: str
) -> None:
    refused = hub.staff(username).change("/accounts", **new)
    assert refused.get_json()["code"] == code
    assert hub.nobody().send("/session", {"username": "sati", "password": PASSWORD}).status_code == 401


def test_a_supervisor_keeps_the_staff_of_the_own_agency(hub: Inside) -> None:
    supervisor = hub.staff("dewi")
    seen = [row["username"] for row in supervisor.get("/accounts").get_json()["accounts"]]
    assert seen == ["dewi", "satu"]
    assert supervisor.change("/accounts/id-satu/lock").status_code == 200
    assert supervisor.change("/accounts/id-dua/lock").status_code == 403
    assert supervisor.change("/accounts/nobody/lock").status_code == 404


def test_locking_frees_the_counter_and_the_called_visitor_waits_again(hub: Inside) -> None:
    for _ in range(2):
        hub.kiosk.done("/visits", service_id="ktp")
    locked = hub.seated("l1", "satu")
    called = locked.done("/counters/l1/call", finishes=None)["called"]
    manager = hub.staff("citra")
    assert manager.change("/accounts/id-satu/lock").get_json()["disabled"]
    assert locked.get("/session").status_code == 401
    other = hub.seated("l1", "ani")
    assert other.done("/counters/l1/call", finishes=None)["called"]["number"] == called["number"]
    released = [e for e in manager.get("/log").get_json()["entries"] if e["type"] == "counter_released"]
    assert [e["actor"] for e in released] == ["staff:id-citra"]
    assert manager.change("/accounts/id-satu/lock").status_code == 200


def test_somebody_who_is_removed_is_out_and_the_counter_and_the_name_are_free(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    gone, manager = hub.seated("l1", "satu"), hub.staff("citra")
    gone.done("/counters/l1/call", finishes=None)
    assert manager.change("/accounts/id-satu/remove").status_code == 204
    assert gone.get("/session").status_code == 401
    assert hub.app.hub.dispatcher.day.counter("l1").holder is None
    assert hub.nobody().send("/session", {"username": "satu", "password": PASSWORD}).status_code == 401
    assert manager.change("/accounts/id-satu/unlock").status_code == 404
    again = manager.done("/accounts", **sati(username="satu"))
    assert (again["username"], again["id"] == "id-satu") == ("satu", False)
    with open_store(hub.url) as beside, beside.read.connect() as connection:
        kept = connection.exec_driver_sql(
            "SELECT username, display_name, password_hash FROM accounts WHERE account_id = 'id-satu'"
        ).one()
    assert tuple(kept) == ("-id-satu", "", "")


def test_whoever_sets_a_password_where_too_many_are_looked_at_is_told_when_to_come_back(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = hub.staff("citra")
    monkeypatch.setattr(hub.app.hub.passwords, "_turns", Turns(0, 0, 0))
    for path, fields in (("/accounts", sati()), ("/accounts/id-satu/password", {"password": PASSWORD})):
        busy = manager.change(path, **fields)
        assert (busy.status_code, busy.get_json()["code"]) == (429, "sign_in_busy")
        assert busy.headers["Retry-After"] == "2"


def test_signing_in_again_ends_the_session_that_the_browser_had(hub: Inside) -> None:
    here = hub.staff("satu")
    before = here.client.get_cookie("balai_session")
    assert here.send("/session", {"username": "ani", "password": PASSWORD}).status_code == 200
    assert before
    assert hub.app.hub.gate.sessions.who(before.value) is None


def test_a_counter_that_was_taken_in_the_moment_of_locking_is_freed_by_itself(hub: Inside) -> None:
    locked, manager = hub.staff("satu"), hub.staff("citra")
    locked.done("/counters/l2/open")
    hub.seated("l1", "ani")
    with open_store(hub.url) as beside:
        beside.accounts.disable("id-satu", hub.clock.now())
    hub.app.hub.timers.locked.look()
    rows = {row["counter_id"]: row["holder"] for row in manager.get("/counters").get_json()["counters"]}
    assert rows == {"l1": "staff:id-ani", "l2": None, "l3": None}
    entry = manager.get("/log").get_json()["entries"][-1]
    assert (entry["type"], entry["actor"]) == ("counter_released", "system")


def test_whoever_sat_down_meanwhile_is_not_sent_away(hub: Inside) -> None:
    hub.seated("l1", "ani")
    release = ReleaseCounter(counter_id="l1", holder="staff:id-satu")
    assert hub.app.hub.dispatcher.submit(Job(release)).refusal is None
    assert hub.app.hub.dispatcher.day.counter("l1").holder == "staff:id-ani"


def test_unlocking_lets_in_again_also_after_too_many_tries(hub: Inside) -> None:
    def tried(password: str) -> int:
        return hub.nobody().send("/session", {"username": "satu", "password": password}).status_code

    manager = hub.staff("citra")
    manager.done("/accounts/id-satu/lock")
    assert [tried("salah") for _ in range(attempts.PER_PAIR)] == [401] * attempts.PER_PAIR
    assert tried(PASSWORD) == 429
    manager.done("/accounts/id-satu/unlock")
    assert tried(PASSWORD) == 200


def test_sessions_are_listed_and_ended_one_or_all(hub: Inside) -> None:
    manager = hub.staff("citra")
    first, second, third = hub.staff("satu"), hub.staff("satu"), hub.staff("satu")
    rows = manager.get("/accounts/id-satu/sessions").get_json()["sessions"]
    assert len(rows) == 3
    manager.done("/accounts/id-satu/sign-out", session_id=rows[0]["id"])
    hub.app.hub.gate.sessions.lapse()
    assert sorted(a.get("/session").status_code for a in (first, second, third)) == [200, 200, 401]
    manager.done("/accounts/id-satu/sign-out")
    hub.app.hub.gate.sessions.lapse()
    assert {a.get("/session").status_code for a in (first, second, third)} == {401}
    assert manager.get("/accounts/id-satu/sessions").get_json() == {"sessions": []}


def test_everybody_sees_the_own_sessions_and_ends_them_but_not_this_one(hub: Inside) -> None:
    first, second, third = (hub.staff("ani") for _ in range(3))
    rows = third.get("/session/all").get_json()["sessions"]
    assert [row["here"] for row in rows].count(True) == 1
    here = next(row["id"] for row in first.get("/session/all").get_json()["sessions"] if row["here"])
    assert third.change("/session/sign-out", session_id=here).status_code == 204
    assert [asker.get("/session").status_code for asker in (first, second, third)] == [401, 200, 200]
    stranger = hub.staff("budi")
    assert stranger.change("/session/sign-out", session_id=rows[0]["id"]).status_code == 204
    assert third.get("/session").status_code == 200, "only the own ones"
    assert third.change("/session/sign-out").status_code == 204
    assert [asker.get("/session").status_code for asker in (second, third)] == [401, 200]
    assert stranger.get("/session").status_code == 200


def test_the_list_says_whose_accounts_may_be_changed(hub: Inside) -> None:
    rows = hub.staff("citra").get("/accounts").get_json()["accounts"]
    yours = {row["username"] for row in rows if row["yours"]}
    assert yours == {"ani", "budi", "satu", "dua", "dewi"}
    assert not [row for row in hub.staff("eko").get("/accounts").get_json()["accounts"] if row["yours"]]


def test_the_list_says_when_each_signed_in_last(hub: Inside) -> None:
    def told() -> dict[str, Any]:
        rows = hub.staff("citra").get("/accounts").get_json()["accounts"]
        return {row["username"]: row["signed_in_at"] for row in rows}

    hub.staff("ani")
    first = told()
    assert first["ani"] is not None
    assert first["dua"] is None, "who never signed in"
    hub.clock.advance(3600)
    hub.staff("ani")
    assert told()["ani"] > first["ani"]


def test_the_own_password_takes_the_present_one_and_leaves_this_session(hub: Inside) -> None:
    here, elsewhere = hub.staff("satu"), hub.staff("satu")
    wrong = here.change("/session/password", present="salah-sekali", password="kuda-benar-9")
    assert (wrong.status_code, wrong.get_json()["code"]) == (409, "password_wrong")
    before = here.client.get_cookie("balai_session")
    assert here.change("/session/password", present=PASSWORD, password="kuda-benar-9").status_code == 204
    assert (here.get("/session").status_code, elsewhere.get("/session").status_code) == (200, 401)
    after = here.client.get_cookie("balai_session")
    assert before
    assert after
    assert hub.app.hub.gate.sessions.who(before.value) is None, "the session goes on by another token"
    assert hub.app.hub.gate.sessions.who(after.value) is not None
    body = {"username": "satu", "password": "kuda-benar-9"}
    assert hub.nobody().send("/session", body).status_code == 200


def test_the_present_password_is_not_guessed_from_an_open_session(hub: Inside) -> None:
    here = hub.staff("satu")
    tries = [
        here.change("/session/password", present=f"salah-{n}", password="kuda-benar-9").status_code
        for n in range(attempts.PER_PAIR + 1)
    ]
    assert tries == [409] * attempts.PER_PAIR + [429]


def test_a_manager_sets_a_password_and_all_sessions_end(hub: Inside) -> None:
    theirs = hub.staff("satu")
    hub.staff("citra").done("/accounts/id-satu/password", password="kuda-benar-9")
    hub.app.hub.gate.sessions.lapse()
    assert theirs.get("/session").status_code == 401
    assert hub.staff("citra").change("/accounts/id-fani/password", password="kuda-benar-9").status_code == 403


CODE, OWN = "48217305", "kuda-benar-9"


def tried(hub: Inside, password: str) -> tuple[int, str]:
    """What somebody is told who signs in so."""
    answer = hub.nobody().send("/session", {"username": "budi", "password": password})
    return answer.status_code, answer.get_json().get("code", "")


def chosen(hub: Inside, code: str = CODE, password: str = OWN) -> tuple[int, str]:
    """The same for who chooses a password with a code."""
    told = {"username": "budi", "code": code, "password": password}
    answer = hub.nobody().send("/session/own", told)
    return answer.status_code, answer.get_json().get("code", "")


def test_a_one_time_code_lets_in_once_and_only_to_choose_a_password(hub: Inside) -> None:
    there = hub.staff("budi")
    assert hub.staff("citra").change("/accounts/id-budi/code", one_time_code=CODE).status_code == 200
    # The password before has ended, and wherever somebody was signed in by it.
    assert there.get("/session").status_code == 401
    assert tried(hub, PASSWORD) == (401, "credentials_wrong")
    assert tried(hub, "4821 7305") == (409, "own_password_needed")
    assert chosen(hub, "00000000") == (401, "credentials_wrong")
    assert chosen(hub, password=CODE) == (409, "password_same")
    assert chosen(hub, password="pendek") == (422, "invalid")
    assert chosen(hub, "4821-7305") == (200, "")
    # An answer that was lost is asked for again; the code is good for nothing more.
    assert chosen(hub) == (200, "")
    assert chosen(hub, password="kuda-lain-10") == (401, "credentials_wrong")
    assert (tried(hub, CODE)[0], tried(hub, OWN)[0]) == (401, 200)


def test_a_one_time_code_ends_after_a_day_and_with_the_next(hub: Inside) -> None:
    manager = hub.staff("citra")
    manager.change("/accounts/id-budi/code", one_time_code=CODE)
    manager.change("/accounts/id-budi/code", one_time_code="11112222")
    assert (tried(hub, CODE)[0], tried(hub, "11112222")[0]) == (401, 409)
    hub.clock.advance(24 * 3600)
    assert tried(hub, "11112222") == (401, "credentials_wrong")
    assert chosen(hub, "11112222") == (401, "credentials_wrong")


def test_a_code_is_given_by_whom_the_table_allows_and_lets_no_locked_account_in(hub: Inside) -> None:
    supervisor, manager = hub.staff("dewi"), hub.staff("citra")
    refused = supervisor.change("/accounts/id-budi/code", one_time_code=CODE)
    assert refused.get_json()["code"] == "account_not_yours"
    assert manager.change("/accounts/id-budi/code", one_time_code="12").get_json()["code"] == "invalid"
    manager.change("/accounts/id-budi/lock")
    manager.change("/accounts/id-budi/code", one_time_code=CODE)
    assert chosen(hub) == (401, "credentials_wrong")

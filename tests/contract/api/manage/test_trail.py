"""The audit trail: who did what outside the day's commands, read by auditors, with nothing personal in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from balai.clock import ManualClock
from server.auth.roles import Permission
from server.cli import log
from server.cli.accounts import account
from server.cli.devices import device
from server.store import open_store
from server.store.kept.trail import KEPT_DAYS
from server.usecases.trail import NOBODY, Did, Trail
from tests.support.days import MORNING
from tests.support.hub.inside import PASSWORD, PEOPLE, Asker, Inside

NEW = "kuda-benar-9"
SECRETS = (PASSWORD, NEW, "salah-sekali", "rahasia-di-kolom-nama")
#: What takes these is noted, whatever route it is.
NOTED = {
    Permission.ACCOUNTS_CHANGE, Permission.DEVICES_ENROL, Permission.DEVICES_ADMIT, Permission.LOGIN_CHANGE,
    Permission.HALL_CHANGE,
    Permission.CLOCK_CONFIRM, Permission.LOG_READ, Permission.TRAIL_READ, Permission.SESSION_BEGIN,
}  # fmt: skip
#: Reads and checks that change nothing and read no log.
QUIET = {
    "GET /accounts/<account_id>/sessions",
    "GET /accounts/<account_id>/sittings", "POST /hall/file/check", "GET /hall/change", "GET /day/clock",
    "GET /session/all", "POST /hall/draft/read",
}  # fmt: skip

#: Takes a device that shows a code: `test_admission`.
ELSEWHERE = {"POST /devices/admit"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub")) as inside:
        yield inside


def rows(hub: Inside) -> list[tuple[str, str, str, str, int]]:
    """The trail as the store has it, the oldest first; asked beside the hub, so that asking adds nothing."""
    with open_store(hub.url) as beside:
        kept = beside.trails.entries("uji", None, 1000)
    return [(one.what, one.actor, one.about, one.detail, one.times) for one in reversed(kept)]


def added(hub: Inside, act: Callable[[], Any]) -> list[tuple[str, str, str, str]]:
    """What an act adds to the trail, or counts once more."""
    before = rows(hub)
    act()
    return [row[:4] for row in rows(hub) if row not in before]


def file_of(manager: Asker) -> dict[str, Any]:
    file = manager.get("/hall/file").get_json()
    file["agency"] = [{**agency, "shape": "bulat"} for agency in file["agency"]]
    return {"file": file}


def changing(asker: Asker, path: str, fields: dict[str, Any]) -> Callable[[], Any]:
    return lambda: asker.change(path, **fields)


def edited(manager: Asker, seconds: int) -> dict[str, Any]:
    """A draft without faults that changes something; what names it."""
    told = manager.get("/hall/draft").get_json()
    edits = [
        {"do": "set", "section": "agency", "row": row, "field": "shape", "value": "bulat"}
        for row in ("satu", "dua")
    ]
    more = {"do": "set", "section": "rules", "field": "presence_seconds", "value": seconds}
    told = manager.done("/hall/draft/edit", state=told["state"], seen=told["seen"], edits=[*edits, more])
    return {"state": told["state"], "seen": told["seen"]}


def apply_draft(manager: Asker) -> None:
    manager.done("/hall/draft/apply", **edited(manager, 88))


def import_draft(manager: Asker) -> None:
    manager.done("/hall/draft/import", version=1, **edited(manager, 89))


def discard_draft(manager: Asker) -> None:
    manager.done("/hall/draft/discard", state=edited(manager, 90)["state"])


def acts(hub: Inside) -> dict[str, tuple[Callable[[], Any], tuple[str, str, str, str]]]:
    """Every route that is noted, done once by somebody who may, and what must stand in the trail then."""
    admin, manager, own = hub.staff("fani"), hub.staff("citra"), hub.staff("budi")
    made = "00000000-0000-4000-8000-0000000000aa"
    new = {"username": "sati", "display_name": "Sati", "password": NEW, "role": "supervisor",
           "agency_id": "satu"}  # fmt: skip
    a, f = "staff:id-citra", "staff:id-fani"

    def withdraw() -> None:
        today = hub.app.hub.dispatcher.day.date + timedelta(days=1)
        body = {**file_of(manager), "on": today.isoformat(), "request_id": made[:-1] + "b"}
        body["file"]["rules"]["presence_seconds"] = 77
        told = manager.send("/hall/file", body, "PUT")
        assert told.status_code == 200, told.text
        manager.done("/hall/change/withdraw")

    def put_file() -> None:
        body = {**file_of(manager), "request_id": made[:-1] + "c"}
        body["file"]["rules"]["presence_seconds"] = 66
        told = manager.send("/hall/file", body, "PUT")
        assert told.status_code == 200, told.text

    return {
        "POST /session": (lambda: hub.staff("ani"), ("signed_in", "staff:id-ani", "id-ani", "")),
        "DELETE /session": (
            lambda: hub.staff("ani").send("/session", None, "DELETE"),
            ("signed_out", "staff:id-ani", "id-ani", ""),
        ),
        "POST /session/sign-out": (
            lambda: own.change("/session/sign-out"), ("sessions_ended", "staff:id-budi", "id-budi", ""),
        ),
        "POST /session/password": (
            lambda: own.change("/session/password", present=PASSWORD, password=NEW),
            ("own_password_changed", "staff:id-budi", "id-budi", ""),
        ),
        "POST /session/own": (
            lambda: hub.nobody().send(
                "/session/own", {"username": "ani", "code": "x", "password": PASSWORD}
            ),
            ("signed_in", "staff:id-ani", "id-ani", ""),
        ),
        "POST /accounts": (
            lambda: manager.done("/accounts", made, **new), ("account_added", a, made, "supervisor"),
        ),
        **{
            f"POST /accounts/<account_id>/{verb}": (
                changing(manager, f"/accounts/id-satu/{verb}", fields),
                (did, a, "id-satu", ""),
            )
            for verb, did, fields in (
                ("lock", "account_locked", {}), ("unlock", "account_unlocked", {}),
                ("password", "password_set", {"password": NEW}), ("sign-out", "sessions_ended", {}),
                ("code", "code_given", {"one_time_code": "48217305"}),
                ("skills", "skills_set", {"skills": ["ktp"]}), ("remove", "account_removed", {}),
            )
        },
        "POST /devices": (
            lambda: admin.done("/devices", id="layar-9", kind="display"),
            ("device_enrolled", f, "layar-9", "display"),
        ),
        "POST /devices/<device_id>/token": (
            lambda: admin.done("/devices/layar-9/token"), ("device_token_changed", f, "layar-9", ""),
        ),
        "POST /devices/<device_id>/name": (
            lambda: manager.change("/devices/layar-9/name", name="Layar pintu"),
            ("device_renamed", a, "layar-9", ""),
        ),
        "POST /devices/<device_id>/withdraw": (
            lambda: admin.change("/devices/layar-9/withdraw"), ("device_withdrawn", f, "layar-9", ""),
        ),
        "PUT /hall/file": (put_file, ("configuration_changed", a, "", "")),
        "POST /hall/change/withdraw": (withdraw, ("configuration_withdrawn", a, "", "")),
        **{
            f"POST /hall/draft/{verb}": (partial(act, manager), (did, a, "", ""))
            for verb, did, act in (
                ("apply", "configuration_changed", apply_draft), ("import", "draft_imported", import_draft),
                ("discard", "draft_discarded", discard_draft),
            )
        },
        "POST /day/confirm": (
            lambda: manager.done("/day/confirm", date=hub.app.hub.dispatcher.day.date.isoformat()),
            ("date_confirmed", a, "", ""),
        ),
        "GET /log": (lambda: manager.get("/log"), ("log_read", a, "", "")),
        "GET /trail": (lambda: admin.get("/trail"), ("trail_read", f, "", "")),
    }  # fmt: skip


def test_every_route_of_these_permissions_leaves_a_trail(hub: Inside) -> None:
    doing = acts(hub)
    routes = {
        f"{method} {rule.removeprefix('/api/v1')}"
        for (method, rule), permission in hub.app.permissions.items()
        if permission in NOTED
    }
    assert doing.keys() == routes - QUIET - ELSEWHERE
    wrong = {route: found for route, (act, told) in doing.items() if told not in (found := added(hub, act))}
    assert not wrong
    # Nothing that anybody typed, and no token, however it got there.
    text = json.dumps(hub.staff("eko").get("/trail?limit=1000").get_json())
    assert not [secret for secret in (*SECRETS, *(name.title() for name in PEOPLE)) if secret in text]


def test_a_failed_sign_in_names_the_account_and_never_what_was_typed(hub: Inside) -> None:
    def tries(username: str) -> list[tuple[str, str, str, str]]:
        body = {"username": username, "password": "salah-sekali"}
        return added(hub, lambda: hub.nobody().send("/session", body))

    assert tries("dua") == [("sign_in_failed", "", "id-dua", "")]
    assert tries("rahasia-di-kolom-nama") == [("sign_in_failed", "", "", "")]
    before = len(rows(hub))
    assert tries("dua") == [("sign_in_failed", "", "id-dua", "")]
    assert len(rows(hub)) == before, "the same once more is counted, not written again"
    assert rows(hub)[-2][4] == 2


def test_who_fails_without_end_wears_out_no_card_and_each_failure_is_counted() -> None:
    now, writes = [0.0], list[int]()

    class Counted:
        """A trail that counts what is written of it."""

        def add(self, *_: object) -> int:
            writes.append(1)
            return 1

        def again(self, _id: int, _at: object, more: int) -> None:
            writes.append(more)

    trail = Trail(Counted(), "uji", ManualClock(MORNING), lambda work: work(), lambda: now[0])  # type: ignore[arg-type]  # all that is asked
    for _ in range(8 * 600):
        trail.note(Did.SIGN_IN_FAILED, NOBODY)
        now[0] += 1 / 8
    assert len(writes) < 200, "of 4,800"
    now[0] += 600
    trail.note(Did.SIGN_IN_FAILED, NOBODY)
    assert sum(writes) == 8 * 600 + 1


def test_looking_again_and_again_costs_no_write_each_time(hub: Inside) -> None:
    auditor = hub.staff("eko")
    auditor.get("/log")
    before = rows(hub)
    for _ in range(5):
        assert auditor.get("/log").status_code == 200
    assert rows(hub) == before


def test_auditors_and_administrators_read_it_page_by_page(hub: Inside) -> None:
    may = {name: hub.staff(name).get("/trail").status_code for name in PEOPLE if name not in ("budi", "satu")}
    assert {name for name, status in may.items() if status == 200} == {"eko", "fani"}
    auditor = hub.staff("eko")
    page = auditor.get("/trail?limit=5").get_json()
    assert page["kept_days"] == KEPT_DAYS
    ids = [one["id"] for one in page["entries"]]
    assert ids == sorted(ids, reverse=True)
    rest = auditor.get(f"/trail?limit=1000&before={ids[-1]}").get_json()["entries"]
    assert [one["id"] for one in rest] == list(range(ids[-1] - 1, 0, -1))
    assert {one["what"] for one in (*rest, *page["entries"])} <= {did.value for did in Did}


def test_at_the_machine_it_is_written_and_read_as_well(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub:
        config = tmp_path / "hub.toml"
        config.write_text(f'[store]\nurl = "{hub.url}"\n')
        for group, words in (
            (account, ("add", "sati", "--random")), (account, ("lock", "sati")),
            (device, ("add", "kiosk", "kios-9")), (device, ("token", "kios-9")), (log, ("show",)),
            (log, ("explain",)),
        ):  # fmt: skip
            done = CliRunner().invoke(group, [*words, "--config", str(config)])
            assert done.exit_code == 0, done.output
        shown = CliRunner().invoke(log, ["trail", "--json", "--config", str(config)])
        told = [json.loads(line) for line in shown.output.splitlines()]
        assert [(one["what"], one["actor"], one["times"]) for one in told] == [
            ("account_added", "system", 1), ("account_locked", "system", 1), ("device_enrolled", "system", 1),
            ("device_token_changed", "system", 1), ("log_read", "system", 1), ("log_read", "system", 1),
            ("trail_read", "system", 1),
        ]  # fmt: skip
        in_words = CliRunner().invoke(log, ["trail", "--config", str(config)]).output
        assert "account_locked           system               sati" in in_words


def test_entries_are_kept_a_stated_time(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub:
        hub.staff("ani")
        hub.clock.advance((KEPT_DAYS - 1) * 86_400)
        hub.app.hub.dispatcher.refresh()
        assert [row[1] for row in rows(hub)] == ["staff:id-ani"]
        hub.clock.advance(2 * 86_400)
        hub.app.hub.dispatcher.refresh()
        assert rows(hub) == []

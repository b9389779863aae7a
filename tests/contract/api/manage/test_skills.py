"""What people may serve is kept with their accounts, and holds from when they sit down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.hub.inside import Asker, Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def row(manager: Asker, name: str) -> dict[str, Any]:
    """An account as a manager sees it."""
    accounts = manager.get("/accounts").get_json()["accounts"]
    found: dict[str, Any] = next(one for one in accounts if one["username"] == name)
    return found


def desk(hub: Inside, counter_id: str) -> dict[str, Any]:
    """A counter as staff see it."""
    counters = hub.staff().get("/state?audience=staff").get_json()["data"]["counters"]
    found: dict[str, Any] = next(one for one in counters if one["id"] == counter_id)
    return found


def test_skills_bound_what_a_person_serves_from_when_they_sit_down(hub: Inside) -> None:
    manager, ani = hub.staff("citra"), hub.staff("ani")
    for service_id in ("ktp", "kk"):
        hub.kiosk.done("/visits", service_id=service_id)
    assert manager.done("/accounts/id-ani/skills", skills=["kk"])["skills"] == ["kk"]
    assert row(manager, "ani")["skills"] == ["kk"]
    ani.done("/counters/l1/open")
    assert desk(hub, "l1")["service_ids"] == ["kk"]
    called = ani.done("/counters/l1/call", finishes=None)["called"]
    assert called["service_id"] == "kk"
    manager.done("/accounts/id-ani/skills", skills=None)
    assert desk(hub, "l1")["service_ids"] == ["kk"], "it holds from when they next sit down"
    ani.done("/counters/l1/finish", leg_id=called["leg_id"])
    ani.done("/counters/l1/close", waiting="stay")
    assert desk(hub, "l1")["service_ids"] == ["ktp", "kk"]


def test_who_serves_nothing_at_a_counter_is_told_and_skills_that_are_none_are_refused(hub: Inside) -> None:
    manager = hub.staff("citra")
    manager.done("/accounts/id-ani/skills", skills=["pajak"])
    refused = hub.staff("ani").change("/counters/l1/open")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "skills_elsewhere")
    unknown = manager.change("/accounts/id-ani/skills", skills=["ktp", "sim"])
    assert unknown.get_json()["code"] == "service_unknown"
    beside = hub.staff("dewi").change("/accounts/id-dua/skills", skills=["ktp"])
    assert (beside.status_code, beside.get_json()["code"]) == (403, "account_not_yours")
    told = [one["what"] for one in hub.staff("eko").get("/trail").get_json()["entries"]]
    assert told.count("skills_set") == 1


def test_who_sat_where_is_listed_by_day_for_who_may_see_accounts(hub: Inside) -> None:
    ani, dua = hub.staff("ani"), hub.staff("dua")
    ani.done("/counters/l1/open")
    dua.done("/counters/l3/open")
    ani.done("/counters/l1/close", waiting="stay")
    hub.restart()  # it writes the tables that follow the log, as it does every few seconds at work
    day = hub.staff().get("/state?audience=staff").get_json()["day"]
    sat = hub.staff("citra").get(f"/sittings?day={day}").get_json()["sittings"]
    told = [(one["counter_id"], one["account_id"], one["closed_at"] is None) for one in sat]
    assert told == [("l1", "id-ani", False), ("l3", "id-dua", True)]
    own = hub.staff("dewi").get(f"/sittings?day={day}").get_json()["sittings"]
    assert [one["counter_id"] for one in own] == ["l1"], "an agency's own"
    assert hub.staff("citra").get("/sittings?day=2026-04-01").get_json() == {"sittings": []}
    assert hub.staff("ani").get(f"/sittings?day={day}").status_code == 403

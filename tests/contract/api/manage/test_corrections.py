"""What a manager puts right over HTTP: the timeline, the reports and tablets follow, the history stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from balai.domain.hall.config import HallConfig, Outcome
from balai.protocol.answers.visits import VisitView
from server.store import open_store
from server.store.tables.day import legs, visits
from tests.support.days import small_hall
from tests.support.hub.inside import Asker, Inside


def hall() -> HallConfig:
    return replace(small_hall(), outcomes=(Outcome("done", "Selesai"), Outcome("papers", "Berkas kurang")))


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path, hall()) as inside:
        yield inside


def served(hub: Inside, staff: Asker) -> dict[str, Any]:
    """A visit that was finished ten minutes after its call."""
    visit_id = hub.kiosk.done("/visits", service_id="ktp")["visit_id"]
    leg_id = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    hub.clock.advance(600)
    staff.done("/counters/l1/finish", leg_id=leg_id, outcome="papers")
    return shown(staff, visit_id)


def shown(asker: Asker, visit_id: str) -> dict[str, Any]:
    found = asker.get(f"/visits/{visit_id}").get_json()
    VisitView.model_validate(found)
    visit: dict[str, Any] = found
    return visit


def rows(hub: Inside) -> dict[str, Any]:
    hub.app.hub.dispatcher.settle()
    with open_store(hub.url) as store, store.read.connect() as connection:
        leg = connection.execute(select(legs)).mappings().one()
        visit = connection.execute(select(visits)).mappings().one()
        return {**leg, "visit_state": visit["state"], "visit_ended_at": visit["ended_at"]}


def test_a_manager_puts_right_what_a_desk_said_and_the_history_stays(hub: Inside) -> None:
    staff, manager = hub.seated(), hub.staff("citra")
    visit = served(hub, staff)
    (leg,) = visit["legs"]
    assert leg["outcome"] == "papers"
    ended = datetime.fromisoformat(leg["called_at"]) + timedelta(minutes=4)
    answer = manager.done(
        f"/visits/{visit['visit_id']}/correct", leg_id=leg["leg_id"], corrects=leg["ended_seq"],
        outcome="done", service_id="kk", ended_at=ended.isoformat(),
    )  # fmt: skip
    assert answer["state"] == "finished"
    after = shown(staff, visit["visit_id"])
    assert (after["legs"][0]["outcome"], after["legs"][0]["service_id"]) == ("done", "kk")
    assert datetime.fromisoformat(after["legs"][0]["ended_at"]) == ended
    finish, step = after["timeline"][-2:]
    assert (finish["type"], finish["outcome"], finish["service_id"]) == ("leg_finished", "papers", "ktp")
    assert (step["type"], step["corrects"], step["outcome"]) == ("leg_corrected", finish["seq"], "done")
    assert step["next_service_id"] == "kk"
    report = rows(hub)
    assert (report["outcome"], report["service_id"]) == ("done", "kk")
    assert (
        datetime.fromisoformat(report["ended_at"])
        == ended
        == datetime.fromisoformat(report["visit_ended_at"])
    )


def test_who_was_served_is_absent_no_more_for_tablets_and_reports(hub: Inside) -> None:
    staff = hub.seated()
    visit_id = hub.kiosk.done("/visits", service_id="ktp")["visit_id"]
    leg_id = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    staff.done("/counters/l1/miss", leg_id=leg_id)
    assert len(staff.get("/state").get_json()["data"]["missed"]) == 1
    seq = shown(staff, visit_id)["legs"][0]["ended_seq"]
    hub.staff("dewi").done(f"/visits/{visit_id}/correct", leg_id=leg_id, corrects=seq, state="finished")
    assert staff.get("/state").get_json()["data"]["missed"] == []
    assert (rows(hub)["state"], rows(hub)["visit_state"]) == ("finished", "finished")


def test_only_a_supervisor_of_the_agency_and_a_manager_correct_and_each_names_what(hub: Inside) -> None:
    staff = hub.seated()
    visit = served(hub, staff)
    (leg,) = visit["legs"]
    path = f"/visits/{visit['visit_id']}/correct"
    right = {"leg_id": leg["leg_id"], "corrects": leg["ended_seq"], "outcome": "done"}
    for name in ("ani", "eko", "fani"):
        assert hub.staff(name).change(path, **right).status_code == 403
    supervisor = hub.staff("dewi")
    elsewhere = supervisor.change(path, **right, service_id="pajak")
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (403, "other_agency")
    stale = supervisor.change(path, **{**right, "corrects": 1})
    assert (stale.status_code, stale.get_json()["params"]) == (409, {"corrects": leg["ended_seq"]})
    other = supervisor.change(path, **{**right, "leg_id": f"{visit['visit_id'][:-1]}x.1"})
    assert other.status_code == 422 or other.get_json()["code"] == "leg_unknown"
    late = supervisor.change(path, **right, ended_at=(hub.clock.now() + timedelta(hours=1)).isoformat())
    assert (late.status_code, late.get_json()["code"]) == (409, "correct_time")

"""What a manager's page of the hall at a glance changes: more quota, who is turned away, technicians."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from balai.protocol.managed.overview import Overview, TechnicianCalled
from balai.protocol.rooms import RoomKey
from server.config import AlertsAt
from tests.support.days import small_hall
from tests.support.hub.inside import PEOPLE, Inside


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    config = small_hall()
    services = tuple(replace(s, quota=1) if s.id == "ktp" else s for s in config.services)
    with Inside(tmp_path_factory.mktemp("hub"), replace(config, services=services)) as inside:
        yield inside


def glance(hub: Inside, who: str = "citra") -> Overview:
    return Overview.model_validate(hub.staff(who).get("/overview").get_json())


def test_who_goes_without_a_number_stands_in_the_log_until_a_manager_lets_more_come(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    for _ in range(3):
        assert hub.kiosk.change("/visits", service_id="ktp").get_json()["code"] == "quota_full"
    told = glance(hub).figures
    assert (told.given, told.waiting, told.refused) == (1, 1, {"quota_full": 1}), "three tries of one person"
    assert hub.staff("satu").change("/services/ktp/quota", persons=2).status_code == 403
    assert hub.staff("dewi").change("/services/pajak/quota", persons=2).status_code == 403
    more = hub.staff("dewi").done("/services/ktp/quota", persons=1)
    assert more["more"] == 1
    assert hub.kiosk.done("/visits", service_id="ktp")["number"] == "A-002"
    assert glance(hub).raised == {"ktp": 1}
    refused = hub.staff("citra").change("/services/pajak/quota", persons=1)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "quota_none")


def test_a_supervisor_sees_the_own_agency_alone_and_staff_nothing(hub: Inside) -> None:
    assert [row.agency_id for row in glance(hub, "dewi").agencies] == ["satu"]
    assert {row.agency_id for row in glance(hub, "dewi").counters} == {"satu"}
    assert hub.staff("ani").get("/overview").status_code == 403
    rooms = {"citra": RoomKey("manager"), "dewi": RoomKey("manager", "satu"), "ani": RoomKey("staff")}
    for name, room in rooms.items():
        who = hub.app.hub.gate.sessions.who(hub.staff(name).client.get_cookie("balai_session").value)  # type: ignore[union-attr]  # signed in
        assert who is not None
        assert who.room == room, PEOPLE[name]


def test_a_technician_is_called_as_alerts_are_told_once_and_nobody_where_none_is_set_up(
    tmp_path: Path,
) -> None:
    news = tmp_path / "news.jsonl"
    with Inside(tmp_path) as hub:
        refused = hub.staff("citra").change("/devices/kiosk-1/technician")
        assert (refused.status_code, refused.get_json()["code"]) == (409, "nobody_to_call")
        assert hub.staff("ani").change("/devices/kiosk-1/technician").status_code == 403
    (tmp_path / "two").mkdir()
    with Inside(tmp_path / "two", alerts=AlertsAt(file=news)) as hub:
        manager = hub.staff("citra")
        for _ in range(2):
            told = TechnicianCalled.model_validate(manager.done("/devices/kiosk-1/technician"))
            assert told.ways == 1
        unknown = manager.change("/devices/none/technician")
        assert (unknown.status_code, unknown.get_json()["code"]) == (404, "device_unknown")
    lines = [json.loads(line) for line in news.read_text().splitlines()]
    assert [(one["code"], one["about"], one["state"]) for one in lines] == [
        ("technician", "kiosk-1", "firing")
    ]

"""The hall's file over the interface: one schema for file, form and interface, with every fault at once."""

from __future__ import annotations

import copy
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from balai.config import Source
from balai.domain.hall.config import config_from_data
from balai.hall_file.read import load_hall, read_hall
from demo.driving.hubs import SAMPLE_HALL
from tests.support.hub.inside import Asker, Inside

FILE, CHECK = "/hall/file", "/hall/file/check"


def put(asker: Asker, file: Any, request_id: str = "") -> TestResponse:
    """Ask for a file to be put in force."""
    return asker.send(FILE, {"request_id": request_id or str(uuid.uuid4()), "file": file}, "PUT")


def in_force(asker: Asker) -> Any:
    return asker.get(FILE).get_json()


def seq(asker: Asker) -> int:
    found: int = asker.get("/state").get_json()["seq"]
    return found


def test_what_is_read_is_the_hall_and_putting_it_back_changes_nothing(hub: Inside, manager: Asker) -> None:
    file, before = in_force(manager), seq(manager)
    assert read_hall(Source("answer", file)) == load_hall(SAMPLE_HALL)
    assert manager.send(CHECK, {"file": file}).status_code == 200
    told = put(manager, file).get_json()
    assert (told["since"], told["day"], told["seq"]) == ("already", "2026-04-14", before)
    assert (in_force(manager), seq(manager)) == (file, before)


def test_a_change_is_in_force_at_once_and_repeated_it_happened_once(hub: Inside, manager: Asker) -> None:
    file, request_id = in_force(manager), str(uuid.uuid4())
    file["rules"]["presence_seconds"] = 75
    file["zone"][0]["name"] = "  Lantai\u00ad satu "
    first = put(manager, file, request_id)
    assert first.status_code == 200, first.text
    later = copy.deepcopy(file)
    later["rules"]["presence_seconds"] = 90
    put(manager, later)
    assert put(manager, file, request_id).get_json() == first.get_json()
    assert put(manager, later, request_id).status_code == 422
    now = config_from_data(manager.get("/hall").get_json())
    assert (now.rules.presence_seconds, now.zones[0].name) == (90, "Lantai satu")
    assert hub.app.hub.store.halls.get(now.hall.id) == now
    hub.restart()
    assert in_force(hub.staff("citra"))["rules"]["presence_seconds"] == 90


def test_every_fault_is_told_at_once_with_its_pointer(manager: Asker) -> None:
    file, before = in_force(manager), seq(manager)
    wrong = copy.deepcopy(file)
    wrong["rules"]["ratio"] = 0
    wrong["rules"]["ratios"] = 2
    wrong["agency"][1]["ink"] = "blue"
    wrong["service"][2]["agency"] = "disdukcapi"
    wrong["counter"][0]["services"][0] = "nothing"
    wrong["counter"][1]["number"] = wrong["counter"][0]["number"]
    wrong["hours"][0]["opens"] = "25.00"
    del wrong["hall"]["code"]
    answer = manager.send(FILE, {"file": wrong}, "PUT", **{"Accept-Language": "en"})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    told = {e["pointer"]: e for e in answer.get_json()["errors"]}
    assert told.keys() == {
        "/request_id", "/file/rules/ratio", "/file/rules/ratios", "/file/agency/1/ink", "/file/hall/code",
        "/file/service/2/agency", "/file/counter/0/services/0", "/file/counter/1/number",
        "/file/hours/0/opens",
    }  # fmt: skip
    assert told["/file/hall/code"]["message"] == "is required"
    assert 'did you mean "disdukcapil"?' in told["/file/service/2/agency"]["detail"]
    checked = manager.send(CHECK, {"file": wrong}).get_json()
    in_indonesian = {e["pointer"]: e["detail"] for e in checked["errors"]}
    assert in_indonesian.keys() == told.keys() - {"/request_id"}
    assert in_indonesian["/file/service/2/agency"].endswith(
        'dalam berkas ini; apakah maksudnya "disdukcapil"?'
    )
    assert (in_force(manager), seq(manager)) == (file, before)


def test_checking_warns_and_changes_nothing(manager: Asker) -> None:
    file, before = in_force(manager), seq(manager)
    wanted = copy.deepcopy(file)
    wanted["zone"][0]["name"] = "Lantai\u00ad satu"
    told = manager.send(CHECK, {"file": wanted}).get_json()["warnings"]
    assert any(word.startswith("zone[1].name: ") and "SOFT HYPHEN" in word for word in told)
    assert (in_force(manager), seq(manager)) == (file, before)


def without_the_first_service(file: Any) -> Any:
    gone = file["service"][0]["id"]
    without = copy.deepcopy(file)
    without["service"] = [one for one in file["service"] if one["id"] != gone]
    for one in without["service"]:
        one["after"] = [name for name in one["after"] if name != gone]
    for counter in without["counter"]:
        counter["services"] = [name for name in counter["services"] if name != gone]
    without["counter"] = [counter for counter in without["counter"] if counter["services"]]
    return without


def waiting(asker: Asker) -> Any:
    return asker.get("/hall/change").get_json()["waiting"]


def test_what_is_in_use_today_waits_and_is_in_force_when_the_next_day_opens(
    hub: Inside, manager: Asker
) -> None:
    file = in_force(manager)
    without, gone = without_the_first_service(file), file["service"][0]["id"]
    hub.kiosk.done("/visits", service_id=gone)
    would = manager.send(CHECK, {"file": without}).get_json()["would"]
    assert (would["since"], would["on"], would["in_use"]) == ("waits", "2026-04-15", [gone])
    assert waiting(manager) is None, "checking changes nothing"
    told = put(manager, without).get_json()
    assert (told["since"], told["on"], told["in_use"]) == ("waits", "2026-04-15", [gone])
    assert in_force(manager) == file
    assert manager.get("/hall").get_json()["waiting_change"]["on"] == "2026-04-15"
    assert hub.kiosk.get("/hall").get_json()["waiting_change"]["on"] == "2026-04-15"
    row = waiting(manager)
    assert (row["on"], row["in_use"], row["by"]) == ("2026-04-15", [gone], "staff:id-citra")
    hub.restart()
    manager = hub.staff("citra")
    assert waiting(manager) == row
    hub.clock.advance(24 * 3600)
    manager = hub.staff("citra")
    assert in_force(manager) == without
    assert (waiting(manager), manager.get("/hall").get_json()["waiting_change"]) == (None, None)


def test_what_waits_is_taken_back_or_replaced_and_never_lost_unseen(hub: Inside, manager: Asker) -> None:
    file = in_force(manager)
    later = copy.deepcopy(file)
    later["rules"]["presence_seconds"] = 75
    body = {"request_id": str(uuid.uuid4()), "file": later, "on": "2026-04-20"}
    assert manager.send(FILE, body, "PUT").get_json()["on"] == "2026-04-20"
    other = copy.deepcopy(file)
    other["rules"]["presence_seconds"] = 90
    refused = put(manager, other)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "change_waits")
    replacing = {"request_id": str(uuid.uuid4()), "file": other, "replaces": True}
    assert manager.send(FILE, replacing, "PUT").get_json()["since"] == "now"
    assert (waiting(manager), in_force(manager)["rules"]["presence_seconds"]) == (None, 90)
    manager.send(FILE, {**body, "request_id": str(uuid.uuid4())}, "PUT")
    assert manager.done("/hall/change/withdraw")["waiting"] is None
    hub.clock.advance(7 * 24 * 3600)
    manager = hub.staff("citra")
    assert in_force(manager)["rules"]["presence_seconds"] == 90
    nothing = manager.change("/hall/change/withdraw")
    assert (nothing.status_code, nothing.get_json()["code"]) == (409, "nothing_waits")


def test_another_hall_is_refused(manager: Asker) -> None:
    file = in_force(manager)
    other = {**file, "hall": {**file["hall"], "id": "lain"}}
    assert put(manager, other).get_json()["code"] == "hall_mismatch"
    assert in_force(manager) == file


@pytest.mark.parametrize("value", ["hall", [], None, 3, {"cls": 1, "zone": [{"cls": 1, "_fields_set": 2}]}])
def test_what_is_no_file_is_refused_as_such(value: Any, manager: Asker) -> None:
    assert put(manager, value).status_code == 422


def test_a_file_may_be_larger_than_other_requests_and_not_without_end(manager: Asker) -> None:
    file = in_force(manager)
    for service in file["service"]:
        service["requirements"] = ["Kartu keluarga yang asli. " * 15] * 60
    assert put(manager, file).status_code == 200
    assert manager.get("/hall").get_json()["services"][0]["requirements"]
    assert put(manager, {**file, "outcome": [{"id": "x" * 5_000_000}]}).status_code == 413

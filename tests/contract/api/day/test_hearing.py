"""A display tells what became of a call; the desk sees it, and presence waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.store.kept.devices import Device
from tests.support.hub.inside import Asker, Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def displays(hub: Inside, monkeypatch: pytest.MonkeyPatch, **walls: str) -> None:
    """What the displays connected here can do, by zone."""
    monkeypatch.setattr(hub.app.hub.live, "walls", lambda: walls)


def called(hub: Inside) -> tuple[Asker, dict[str, Any]]:
    hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    return staff, staff.done("/counters/l1/call", finishes=None)["called"]


def at_counter(staff: Asker) -> dict[str, Any]:
    counters = staff.get("/state").get_json()["data"]["counters"]
    leg: dict[str, Any] = next(counter["leg"] for counter in counters if counter["id"] == "l1")
    return {name: leg[name] for name in ("state", "wall", "shown", "voice")}


def test_the_desk_sees_a_call_shown_and_spoken_and_presence_counts_from_there(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    displays(hub, monkeypatch, utama="speaks")
    staff, call = called(hub)
    presence, unheard = hub.app.hub.timers.presence, hub.app.hub.timers.unheard
    hub.clock.advance(103)
    presence.look()
    unheard.look()
    assert at_counter(staff) == {"state": "called", "wall": "speaks", "shown": False, "voice": ""}
    refused = staff.change("/counters/l1/miss", leg_id=call["leg_id"])
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_heard_yet")
    for kind in ("shown", "spoken"):
        answer = hub.display.done(
            f"/legs/{call['leg_id']}/announced", called_at=call["called_at"], kind=kind, zone_id="utama"
        )
        assert answer["number"] == call["number"]
    assert at_counter(staff) == {"state": "called", "wall": "speaks", "shown": True, "voice": "spoken"}
    entries = staff.get("/log").get_json()["entries"][-2:]
    assert [(e["type"], e["actor"]) for e in entries] == [("call_announced", "device:display-1")] * 2
    hub.clock.advance(59)
    presence.look()
    assert at_counter(staff)["state"] == "called"
    hub.clock.advance(1)
    presence.look()
    assert at_counter(staff)["state"] == "serving"


def test_where_no_display_is_left_the_desk_is_told_to_call_by_voice(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    displays(hub, monkeypatch, utama="speaks")
    staff, _ = called(hub)
    displays(hub, monkeypatch)
    hub.app.hub.timers.unheard.look()
    hub.app.hub.timers.unheard.look()
    assert at_counter(staff)["voice"] == "no_wall"
    assert sum(e["type"] == "call_announced" for e in staff.get("/log").get_json()["entries"]) == 1


def test_a_call_without_displays_says_so_at_once_and_a_recall_asks_again(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    displays(hub, monkeypatch)
    staff, call = called(hub)
    assert at_counter(staff)["wall"] == "none"
    displays(hub, monkeypatch, utama="shows")
    staff.done("/counters/l1/recall", leg_id=call["leg_id"])
    assert at_counter(staff)["wall"] == "shows"


def test_a_report_names_a_call_of_today(hub: Inside) -> None:
    _, call = called(hub)
    path = f"/legs/{call['leg_id']}/announced"
    for body, status in (
        ({"called_at": call["called_at"], "kind": "whispered"}, 422),
        ({"called_at": "2026-04-14", "kind": "shown"}, 422),
        ({"called_at": call["called_at"], "kind": "shown", "recalls": 7}, 200),
    ):
        assert hub.display.change(path, **body).status_code == status
    other = path.replace(call["leg_id"][:8], "00000000")
    assert hub.display.change(other, called_at=call["called_at"], kind="shown").status_code == 404


def test_a_display_that_was_enrolled_for_a_zone_reports_from_there_only(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    displays(hub, monkeypatch, utama="speaks")
    enrolled = Device("display-9", "uji", "display", "Lantai dua", zone_id="dua")
    hub.app.hub.store.devices.add(enrolled, "of-zone-two", hub.clock.now())
    there = hub.device("of-zone-two")
    staff, call = called(hub)
    report = {"called_at": call["called_at"], "kind": "spoken"}
    path = f"/legs/{call['leg_id']}/announced"
    refused = there.change(path, **report, zone_id="utama")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "forbidden")
    assert there.change(path, **report).status_code == 200
    assert at_counter(staff)["voice"] == ""
    assert hub.display.change(path, **report, zone_id="utama").status_code == 200
    assert at_counter(staff)["voice"] == "spoken"

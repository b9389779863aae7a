"""Staff who belong to an agency work at its counters and see what concerns it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from balai.domain.commands import IssueVisit
from balai.domain.hall.config import Zone
from server.store import Job, open_store
from server.store.kept.devices import Device
from tests.support.days import journey_hall, small_hall
from tests.support.hub.inside import Inside

VISIT = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def test_staff_work_at_counters_of_their_agency_only(hub: Inside) -> None:
    own, other = hub.staff("satu"), hub.staff("dua")
    assert own.change("/counters/l1/open").status_code == 200
    refused = other.change("/counters/l2/open")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "other_agency")
    assert other.change("/counters/l9/open").status_code == 404
    assert hub.staff("dewi").change("/counters/l1/release").status_code == 200


def test_a_visit_is_for_the_agencies_that_it_concerns(hub: Inside) -> None:
    visit = hub.kiosk.done("/visits", service_id="ktp")["visit_id"]
    own, other = hub.staff("satu"), hub.staff("dua")
    for path in (f"/visits/{visit}", f"/visits/{visit}/wait"):
        assert (own.get(path).status_code, other.get(path).status_code) == (200, 403)
    assert other.change(f"/visits/{visit}/cancel").status_code == 403
    own.done("/counters/l1/open")
    called = own.done("/counters/l1/call", finishes=None)["called"]
    own.done("/counters/l1/transfer", leg_id=called["leg_id"], service_id="pajak")
    assert other.get(f"/visits/{visit}").status_code == 200
    assert own.get(f"/visits/{visit}").status_code == 200


def test_a_visit_concerns_the_agencies_that_it_is_still_to_go_to(tmp_path: Path) -> None:
    with Inside(tmp_path, journey_hall()) as hub:
        visit = hub.kiosk.done("/visits", service_id="pajak")["visit_id"]
        assert hub.staff("dua").get(f"/visits/{visit}").status_code == 200


def test_the_log_of_an_agency_leaves_out_what_is_others(hub: Inside) -> None:
    for service in ("ktp", "pajak", "kk", "pajak"):
        hub.kiosk.done("/visits", service_id=service)
    hub.staff("satu").done("/counters/l1/open")
    seqs = {
        name: [e["seq"] for e in hub.staff(name).get("/log?limit=2").get_json()["entries"]]
        for name in ("satu", "dua", "citra")
    }
    assert seqs == {"satu": [1, 2], "dua": [1, 3], "citra": [1, 2]}
    later = hub.staff("dua").get("/log?limit=50&after=3").get_json()["entries"]
    assert [e["seq"] for e in later] == [5]
    everything = hub.staff("ani").get("/log").get_json()["entries"]
    assert len(everything) == 6


def test_rights_and_counters_are_told_to_whom_they_concern(hub: Inside) -> None:
    for service in ("ktp", "pajak"):
        hub.kiosk.done("/visits", service_id=service)
    manager = hub.staff("citra")
    manager.done("/numbers/stop", scope="hall", reason="closing")
    manager.done("/day/close")
    left = {
        name: [row["service_id"] for row in hub.staff(name).get("/vouchers").get_json()["unserved"]]
        for name in ("satu", "dua", "citra")
    }
    assert left == {"satu": ["ktp"], "dua": ["pajak"], "citra": ["ktp", "pajak"]}
    shown = hub.staff("dewi").get("/counters").get_json()["counters"]
    assert [row["counter_id"] for row in shown] == ["l1", "l2"]


def test_the_line_and_the_news_are_those_of_the_own_agency(hub: Inside) -> None:
    for service in ("ktp", "pajak"):
        hub.kiosk.done("/visits", service_id=service)
    waiting, rooms = {}, {}
    for name in ("satu", "dua", "ani", "citra"):
        asker = hub.staff(name)
        waiting[name] = [leg["service_id"] for leg in asker.get("/state").get_json()["data"]["waiting"]]
        cookie = asker.client.get_cookie("balai_session")
        who = hub.app.hub.gate.sessions.who(cookie.value) if cookie else None
        rooms[name] = str(who.room) if who else ""
    everybody = ["ktp", "pajak"]
    assert waiting == {"satu": ["ktp"], "dua": ["pajak"], "ani": everybody, "citra": everybody}
    assert rooms == {"satu": "staff:satu", "dua": "staff:dua", "ani": "staff", "citra": "manager"}


def test_who_gave_a_number_for_another_agency_sees_to_its_ticket_and_nobody_else_does(hub: Inside) -> None:
    """Staff give numbers of the whole hall: at the desk of one agency for another."""
    own, other = hub.staff("satu"), hub.staff("dua")
    given = own.done("/visits", service_id="pajak", channel="assisted")["visit_id"]
    issued = hub.kiosk.done("/visits", service_id="pajak")["visit_id"]
    asked: list[tuple[str, dict[str, Any]]] = [("ticket", {"printed": False}), ("copy", {})]
    for verb, fields in asked:
        assert own.change(f"/visits/{given}/{verb}", **fields).status_code == 200
        assert other.change(f"/visits/{given}/{verb}", **fields).status_code == 200
        refused = own.change(f"/visits/{issued}/{verb}", **fields)
        assert (refused.status_code, refused.get_json()["code"]) == (403, "other_agency")
    assert hub.kiosk.change(f"/visits/{issued}/ticket", printed=True).status_code == 200


def test_a_supervisor_corrects_what_happened_at_the_own_agency_only(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="pajak")
    dua, satu = hub.seated("l3", "dua"), hub.seated("l1", "satu")
    leg = dua.done("/counters/l3/call", finishes=None)["called"]["leg_id"]
    sent = dua.done("/counters/l3/transfer", leg_id=leg, service_id="ktp")["leg_id"]
    satu.done("/counters/l1/call", finishes=None)
    satu.done("/counters/l1/finish", leg_id=sent)
    visit = leg.rpartition(".")[0]
    legs = {one["leg_id"]: one["ended_seq"] for one in satu.get(f"/visits/{visit}").get_json()["legs"]}
    supervisor = hub.staff("dewi")
    statuses = [
        supervisor.change(
            f"/visits/{visit}/correct", leg_id=one, corrects=legs[one], state="missed"
        ).status_code
        for one in (leg, sent)
    ]
    assert statuses == [403, 200]


def test_a_visit_that_another_hub_has_just_given_is_no_more_open_than_others(tmp_path: Path) -> None:
    """This hub knows the day of two seconds ago, and asks before it lets another agency through."""
    with Inside(tmp_path) as hub:
        other = hub.staff("dua")
        with open_store(hub.url) as beside:
            writer = beside.writer("uji", hub.clock)
            writer.commit([Job(IssueVisit(visit_id=VISIT, service_id="ktp"))])
            writer.close()
        assert VISIT not in hub.app.hub.dispatcher.day.visits
        assert other.change(f"/visits/{VISIT}/cancel").status_code == 403
        assert other.get(f"/visits/{VISIT}").status_code == 403


def test_a_display_of_one_zone_is_told_no_words_of_another(tmp_path: Path) -> None:
    config = small_hall()
    with Inside(tmp_path, replace(config, zones=(*config.zones, Zone("lain", "Ruang lain")))) as hub:
        bound = Device("layar-2", "uji", "display", "Layar 2", zone_id="lain")
        hub.app.hub.store.devices.add(bound, "of-another-zone", hub.clock.now())
        display, staff = hub.device("of-another-zone"), hub.staff("ani")
        found = {}
        for zone in ("utama", "lain", None):
            made = staff.done("/announcements", text="Mobil putih, lampunya menyala.", zone_id=zone)
            found[zone] = display.get(f"/announcements/{made['announcement_id']}").status_code
            assert hub.display.get(f"/announcements/{made['announcement_id']}").status_code == 200
        assert found == {"utama": 403, "lain": 200, None: 200}

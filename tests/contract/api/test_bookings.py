"""Bookings over HTTP: made by staff and from outside, claimed by kiosk and tablet, released, carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from time import time as time_now
from typing import Any

import pytest
from click.testing import CliRunner

from balai.codes import ALPHABET
from balai.domain.hall.config import HallConfig, QuotaBlock
from balai.protocol.managed.bookings import BookingList, BookingRow
from server.cli.day.bookings import booking
from tests.support.days import small_hall
from tests.support.hub.inside import Asker, Inside

BLOCKS = (QuotaBlock(time(8), time(9), 2), QuotaBlock(time(9), time(10), 1))


def hall() -> HallConfig:
    services = tuple(replace(s, booking_blocks=BLOCKS) if s.id == "ktp" else s for s in small_hall().services)
    return replace(small_hall(), services=services)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path, hall()) as inside:
        yield inside


def at(hub: Inside, minutes: float) -> str:
    return (hub.clock.now() + timedelta(minutes=minutes)).isoformat()


def problem(asker: Asker, path: str, status: int = 409, **fields: Any) -> dict[str, Any]:
    response = asker.change(path, **fields)
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.get_json()
    return found


def test_a_booking_is_made_listed_and_claimed_by_its_code_at_the_kiosk(hub: Inside) -> None:
    staff = hub.staff("satu")
    made = BookingRow.model_validate(staff.done("/bookings", service_id="ktp", slot=at(hub, 30), persons=2))
    assert re.fullmatch(f"[{ALPHABET}]{{8}}", made.code)
    assert (made.state, made.number, made.persons) == ("standing", None, 2)
    typed = f"{made.code[:4]} {made.code[4:].lower()}"
    hub.clock.advance(1500)
    issued = hub.kiosk.done("/visits", service_id="ktp", booking=typed)
    listed = BookingList.model_validate(staff.get("/bookings").get_json())
    assert [(b.code, b.state, b.number) for b in listed.bookings] == [
        (made.code, "claimed", issued["number"])
    ]
    assert [(b.opens, b.closes, b.quota, b.taken) for b in listed.blocks] == [
        ("08:00", "09:00", 2, 2), ("09:00", "10:00", 1, 0),
    ]  # fmt: skip
    again = problem(hub.kiosk, "/visits", service_id="ktp", booking=made.code)
    assert (again["code"], again["params"]) == ("booking_used", {"number": issued["number"]})
    assert again["title"] == "Janji temu ini sudah dipakai."
    full = problem(staff, "/bookings", service_id="ktp", slot=at(hub, 10))
    assert (full["code"], full["params"]["free"]) == ("booking_full", ["09:00-10:00"])


def test_a_time_or_class_without_a_booking_is_refused(hub: Inside) -> None:
    invented: list[dict[str, Any]] = [{"priority_class": "appointment"}, {"slot": at(hub, 5)}]
    for fields in invented:
        found = problem(hub.kiosk, "/visits", 422, service_id="ktp", **fields)
        assert [error["pointer"] for error in found["errors"]] == ["/booking"]
    assert problem(hub.kiosk, "/visits", service_id="ktp", booking="TIDAK-ADA")["code"] == "booking_unknown"


def test_another_register_brings_its_own_reference_and_no_identity_number(hub: Inside) -> None:
    outside = hub.staff("ani")
    fields: dict[str, Any] = {"service_id": "ktp", "slot": at(hub, 60), "reference": "jt-2026-0042"}
    made = outside.done("/bookings", **fields)
    assert made["code"] == "JT20260042"
    assert outside.done("/bookings", **fields) == made
    other = problem(outside, "/bookings", **{**fields, "slot": at(hub, 61)})
    assert other["code"] == "code_taken"
    nik = problem(outside, "/bookings", 422, **{**fields, "reference": "6402061204900001"})
    assert nik["errors"][0]["pointer"] == "/reference"
    hub.clock.advance(3000)
    assert hub.kiosk.done("/visits", service_id="ktp", booking="JT 2026 0042")["number"] == "A-001"


def test_staff_reach_the_bookings_of_their_agency(hub: Inside) -> None:
    made = hub.staff("satu").done("/bookings", service_id="ktp", slot=at(hub, 30))
    other = hub.staff("dua")
    refused = problem(other, "/bookings", 403, service_id="ktp", slot=at(hub, 30))
    assert refused["code"] == "other_agency"
    assert other.get("/bookings").get_json()["bookings"] == []
    assert other.change(f"/bookings/{made['code']}/cancel").status_code == 403
    typed = made["code"].lower()
    assert hub.staff("dewi").done(f"/bookings/{typed}/cancel")["state"] == "cancelled"
    assert hub.kiosk.change("/bookings", service_id="ktp", slot=at(hub, 30)).status_code == 403
    types = [entry["type"] for entry in other.get("/log?limit=50").get_json()["entries"]]
    assert "booking_made" not in types


def test_who_does_not_come_in_time_gives_the_place_back_by_itself(hub: Inside) -> None:
    code = hub.staff("satu").done("/bookings", service_id="ktp", slot=at(hub, 30))["code"]
    hub.clock.advance(41 * 60)
    late = problem(hub.kiosk, "/visits", service_id="ktp", booking=code)
    assert (late["code"], late["params"]) == ("booking_late", {"at": "08:30"})
    hub.app.hub.timers.releases.look()
    (row,) = hub.staff("eko").get("/bookings").get_json()["bookings"]
    assert row["state"] == "late"


def test_a_booking_of_another_day_outlives_the_log_of_today(hub: Inside) -> None:
    staff = hub.staff("satu")
    today = staff.done("/bookings", service_id="ktp", slot=at(hub, 30))["code"]
    slot = at(hub, 24 * 60 + 30)
    code = staff.done("/bookings", service_id="ktp", slot=slot)["code"]
    early = problem(hub.kiosk, "/visits", service_id="ktp", booking=code)
    assert (early["code"], early["params"]) == ("booking_other_day", {"on": "2026-04-15", "at": "08:30"})
    (row,) = staff.get("/bookings?on=2026-04-15").get_json()["bookings"]
    assert row["code"] == code
    hub.clock.set(datetime.fromisoformat(slot))
    hub.restart()
    assert problem(hub.kiosk, "/visits", service_id="ktp", booking=today)["code"] == "booking_unknown"
    assert hub.kiosk.done("/visits", service_id="ktp", booking=code)["number"] == "A-001"


def test_times_are_booked_listed_and_taken_back_at_the_machine(
    hub: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALAI_LANG", "id")
    (tmp_path / "hub.toml").write_text(f'[store]\nurl = "{hub.url}"\n')

    def typed(*words: str, days: int = 0) -> str:
        clock = f"scaled:{time_now()}:1:{(hub.clock.now() + timedelta(days)).isoformat()}"
        settings = ["--config", str(tmp_path / "hub.toml"), "--clock", clock]
        return CliRunner().invoke(booking, [*words, *settings]).output

    assert "Belum ada hub" in typed("list", days=1)
    made = typed("make", "ktp", "2026-04-14", "09.15", "--reference", "jt 12345")
    assert made == "Janji temu untuk 2026-04-14 09.15. Kode untuk datang: JT12345\n"
    assert "perlu id layanan" in typed("make", "ktp", "besok", "9")
    assert "All 1 places" in typed("make", "ktp", "2026-04-14", "09.30")
    listed = typed("list", "--on", "2026-04-14")
    assert "JT12345" in listed
    assert "ktp 09:00-10:00: 1 dari 1 terisi" in listed
    assert typed("cancel", "jt-12345") == "Janji temu JT12345 dibatalkan.\n"
    assert hub.staff("satu").get("/bookings").get_json()["bookings"][0]["state"] == "cancelled"

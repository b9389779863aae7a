"""Codes on paper over HTTP: what each stands for, on its day and once, and how many may be guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from balai.codes import grouped, ticket_code
from balai.domain.hall.config import QuotaBlock
from tests.support.days import small_hall
from tests.support.hub.inside import Inside

BLOCKS = (QuotaBlock(time(8), time(9), 5),)
HALL = replace(
    small_hall(),
    services=tuple(replace(s, booking_blocks=BLOCKS) if s.id == "ktp" else s for s in small_hall().services),
)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path, HALL) as inside:
        yield inside


def _code(hub: Inside, code: str, status: int = 200) -> dict[str, Any]:
    answer = hub.kiosk.get(f"/codes/{code}")
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_a_ticket_is_followed_from_the_line_to_the_counter_and_out(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    issued = hub.kiosk.done("/visits", service_id="ktp", persons=2)
    code = ticket_code(issued["visit_id"])
    waiting = _code(hub, grouped(code).lower())
    assert (waiting["kind"], waiting["number"], waiting["persons"]) == ("ticket", issued["number"], 2)
    assert (waiting["state"], waiting["ahead"], waiting["used"], waiting["at"]) == ("waiting", 1, False, "")
    staff = hub.seated()
    first = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    staff.done("/counters/l1/call", finishes=first, became="absent")
    called = _code(hub, code)
    assert (called["state"], called["at"], called["ahead"]) == ("called", "1", None)
    staff.done("/counters/l1/finish", leg_id=issued["leg_id"])
    assert _code(hub, code)["state"] == "finished"
    assert "visit_id" not in called


def test_a_right_is_good_on_its_day_once_and_tells_afterwards_which_number_it_became(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp", persons=3)
    manager = hub.staff("citra")
    manager.done("/numbers/stop", scope="hall", reason="closing")
    (right,) = manager.done("/day/close")["unserved"]
    early = _code(hub, right["code"], 409)
    assert (early["code"], early["params"]) == ("voucher_other_day", {"valid_on": "2026-04-15"})
    hub.clock.advance(timedelta(days=1).total_seconds())
    good = _code(hub, right["code"])
    assert (good["kind"], good["service_id"], good["persons"], good["number"]) == ("right", "ktp", 3, "")
    issued = hub.kiosk.done("/visits", service_id="ktp", voucher=right["code"])
    used = _code(hub, right["code"])
    assert (used["kind"], used["used"], used["number"]) == ("ticket", True, issued["number"])


def test_a_booking_is_good_in_its_time(hub: Inside) -> None:
    slot = (hub.clock.now() + timedelta(minutes=15)).isoformat()
    made = hub.staff("satu").done("/bookings", service_id="ktp", slot=slot, persons=2)
    other = hub.staff("satu").done("/bookings", service_id="ktp", slot=slot)
    assert _code(hub, made["code"])["kind"] == "booking"
    issued = hub.kiosk.done("/visits", service_id="ktp", booking=made["code"])
    assert (_code(hub, made["code"])["number"], _code(hub, made["code"])["used"]) == (issued["number"], True)
    hub.clock.advance(3600 * 3)
    late = _code(hub, other["code"], 409)
    assert (late["code"], "at" in late["params"]) == ("booking_late", True)


def test_nobody_guesses_codes_and_what_is_no_code_is_named(hub: Inside) -> None:
    assert hub.kiosk.get("/codes/A").status_code == 422
    assert hub.kiosk.get("/codes/" + "A" * 10_000).status_code in (414, 422)
    answers = [hub.kiosk.get(f"/codes/AAAA{n}") for n in range(40)]
    assert {a.get_json()["code"] for a in answers} == {"code_unknown", "too_many_attempts"}
    assert answers[0].get_json()["title"] == "Kode ini tidak dikenal di balai ini."
    assert hub.nobody().get("/codes/AAAA").status_code == 401

"""At the tablet: booked times are made, taken back, and claimed by their code."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, expect

from demo.driving.wait import eventually
from tests.integration.pages.staff.test_giving import ISSUED
from tests.support.pages.staff_stage import Stage, at, snapshot

ROW = {"code": "ACDE3467", "service_id": "paspor", "slot": at("13.00"), "on": "2026-04-14", "persons": 1}


def _list(*bookings: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    block = {"service_id": "paspor", "quota": 4}
    blocks = [
        {**block, "opens": "08:00", "closes": "10:00", "taken": 4},
        {**block, "opens": "13:00", "closes": "15:00", "taken": 1},
    ]
    return 200, {"on": "2026-04-14", "bookings": list(bookings), "blocks": blocks}


def test_a_time_with_room_is_booked_and_taken_back(stage: Stage) -> None:
    page = stage.page
    stage.answers["GET /bookings"] = _list()
    stage.answers["POST /bookings"] = (201, {**ROW, "state": "standing"})
    stage.enter(snapshot())
    page.locator(".menu-button").click()
    page.locator(".panel").get_by_role("button", name="Janji").click()
    sheet = page.get_by_role("dialog", name="Janji")
    sheet.get_by_role("button", name="Imigrasi").click()
    sheet.get_by_role("button", name="Paspor").click()
    full = sheet.get_by_role("button", name="08.00–10.00 sisa 0")
    expect(full).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="13.00–15.00 sisa 3").click()
    stage.answers["GET /bookings"] = _list({**ROW, "state": "standing"})
    sheet.get_by_role("button", name="Buat janji").click()
    expect(sheet.get_by_role("status")).to_contain_text("Kodenya ACDE 3467")
    body = stage.sent("/bookings")[0]
    assert (body["service_id"], body["slot"], body["persons"]) == ("paspor", "2026-04-14T05:00:00.000Z", 1)
    stage.answers["POST /bookings/ACDE3467/cancel"] = (200, {**ROW, "state": "cancelled"})
    sheet.get_by_role("button", name="Batalkan ACDE3467").click()
    eventually(lambda: stage.sent("/bookings/ACDE3467/cancel"))


def _code_typed(stage: Stage) -> Locator:
    """The sheet for a number, filled in with a code."""
    stage.enter(snapshot())
    stage.page.get_by_role("button", name="Beri nomor").click()
    sheet = stage.page.get_by_role("dialog", name="Beri nomor")
    sheet.get_by_role("button", name="Imigrasi").click()
    sheet.get_by_role("button", name="Paspor").click()
    sheet.get_by_label("Kode hak antre").fill("ACDE 3467")
    return sheet


def test_a_code_is_a_right_or_else_a_booking(stage: Stage) -> None:
    page = stage.page

    def visits(body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if body.get("voucher"):
            return 409, {"code": "voucher_unknown", "title": "Hak antre ini tidak berlaku.", "status": 409}
        return 201, ISSUED

    stage.answers["POST /visits"] = visits
    stage.answers["GET /devices"] = (200, {"devices": []})
    _code_typed(stage).locator(".go button").last.click()
    expect(page.get_by_role("dialog", name="Nomor sudah diberikan")).to_be_visible()
    told = [(body.get("voucher"), body.get("booking"), body["channel"]) for body in stage.sent("/visits")]
    assert told == [("ACDE 3467", None, "assisted"), (None, "ACDE 3467", "booking")]


def test_an_answer_that_was_lost_is_asked_for_again_and_not_a_second_number(stage: Stage) -> None:
    lost = [(500, {"code": "internal_error", "title": "Terjadi kesalahan.", "status": 500})]

    def visits(body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if body.get("voucher"):
            return 409, {"code": "voucher_unknown", "title": "Hak antre ini tidak berlaku.", "status": 409}
        return lost.pop() if lost else (201, ISSUED)

    stage.answers["POST /visits"] = visits
    stage.answers["GET /devices"] = (200, {"devices": []})
    sheet = _code_typed(stage)
    give = sheet.locator(".go button").last
    give.click()
    expect(sheet.locator(".fault")).to_be_visible()
    expect(give).not_to_have_attribute("aria-disabled", "true")
    give.click()
    expect(stage.page.get_by_role("dialog", name="Nomor sudah diberikan")).to_be_visible()
    right, booking, again, booked = (body["request_id"] for body in stage.sent("/visits"))
    assert (right, booking) == (again, booked)
    assert right != booking

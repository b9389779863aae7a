"""At the tablet: neither closing nor a break empties the line or stops a desk without a word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible
from tests.support.pages.staff_stage import NOW, Stage, at, leg_id, snapshot

DONE: tuple[int, dict[str, Any]] = (200, {"day": "2026-04-14", "seq": 101})
HOURS = {"hours": [[at("08.00"), at("12.00")], [at("13.00"), at("15.00")]]}
RIGHT = {"code": "AB12CD34", "number": "A-031", "service_id": "akta", "valid_on": "2026-04-15"}


def _later(page: Page, **more: float) -> None:
    """The hub's clock has gone on."""
    page.clock.set_fixed_time(NOW + timedelta(**more))


def test_who_stopped_waiting_at_closing_is_named_until_they_wait_again(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot())
    for seq, number in enumerate(("A-031", "A-033", "F-001"), 101):
        leg = leg_id(number)
        stage.push(seq, "visit_unserved", "15.15", visit_id=leg[:36], leg_id=leg)
    band = page.locator(".strip.warn")
    expect(band).to_contain_text("2 nomor berhenti menunggu karena ditutup: A-031, A-033.")
    stage.answers["GET /vouchers"] = (200, {"day": "2026-04-14", "unserved": [RIGHT], "carried": []})
    band.get_by_role("button", name="Lihat daftarnya").click()
    sheet = page.get_by_role("dialog", name="Belum terlayani")
    expect(sheet.locator(".right")).to_have_text("A-031AB12 CD34Akta KelahiranBerlaku Rabu, 15 April 2026")
    assert_accessible(page)
    page.keyboard.press("Escape")
    stage.tell("onSnapshot", snapshot(seq=110))
    expect(band).to_have_count(0)


def test_the_desk_says_before_and_after_its_hours_end_who_still_waits(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(desk=HOURS))
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    expect(page.locator(".strip")).to_have_count(0)
    _later(page, hours=3, minutes=40)  # 14.26
    expect(page.locator(".strip.warn")).to_contain_text("Tutup pukul 15.00: 6 orang masih menunggu di sini.")
    _later(page, hours=4, minutes=20)  # 15.06
    expect(page.locator(".strip.warn")).to_contain_text("Jam layanan berakhir pukul 15.00: 6 orang")
    expect(page.get_by_role("heading", name="Di luar jam layanan")).to_be_visible()
    expect(page.locator(".last").first).to_contain_text("08.00–12.00, 13.00–15.00")
    expect(page.locator("[data-main]")).to_contain_text("A-031")


def test_the_halls_own_break_is_offered_first_and_taken_as_it_is(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(desk=HOURS))
    stage.answers["POST /counters/loket-3/pause"] = DONE
    page.get_by_role("switch", name="Istirahat").click()
    sheet = page.get_by_role("dialog", name="Istirahat")
    ours = sheet.locator(".pick").filter(has_text="Sampai 13.00")
    expect(ours).to_have_attribute("aria-pressed", "true")
    expect(ours).to_contain_text("istirahat balai 12.00–13.00")
    sheet.get_by_role("button", name="15 menit").click()
    expect(ours).to_have_attribute("aria-pressed", "false")
    ours.click()
    sheet.get_by_role("button", name="Istirahat sampai 13.00").click()
    eventually(lambda: stage.sent("/counters/loket-3/pause"))
    assert stage.sent("/counters/loket-3/pause")[0]["until"] == "2026-04-14T05:00:00.000Z"


def test_far_from_the_halls_break_only_minutes_are_offered(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(desk={"hours": [[at("08.00"), at("13.00")], [at("14.00"), at("15.00")]]}))
    page.get_by_role("switch", name="Istirahat").click()
    sheet = page.get_by_role("dialog", name="Istirahat")
    expect(sheet.get_by_role("button", name="15 menit")).to_have_attribute("aria-pressed", "true")
    expect(sheet.get_by_text("istirahat balai")).to_have_count(0)


def test_closing_a_counter_says_before_and_after_whom_it_leaves(stage: Stage) -> None:
    page = stage.page
    line = (("A-031", "akta", "10.23"), ("A-033", "kk", "10.26"))
    stage.enter(snapshot(line=line))
    stage.answers["POST /counters/loket-3/close"] = DONE
    page.get_by_role("button", name="Menu,").click()
    page.get_by_role("button", name="Tutup loket").click()
    sheet = page.get_by_role("dialog", name="Tutup loket 3")
    expect(sheet.get_by_role("listitem")).to_have_text(
        [
            "Kartu Keluarga: 1 menunggu, dilayani juga di Loket 2",
            "Akta Kelahiran: 1 menunggu, dilayani juga di Loket 2",
        ]
    )
    assert not stage.sent("/counters/loket-3/close")
    sheet.get_by_role("button", name="Tutup loket", exact=True).click()
    eventually(lambda: stage.sent("/counters/loket-3/close"))
    stage.push(101, "counter_closed", "10.46", counter_id="loket-3", status="closed", holder=None)
    expect(page.get_by_role("heading", name="Pilih loket")).to_be_visible()
    expect(page.locator(".strip.ok")).to_have_text("Loket 3 ditutup. Tetap menunggu: A-031, A-033.")

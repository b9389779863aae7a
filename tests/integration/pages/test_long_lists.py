"""Lists of a thousand rows: few are drawn, what is typed is looked for in all, and the keyboard goes on where
the list does."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.integration.pages.test_people import MANAGER, enter, person
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.staff_stage import Stage, leg_id, snapshot

MANY = 1000
FIRST, MORE = 12, 50


def assert_goes_on(page: Page, rows: Locator, before: int, reach: str) -> None:
    """The keyboard asks for more rows: it is at the first that came, and goes through them in their order."""
    page.get_by_role("button", name=f"Tampilkan {MORE} lagi").press("Enter")
    expect(rows).to_have_count(before + MORE)
    expect(rows.nth(before).locator(reach)).to_be_focused()


def test_a_thousand_accounts_are_drawn_few_and_found_to_the_last(stage: Stage) -> None:
    page = stage.page
    page.set_viewport_size({"width": 1440, "height": 900})
    people = [person(f"petugas{n}", display_name=f"Petugas {n}") for n in range(1, MANY + 1)]
    enter(stage, MANAGER, *people)
    rows = page.locator(".people li")
    expect(page.get_by_role("heading", name="Akun lain")).to_contain_text(str(MANY))
    expect(rows).to_have_count(FIRST)
    assert page.locator("#app *").count() < 400
    assert_accessible(page)
    assert_goes_on(page, rows, FIRST, "button")
    page.keyboard.press("Tab")
    expect(rows.nth(FIRST + 1).get_by_role("button")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(rows.nth(FIRST - 1).get_by_role("button")).to_be_focused()
    page.get_by_label("Cari petugas").fill(f"petugas {MANY}")
    expect(rows).to_have_text([f"Petugas {MANY}petugas{MANY}, petugas, seluruh balaiKelola"])
    page.get_by_label("Cari petugas").fill("petugas 100")
    expect(rows).to_have_count(2)
    expect(page.get_by_role("button", name="Tampilkan")).to_have_count(0)
    page.get_by_label("Cari petugas").fill("tidak ada")
    expect(page.get_by_role("status").filter(has_text="tidak ada")).to_have_text(
        "Tidak ada yang cocok dengan tidak ada."
    )
    page.get_by_label("Cari petugas").fill("")
    expect(rows).to_have_count(FIRST)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert_fits(page)
    assert_accessible(page)


def test_the_last_rows_of_a_list_take_its_button_away_and_keep_the_keyboard(stage: Stage) -> None:
    people = [person(f"petugas{n}") for n in range(1, FIRST + 4)]
    enter(stage, MANAGER, *people)
    stage.page.get_by_role("button", name="Tampilkan 3 lagi (sisa 3)").press("Enter")
    rows = stage.page.locator(".people li")
    expect(rows).to_have_count(FIRST + 3)
    expect(rows.nth(FIRST).get_by_role("button")).to_be_focused()
    expect(stage.page.get_by_role("button", name="Tampilkan")).to_have_count(0)


def right(n: int) -> dict[str, Any]:
    """Somebody whose waiting was ended."""
    return {
        "number": f"A-{n:03d}", "service_id": "akta", "code": f"AB{n:06d}", "valid_on": "2026-04-15",
        "keeps_place": False,
    }  # fmt: skip


def test_a_thousand_who_were_left_unserved_are_drawn_few_and_found_by_number(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot())
    leg = leg_id("A-031")
    stage.push(101, "visit_unserved", "15.15", visit_id=leg[:36], leg_id=leg)
    told = {"day": "2026-04-14", "unserved": [right(n) for n in range(1, MANY + 1)], "carried": []}
    stage.answers["GET /vouchers"] = (200, told)
    page.get_by_role("button", name="Lihat daftarnya").click()
    sheet = page.get_by_role("dialog", name="Belum terlayani")
    rows = sheet.locator(".right")
    expect(rows).to_have_count(MORE)
    assert_accessible(page)
    page.get_by_role("button", name=f"Tampilkan {MORE} lagi").press("Enter")
    expect(rows).to_have_count(2 * MORE)
    expect(rows.nth(MORE)).to_be_focused()
    sheet.get_by_label("Cari nomor, layanan atau kode").fill(f"A-{MANY}")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(f"A-{MANY}")

"""Fields for days and times of day: written as the hall writes them, in a browser of any language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.driving.wait import eventually
from server.web.assets import STATIC, version
from tests.support.pages.access import assert_accessible
from tests.support.pages.staff_stage import Stage, at_counter, snapshot, staged

SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
_READ = """async ([module, name, texts]) => {
  const all = await import(module);
  return texts.map((text) => all[name](text));
}"""


def _read(page: Page, files: str, name: str, *texts: str) -> Any:
    module = f"{files}/assets/{version()}/js/kit/days.js"
    page.goto(module)
    return page.evaluate(_READ, [module, name, list(texts)])


def test_a_day_is_read_as_people_write_it(tablet: Page, staff_files: str) -> None:
    written = ("14-04-2026", "14/4/2026", "1.4.2026", "14 04 2026", " 14042026 ", "2026-04-14", "29-02-2028")
    assert _read(tablet, staff_files, "dayIn", *written) == [
        "2026-04-14", "2026-04-14", "2026-04-01", "2026-04-14", "2026-04-14", "2026-04-14", "2028-02-29",
    ]  # fmt: skip
    none = ("", "31-02-2026", "29-02-2027", "14-13-2026", "14-04-26", "besok", "2026-04-31")
    assert _read(tablet, staff_files, "dayIn", *none) == [""] * len(none)
    assert _read(tablet, staff_files, "dayShown", "2026-04-14", "besok", "") == ["14-04-2026", "besok", ""]


def test_a_time_is_read_as_people_write_it(tablet: Page, staff_files: str) -> None:
    told = _read(tablet, staff_files, "clockIn", "10.46", "9.05", "0905", "10:46", "24.00", "10.60", "10", "")
    assert told == ["10:46", "09:05", "09:05", "10:46", "", "", "", ""]
    assert _read(tablet, staff_files, "clockShown", "10:46", "") == ["10.46", ""]


@pytest.mark.parametrize("locale", ["id-ID", "en-US", "ar-EG"])
def test_the_field_of_a_day_says_what_is_wrong_and_needs_no_mouse(
    locale: str, chromium: Browser, staff_files: str
) -> None:
    context = chromium.new_context(
        locale=locale, timezone_id="Asia/Makassar", service_workers="block", reduced_motion="reduce"
    )
    stage = staged(context.new_page(), staff_files)
    page = stage.page
    stage.enter(snapshot(SERVING))
    page.get_by_role("button", name="Tunda", exact=True).click()
    page.get_by_role("button", name="Ambil berkas di hari lain").click()
    sheet = page.get_by_role("dialog", name="Ambil berkas A-023")
    field, go = sheet.get_by_label("Hari pengambilan"), sheet.get_by_role("button", name="Buat kode")
    expect(field).to_have_attribute("placeholder", "hh-bb-tttt")
    field.press_sequentially("31-02-2026")
    expect(sheet.locator(".how")).to_be_hidden()
    field.press("Tab")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(sheet.locator(".how")).to_have_text("Tulis tanggal seperti 14-04-2026.")
    expect(field).to_have_accessible_description("Tulis tanggal seperti 14-04-2026.")
    expect(go).to_have_attribute("aria-disabled", "true")
    assert_accessible(page)
    field.fill("")
    field.press_sequentially("17042026")
    expect(field).to_have_value("17-04-2026")
    expect(sheet.locator(".how")).to_be_hidden()
    expect(go).not_to_have_attribute("aria-disabled", "true")
    assert_accessible(page)
    context.close()


def test_a_day_may_be_chosen_in_the_browsers_own_calendar(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    page.get_by_role("button", name="Tunda", exact=True).click()
    page.get_by_role("button", name="Ambil berkas di hari lain").click()
    sheet = page.get_by_role("dialog")
    native = sheet.locator("input[type=date]")
    native.evaluate("(field) => { field.showPicker = () => { field.dataset.shown = 'yes'; }; }")
    sheet.get_by_role("button", name="Pilih di kalender").click()
    expect(native).to_have_attribute("data-shown", "yes")
    native.evaluate("(field) => { field.value = '2026-04-20'; field.dispatchEvent(new Event('change')); }")
    expect(sheet.get_by_label("Hari pengambilan")).to_have_value("20-04-2026")
    eventually(lambda: page.get_by_role("button", name="Buat kode").get_attribute("aria-disabled") is None)


def test_no_page_has_a_field_that_a_browser_writes_in_its_own_language() -> None:
    own = re.compile(r'type: "(date|time|month|week|datetime-local)"')
    found = {path.name: len(own.findall(path.read_text("utf-8"))) for path in (STATIC / "js").rglob("*.js")}
    assert {name: count for name, count in found.items() if count} == {"days.js": 1}

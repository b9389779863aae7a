"""A long line at the tablet: folded, looked through; its first visitor seen and heard; keys."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible
from tests.support.pages.staff_stage import Stage, aside, at_counter, snapshot, waiting

LONG = tuple((f"A-{n:03d}", ("kk", "akta", "kk-ubah")[n % 3], "10.00") for n in range(1, 401))
PARKED = [aside("A-828", "akta", "09.50", until="10.50")]
MISSED = [aside(f"A-9{n:02d}", "kk", "09.20", missed_at="10.11") for n in range(20)]
DONE: tuple[int, dict[str, Any]] = (200, {"day": "2026-04-14", "seq": 100})
#: Counts the tones that a page makes, in the browser's own audio.
_COUNT_TONES = """() => {
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { window.tones += 1; return start.apply(this, at); };
}"""


def _rows(page: Page) -> int:
    return page.locator(".group .row").count()


def test_a_long_line_is_folded_and_looked_through(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(line=LONG, parked=PARKED, missed=MISSED))
    expect(page.get_by_role("heading", name="Ditunda")).to_be_visible()
    assert _rows(page) == 3 * 4 + 1 + 3
    assert page.locator(".side").evaluate("(e) => e.scrollHeight") < 2400
    page.get_by_role("button", name="Tampilkan 50 lagi").first.click()
    eventually(lambda: _rows(page) == 3 * 4 + 50 + 1 + 3)
    field = page.get_by_label("Cari di antrean ini")
    field.fill("a7")
    expect(page.locator(".group .row .tix").first).to_have_text("A-007")
    field.fill("828")
    expect(page.locator(".group .row .tix")).to_have_text(["A-828"])
    field.fill("910")
    expect(page.get_by_role("button", name="Antrekan lagi A-910")).to_be_visible()
    field.fill("555")
    expect(page.get_by_role("status").filter(has_text="555")).to_have_text(
        "Tidak ada 555 di antrean loket ini."
    )
    assert_accessible(page)
    field.fill("")
    expect(page.get_by_role("heading", name="Ditunda")).to_be_visible()


def test_a_short_line_is_shown_whole_without_a_field(stage: Stage) -> None:
    stage.enter(snapshot())
    expect(stage.page.get_by_label("Cari di antrean ini")).to_have_count(0)
    assert _rows(stage.page) == 5


def test_the_first_visitor_is_seen_in_the_title_and_heard_once(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(line=()))
    page.evaluate(_COUNT_TONES)
    expect(page).to_have_title("Loket 3 · Balai")
    stage.push(101, "visit_issued", "10.46", **waiting("F-001", "paspor", "10.46"))
    stage.push(102, "visit_issued", "10.46", **waiting("A-040", "kk", "10.46"))
    stage.push(103, "visit_issued", "10.47", **waiting("A-041", "kk", "10.47"))
    expect(page).to_have_title("● A-040 · Loket 3 · Balai")
    assert page.evaluate("() => window.tones") == 2
    page.get_by_role("button", name="Menu,").click()
    page.get_by_role("switch", name="Bunyi pengunjung pertama").click()
    page.reload()
    stage.enter(snapshot(line=()))
    page.evaluate(_COUNT_TONES)
    stage.push(101, "visit_issued", "10.46", **waiting("A-040", "kk", "10.46"))
    expect(page).to_have_title("● A-040 · Loket 3 · Balai")
    assert page.evaluate("() => window.tones") == 0


def test_keys_press_what_is_done_often_and_nothing_while_a_sheet_is_open(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")))
    main = page.locator("[data-main]")
    expect(main).not_to_have_attribute("aria-disabled", "true")
    stage.answers["POST /counters/loket-3/recall"] = DONE
    page.keyboard.press("F4")
    eventually(lambda: stage.sent("/counters/loket-3/recall"))
    expect(main).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("F9")
    expect(page.get_by_role("dialog", name="Tunda A-023")).to_be_visible()
    page.keyboard.press("F2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    stage.answers["POST /counters/loket-3/call"] = DONE
    expect(main).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("F2")
    eventually(lambda: stage.sent("/counters/loket-3/call"))
    assert len(stage.sent("/counters/loket-3/call")) == 1
    page.get_by_role("button", name="Menu,").click()
    page.get_by_role("button", name="Pintasan papan ketik").click()
    sheet = page.get_by_role("dialog", name="Pintasan papan ketik")
    expect(sheet.locator("kbd")).to_have_text(["F2", "F4", "F8", "F9", "F10"])
    assert_accessible(page)

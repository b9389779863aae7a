"""The staff page for everyone: axe, touch targets, keyboard, narrow screens, in every state."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support.staff_stage import Stage, at_counter, leg_id, snapshot

SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
CALLED = at_counter("A-023", "kk-ubah", "called", "10.46.00")
LONG = "Pendaftaran perpindahan penduduk antarkabupaten dan perubahan elemen data keluarga"
SMALL_TARGETS = """() => [...document.querySelectorAll("button, input, a")]
  .map((e) => [e.textContent, e.getBoundingClientRect()])
  .filter(([, box]) => box.width && Math.min(box.width, box.height) < 48)
  .map(([text]) => text)"""


def _signed_out(stage: Stage) -> None:
    stage.page.goto(f"{stage.url}/staff")
    stage.page.get_by_role("button", name="Masuk").click()
    expect(stage.page.get_by_text("Isi kata sandi Anda.")).to_be_visible()


def _choose(stage: Stage) -> None:
    stage.enter(snapshot(held=False))


def _idle(stage: Stage) -> None:
    stage.enter(snapshot())
    stage.page.get_by_role("button", name="Menu,").click()


def _empty(stage: Stage) -> None:
    stage.enter(snapshot(line=()))


def _called(stage: Stage) -> None:
    stage.enter(snapshot(CALLED))


def _serving(stage: Stage) -> None:
    long = snapshot(
        SERVING, line=(("A-031", "akta", "10.23", "priority"), ("A-032", "akta", "10.24", "priority"))
    )
    for service in long["data"]["services"]:
        service["name"] = LONG
    stage.enter(long)


def _offline(stage: Stage) -> None:
    stage.enter(snapshot(SERVING))
    stage.link(up=False, since="10.44")
    stage.page.get_by_role("button", name="Selesai", exact=True).click()


STATES: dict[str, tuple[Callable[[Stage], None], str]] = {
    "signed out": (_signed_out, "Masuk petugas"),
    "choosing": (_choose, "Pilih loket"),
    "idle": (_idle, "Loket siap"),
    "empty": (_empty, "Loket siap"),
    "called": (_called, "Dipanggil"),
    "serving": (_serving, "Sedang dilayani"),
    "offline": (_offline, "Loket siap"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits_narrow_screens(stage: Stage, state: str) -> None:
    show, heading = STATES[state]
    show(stage)
    page = stage.page
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    report: Any = Axe().run(page)
    assert report.violations_count == 0, report.generate_report()
    assert page.evaluate(SMALL_TARGETS) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320
    assert page.evaluate(SMALL_TARGETS) == []


def test_the_keyboard_keeps_its_place_from_call_to_call(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(CALLED))
    stage.answers["POST /counters/loket-3/start"] = (200, {"day": "2026-04-14", "seq": 101})
    main = page.locator("[data-main]")
    main.focus()
    page.keyboard.press("Enter")
    stage.push(101, "leg_started", "10.46.26", leg_id=leg_id("A-023"), counter_id="loket-3", presumed=False)
    expect(main).to_contain_text("Panggil berikutnya")
    expect(main).to_be_focused()
    expect(page.locator("#said")).to_have_text("Melayani A-023.")
    outline = main.evaluate("(e) => getComputedStyle(e).outlineWidth")
    assert outline == "4px"

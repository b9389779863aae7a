"""The page of the information desk: each button is in sight, on a desk's screen and on a telephone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support.pages.access import assert_accessible, assert_fits, assert_side_by_side
from tests.support.pages.staff_stage import ACCOUNT, Stage, snapshot


def test_nothing_that_is_tapped_lies_over_another(stage: Stage) -> None:
    stage.enter(snapshot(), path="/desk", account={**ACCOUNT, "pages": ["staff", "desk"], "may": []})
    stage.page.get_by_role("button", name="Pengumuman").wait_for()
    for width in (1280, 390):
        stage.page.set_viewport_size({"width": width, "height": 1200})
        assert_side_by_side(stage.page)
        assert_fits(stage.page)


def test_all_that_is_asked_for_a_number_is_in_sight_on_a_desks_screen(stage: Stage) -> None:
    page = stage.page
    page.set_viewport_size({"width": 1280, "height": 800})
    stage.enter(snapshot(), path="/desk", account={**ACCOUNT, "pages": ["staff", "desk"], "may": []})
    body = page.locator(".give-body")
    seldom = body.locator("summary")
    expect(seldom).to_have_text("Rombongan, nomor kertas, atau kode")
    assert body.evaluate("(box) => box.scrollHeight - box.clientHeight") <= 0
    expect(page.get_by_label("Berapa orang")).to_be_hidden()
    seldom.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Berapa orang").fill("3")
    page.get_by_label("Nomor kertas").fill("12")
    # What was filled in stays open and as it was, whatever else is chosen.
    page.get_by_role("button", name="Disdukcapil").click()
    expect(page.get_by_label("Berapa orang")).to_have_value("3")
    expect(page.get_by_label("Berapa orang")).to_be_visible()
    assert_accessible(page)

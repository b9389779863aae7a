"""At the tablet: closing does not empty the line without a word."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support.pages.staff_stage import Stage, leg_id, snapshot


def test_who_stopped_waiting_at_closing_is_named_until_they_wait_again(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot())
    for seq, number in enumerate(("A-031", "A-033", "F-001"), 101):
        leg = leg_id(number)
        stage.push(seq, "visit_unserved", "15.15", visit_id=leg[:36], leg_id=leg)
    band = page.locator(".strip.warn")
    expect(band).to_contain_text("2 nomor berhenti menunggu karena ditutup: A-031, A-033.")
    stage.tell("onSnapshot", snapshot(seq=110))
    expect(band).to_have_count(0)

"""The staff page cut off from its hub: it calls nobody, and no finish is lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from demo.driving.wait import eventually
from tests.support.pages.staff_stage import Stage, at, at_counter, leg_id, snapshot

SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
FINISH = "/counters/loket-3/finish"
DONE: tuple[int, dict[str, Any]] = (200, {"day": "2026-04-14", "seq": 101})


def _cut(stage: Stage) -> None:
    stage.enter(snapshot(SERVING))
    expect(stage.page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    stage.link(up=False, since="10.44")


def _finished(stage: Stage) -> None:
    stage.push(
        101, "leg_finished", "10.50", leg_id=leg_id("A-023"), counter_id="loket-3", when=at("10.46.25")
    )


def test_it_says_since_when_and_calls_nobody(stage: Stage) -> None:
    page = stage.page
    _cut(stage)
    expect(page.get_by_role("status").filter(has_text="Selesaikan")).to_have_text(
        "Sambungan terputus. Selesaikan yang sedang dilayani; pemanggilan dilanjutkan setelah tersambung."
    )
    expect(page.locator(".bar")).to_contain_text("Terputus 10.44")
    expect(page.get_by_role("heading", name="Menunggu")).to_contain_text("6 orang, keadaan 10.44")
    main = page.locator("[data-main]")
    expect(main).to_have_text("Panggil berikutnyaMenunggu sambungan")
    main.dispatch_event("click")
    page.get_by_role("button", name="Panggil ulang").dispatch_event("click")
    page.get_by_role("button", name="Tidak hadir").dispatch_event("click")
    expect(main).to_have_css("border-style", "dashed")
    assert not [path for path, _ in stage.asked if path.startswith("POST")]


def test_a_finish_waits_outlives_a_reload_and_is_sent_once(stage: Stage) -> None:
    page = stage.page
    _cut(stage)
    page.get_by_role("button", name="Selesai", exact=True).click()
    expect(page.locator(".last")).to_have_text("A-023 selesai 10.46, menunggu sambungan untuk dicatat.")
    assert not stage.sent(FINISH)
    kept = page.evaluate("() => JSON.parse(localStorage.getItem('balai.finishes'))")
    stage.answers["GET /session"] = None
    page.reload()
    expect(page.locator(".last")).to_contain_text("menunggu sambungan untuk dicatat")
    expect(page.locator("[data-main]")).to_contain_text("Menunggu sambungan")

    stage.answers[f"POST {FINISH}"] = DONE
    stage.enter(snapshot(SERVING))
    eventually(lambda: stage.sent(FINISH))
    _finished(stage)
    expect(page.locator(".last")).to_have_text("A-023 selesai 10.46, dilayani 4 menit.")
    expect(page.locator("[data-main]")).to_contain_text("A-031")
    body = stage.sent(FINISH)[0]
    assert body == {k: kept[0][k] for k in ("request_id", "leg_id", "occurred_at", "clock_certain")}
    assert body["occurred_at"] == "2026-04-14T02:46:25.000Z"
    assert page.evaluate("() => localStorage.getItem('balai.finishes')") is None
    assert len(stage.sent(FINISH)) == 1


def test_a_finish_whose_answer_is_lost_is_repeated_with_the_same_request(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    answers: list[tuple[int, dict[str, Any]] | None] = [None, DONE]
    stage.answers[f"POST {FINISH}"] = lambda _: answers.pop(0)
    page.get_by_role("button", name="Selesai", exact=True).click()
    expect(page.locator(".last")).to_contain_text("menunggu sambungan untuk dicatat")
    expect(page.locator("[data-main]")).to_have_attribute("aria-disabled", "true")
    stage.link(up=True)
    eventually(lambda: len(stage.sent(FINISH)) == 2)
    _finished(stage)
    expect(page.locator(".last")).to_contain_text("dilayani 4 menit")
    first, second = stage.sent(FINISH)
    assert first == second


def test_a_finish_that_came_too_late_is_let_go_with_a_sentence(stage: Stage) -> None:
    page = stage.page
    _cut(stage)
    page.get_by_role("button", name="Selesai", exact=True).click()
    stage.answers[f"POST {FINISH}"] = (409, {"code": "leg_mismatch", "title": "Tidak cocok"})
    stage.answers["GET /state"] = (200, snapshot(None, seq=120))
    stage.link(up=True)
    expect(page.get_by_role("alert")).to_contain_text("A-023 sudah berakhir lebih dahulu")
    expect(page.locator("[data-main]")).to_contain_text("A-031")
    assert page.evaluate("() => localStorage.getItem('balai.finishes')") is None


def test_a_finish_waits_for_its_own_account(stage: Stage) -> None:
    page = stage.page
    _cut(stage)
    page.get_by_role("button", name="Selesai", exact=True).click()
    other = {"id": "budi", "username": "budi", "display_name": "Budi", "role": "staff"}
    stage.answers["GET /session"] = (200, {"account": other, "counter_id": None})
    page.reload()
    eventually(lambda: page.evaluate("() => Boolean(window.link)"))
    stage.link(up=True)
    stage.tell("onSnapshot", snapshot(SERVING))
    expect(page.get_by_role("heading", name="Pilih loket")).to_be_visible()
    assert page.evaluate("() => JSON.parse(localStorage.getItem('balai.finishes')).length") == 1
    assert not stage.sent(FINISH)


def test_a_call_that_is_cut_off_is_given_up_and_not_made_later(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    stage.answers["POST /counters/loket-3/call"] = None
    page.locator("[data-main]").click()
    stage.link(up=False, since="10.46")
    expect(page.get_by_role("alert")).to_contain_text("belum pasti apakah perintah tadi dilakukan")
    tried = len(stage.sent("/counters/loket-3/call"))
    page.get_by_role("button", name="Selesai", exact=True).click()
    expect(page.locator(".last")).to_contain_text("menunggu sambungan untuk dicatat")
    stage.answers[f"POST {FINISH}"] = DONE
    stage.link(up=True)
    eventually(lambda: stage.sent(FINISH))
    _finished(stage)
    expect(page.locator("[data-main]")).not_to_have_attribute("aria-disabled", "true")
    assert len(stage.sent("/counters/loket-3/call")) == tried

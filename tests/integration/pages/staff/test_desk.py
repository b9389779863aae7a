"""The staff page at the desk: one tap is one intention, and what is shown is the hub's truth."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from demo.driving.wait import eventually
from tests.support.pages.staff_stage import NOW, Stage, at, at_counter, leg_id, snapshot, waiting

CALL = "/counters/loket-3/call"
SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
CALLED = at_counter("A-023", "kk-ubah", "called", "10.46.00")
DONE: tuple[int, dict[str, Any]] = (200, {"day": "2026-04-14", "seq": 102})


def _main(page: Page) -> Any:
    return page.locator("[data-main]")


def _call_a031(stage: Stage, seq: int = 101) -> None:
    stage.push(
        seq, "leg_called", "10.46.25", leg_id=leg_id("A-031"), number="A-031", service_id="akta",
        agency_id="disdukcapil", counter_id="loket-3", counter_number=3, called_at=at("10.46.25"), recalls=0,
    )  # fmt: skip


def test_from_ready_over_called_to_serving(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot())
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    expect(_main(page)).to_have_text("Panggil berikutnyaAkta Kelahiran, menunggu 23 menitA-031")
    stage.answers[f"POST {CALL}"] = (200, {"day": "2026-04-14", "seq": 101})
    _main(page).click()
    eventually(lambda: stage.sent(CALL))
    assert stage.sent(CALL)[0]["finishes"] is None
    _call_a031(stage)
    expect(page.get_by_role("heading", name="Dipanggil")).to_be_visible()
    expect(page.get_by_text("dianggap hadir setelah 01:00")).to_be_visible()
    stage.answers["POST /counters/loket-3/start"] = DONE
    _main(page).filter(has_text="Hadir").click()
    stage.push(102, "leg_started", "10.46.25", leg_id=leg_id("A-031"), counter_id="loket-3", presumed=False)
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    expect(_main(page)).to_have_text("Panggil berikutnyaMenyelesaikan A-031, lalu memanggilA-033")
    expect(page.locator(".steps")).to_have_text("10.23Ambil nomor10.46Loket 3, dipanggil10.46Loket 3, hadir")


def test_calling_names_the_leg_that_it_finishes(stage: Stage) -> None:
    stage.enter(snapshot(SERVING))
    stage.answers[f"POST {CALL}"] = (200, {"day": "2026-04-14", "seq": 100})
    _main(stage.page).click()
    eventually(lambda: stage.sent(CALL))
    assert stage.sent(CALL)[0]["finishes"] == leg_id("A-023")


def test_a_second_tap_within_the_moment_of_a_change_is_not_taken(stage: Stage) -> None:
    page = stage.page
    page.clock.install(time=NOW)
    stage.enter(snapshot(CALLED))
    expect(_main(page)).to_contain_text("Hadir")
    page.clock.run_for(750)
    stage.answers["POST /counters/loket-3/start"] = (200, {"day": "2026-04-14", "seq": 101})
    _main(page).dispatch_event("click")
    _main(page).dispatch_event("click")
    eventually(lambda: stage.sent("/counters/loket-3/start"))
    stage.push(101, "leg_started", "10.46.26", leg_id=leg_id("A-023"), counter_id="loket-3", presumed=False)
    expect(_main(page)).to_contain_text("Panggil berikutnya")
    _main(page).dispatch_event("click")
    expect(_main(page)).to_have_attribute("aria-disabled", "true")
    page.clock.run_for(750)
    expect(_main(page)).not_to_have_attribute("aria-disabled", "true")
    assert len(stage.sent("/counters/loket-3/start")) == 1
    assert not stage.sent(CALL)


def test_a_lost_answer_is_asked_for_again_with_the_same_request(stage: Stage) -> None:
    stage.enter(snapshot(SERVING))
    answers: list[tuple[int, dict[str, Any]] | None] = [None, (503, {}), DONE]
    stage.answers[f"POST {CALL}"] = lambda _: answers.pop(0)
    _main(stage.page).click()
    expect(_main(stage.page)).to_have_attribute("aria-busy", "true")
    eventually(lambda: len(stage.sent(CALL)) == 3)
    first, *more = stage.sent(CALL)
    assert more == [first, first]


def test_a_mismatch_is_explained_beside_the_true_state(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    stage.answers[f"POST {CALL}"] = (409, {"code": "leg_mismatch", "title": "Tidak cocok"})
    other = at_counter("A-031", "akta", "called", "10.46.20")
    stage.answers["GET /state"] = (200, snapshot(other, line=(), seq=103))
    _main(page).click()
    expect(page.get_by_role("alert")).to_contain_text("Nomor di loket ini sudah berganti.")
    expect(page.locator(".current")).to_contain_text("A-031")
    expect(page.get_by_role("heading", name="Dipanggil")).to_be_visible()


def test_when_nobody_waits_the_desk_is_calm_and_lights_up_by_itself(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(line=()))
    expect(_main(page)).to_contain_text("Tidak ada antrean")
    expect(_main(page)).to_have_attribute("aria-disabled", "true")
    stage.push(101, "visit_issued", "10.46", **waiting("A-040", "kk", "10.46"))
    expect(_main(page)).to_contain_text("A-040")
    expect(_main(page)).not_to_have_attribute("aria-disabled", "true")


def test_recall_and_absence_are_sent_for_the_leg_in_hand(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(CALLED))
    leg = leg_id("A-023")
    stage.answers["POST /counters/loket-3/recall"] = (200, {"day": "2026-04-14", "seq": 101})
    page.get_by_role("button", name="Panggil ulang").click()
    called = {"number": "A-023", "service_id": "kk-ubah", "agency_id": "disdukcapil", "counter_number": 3}
    when = {"called_at": at("10.46"), "recalls": 1}
    stage.push(101, "leg_recalled", "10.46.30", leg_id=leg, counter_id="loket-3", **called, **when)
    expect(page.locator(".steps")).to_contain_text("dipanggil, diulang 1 kali")
    stage.answers["POST /counters/loket-3/miss"] = DONE
    page.get_by_role("button", name="Tidak hadir").click()
    eventually(lambda: stage.sent("/counters/loket-3/miss"))
    stage.push(102, "leg_missed", "10.47", leg_id=leg, counter_id="loket-3", presumed=False)
    expect(page.locator(".last")).to_have_text("A-023 tidak hadir 10.47.")
    assert [body["leg_id"] for _, body in stage.asked if "leg_id" in body] == [leg, leg]


def test_another_tablet_of_the_same_account_moves_this_one(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(CALLED))
    stage.push(101, "leg_started", "10.46.26", leg_id=leg_id("A-023"), counter_id="loket-3", presumed=True)
    expect(page.locator(".steps")).to_contain_text("Loket 3, dianggap hadir")
    stage.push(102, "leg_finished", "10.46.40", leg_id=leg_id("A-023"), counter_id="loket-3", presumed=False)
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    stage.push(103, "counter_closed", "10.47", counter_id="loket-3", status="closed", holder=None)
    expect(page.get_by_role("alert")).to_have_text("Loket Anda sudah ditutup. Pilih loket untuk melanjutkan.")


def test_a_changed_configuration_is_shown_without_a_reload(stage: Stage) -> None:
    stage.enter(snapshot(SERVING))
    changed = snapshot(SERVING, seq=101)
    changed["data"]["services"][2]["name"] = "Kartu Keluarga baru"
    stage.tell("onSnapshot", changed)
    expect(stage.page.locator(".service span").first).to_have_text("Kartu Keluarga baru")


def test_effects_that_never_come_by_the_link_are_asked_for(stage: Stage) -> None:
    stage.enter(snapshot())
    stage.answers[f"POST {CALL}"] = (200, {"day": "2026-04-14", "seq": 101})
    stage.answers["GET /state"] = (200, snapshot(at_counter("A-031", "akta", "called", "10.46.20"), seq=101))
    _main(stage.page).click()
    expect(stage.page.get_by_role("heading", name="Dipanggil")).to_be_visible()

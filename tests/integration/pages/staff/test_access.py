"""The staff page for everyone: axe, touch targets, keyboard, narrow screens, in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.integration.pages.staff.test_rules import too_late
from tests.support.pages.access import (
    assert_accessible,
    assert_all_seen,
    assert_fits,
    assert_large_targets,
    assert_nothing_cut,
    assert_uncovered,
    space_text,
)
from tests.support.pages.staff_stage import RULES, Stage, aside, at, at_counter, leg_id, snapshot

SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
CALLED = at_counter("A-023", "kk-ubah", "called", "10.46.00")
LONG = "Pendaftaran perpindahan penduduk antarkabupaten dan perubahan elemen data keluarga"


def _signed_out(stage: Stage) -> None:
    stage.page.goto(f"{stage.url}/staff")
    stage.page.get_by_role("button", name="Masuk").click()
    expect(stage.page.get_by_text("Isi kata sandi Anda.")).to_be_visible()


def _choose(stage: Stage) -> None:
    stage.enter(snapshot(held=False))


PARKED = [aside("A-028", "akta", "09.50", until="10.50"), aside("A-029", "akta", "09.55", until="10.40")]
MISSED = [aside(f"A-01{n}", "kk", "09.20", missed_at=f"10.1{n}") for n in range(5)]


def _idle(stage: Stage) -> None:
    finished = at_counter("A-023", "kk", "finished", "10.40", started_at="10.41", ended_at="10.46.20")
    step = {"leg_id": leg_id("A-023"), "number": "A-023", "state": "finished", "at": at("10.46.20")}
    stage.enter(snapshot(finished, desk={"step": step}, parked=PARKED, missed=MISSED, **RULES))
    stage.page.get_by_role("button", name="Menu,").click()


def _empty(stage: Stage) -> None:
    stage.enter(snapshot(line=()))


def _called(stage: Stage) -> None:
    stage.enter(snapshot(CALLED, **RULES))


def _paused(stage: Stage) -> None:
    stage.enter(snapshot(desk={"status": "paused", "reason": "prayer", "until": at("11.00")}))


def _long(leg: dict[str, Any] | None) -> dict[str, Any]:
    long = snapshot(leg)
    for service in long["data"]["services"]:
        service["name"] = LONG
    return long


def _sheet(opener: str, leg: dict[str, Any] | None = SERVING) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.enter(_long(leg))
        stage.page.locator("button").filter(has_text=opener).first.click()
        expect(stage.page.get_by_role("dialog")).to_be_visible()

    return show


def _transfer(stage: Stage) -> None:
    _sheet("Alihkan")(stage)
    stage.page.get_by_role("button", name="Disdukcapil").click()
    stage.page.locator(".pick").first.click()


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


def _told_to_call(stage: Stage) -> None:
    stage.enter(snapshot({**CALLED, "wall": "none"}))


def _finish(stage: Stage) -> None:
    stage.enter(snapshot(SERVING, outcomes=[{"id": "papers", "name": "Berkas kurang"}]))
    stage.page.get_by_role("button", name="Selesai", exact=True).click()


def _of_line(action: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        _sheet("A-034")(stage)
        stage.page.get_by_role("button", name=action).click()

    return show


def _of_menu(name: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.enter(snapshot())
        stage.page.locator(".menu-button").click()
        stage.page.locator(".panel").get_by_role("button", name=name).click()

    return show


STATES: dict[str, tuple[Callable[[Stage], None], str]] = {
    "signed out": (_signed_out, "Masuk petugas"),
    "choosing": (_choose, "Pilih loket"),
    "idle": (_idle, "Loket siap"),
    "empty": (_empty, "Loket siap"),
    "called": (_called, "Dipanggil"),
    "serving": (_serving, "Sedang dilayani"),
    "offline": (_offline, "Loket siap"),
    "paused": (_paused, "Loket sedang istirahat"),
    "put aside": (_sheet("Tunda"), "Tunda A-023"),
    "sent on": (_transfer, "Alihkan A-023"),
    "chosen": (_sheet("A-034"), "Panggil A-034"),
    "break": (_sheet("Istirahat", None), "Istirahat"),
    "by voice": (_told_to_call, "Dipanggil"),
    "place kept": (_of_line("Simpan tempat"), "Simpan tempat A-034"),
    "service changed": (_of_line("Ubah layanan"), "Ubah layanan A-034"),
    "without a ticket": (_sheet("Layani tanpa tiket", None), "Layani tanpa tiket"),
    "outcome": (_finish, "Selesai A-023"),
    "a number given": (_of_menu("Beri nomor"), "Beri nomor"),
    "sent where it closes": (too_late, "Paspor sudah tutup hari ini"),
    "looked up": (_of_menu("Cari nomor"), "Cari nomor"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits_narrow_screens(stage: Stage, state: str) -> None:
    show, heading = STATES[state]
    show(stage)
    page = stage.page
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    assert_accessible(page)
    assert_large_targets(page)
    page.emulate_media(forced_colors="active")
    assert_all_seen(page)
    page.emulate_media(forced_colors="none")
    for height in (640, 256):  # the lower is a desk's screen at 400 %
        page.set_viewport_size({"width": 320, "height": height})
        assert_fits(page)
        assert_nothing_cut(page)
        assert_uncovered(page)
    assert_large_targets(page)
    space_text(page)
    for width, height in ((320, 640), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        assert_fits(page)
        assert_nothing_cut(page)


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

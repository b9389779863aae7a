"""The page of the trail: who did what, day by day, in words and names, in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from server.usecases.trail import Did
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.staff_stage import ACCOUNT, NOW, Stage

AUDITOR = {**ACCOUNT, "id": "eko", "display_name": "Pengawas", "role": "auditor", "pages": ["staff", "trail"]}
HALL = {"hall": {"name": "MPP Kecamatan Tenggarong", "time_zone": "Asia/Makassar"}, "zones": []}


def entry(number: int, what: str, actor: str, about: str = "", **more: Any) -> dict[str, Any]:
    row = {"id": number, "at": "2026-04-14T02:00:00Z", "until": "2026-04-14T02:09:00Z", "what": what,
           "actor": actor, "about": about, "detail": "", "times": 1}  # fmt: skip
    return {**row, **more}


ENTRIES = (
    entry(9, "account_added", "staff:budi", "sari", detail="staff"),
    entry(8, "sign_in_failed", "", "sari", times=12),
    entry(7, "device_token_changed", "system", "layar-1"),
    entry(6, "signed_in", "staff:budi", "budi", at="2026-04-13T00:00:00Z"),
)


def enter(stage: Stage, *entries: dict[str, Any], account: Any = AUDITOR) -> None:
    stage.page.clock.set_fixed_time(NOW)
    people = [{"id": "budi", "display_name": "Budi"}, {"id": "sari", "display_name": "Sari"}]
    stage.answers.update({
        "GET /session": (200, {"account": account, "counter_id": None}),
        "GET /hall": (200, HALL),
        "GET /time": (200, {"now": NOW.isoformat(), "day": "2026-04-14"}),
        "GET /accounts": (200, {"accounts": people}),
        "GET /trail": (200, {"entries": list(entries), "kept_days": 396}),
    })  # fmt: skip
    stage.page.goto(f"{stage.url}/trail")


def test_entries_are_told_day_by_day_with_names_and_in_words(stage: Stage) -> None:
    enter(stage, *ENTRIES)
    rows = stage.page.get_by_role("table").first.locator("tbody tr")
    expect(rows).to_contain_text(["Membuat akun", "Gagal masuk", "Mengganti token perangkat"])
    expect(rows.nth(0)).to_contain_text("Budi")
    expect(rows.nth(0)).to_contain_text("Sari, petugas")
    expect(rows.nth(1)).to_contain_text("tidak dikenal")
    expect(rows.nth(1)).to_contain_text("12 kali, terakhir 10.09")
    expect(rows.nth(2)).to_contain_text("komputer server")
    expect(stage.page.get_by_role("heading", level=2)).to_contain_text(["14 April", "13 April"])
    expect(stage.page.get_by_text("Disimpan 396 hari")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Tampilkan yang lebih lama")).to_have_count(0)


def test_every_deed_has_its_words_and_more_is_asked_for_below(stage: Stage) -> None:
    deeds = [did.value for did in Did]
    entries = [entry(200 - n, deeds[n % len(deeds)], "staff:budi") for n in range(100)]
    enter(stage, *entries)
    page = stage.page
    expect(page.locator("tbody tr")).to_have_count(100)
    expect(page.get_by_text("trail_page.")).to_have_count(0)
    stage.answers["GET /trail"] = (200, {"entries": [entry(3, "signed_out", "staff:sari")], "kept_days": 396})
    page.get_by_role("button", name="Tampilkan yang lebih lama").click()
    expect(page.locator("tbody tr")).to_have_count(101)
    expect(page.get_by_role("button", name="Tampilkan yang lebih lama")).to_have_count(0)


def _lost(stage: Stage) -> None:
    enter(stage, *[entry(200 - n, "signed_in", "staff:budi") for n in range(100)])
    expect(stage.page.locator("tbody tr")).to_have_count(100)
    stage.answers["GET /trail"] = None
    stage.page.get_by_role("button", name="Tampilkan yang lebih lama").click()
    expect(stage.page.get_by_text("Server balai tidak menjawab.")).to_be_visible()


STATES: dict[str, tuple[Callable[[Stage], object], str]] = {
    "signed out": (lambda stage: stage.page.goto(f"{stage.url}/trail"), "Masuk pengawas"),
    "entries": (lambda stage: enter(stage, *ENTRIES), "Jejak"),
    "lost": (_lost, "Jejak"),
    "denied": (lambda stage: enter(stage, account=ACCOUNT), "Halaman ini untuk pengawas"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits_narrow_screens(stage: Stage, state: str) -> None:
    show, heading = STATES[state]
    show(stage)
    page = stage.page
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    assert_accessible(page)
    for width in (720, 390, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert_fits(page)

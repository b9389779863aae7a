"""The page of accounts: the own password and sessions, and what who keeps accounts does with others'."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.staff_stage import ACCOUNT, NOW, Stage

LONG = "Raden Ayu Siti Nurhaliza Kusumawardhani Prabowosubiantoro binti Abdurrahman"
MANAGER = {
    **ACCOUNT, "id": "kepala", "display_name": LONG, "role": "manager", "pages": ["staff", "day", "people"],
    "may": ["accounts.read", "accounts.change"],
}  # fmt: skip
STAFF = {**ACCOUNT, "pages": ["staff", "people"], "may": []}
HALL = {"hall": {"name": "MPP Kecamatan Tenggarong", "time_zone": "Asia/Makassar"}, "agencies": []}


def session(name: str, at: str, *, here: bool = False) -> dict[str, Any]:
    return {
        "id": name * 16,
        "begun_at": f"2026-04-14T{at}:00Z",
        "ends_at": "2026-04-15T00:00:00Z",
        "here": here,
    }


def person(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "username": name, "display_name": name.title(), "role": "staff", "agency_id": None,
        "disabled": False, "yours": True, **more,
    }  # fmt: skip


def enter(stage: Stage, account: dict[str, Any] = MANAGER, *people: dict[str, Any]) -> None:
    stage.page.clock.set_fixed_time(NOW)
    own = [session("a", "02:00", here=True), session("b", "01:10"), session("c", "00:20")]
    stage.answers.update({
        "GET /session": (200, {"account": account, "counter_id": None}),
        "GET /session/all": (200, {"sessions": own}),
        "GET /hall": (200, HALL),
        "GET /time": (200, {"now": NOW.isoformat(), "day": "2026-04-14"}),
        "GET /accounts": (200, {"accounts": list(people)}),
    })  # fmt: skip
    stage.page.goto(f"{stage.url}/people")


def test_everybody_changes_the_own_password_and_leaves_other_places(stage: Stage) -> None:
    page = stage.page
    page.set_viewport_size({"width": 360, "height": 740})
    enter(stage, STAFF)
    expect(page.get_by_role("heading", name="Akun lain")).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_text("Isi kata sandi sekarang.")).to_be_visible()
    expect(page.get_by_text("Kata sandi baru paling sedikit 8 huruf.")).to_be_visible()
    page.get_by_label("Kata sandi sekarang").fill("lama-sekali")
    page.get_by_label("Kata sandi baru").fill("kuda-benar-9")
    stage.answers["POST /session/password"] = (409, {"code": "password_wrong", "title": "Tidak cocok."})
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_text("Kata sandi sekarang tidak cocok.")).to_be_visible()
    stage.answers["POST /session/password"] = (204, {})
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.locator(".strip.ok")).to_contain_text("Kata sandi diganti.")
    expect(page.get_by_label("Kata sandi baru")).to_have_value("")
    stage.answers["POST /session/sign-out"] = (204, {})
    page.get_by_role("button", name="Keluarkan yang masuk 09.10").click()
    eventually(lambda: stage.sent("/session/sign-out"))
    assert stage.sent("/session/sign-out")[0]["session_id"] == "b" * 16


def test_who_keeps_accounts_locks_unlocks_and_signs_out(stage: Stage) -> None:
    page = stage.page
    enter(
        stage,
        MANAGER,
        person("sari", display_name=LONG),
        person("budi", disabled=True),
        person("eko", yours=False),
    )
    rows = page.locator(".people li")
    expect(rows.nth(1)).to_contain_text("Terkunci")
    expect(rows.nth(2).get_by_role("button")).to_have_count(0)
    assert_accessible(page)
    stage.answers["GET /accounts/sari/sessions"] = (200, {"sessions": [session("d", "00:05")]})
    done = (200, person("sari"))
    for verb, name in (
        ("sign-out", "Keluarkan dari semua tempat"),
        ("lock", "Kunci akun"),
        ("unlock", "Buka kunci"),
    ):
        stage.answers[f"POST /accounts/sari/{verb}"] = done
        rows.nth(0).get_by_role("button").click()
        sheet = page.get_by_role("dialog")
        expect(sheet).to_contain_text("Masuk di 1 tempat")
        sheet.get_by_role("button", name=name).click()
        expect(sheet).to_have_count(0)
        assert len(stage.sent(f"/accounts/sari/{verb}")) == 1


def test_a_one_time_code_is_made_and_shown_once(stage: Stage) -> None:
    page = stage.page
    page.set_viewport_size({"width": 360, "height": 740})
    enter(stage, MANAGER, person("sari", display_name=LONG))
    stage.answers["GET /accounts/sari/sessions"] = (200, {"sessions": []})
    stage.answers["POST /accounts/sari/code"] = (200, person("sari"))
    page.get_by_role("button", name=re.compile("Kelola akun")).click()
    sheet = page.get_by_role("dialog")
    assert_fits(page)
    sheet.get_by_role("button", name="Atur ulang sandi").click()
    shown = sheet.locator(".given code")
    expect(shown).to_have_text(re.compile(r"^\d{4} \d{4}$"))
    assert stage.sent("/accounts/sari/code")[0]["one_time_code"] == shown.inner_text().replace(" ", "")
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("Kelola akun")).click()
    expect(sheet.locator(".given")).to_have_count(0)

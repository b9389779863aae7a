"""A time is booked at the information desk of a real hub, taken back, kept, and claimed by its code."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from balai.clock import ScaledClock
from demo.driving.hubs import Site
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.people import AtPages, rested

WITA = ZoneInfo("Asia/Makassar")
CODE = re.compile(r"[A-Z0-9]{4} [A-Z0-9]{4}")


def before_ten() -> ScaledClock:
    """A clock that goes as ours does, a few minutes before the hour that is booked."""
    day = datetime.now(WITA).date() + timedelta(days=1)
    return ScaledClock(time.time(), datetime(day.year, day.month, day.day, 9, 50, tzinfo=WITA), 1.0)


@pytest.fixture
def desk(tmp_path: Path, chromium: Browser) -> Iterator[AtPages]:
    with Site(tmp_path, clock=before_ten().spec) as site:
        passwords = {"meja": site.account("meja")}
        people = AtPages(site.start(), passwords, chromium, ".info-desk")
        yield people
        people.leave()


def booked(sheet: Locator, block: Locator, left: int) -> str:
    """Book two places of a block; the code that is told, once so many places are left."""
    rested(sheet.get_by_role("button", name="Buat janji")).press("Enter")
    expect(block).to_contain_text(f"sisa {left}")
    told = sheet.get_by_role("status").filter(has_text="Janji pukul 10.00 dibuat.")
    code = CODE.search(told.inner_text())
    assert code is not None
    return code[0]


def claimed(tab: Page, code: str) -> str:
    """The number of a visitor who comes with a code."""
    tab.keyboard.press("F4")
    give = tab.locator(".give")
    give.get_by_role("button", name="Disdukcapil").press("Enter")
    give.get_by_role("button", name="Akta Kelahiran").press("Enter")
    give.locator("summary").press("Enter")
    give.get_by_label("Kode hak antre").fill(code.lower())
    rested(give.get_by_role("button", name="Beri nomor")).press("Enter")
    given = tab.get_by_role("dialog", name="Nomor sudah diberikan")
    number = given.locator(".tix").first.inner_text()
    tab.keyboard.press("Escape")
    expect(given).to_have_count(0)
    return number


def test_a_time_is_booked_taken_back_and_claimed_by_keys(desk: AtPages) -> None:
    hub = desk.hub.staff("meja", desk.passwords["meja"])

    def standing() -> dict[str, Any]:
        return {one["code"]: one for one in hub.get("/bookings").ok()["bookings"]}

    tab = desk.open("meja", "desk", 1280)
    rested(tab.get_by_role("button", name="Janji temu")).press("Enter")
    sheet = tab.get_by_role("dialog", name="Janji")
    sheet.get_by_role("button", name="Disdukcapil").press("Enter")
    sheet.get_by_role("button", name="Akta Kelahiran").press("Enter")
    block = sheet.get_by_role("button", name=re.compile("^10.00–12.00"))
    expect(block).to_contain_text("sisa 4")
    block.press("Enter")
    sheet.get_by_label("Berapa orang").fill("2")
    kept = booked(sheet, block, 2)
    assert_accessible(tab)
    other = booked(sheet, block, 0)
    assert kept != other
    rested(sheet.get_by_role("button", name=f"Batalkan {other.replace(' ', '')}")).press("Enter")
    expect(block).to_contain_text("sisa 2")
    expect(sheet.locator(".group li").filter(has_text=kept)).to_contain_text("belum datang")
    assert standing()[kept.replace(" ", "")]["state"] == "standing"
    assert standing().get(other.replace(" ", ""), {}).get("state") != "standing"
    tab.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    number = claimed(tab, kept)
    found = standing()[kept.replace(" ", "")]
    assert (found["state"], found["number"], found["persons"]) == ("claimed", number, 2)
    tab.keyboard.press("F2")
    expect(tab.locator("#find-number")).to_be_focused()
    tab.keyboard.type(number)
    tab.keyboard.press("Enter")
    expect(tab.locator(".number-top")).to_contain_text("Akta Kelahiran")
    rested(tab.get_by_role("button", name="Janji temu")).press("Enter")
    sheet.get_by_role("button", name="Disdukcapil").press("Enter")
    sheet.get_by_role("button", name="Akta Kelahiran").press("Enter")
    expect(sheet.locator(".group li").filter(has_text=kept)).to_contain_text(number)
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)
    assert_accessible(tab)
    hub.close()

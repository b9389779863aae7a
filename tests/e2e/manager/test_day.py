"""What a manager does to the running day on the pages of a real hub, with a real kiosk and a real desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.driving.api import Api
from demo.driving.hubs import Site
from demo.driving.kiosks import Kiosk
from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible
from tests.support.pages.people import AtPages, rested

ROLES: dict[str, Any] = {"kepala": "manager", "rahma": "staff", "meja": "staff"}


@dataclass
class Day(AtPages):
    """A hall's day, with a kiosk that gives numbers."""

    site: Site
    kiosk: Api

    def number(self, service: str) -> str:
        """A number from the kiosk."""
        told: str = self.kiosk.change("/visits", service_id=service).ok()["number"]
        return told

    def refused(self, service: str) -> str:
        """Why the kiosk gives none; empty where it does."""
        return self.kiosk.change("/visits", service_id=service).code or ""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Day]:
    with Site(tmp_path_factory.mktemp("hall")) as site:
        passwords = {name: site.account(name, role) for name, role in ROLES.items()}
        token = site.device("kiosk")
        hub = site.start()
        found = Day(hub, passwords, chromium, "main", site, hub.api(token))
        yield found
        found.leave()


def stop(tab: Page, kind: str, what: str) -> None:
    """Stop the numbers of a part of the hall."""
    rested(tab.get_by_role("button", name="Hentikan nomor", exact=True)).click()
    sheet = tab.get_by_role("dialog", name="Hentikan nomor")
    sheet.get_by_role("button", name=kind).click()
    sheet.get_by_role("button", name=what, exact=True).click()
    sheet.get_by_role("button", name="Gangguan teknis").click()
    expect(sheet).to_contain_text("Yang sudah memegang nomor tetap dilayani.")
    rested(sheet.locator(".go button").last).click()
    expect(sheet).to_have_count(0)


def test_numbers_of_a_service_and_of_an_agency_stop_at_the_kiosk_and_go_on(day: Day) -> None:
    tab = day.open("kepala", "day")
    for kind, what, there, elsewhere in (
        ("Satu layanan", "Paspor baru", "paspor-baru", "penggantian-paspor"),
        ("Satu instansi", "Imigrasi", "penggantian-paspor", "kartu-keluarga"),
    ):
        stop(tab, kind, what)
        row = tab.locator(".stopped li").filter(has_text=what)
        expect(row).to_contain_text("Gangguan teknis")
        assert day.refused(there) == "numbers_stopped"
        assert day.refused(elsewhere) == ""
        rested(row.get_by_role("button", name="Buka lagi")).click()
        expect(row).to_have_count(0)
        assert day.refused(there) == ""


def test_a_counter_whose_holder_is_gone_is_freed_and_who_was_called_waits_again(day: Day) -> None:
    number = day.number("skck")
    gone = day.hub.staff("rahma", day.passwords["rahma"])
    counters = gone.get("/state?audience=staff").ok()["data"]["counters"]
    desk = next(one for one in counters if "skck" in one["service_ids"])
    gone.change(f"/counters/{desk['id']}/open").ok()
    assert gone.change(f"/counters/{desk['id']}/call", finishes=None).ok()["called"]["number"] == number
    gone.close()
    tab = day.open("kepala", "day")
    expect(tab.locator(".rail")).to_contain_text("rahma, tabletnya belum pernah terhubung.")
    row = tab.locator(".counters li").filter(has_text=re.compile(rf"Loket {desk['number']}(?!\d)"))
    expect(row).to_contain_text("rahma")
    rested(row.get_by_role("button", name="Bebaskan")).click()
    sheet = tab.get_by_role("dialog", name=f"Bebaskan Loket {desk['number']}")
    expect(sheet).to_contain_text(f"{number} masih di loket ini")
    assert_accessible(tab)
    rested(sheet.locator(".go button").last).click()
    expect(row.get_by_role("button")).to_have_count(0)
    other = day.hub.staff("meja", day.passwords["meja"])
    other.change(f"/counters/{desk['id']}/open").ok()
    assert other.change(f"/counters/{desk['id']}/call", finishes=None).ok()["called"]["number"] == number
    other.close()


def _heard(staff: Api) -> list[dict[str, Any]]:
    """The devices that have said how they are, and can work."""
    return [one for one in staff.get("/devices").ok()["devices"] if one["state"] in ("ok", "degraded")]


def test_the_information_desk_gives_with_a_class_and_prints_again(day: Day, tmp_path: Any) -> None:
    with Kiosk(tmp_path, day.hub.url, day.site.device("kiosk", "kios-1")) as kiosk:
        told = day.hub.staff("meja", day.passwords["meja"])
        # A sheet asks once how the kiosks are.
        eventually(lambda: "kios-1" in {one["id"] for one in _heard(told)}, what="the kiosk's state")
        told.close()
        tab = day.open("meja", "desk")
        give = tab.locator(".give")
        expect(give).to_be_visible()
        tab.keyboard.press("F4")
        give.get_by_role("button", name="Disdukcapil").press("Enter")
        give.get_by_role("button", name="Kartu Keluarga, ubah data").press("Enter")
        give.get_by_role("button", name=re.compile("^Prioritas")).press("Enter")
        rested(give.get_by_role("button", name="Beri nomor")).press("Enter")
        given = tab.get_by_role("dialog", name="Nomor sudah diberikan")
        number = given.locator(".tix").first.inner_text()
        rested(given.get_by_role("button", name="Cetak tiket di kios-1")).press("Enter")
        kiosk.wait_printed(1)
        assert kiosk.number(1) == number
        tab.keyboard.press("Escape")
        tab.keyboard.press("F2")
        tab.keyboard.type(number)
        tab.keyboard.press("Enter")
        expect(tab.locator(".number-top")).to_contain_text("Kartu Keluarga")
        expect(tab.get_by_role("button", name="Jadikan biasa")).to_be_visible()
        rested(tab.locator("[data-key=F7]"))
        tab.keyboard.press("F7")
        rested(tab.get_by_role("button", name="Cetak salinan di kios-1")).press("Enter")
        kiosk.wait_printed(2)
        assert kiosk.number(2) == number


def test_who_is_left_unserved_is_listed_for_manager_and_desk(day: Day) -> None:
    number = day.number("kartu-keluarga")
    desk = day.open("rahma", "staff", 1280)
    desk.get_by_role("button").filter(has_text="Kartu Keluarga").first.click()
    expect(desk.get_by_role("heading", name="Loket siap")).to_be_visible()
    tab = day.open("kepala", "day")
    rested(tab.get_by_role("button", name="Hentikan nomor seluruh balai")).click()
    rested(tab.get_by_role("button", name="Lihat siapa yang terkena")).click()
    sheet = tab.get_by_role("dialog", name="Akhiri antrean")
    expect(sheet.locator(".numbers").first).to_contain_text(number)
    rested(sheet.get_by_role("button", name=re.compile(r"^Akhiri antrean"))).click()
    expect(tab.locator(".strip.ok")).to_contain_text("mendapat hak antre")
    rested(tab.get_by_role("button", name="Belum terlayani")).click()
    listed = tab.get_by_role("dialog", name="Belum terlayani").locator(".right").filter(has_text=number)
    code = re.search(r"[A-Z0-9]{4} [A-Z0-9]{4}", listed.inner_text())
    assert code is not None
    band = desk.locator(".strip.warn")
    expect(band).to_contain_text(number)
    rested(band.get_by_role("button", name="Lihat daftarnya")).click()
    expect(
        desk.get_by_role("dialog", name="Belum terlayani").locator(".right").filter(has_text=number)
    ).to_contain_text(code[0])
    assert_accessible(desk)

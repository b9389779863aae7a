"""The staff page in a real Chromium on a real hub: a day's work, a hub that dies, two tablets, a reload."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from demo.always_open import always_open
from demo.driving.hubs import SAMPLE_HALL, Hub, Site
from demo.driving.wait import eventually
from tests.support.pages.browser import tablet_context

SERVICE = "kartu-keluarga"
BACK = 30_000.0


class StaffedHall:
    """A hall with one member of staff, a kiosk, and tablets that sign in."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.passwords = {name: site.account(name) for name in ("rahma", "sari")}
        self.passwords["kepala"] = site.account("kepala", "manager")
        self.password = self.passwords["rahma"]
        self.token = site.device("kiosk")
        self.hub = site.start()
        site.write_config(port=self.hub.port)
        self.contexts: list[BrowserContext] = []

    def issue(self) -> str:
        """Give a number."""
        with closing(self.hub.api(self.token)) as kiosk:
            return str(kiosk.change("/visits", service_id=SERVICE, channel="kiosk").ok()["number"])

    def tablet(self, *, keeps_page: bool = False, username: str = "rahma", path: str = "/") -> Page:
        """A signed-in tablet, or another page than staff's."""
        context = tablet_context(self.browser, keeps_page=keeps_page)
        self.contexts.append(context)
        page = context.new_page()
        page.goto(f"{self.hub.url}{path}")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi").fill(self.passwords[username])
        page.get_by_role("button", name="Masuk").click()
        return page

    def seated(self, *, keeps_page: bool = False) -> Page:
        """A tablet at the first counter that offers the service."""
        page = self.tablet(keeps_page=keeps_page)
        page.get_by_role("button").filter(has_text="Kartu Keluarga").first.click()
        expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
        return page

    def at_agency(self, agency: str) -> Page:
        """Another member of staff at the first counter of an agency."""
        page = self.tablet(username="sari")
        page.get_by_role("button").filter(has_text=agency).first.click()
        expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
        return page

    def restart(self) -> Hub:
        """A new hub on the same address."""
        self.hub = self.site.start()
        return self.hub

    def log(self) -> list[dict[str, Any]]:
        """Today's log."""
        with closing(self.hub.staff("rahma", self.password)) as staff:
            return list(staff.get("/log?after=0&limit=500").ok()["entries"])

    def close(self) -> None:
        """Close the tablets."""
        for context in self.contexts:
            context.close()


def _eager(folder: Path) -> Path:
    """The sample hall, always open, where `Tidak hadir` waits for nothing and undo for a person's pace."""
    text = always_open(SAMPLE_HALL.read_text())
    for name, value in (("recalls_before_miss", 0), ("miss_after_seconds", 0), ("undo_seconds", 120)):
        text = re.sub(rf"(?m)^{name} = \d+", f"{name} = {value}", text)
    path = folder / "eager.toml"
    path.write_text(text)
    return path


@pytest.fixture
def staffed(tmp_path: Path, chromium: Browser) -> Iterator[StaffedHall]:
    with Site(tmp_path, hall=_eager(tmp_path)) as site:
        staffed = StaffedHall(site, chromium)
        yield staffed
        staffed.close()


def _main(page: Page) -> Any:
    return page.locator("[data-main]")


def _types(log: list[dict[str, Any]]) -> list[str]:
    return [entry["type"] for entry in log if entry["type"].startswith(("visit_", "leg_", "counter_"))]


def test_a_morning_at_one_desk(staffed: StaffedHall) -> None:
    page = staffed.seated()
    expect(_main(page)).to_contain_text("Tidak ada antrean")
    first, second = staffed.issue(), staffed.issue()
    expect(_main(page)).to_contain_text(first)
    _main(page).click()
    expect(page.get_by_role("heading", name="Dipanggil")).to_be_visible()
    expect(page.locator(".current")).to_contain_text(first)
    page.get_by_role("button", name="Panggil ulang").click()
    expect(page.locator(".steps")).to_contain_text("diulang 1 kali")
    _main(page).filter(has_text="Hadir").click()
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    _main(page).filter(has_text="Panggil berikutnya").click()
    expect(page.locator(".current")).to_contain_text(second)
    _main(page).filter(has_text="Hadir").click()
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    page.get_by_role("button", name="Tidak hadir").click()
    expect(page.locator(".last")).to_contain_text(f"{second} tidak hadir")
    page.get_by_role("button", name="Menu,").click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk petugas")).to_be_visible()
    assert _types(staffed.log()) == [
        "counter_opened", "visit_issued", "visit_issued", "leg_called", "leg_recalled", "leg_started",
        "leg_finished", "leg_called", "leg_started", "leg_missed", "counter_closed",
    ]  # fmt: skip


def _look_up(page: Page, number: str, opens: str) -> Any:
    page.get_by_role("button", name=opens).click()
    page.get_by_label("Nomor, misalnya").fill(number)
    page.keyboard.press("Enter")
    return page.get_by_role("dialog")


def _of_menu(page: Page) -> None:
    page.get_by_role("button", name="Menu,").click()


def test_a_group_is_given_a_number_ended_restored_and_its_record_put_right(staffed: StaffedHall) -> None:
    desk, manager = staffed.seated(), staffed.tablet(username="kepala", path="/day")
    desk.get_by_role("button", name="Beri nomor").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_role("button", name="Disdukcapil").click()
    sheet.get_by_role("button", name="Kartu Keluarga").first.click()
    sheet.get_by_label("Berapa orang").fill("3")
    sheet.locator(".go button").last.click()
    number = desk.locator(".big-number .tix").inner_text()
    desk.keyboard.press("Escape")
    expect(_main(desk)).to_contain_text(number)
    expect(desk.locator(".next")).to_contain_text("3 orang")
    manager.get_by_role("button", name="Hentikan nomor seluruh balai").click()
    manager.get_by_role("button", name="Lihat siapa yang terkena").click()
    expect(manager.get_by_role("dialog")).to_contain_text(number)
    manager.get_by_role("button", name="Akhiri antrean (1)").click()
    expect(manager.locator(".strip.ok")).to_contain_text("Antrean diakhiri: 1 nomor mendapat hak antre.")
    expect(_main(desk)).to_contain_text("Tidak ada antrean")
    _of_menu(desk)
    expect(_look_up(desk, number, "Cari nomor")).to_contain_text("Kode hak antre")
    desk.keyboard.press("Escape")
    manager.get_by_role("button", name="Batalkan penutupan (1 menunggu lagi)").click()
    manager.get_by_role("dialog").locator(".go button").last.click()
    expect(_main(desk)).to_contain_text(number)
    _main(desk).click()
    desk.get_by_role("button", name="Tidak hadir").click()
    expect(desk.locator(".last")).to_contain_text(f"{number} tidak hadir")
    found = _look_up(manager, number, "Cari nomor, perbaiki catatan")
    found.get_by_role("button", name="Perbaiki catatan").click()
    manager.get_by_role("dialog").get_by_role("button", name="Selesai", exact=True).click()
    manager.get_by_role("button", name="Simpan perbaikan").click()
    expect(manager.locator(".strip.ok")).to_contain_text(f"Catatan {number} diperbaiki.")
    expect(manager.locator(".timeline")).to_contain_text("Ambil nomor")
    assert _types(staffed.log())[-2:] == ["leg_missed", "leg_corrected"]


def test_the_hub_dies_a_finish_waits_and_the_page_comes_back_by_itself(staffed: StaffedHall) -> None:
    page = staffed.seated()
    first, second = staffed.issue(), staffed.issue()
    _main(page).filter(has_text=first).click()
    _main(page).filter(has_text="Hadir").click()
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    staffed.hub.kill()
    expect(page.get_by_text("Sambungan terputus.").first).to_be_visible()
    expect(_main(page)).to_contain_text("Menunggu sambungan")
    page.get_by_role("button", name="Selesai", exact=True).click()
    expect(page.locator(".last")).to_contain_text("menunggu sambungan untuk dicatat")
    staffed.restart()
    expect(_main(page)).to_contain_text(second, timeout=BACK)
    expect(page.locator(".last")).to_contain_text(f"{first} selesai")
    _main(page).click()
    expect(page.locator(".current")).to_contain_text(second)
    finished = [entry for entry in staffed.log() if entry["type"] == "leg_finished"]
    assert len(finished) == 1
    assert finished[0]["occurred_at"] < finished[0]["at"]


def test_a_reload_while_cut_off_keeps_the_desk_and_the_finish(staffed: StaffedHall) -> None:
    page = staffed.seated(keeps_page=True)
    number = staffed.issue()
    _main(page).filter(has_text=number).click()
    expect(page.locator(".current")).to_contain_text(number)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    staffed.hub.kill()
    expect(page.get_by_text("Sambungan terputus.").first).to_be_visible()
    page.reload()
    expect(page.locator(".current")).to_contain_text(number)
    page.get_by_role("button", name="Selesai", exact=True).click()
    page.reload()
    expect(page.locator(".last")).to_contain_text(f"{number} selesai")
    staffed.restart()
    expect(_main(page)).to_contain_text("Tidak ada antrean", timeout=BACK)
    eventually(lambda: _types(staffed.log())[-2:] == ["leg_started", "leg_finished"])


def test_two_tablets_of_one_account_are_both_true(staffed: StaffedHall) -> None:
    one, number = staffed.seated(), staffed.issue()
    other = staffed.tablet()
    _main(one).filter(has_text=number).click()
    expect(other.locator(".current")).to_contain_text(number)
    _main(other).filter(has_text="Hadir").click()
    expect(one.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    one.get_by_role("button", name="Selesai", exact=True).click()
    expect(other.locator(".last")).to_contain_text(f"{number} selesai")
    other.get_by_role("button", name="Menu,").click()
    other.get_by_role("button", name="Tutup loket").click()
    expect(one.get_by_role("heading", name="Pilih loket")).to_be_visible()


def test_a_session_that_was_ended_is_noticed_when_the_tablet_wakes(staffed: StaffedHall) -> None:
    page = staffed.seated()
    staffed.site.balai("account", "lock", "rahma", "--config", str(staffed.site.config))

    def woken() -> bool:
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        return page.get_by_role("alert").filter(has_text="Sesi Anda berakhir.").count() == 1

    # The hub may believe a session for some seconds after it was ended.
    eventually(woken, timeout=30, interval=0.5)


def test_a_miss_is_taken_back_with_one_tap_and_the_visitor_sent_to_another_agency(
    staffed: StaffedHall,
) -> None:
    page, number = staffed.seated(), staffed.issue()
    _main(page).filter(has_text=number).click()
    _main(page).filter(has_text="Hadir").click()
    page.get_by_role("button", name="Tidak hadir", exact=True).click()
    expect(page.locator(".last")).to_contain_text(f"{number} tidak hadir")
    page.get_by_role("button", name="Batalkan", exact=True).click()
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    expect(page.locator(".current")).to_contain_text(number)

    page.get_by_role("button", name="Alihkan", exact=True).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Imigrasi").click()
    sheet.locator(".pick").first.click()
    expect(sheet).to_contain_text("Nomor tidak berubah.")
    sheet.get_by_role("button", name="Alihkan ke Imigrasi").click()
    expect(page.locator(".last")).to_contain_text(f"{number} dialihkan")

    other = staffed.at_agency("Imigrasi")
    expect(other.get_by_role("button", name=f"Mengapa {number}?")).to_be_visible()
    _main(other).filter(has_text=number).click()
    expect(other.locator(".steps")).to_contain_text("Dialihkan ke")
    expect(other.locator(".steps")).to_contain_text("dipanggil")
    page.get_by_role("button", name="Batalkan", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nomor ini sudah dilanjutkan di tempat lain")
    assert _types(staffed.log()) == [
        "counter_opened", "visit_issued", "leg_called", "leg_started", "leg_missed", "leg_transferred",
        "counter_opened", "leg_called",
    ]  # fmt: skip
    assert [entry["type"] for entry in staffed.log()].count("step_undone") == 1


def test_aside_chosen_reported_back_and_a_break(staffed: StaffedHall) -> None:
    page = staffed.seated()
    first, _, third = staffed.issue(), staffed.issue(), staffed.issue()
    _main(page).filter(has_text=first).click()
    expect(page.locator(".current")).to_contain_text(first)
    page.get_by_role("button", name="Tunda", exact=True).click()
    page.get_by_role("button", name="10 menit").click()
    expect(page.locator(".group").filter(has_text="Ditunda")).to_contain_text("kembali")

    page.locator(".row").filter(has_text=third).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Permintaan pengelola").click()
    sheet.locator(".go button").last.click()
    expect(page.locator(".current")).to_contain_text(third)
    page.get_by_role("button", name="Tidak hadir", exact=True).click()
    page.get_by_role("button", name="Antrekan lagi").click()
    expect(page.get_by_role("heading", name="Tidak hadir")).to_have_count(0)

    page.locator(".row").filter(has_text=first).click()
    expect(page.get_by_role("heading", name="Ditunda")).to_have_count(0)
    expect(_main(page)).to_contain_text(first)
    page.get_by_role("switch", name="Istirahat").click()
    page.get_by_role("button", name="Salat").click()
    page.get_by_role("button", name="Istirahat sampai").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Loket sedang istirahat: salat")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Loket sedang istirahat: salat")
    page.get_by_role("button", name="Buka loket").click()
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    chosen = [entry for entry in staffed.log() if '"reason":"manager_request"' in entry["body"]]
    assert [entry["type"] for entry in chosen] == ["leg_called"]

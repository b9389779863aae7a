"""A manager's day in the browser of a real hub: the hall at a glance, reports down to their events, an answer
to a complaint, and the information desk by keyboard. One hub and one day for all of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from demo.always_open import always_open
from demo.driving.api import Api
from demo.driving.hubs import SAMPLE_HALL, Site
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.people import AtPages, rested

FULL = 'id = "akta-kematian"'


@dataclass
class Day(AtPages):
    """What happens in the hall meanwhile: a kiosk gives numbers, a desk serves."""

    kiosk: Api
    desk: Api

    def number(self, service: str, **more: Any) -> str:
        """A number from the kiosk."""
        told: str = self.kiosk.change("/visits", service_id=service, **more).ok()["number"]
        return told

    def serve(self, counter: str) -> str:
        """Somebody is called to a counter, comes and is done; the number."""
        called = self.desk.change(f"/counters/{counter}/call", finishes=None).ok()["called"]
        for verb in ("start", "finish"):
            self.desk.change(f"/counters/{counter}/{verb}", leg_id=called["leg_id"]).ok()
        number: str = called["number"]
        return number


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("hall")
    hall = folder / "hall.toml"
    text = always_open(SAMPLE_HALL.read_text(encoding="utf-8"))
    assert text.count(FULL) == 1
    hall.write_text(text.replace(FULL, f"{FULL}\nquota = 1"), encoding="utf-8")
    with Site(folder, hall=hall) as site:
        passwords = {name: site.account(name, role) for name, role in PEOPLE.items()}
        token = site.device("kiosk")
        hub = site.start()
        desk = hub.staff("petugas", passwords["petugas"])
        found = Day(hub, passwords, chromium, ".tabs", hub.api(token), desk)
        desk.change("/counters/loket-1/open").ok()
        yield found
        found.leave()


PEOPLE: dict[str, Any] = {"kepala": "manager", "petugas": "staff", "meja": "staff"}


def look_up(tab: Page, number: str) -> None:
    """Look a number up by keys, once the page hears them: its tabs stand there before the hall does."""
    expect(tab.get_by_role("heading", name="Meja Informasi")).to_be_attached()
    tab.keyboard.press("F2")
    expect(tab.locator("#find-number")).to_be_focused()
    tab.keyboard.type(number)
    tab.keyboard.press("Enter")


def test_the_hall_is_told_as_it_changes_and_more_quota_is_one_tap_away(day: Day) -> None:
    tab = day.open("kepala", "day")
    expect(tab.locator(".figures .waiting b")).to_have_text("0")
    asked: list[str] = []
    tab.on("request", lambda one: asked.append(one.url) if "/api/v1/overview" in one.url else None)
    day.number("akta-kematian")
    expect(tab.locator(".figures .waiting b")).to_have_text("1")
    refused = day.kiosk.change("/visits", service_id="akta-kematian")
    assert (refused.status, refused.code) == (409, "quota_full")
    expect(tab.locator(".today")).to_contain_text("Tidak mendapat nomor 1 (kuota habis 1)")
    assert asked == [], "told by its room, not asked for"
    task = tab.locator(".rail li").filter(has_text="Kuota Disdukcapil habis")
    task.get_by_role("button", name="Tambah kuota").click()
    sheet = tab.get_by_role("dialog", name="Tambah kuota hari ini")
    expect(sheet).to_contain_text("Hanya untuk hari ini")
    assert_accessible(tab)
    sheet.get_by_role("button", name="5 orang lagi").click()
    rested(sheet.get_by_role("button", name="Tambah 5 untuk Akta Kematian")).click()
    expect(tab.locator(".strip.ok")).to_contain_text(
        "5 orang lagi boleh datang hari ini untuk Akta Kematian."
    )
    day.number("akta-kematian")
    expect(task).to_have_count(0)
    assert_accessible(tab)
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)


def test_an_agency_is_opened_its_helper_called_and_the_announcement_taken_back(day: Day) -> None:
    tab = day.open("kepala", "day")
    day.number("paspor-baru")
    tab.get_by_role("button", name="Imigrasi", exact=True).click()
    sheet = tab.get_by_role("dialog")
    expect(sheet).to_contain_text("Diberikan 1")
    assert_accessible(tab)
    rested(sheet.get_by_role("button", name="Minta loket tambahan")).click()
    sheet = tab.get_by_role("dialog", name="Loket tambahan untuk Imigrasi")
    rested(sheet.get_by_role("button").filter(has_text="Loket").first).click()
    sheet = tab.get_by_role("dialog", name="Pengumuman")
    expect(sheet.locator("#announce-text")).to_have_value(
        re.compile(r"Petugas Loket \d+ diminta ke loketnya\.")
    )
    rested(sheet.locator(".go button").last).click()
    expect(tab.locator(".strip.ok")).to_be_visible()
    tab.get_by_role("button", name="Pengumuman", exact=True).click()
    made = tab.get_by_role("dialog").locator(".made li").first
    expect(made).to_contain_text("diminta ke loketnya")
    rested(made.get_by_role("button")).click()
    expect(tab.get_by_role("dialog").locator(".made li").first).to_contain_text("ditarik")


def test_a_figure_opens_down_to_its_number_and_to_the_page_for_a_complaint(day: Day) -> None:
    day.number("kartu-keluarga")
    number = day.serve("loket-1")
    tab = day.open("kepala", "reports")
    table = tab.locator(".sums").first
    row = table.locator("tbody tr").filter(has_text="Disdukcapil")
    expect(row).to_have_count(1)
    assert_accessible(tab)
    row.get_by_role("button", name="Tunggu p50").click()
    sheet = tab.get_by_role("dialog")
    expect(sheet.locator(".legs li").filter(has_text=number)).to_have_count(1)
    assert_accessible(tab)
    tab.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    desks = tab.get_by_role("region", name="Waktu loket")
    desks.get_by_role("row", name=re.compile("^Loket 1 ")).get_by_role(
        "button", name=re.compile("Melayani")
    ).click()
    expect(sheet).to_contain_text("melayani")
    sheet.locator(".figure").last.click()
    expect(sheet.locator("li").filter(has_text="catatan nomor").first).to_contain_text("sampai")
    assert_accessible(tab)
    tab.keyboard.press("Escape")
    tab.get_by_label("Bandingkan dengan").select_option(label="rentang lain")
    tab.get_by_label("Pembanding dari").fill("2026-04-06")
    tab.get_by_label("Pembanding sampai").fill("2026-04-10")
    expect(tab.locator(".chosen")).to_contain_text(
        "Pembanding: Senin, 6 April 2026 sampai Jumat, 10 April 2026"
    )
    expect(table.locator("tfoot")).to_contain_text("pembanding 0")
    assert_accessible(tab)
    tab.get_by_label("Angka menurut").select_option("service")
    expect(table.locator("thead")).to_contain_text("Layanan")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Unduh Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    first = book.worksheets[0]
    named = {line[0].value: line[1].value for line in first.iter_rows(min_row=2)}
    assert named["Jumlah"] == sum(count for name, count in named.items() if name != "Jumlah") > 0
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)
    today = day.hub.api().ask("GET", "/time").ok()["day"]
    tab = day.open("kepala", f"why?day={today}&number={number}")
    paper = tab.locator(".paper")
    expect(paper).to_contain_text(number)
    expect(paper.locator("li").filter(has_text="Dipanggil pukul")).to_contain_text("batas tunggu")
    expect(paper.locator(".hash")).to_have_text(re.compile(r"^[0-9a-f]{64}$"))
    assert "prioritas" not in paper.inner_text().lower()
    assert_accessible(tab)
    tab.emulate_media(media="print")
    expect(tab.locator(".tabs")).to_be_hidden()
    expect(paper).to_be_visible()
    pages = tab.pdf(format="A4").count(b"/Type /Page\n") or 1
    assert pages == 1
    tab.emulate_media(media="screen")
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)


def test_the_information_desk_works_by_keyboard(day: Day) -> None:
    number = day.number("kartu-keluarga")
    tab = day.open("meja", "desk", 1280)
    expect(tab.get_by_role("heading", name="Meja Informasi")).to_be_attached()
    assert_accessible(tab)
    look_up(tab, number.lower().replace("-", ""))
    expect(tab.locator(".number-top")).to_contain_text("Kartu Keluarga")
    expect(tab.locator(".way li")).to_have_count(1)
    assert_accessible(tab)
    tab.get_by_role("button", name="Tambah tahap").press("Enter")
    sheet = tab.get_by_role("dialog")
    sheet.get_by_role("button", name="Imigrasi").press("Enter")
    sheet.locator(".picks button").first.press("Enter")
    rested(sheet.locator(".go button").last).press("Enter")
    expect(tab.locator(".then")).to_contain_text("Berikutnya:")
    tab.keyboard.press("F4")
    give = tab.locator(".give")
    give.get_by_role("button", name="Disdukcapil").press("Enter")
    give.locator(".picks button").filter(has_text="Kartu Keluarga").first.press("Enter")
    rested(give.get_by_role("button", name="Beri nomor")).press("Enter")
    expect(tab.get_by_role("dialog", name="Nomor sudah diberikan")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)
    rested(tab.get_by_role("button", name="Batalkan nomor")).press("Enter")
    rested(tab.get_by_role("dialog").locator(".go button").last).press("Enter")
    expect(tab.locator(".number-top")).to_contain_text("Dibatalkan")


def test_the_information_desk_brings_a_number_back_and_changes_it_by_keys(day: Day) -> None:
    day.number("kartu-keluarga")
    called = day.desk.change("/counters/loket-1/call", finishes=None).ok()["called"]
    day.desk.change("/counters/loket-1/start", leg_id=called["leg_id"]).ok()
    day.desk.change("/counters/loket-1/park", leg_id=called["leg_id"], until=None).ok()
    tab = day.open("meja", "desk", 1280)
    look_up(tab, called["number"])
    top = tab.locator(".number-top")
    expect(tab.get_by_role("button", name="Kembalikan ke antrean")).to_be_visible()
    assert_accessible(tab)
    rested(tab.locator("[data-key=F6]"))
    tab.keyboard.press("F6")
    rested(tab.get_by_role("button", name="Jadikan prioritas")).press("Enter")
    rested(tab.get_by_role("button", name="Jadikan biasa")).press("Enter")
    expect(tab.get_by_role("button", name="Jadikan prioritas")).to_be_visible()
    tab.get_by_role("button", name="Ubah layanan").press("Enter")
    sheet = tab.get_by_role("dialog")
    sheet.get_by_role("button", name="Polres").press("Enter")
    sheet.locator(".picks button").filter(has_text="SKCK").press("Enter")
    rested(sheet.locator(".go button").last).press("Enter")
    expect(top).to_contain_text("SKCK")
    rested(tab.locator("[data-key=F7]"))
    tab.keyboard.press("F7")
    expect(sheet).to_contain_text(called["number"])
    assert_accessible(tab)
    tab.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    rested(tab.get_by_role("button", name="Janji temu")).press("Enter")
    expect(sheet).to_be_visible()
    assert_accessible(tab)


def test_seven_tabs_hold_every_page_by_keyboard_and_on_a_telephone(day: Day) -> None:
    tab = day.open("kepala", "reports")
    ways = tab.get_by_role("navigation", name="Halaman")
    named = ["Langsung", "Meja Informasi", "Layanan", "Loket dan petugas", "Kalender", "Perangkat", "Laporan"]
    expect(ways.get_by_role("link")).to_have_text(named)
    within = tab.get_by_role("navigation", name="Laporan")
    expect(within.get_by_role("link")).to_have_text(["Laporan", "Mengapa"])
    expect(within.locator("[aria-current=page]")).to_have_text("Laporan")
    for width in (1440, 1024, 820):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.locator(".tabs").evaluate("(e) => e.scrollWidth <= e.clientWidth")
        assert_accessible(tab)
    ways.get_by_role("link", name="Loket dan petugas").press("Enter")
    expect(tab.get_by_role("navigation", name="Loket dan petugas")).to_have_text("LoketAkun")
    tab.get_by_role("button", name="Menu, kepala").click()
    tab.get_by_role("link", name="Aturan", exact=True).click()
    more = tab.get_by_role("navigation", name="Pengaturan dan latihan")
    expect(more.locator("[aria-current=page]")).to_have_text("Aturan")
    expect(ways.locator("[aria-current]")).to_have_count(0)
    tab.set_viewport_size({"width": 360, "height": 740})
    here = tab.locator(".folded summary")
    expect(here).to_have_text("Aturan")
    here.press("Enter")
    assert_accessible(tab)
    assert_fits(tab)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Escape")
    expect(here).to_be_focused()
    expect(tab.locator(".folded nav")).to_be_hidden()
    here.click()
    tab.get_by_role("link", name="Langsung").click()
    expect(here).to_have_text("Langsung")


def test_staff_see_their_own_pages_alone(day: Day) -> None:
    tab = day.open("meja", "desk")
    ways = tab.get_by_role("navigation", name="Halaman")
    expect(ways.get_by_role("link")).to_have_text(["Meja Informasi", "Akun"])


def test_a_page_whose_socket_is_refused_goes_on_by_asking(day: Day) -> None:
    tab = day.open("kepala", "people").context.new_page()
    tab.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    tab.goto(f"{day.hub.url}/day")
    expect(tab.get_by_text("Kabar langsung tidak sampai ke halaman ini.")).to_be_visible()
    waiting = tab.locator(".figures .waiting b")
    before = int(waiting.inner_text())
    day.number("kartu-keluarga")
    expect(waiting).to_have_text(str(before + 1))
    assert_accessible(tab)
    row = tab.locator(".agency-row").filter(has_text="Disdukcapil")
    expect(row).to_contain_text("menunggu")
    tab.get_by_role("button", name="Hentikan nomor", exact=True).first.click()
    expect(tab.get_by_role("dialog")).to_be_visible()
    tab.close()

"""A hall's settings changed on the pages of a real hub: by two managers at once, by role, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, Route, expect

from balai.hall_file.editing.draft import LISTS
from balai.hall_file.editing.form import form
from balai.words.dates import long_date
from demo.driving.hubs import Site
from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.managed_hall import Hall, choose, fill

PAGES = ("agencies", "counters", "calendar", "settings", "history")
EDIT = "/api/v1/hall/draft/edit"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Hall]:
    with Site(tmp_path_factory.mktemp("hall")) as site:
        passwords = {"kepala": site.account("kepala", "manager"), "wakil": site.account("wakil", "manager")}
        passwords["pengawas"] = site.account("pengawas", "auditor")
        hub = site.start()
        passwords["penyelia"] = "kuda-benar-9"
        api = hub.staff("kepala", passwords["kepala"])
        api.change(
            "/accounts", username="penyelia", display_name="Penyelia", role="supervisor",
            agency_id="imigrasi", password=passwords["penyelia"],
        ).ok()  # fmt: skip
        api.close()
        hall = Hall(hub, passwords, chromium, ".draft-foot")
        yield hall
        hall.leave()


@pytest.fixture
def hall(whole: Hall) -> Hall:
    whole.clear()
    return whole


def test_a_fault_stands_at_its_field_and_what_is_right_is_put_in_force(hall: Hall) -> None:
    tab = hall.open("kepala", "agencies")
    choose(tab, "Disdukcapil", "Akta Kematian")
    fill(tab, "Standar waktu tunggu (menit)", "999")
    wrong = tab.get_by_label("Standar waktu tunggu (menit)", exact=True)
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(tab.locator(".setting.bad .fault")).to_contain_text("harus 480 atau kurang")
    expect(tab.locator(".draft-foot")).to_contain_text("1 isian perlu diperbaiki")
    assert_accessible(tab)
    fill(tab, "Standar waktu tunggu (menit)", "25")
    expect(tab.locator(".draft-foot .bad")).to_have_count(0)
    tab.get_by_role("button", name="Tinjau dan berlakukan").press("Enter")
    sheet = tab.get_by_role("dialog")
    expect(sheet).to_contain_text("Standar waktu tunggu (menit) Akta Kematian: 20 menjadi 25")
    expect(sheet).to_contain_text("pengunjung menunggu tidak terpengaruh")
    assert_accessible(tab)
    go = sheet.get_by_role("button", name="Berlakukan")
    # A sheet that has just come rests, so that nobody agrees to what they have not seen.
    expect(go).not_to_have_attribute("aria-disabled", "true")
    go.press("Enter")
    expect(tab.locator(".strip.ok")).to_contain_text("Draf berlaku sekarang.")
    told = {one["id"]: one for one in hall.asked("/hall/file")["service"]}
    assert told["akta-kematian"]["wait_minutes"] == 25


def test_two_managers_write_over_nothing_that_they_have_not_seen(hall: Hall) -> None:
    mine, theirs = hall.open("kepala", "agencies"), hall.open("wakil", "agencies")
    sent: list[str] = []

    def hold(route: Route) -> None:
        """The second manager looks at the draft of before until something of theirs is sent."""
        route.continue_() if sent else route.abort()

    theirs.on("request", lambda asked: sent.append(asked.url) if asked.url.endswith(EDIT) else None)
    theirs.route("**/api/v1/hall/draft?known*", hold)
    for tab in (mine, theirs):
        choose(tab, "Disdukcapil", "Akta Kelahiran")
    with mine.expect_response(f"**{EDIT}"):
        fill(mine, "Kuota orang per hari", "30")
    fill(theirs, "Kuota orang per hari", "50")
    met = theirs.locator(".met")
    expect(met).to_contain_text("kepala lebih dahulu mengubah isian ini. Isian Anda belum disimpan: 50")
    assert_accessible(theirs)
    met.get_by_role("button", name="Pakai isian saya").click()
    expect(met).to_have_count(0)
    expect(mine.get_by_label("Kuota orang per hari", exact=True)).to_have_value("50")
    mine.get_by_role("button", name="Tinjau dan berlakukan").click()
    expect(mine.get_by_role("dialog").locator(".changes small")).to_contain_text("wakil")


def test_a_service_is_added_copied_moved_closed_and_opened_again(hall: Hall) -> None:
    tab = hall.open("kepala", "agencies")
    choose(tab, "Imigrasi", "Paspor baru")
    tab.get_by_role("button", name="Tambah layanan").click()
    tab.get_by_role("dialog").get_by_label("Nama").fill("Izin tinggal")
    tab.get_by_role("dialog").get_by_role("button", name="Tambahkan").click()
    expect(tab.locator(".refused")).to_contain_text("tidak")
    tab.get_by_role("group", name="Loket yang melayani").get_by_role("button").first.click()
    expect(tab.locator(".refused")).to_have_count(0)
    expect(tab.locator(".on-kiosk")).to_contain_text("Izin tinggal")
    tab.get_by_role("button", name="Salin layanan").click()
    expect(tab.get_by_role("heading", level=2)).to_contain_text("Izin tinggal (salinan)")
    tree = tab.get_by_role("navigation", name="Layanan").locator(".services .item > span")
    expect(tree.last).to_contain_text("Izin tinggal (salinan)")
    tab.get_by_role("navigation", name="Layanan").get_by_role("button", name="(salinan)").press("Alt+ArrowUp")
    expect(tree.last).not_to_contain_text("(salinan)")
    _closed_and_opened(tab)
    assert _own_hours(hall) == []
    # Hours of its own are there again as they were.
    tab.get_by_text("Jam sendiri", exact=True).click()
    tab.get_by_role("button", name="Beri jam sendiri").click()
    fill(tab, "Tutup", "11.30")
    eventually(lambda: [one["closes"] for one in _own_hours(hall)] == ["11.30"])
    own = _own_hours(hall)
    _closed_and_opened(tab)
    assert _own_hours(hall) == own


def _own_hours(hall: Hall) -> list[dict[str, Any]]:
    return [one for one in hall.asked("/hall/draft")["file"]["hours"] if one["service"]]


def _closed_and_opened(tab: Page) -> None:
    tab.get_by_role("button", name="Tutup sampai dibuka kembali").click()
    expect(tab.get_by_role("heading", level=2)).to_contain_text("Tutup")
    expect(tab.locator(".draft-foot .bad")).to_have_count(0)
    tab.get_by_role("button", name="Buka kembali").click()
    expect(tab.get_by_role("button", name="Tutup sampai dibuka kembali")).to_be_visible()
    expect(tab.locator(".draft-foot .bad")).to_have_count(0)


def test_the_tree_is_searched_and_put_in_order_by_dragging(hall: Hall) -> None:
    tab = hall.open("kepala", "agencies")
    tree = tab.get_by_role("navigation", name="Layanan")
    seek, rows = tree.get_by_label("Cari instansi atau layanan"), tree.locator(".services .item > span")
    seek.fill("PASPOR")
    expect(rows).to_contain_text(["Paspor baru", "Penggantian paspor"])
    expect(tree.get_by_role("button", name="Disdukcapil")).to_have_count(0)
    seek.fill("tidak ada di balai ini")
    expect(tree.get_by_role("status")).to_have_text("Tidak ada yang cocok.")
    assert_accessible(tab)
    seek.fill("")
    tree.get_by_role("button", name="Imigrasi").click()
    tree.get_by_role("button", name="Penggantian paspor").drag_to(
        tree.get_by_role("button", name="Paspor baru")
    )
    expect(rows).to_contain_text(["Penggantian paspor", "Paspor baru"])
    services = hall.asked("/hall/draft")["file"]["service"]
    own = [one["id"] for one in services if one["agency"] == "imigrasi"]
    assert own == ["penggantian-paspor", "paspor-baru"]


def test_a_counter_serves_another_service_and_a_holiday_is_confirmed_in_one_tap(hall: Hall) -> None:
    tab = hall.open("kepala", "counters")
    cell = tab.get_by_role("button", name="Akta Kelahiran di Loket 1: tidak dilayani")
    cell.press("Enter")
    expect(tab.get_by_role("button", name="Akta Kelahiran di Loket 1: pilihan ke-")).to_be_visible()
    tab = hall.open("kepala", "calendar")
    week = tab.locator(".week")
    expect(week.get_by_role("row", name="Balai")).to_contain_text("00.00–24.00")
    week.get_by_role("button", name="Jum").click()
    expect(week.get_by_role("status")).to_contain_text("Jumat, ")
    holidays = tab.locator(".holidays li")
    shown = tab.get_by_role("heading", name="Hari libur")
    expect(shown).to_have_text(re.compile(r"\d{4}"))
    year = int((shown.text_content() or "")[-4:]) + 1
    day = long_date(date(year, 8, 17), "id")
    tab.get_by_role("button", name=str(year)).click()
    tab.get_by_role("button", name=f"Konfirmasi {day}").click()
    expect(holidays.filter(has_text=day)).to_contain_text("Balai tutup")
    closed = hall.asked("/hall/draft")["file"]["closed"]
    assert [(one["date"], one["confirmed"]) for one in closed] == [(f"{year}-08-17", True)]


def test_what_is_filled_in_while_the_line_is_cut_is_sent_once_it_is_back(hall: Hall) -> None:
    tab = hall.open("kepala", "agencies")
    choose(tab, "Disdukcapil", "Akta Kelahiran")
    tab.context.set_offline(True)
    fill(tab, "Kuota orang per hari", "44")
    expect(tab.locator(".strip.warn")).to_contain_text("belum tersimpan", timeout=15_000)
    expect(tab.get_by_label("Kuota orang per hari", exact=True)).to_have_value("44")
    tab.context.set_offline(False)
    expect(tab.locator(".draft-foot")).to_contain_text("1 perubahan di draf", timeout=15_000)
    expect(tab.locator(".strip.warn")).to_have_count(0)
    told = {one["id"]: one["quota"] for one in hall.asked("/hall/draft")["file"]["service"]}
    assert told["akta-kelahiran"] == 44


def test_versions_are_compared_and_brought_back_and_a_file_is_read_in(hall: Hall, tmp_path: Path) -> None:
    tab = hall.open("kepala", "history")
    with tab.expect_download() as loaded:
        tab.get_by_role("link", name="Unduh berkas").click()
    text = loaded.value.path().read_text("utf-8")
    file = tmp_path / "balai.toml"
    file.write_text("[[zone]\n", encoding="utf-8")
    tab.get_by_label("Impor").set_input_files(file)
    expect(tab.get_by_role("alert")).to_contain_text("Baris 1")
    file.write_text(text.replace("service_minutes = 10", "service_minutes = 0", 1), encoding="utf-8")
    tab.get_by_label("Impor").set_input_files(file)
    expect(tab.locator(".draft-faults")).to_contain_text("Perekaman KTP-el, Lama layanan di loket (menit)")
    tab.get_by_role("link", name="Perbaiki").click()
    fill(tab, "Lama layanan di loket (menit)", "12")
    expect(tab.locator(".draft-foot .bad")).to_have_count(0)
    tab.get_by_role("button", name="Tinjau dan berlakukan").click()
    tab.get_by_role("dialog").get_by_role("button", name="Berlakukan").click()
    expect(tab.locator(".strip.ok")).to_be_visible()
    tab.get_by_role("link", name="Riwayat").click()
    rows = tab.locator(".versions li")
    expect(rows.first).to_contain_text("Lama layanan di loket (menit) Perekaman KTP-el: 10 menjadi 12")
    rows.nth(0).get_by_role("checkbox").check()
    rows.nth(1).get_by_role("checkbox").check()
    expect(tab.locator(".compare")).to_contain_text("1 perbedaan")
    assert_accessible(tab)
    tab.locator(".compare").get_by_role("button", name="sebagai draf").click()
    expect(tab.locator(".draft .changes")).to_contain_text("12 menjadi 10")


def test_whatever_the_file_can_say_has_a_field(hall: Hall) -> None:
    tab = hall.open("kepala", "settings")
    sections = tab.get_by_role("navigation", name="Bagian pengaturan").get_by_role("button")
    expect(sections).to_have_count(len(form()))
    for at, (section, fields) in enumerate(form().items()):
        sections.nth(at).click()
        if section in LISTS:
            tab.get_by_role("button", name="Tambah:").click()
        ids = tab.locator("section .setting")
        expect(ids).to_have_count(len(fields))
        assert tab.locator("section .setting").filter(
            has=tab.locator("input, textarea, select, button")
        ).count() == len(fields)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_for_everybody_on_a_desk_and_on_a_phone(hall: Hall, page: str) -> None:
    tab = hall.open("kepala", page)
    if page == "agencies":
        choose(tab, "Disdukcapil", "Akta Kelahiran")
    assert_accessible(tab)
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)
    assert_accessible(tab)


def test_an_auditor_reads_and_a_supervisor_edits_the_own_agency(hall: Hall) -> None:
    tab = hall.open("pengawas", "settings")
    expect(tab.get_by_label("Nama balai")).to_have_attribute("readonly", "")
    expect(tab.locator(".draft-foot")).to_contain_text("hanya membaca")
    tab = hall.open("penyelia", "agencies")
    agencies = tab.get_by_role("navigation", name="Layanan").locator("ul > li > .item")
    expect(agencies).to_have_count(1)
    choose(tab, "Imigrasi", "Paspor baru")
    fill(tab, "Kuota orang per hari", "12")
    expect(tab.locator(".draft-foot")).to_contain_text("Pengelola yang memberlakukan draf ini.")
    assert_accessible(tab)


#: As Excel writes it in Indonesia: semicolons, Windows-1252; two rows are odd.
LIST = (
    "No;Nama layanan;Instansi;Biaya;Syarat;Standar waktu\r\n"
    '1;Legalisasi akté;Disdukcapil;Rp\u00a00;"1. Akta asli\n2. KTP-el";15 menit\r\n'
    "2;Layanan Polda;Polda;;;10\r\n"
    "3;Akta Kematian;Disdukcapil;;;18 menit\r\n"
    "4;Cepat sekali;Disdukcapil;;;segera\r\n"
    ";Jumlah;;;;43\r\n"
)


def book(tmp_path: Path) -> Path:
    """An XLSX with a sheet of agencies, one of holidays and one of people."""
    made = Workbook()
    known = ("Kepala", "kepala", "Pengelola", None)
    day = datetime(2031, 8, 17)  # noqa: DTZ001  # a spreadsheet's dates have no zone
    sheets: dict[str, list[tuple[object, ...]]] = {
        "Instansi": [("DAFTAR",), ("Nama instansi", "Nama singkat"), ("Dinas Pemadam Kebakaran", "Damkar")],
        "Libur": [("Tanggal", "Hari libur", "Dipastikan"), (day, "Kemerdekaan", "ya")],
        "Petugas": [
            ("Nama", "Nama pengguna", "Peran", "Keahlian"),
            ("Siti", "siti.a", "Petugas", "Akta Kematian; Kartu Keluarga, ubah data"), known,
            ("Penyelia", "penyelia", "Penyelia", "Paspor baru"),
        ],
    }  # fmt: skip
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.remove(made.worksheets[0])
    made.save(tmp_path / "balai.xlsx")
    return tmp_path / "balai.xlsx"


def bring(tab: Page, file: Path, sums: str) -> None:
    """Choose a file, read what was understood, and put it into the draft."""
    tab.locator(".files input[type=file]").set_input_files(file)
    sheet = tab.get_by_role("dialog")
    expect(sheet).to_contain_text(sums)
    assert_accessible(tab)
    go = sheet.get_by_role("button", name=re.compile("Masukkan"))
    expect(go).not_to_have_attribute("aria-disabled", "true")
    go.press("Enter")


def test_a_spreadsheet_is_told_row_by_row_and_what_was_understood_comes_into_the_draft(
    hall: Hall, tmp_path: Path
) -> None:
    tab = hall.open("kepala", "history")
    (tmp_path / "layanan.csv").write_bytes(LIST.encode("cp1252"))
    tab.locator(".files input[type=file]").set_input_files(tmp_path / "layanan.csv")
    sheet = tab.get_by_role("dialog")
    expect(sheet).to_contain_text("2 baris dipahami, 2 perlu diperbaiki, 1 tidak berubah.")
    expect(sheet.locator("li.odd").nth(0)).to_contain_text("instansi Polda tidak ada di balai ini")
    expect(sheet.locator("li.odd").nth(1)).to_contain_text("segera bukan angka bulat")
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)
    assert_accessible(tab)
    go = sheet.get_by_role("button", name="Masukkan 2 baris")
    expect(go).not_to_have_attribute("aria-disabled", "true")
    go.press("Enter")
    expect(tab.locator(".draft .changes")).to_contain_text("Legalisasi akté")
    bring(tab, book(tmp_path), "4 baris dipahami, 0 perlu diperbaiki, 1 tidak berubah.")
    expect(tab.get_by_role("dialog").locator(".given-out tbody tr")).to_have_count(1)
    tab.get_by_role("dialog").locator(".x").press("Enter")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    draft = hall.asked("/hall/draft")
    file = draft["file"]
    [new] = [one for one in file["service"] if one["name"] == "Legalisasi akté"]
    assert (new["requirements"], new["service_minutes"]) == (["Akta asli", "KTP-el"], 15)
    assert any(new["id"] in counter["services"] for counter in file["counter"])
    [agency] = [one for one in file["agency"] if one["short_name"] == "Damkar"]
    assert agency["letter"] not in {one["letter"] for one in file["agency"] if one is not agency}
    looks = [(one["shape"], one["ink"]) for one in file["agency"]]
    assert len(set(looks)) == len(looks) == 9, "the ninth has a shape or a colour of its own"
    assert file["closed"][-1]["date"] == "2031-08-17"
    assert draft["faults"] == []
    skills = {one["username"]: one["skills"] for one in hall.asked("/accounts")["accounts"]}
    assert skills["siti.a"] == ["akta-kematian", "kartu-keluarga"]
    assert skills["penyelia"] == ["paspor-baru"]


#: Ten odd rows as people write them, each with a word of what is said of it; an XLSX of one sheet.
ODD: tuple[tuple[tuple[object, ...], str], ...] = (
    (("", "Polres", "15", ""), "kosong"),
    (("Layanan lain", "Polda", "15", ""), "tidak ada di balai"),
    (("SIM keliling", "Polres", "15", "KTP-el"), ""),
    (("SIM keliling", "Polres", "20", ""), "Sama dengan baris 4"),
    (("Nama layanan", "Instansi", "Standar waktu", "Syarat"), "terulang"),
    (("Jumlah", None, 6, None), "jumlah"),
    (("Uji baca", "Polres", "cepat", ""), "bukan angka"),
    (("Rumus", "Polres", "#REF!", ""), "rumus"),
    (("Lanjutan", None, "10", "- satu\n- dua"), "baris di atasnya"),
    (("Lama sekali", "Polres", "999", ""), "480"),
)


def test_ten_odd_rows_of_a_spreadsheet_are_each_told(hall: Hall, tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (("Nama layanan", "Instansi", "Standar waktu", "Syarat"), *(row for row, _ in ODD)):
        sheet.append(row)
    made.save(tmp_path / "sepuluh.xlsx")
    tab = hall.open("kepala", "history")
    tab.locator(".files input[type=file]").set_input_files(tmp_path / "sepuluh.xlsx")
    told = tab.get_by_role("dialog")
    for line, (_, word) in enumerate(ODD, start=2):
        shown = told.locator("li").filter(has_text=re.compile(rf"\b{line}\b")).first
        expect(shown).to_contain_text(word, ignore_case=True)
    expect(told).to_contain_text("3 baris dipahami")
    assert_accessible(tab)
    assert hall.asked("/hall/draft")["changes"] == []


def test_a_thousand_rows_of_a_spreadsheet_are_drawn_few_at_a_time(hall: Hall, tmp_path: Path) -> None:
    rows = "".join(f"Layanan {n};Disdukcapil;15 menit;\n" for n in range(1, 1001))
    file = tmp_path / "seribu.csv"
    file.write_text(f"Nama layanan;Instansi;Standar waktu;Syarat\n{rows}")
    tab = hall.open("kepala", "history")
    tab.locator(".files input[type=file]").set_input_files(file)
    told = tab.get_by_role("dialog")
    shown = told.locator(".table-rows li")
    expect(told.get_by_role("status")).to_contain_text("1000 baris dipahami")
    expect(shown).to_have_count(50)
    told.get_by_role("button", name="Tampilkan 50 lagi (sisa 950)").press("Enter")
    expect(shown).to_have_count(100)
    expect(shown.nth(50)).to_be_focused()
    assert_accessible(tab)


def test_two_agencies_swap_their_letters_and_who_waits_keeps_the_number(hall: Hall) -> None:
    api = hall.hub.staff("kepala", hall.passwords["kepala"])
    waiting = api.change("/visits", service_id="paspor-baru").ok()["number"]
    tab = hall.open("kepala", "agencies")
    tree = tab.get_by_role("navigation", name="Layanan")
    letters = {one["id"]: one["letter"] for one in hall.asked("/hall/file")["agency"]}
    for name, letter in (("Disdukcapil", letters["imigrasi"]), ("Imigrasi", letters["disdukcapil"])):
        tree.get_by_role("button", name=name).first.click()
        fill(tab, "Huruf nomor", letter)
        expect(tab.locator(".draft-foot")).to_contain_text("perubahan di draf")
    expect(tab.locator(".draft-foot")).to_contain_text("2 perubahan di draf")
    expect(tab.locator(".draft-foot .bad")).to_have_count(0)
    tab.get_by_role("button", name="Tinjau dan berlakukan").click()
    sheet = tab.get_by_role("dialog")
    expect(sheet.locator(".changes li")).to_have_count(2)
    go = sheet.get_by_role("button", name="Berlakukan")
    sheet.get_by_role("button", name="Sekarang").click()
    expect(go).not_to_have_attribute("aria-disabled", "true")
    go.click()
    expect(tab.locator(".strip.ok")).to_be_visible()
    swapped = {one["id"]: one["letter"] for one in hall.asked("/hall/file")["agency"]}
    assert (swapped["disdukcapil"], swapped["imigrasi"]) == (letters["imigrasi"], letters["disdukcapil"])
    assert api.get(f"/visits?number={waiting}").ok()["position"] == 0
    given = api.change("/visits", service_id="paspor-baru").ok()["number"]
    assert given.startswith(swapped["imigrasi"])
    api.close()


def test_one_agency_is_carried_away_and_brought_back(hall: Hall, tmp_path: Path) -> None:
    tab = hall.open("kepala", "agencies")
    tab.get_by_role("navigation", name="Layanan").get_by_role("button", name="Imigrasi").first.click()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Unduh untuk balai lain").click()
    download.value.save_as(tmp_path / "imigrasi.toml")
    text = (tmp_path / "imigrasi.toml").read_text()
    assert "paspor-baru" in text
    assert "loket" not in text
    (tmp_path / "imigrasi.toml").write_text(text.replace("Paspor baru", "Paspor elektronik"))
    history = hall.open("kepala", "history")
    bring(history, tmp_path / "imigrasi.toml", "1 baris dipahami, 0 perlu diperbaiki")
    expect(history.locator(".draft .changes")).to_contain_text("Paspor elektronik")


def test_a_month_and_a_year_lead_to_the_week_of_a_day_and_its_reason(hall: Hall) -> None:
    tab = hall.open("kepala", "calendar")
    expect(tab.locator(".week table")).to_be_visible()
    sunday = tab.locator(".week thead th").last
    assert tab.evaluate(
        "(th) => th.getBoundingClientRect().right <= th.closest('.wide-table').getBoundingClientRect().right",
        sunday.element_handle(),
    )
    for view, months in (("Bulan", 1), ("Tahun", 12)):
        tab.get_by_role("button", name=view, exact=True).click()
        expect(tab.locator(".month")).to_have_count(months)
        assert_accessible(tab)
        tab.set_viewport_size({"width": 360, "height": 740})
        assert_fits(tab)
        tab.set_viewport_size({"width": 1440, "height": 900})
    year = str(int(tab.locator(".glance h2").inner_text()) + 1)
    tab.get_by_role("button", name="Berikutnya").click()
    expect(tab.locator(".glance h2")).to_have_text(year)
    tab.get_by_role("button", name=re.compile(f"2 Mei {year}")).first.click()
    expect(tab.locator(".week")).to_be_visible()
    expect(tab.locator(".told-day")).to_contain_text(f"2 Mei {year}")


def test_people_stand_beside_the_counters_with_where_they_sit_and_sat(hall: Hall) -> None:
    tab = hall.open("kepala", "counters")
    expect(tab.locator(".staff-list")).to_contain_text("akun")
    here = tab.locator(".staff-list li").filter(has_text="kepala")
    expect(here).to_contain_text("Terakhir masuk")
    tab.get_by_role("button", name="Tambah petugas").click()
    tab.get_by_label("Nama petugas").fill("Rahma")
    tab.get_by_label("Nama pengguna").fill("ra hma")
    tab.get_by_role("button", name="Buat akun").click()
    expect(tab.locator(".staff-list form .fault")).to_be_visible()
    assert_accessible(tab)
    tab.get_by_label("Nama pengguna").fill("rahma")
    tab.locator("#p-agency_id").select_option("disdukcapil")
    tab.get_by_role("button", name="Buat akun").click()
    opened = tab.locator(".staff-list li.on")
    expect(opened).to_contain_text("Rahma")
    expect(opened).to_contain_text("Belum pernah masuk")
    password = opened.locator("code").inner_text()
    expect(opened).to_contain_text("Belum pernah duduk di loket")
    api = hall.hub.staff("rahma", password)
    opened.get_by_label("Keahlian: Tambahkan").select_option(label="Akta Kematian")
    expect(tab.locator(".strip.ok")).to_contain_text("Keahlian Rahma tersimpan.")
    assert api.change("/counters/loket-1/open").code == "skills_elsewhere"
    opened.get_by_label("Keahlian: Tambahkan").select_option(label="Kartu Keluarga, ubah data")
    expect(opened.locator(".ordered li")).to_have_count(2)
    opened.get_by_role("button", name="Naikkan Kartu Keluarga").press("Enter")
    expect(opened.locator(".ordered li").first).to_contain_text("Kartu Keluarga")
    assert_accessible(tab)
    api.change("/counters/loket-1/open").ok()
    [served] = [one for one in hall.asked("/state?audience=staff")["data"]["counters"] if one["number"] == 1]
    assert served["service_ids"] == ["kartu-keluarga"], "of the three the one that she may serve"
    expect(opened.locator(".seat")).to_have_text("Loket 1")
    tab.get_by_role("button", name="Rahma").click()
    expect(opened).to_have_count(0)

    def sat() -> str:
        tab.get_by_role("button", name="Rahma").click()
        expect(opened.locator(".sat, .hint").first).to_be_visible()
        told = opened.inner_text()
        if "sejak" not in told:
            tab.get_by_role("button", name="Rahma").click()
        return "sejak" if "sejak" in told else ""

    assert eventually(sat, what="the read tables to follow")
    assert_accessible(tab)
    day = hall.asked("/state?audience=staff")["day"]
    assert eventually(lambda: hall.asked(f"/sittings?day={day}")["sittings"], what="the list of the day")
    tab.get_by_text("Siapa di loket mana").click()
    expect(tab.locator(".seats .sat")).to_contain_text("Rahma, ")
    assert_accessible(tab)
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)
    tab.get_by_role("button", name="Kunci akun").click()
    expect(opened.locator(".seat")).to_have_text("Terkunci")
    assert api.get("/session").status == 401
    api.close()
    tab.get_by_role("button", name="Buka kunci").click()
    expect(opened.locator(".seat")).to_have_text("–")
    tab.get_by_role("button", name="Atur ulang sandi").click()
    code = opened.locator("code").inner_text()
    chooses_a_password(hall, code)


def chooses_a_password(hall: Hall, code: str) -> None:
    """Somebody whose password was reset comes in by the code, once, and makes a password by keyboard."""
    tab = hall.browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto(f"{hall.hub.url}/staff")
    tab.get_by_label("Nama pengguna").fill("rahma")
    tab.get_by_label("Kata sandi").fill(code)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Buat kata sandi Anda")).to_be_visible()
    field = tab.get_by_label("Kata sandi baru")
    expect(field).to_be_focused()
    assert_accessible(tab)
    assert_fits(tab)
    tab.keyboard.type("pendek")
    tab.keyboard.press("Enter")
    expect(field).to_have_accessible_description("Kata sandi baru paling sedikit 8 huruf.")
    field.fill("kuda-benar-77")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Pilih loket")).to_be_visible()
    tab.close()


def test_who_has_booked_is_told_before_a_day_is_closed(hall: Hall) -> None:
    api = hall.hub.staff("kepala", hall.passwords["kepala"])
    day = date.fromisoformat(api.get("/time").ok()["now"][:10]) + timedelta(days=7)
    api.change("/bookings", service_id="akta-kelahiran", slot=f"{day}T08:30:00+08:00").ok()
    api.close()
    tab = hall.open("kepala", "calendar")
    tab.locator("#c-date").fill(f"{day}")
    tab.locator("#c-date").press("Tab")
    expect(tab.locator(".conflict")).to_contain_text("1 janji temu sudah dibuat pada hari itu.")
    assert_accessible(tab)
    # Another agency's closing keeps nobody away who has booked.
    tab.locator("#c-agency").select_option("samsat")
    expect(tab.locator(".conflict")).to_have_count(0)
    tab.locator("#c-agency").select_option("")
    tab.locator("#c-name").fill("Pelatihan")
    tab.get_by_role("button", name="Simpan penutupan di draf").click()
    expect(tab.locator(".draft-foot")).to_contain_text("1 perubahan")
    draft = hall.asked("/hall/draft")
    assert (draft["faults"], draft["file"]["closed"][-1]["agency"]) == ([], "")

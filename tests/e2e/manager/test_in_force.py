"""A draft put in force on the pages of a real hub while people wait: now, later, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from balai.words.dates import long_date
from demo.driving.hubs import Site
from tests.support.pages.access import assert_accessible
from tests.support.pages.managed_hall import Hall, choose, fill

QUOTA = "Kuota orang per hari"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Hall]:
    with Site(tmp_path_factory.mktemp("hall")) as site:
        passwords = {"kepala": site.account("kepala", "manager"), "rahma": site.account("rahma")}
        hall = Hall(site.start(), passwords, chromium, ".tabs")
        yield hall
        hall.leave()


@pytest.fixture
def hall(whole: Hall) -> Hall:
    whole.clear()
    return whole


def reviewed(tab: Page) -> Locator:
    """The sheet that puts the draft in force."""
    tab.get_by_role("button", name="Tinjau dan berlakukan").click()
    return tab.get_by_role("dialog")


def put_in_force(tab: Page, sheet: Locator, told: str) -> None:
    """Agree to what the sheet says."""
    go = sheet.get_by_role("button", name="Berlakukan")
    expect(go).not_to_have_attribute("aria-disabled", "true")
    go.click()
    expect(tab.locator(".strip.ok")).to_contain_text(told)


def quota_of(hall: Hall, service: str) -> int | None:
    """What is in force."""
    quota: int | None = next(
        one["quota"] for one in hall.asked("/hall/file")["service"] if one["id"] == service
    )
    return quota


def test_a_service_is_added_while_people_wait_and_a_counter_serves(hall: Hall) -> None:
    staff = hall.hub.staff("rahma", hall.passwords["rahma"])
    waiting = staff.change("/visits", service_id="paspor-baru").ok()["number"]
    counters = staff.get("/state?audience=staff").ok()["data"]["counters"]
    desk = next(one for one in counters if "paspor-baru" in one["service_ids"])
    staff.change(f"/counters/{desk['id']}/open").ok()
    tab = hall.open("kepala", "agencies")
    choose(tab, "Imigrasi", "Paspor baru")
    tab.get_by_role("button", name="Tambah layanan").click()
    tab.get_by_role("dialog").get_by_label("Nama").fill("Izin tinggal")
    tab.get_by_role("dialog").get_by_role("button", name="Tambahkan").click()
    expect(tab.locator(".on-kiosk")).to_contain_text("Izin tinggal")
    expect(tab.locator(".on-wall")).to_contain_text("Imigrasi")
    tab.get_by_role("group", name="Loket yang melayani").get_by_role("button").first.click()
    expect(tab.locator(".refused")).to_have_count(0)
    sheet = reviewed(tab)
    outlook = sheet.locator(".outlook")
    expect(outlook).to_contain_text("1 pengunjung menunggu tidak terpengaruh.")
    expect(outlook).to_contain_text("sedang dipakai: panggilan berikutnya mengikuti pengaturan baru.")
    assert_accessible(tab)
    put_in_force(tab, sheet, "Draf berlaku sekarang.")
    new = staff.change("/visits", service_id="izin-tinggal").ok()["number"]
    served = set()
    for _ in range(2):
        called = staff.change(f"/counters/{desk['id']}/call", finishes=None).ok()["called"]
        served.add(called["number"])
        for verb in ("start", "finish"):
            staff.change(f"/counters/{desk['id']}/{verb}", leg_id=called["leg_id"]).ok()
    assert served == {waiting, new}
    staff.change(f"/counters/{desk['id']}/close").ok()
    staff.close()


def test_a_draft_waits_for_the_next_opening_or_a_date_and_is_taken_back_on_the_day(hall: Hall) -> None:
    today = date.fromisoformat(hall.asked("/time")["day"])
    before, later = quota_of(hall, "akta-kelahiran"), today + timedelta(days=9)
    tab = hall.open("kepala", "agencies")
    choose(tab, "Disdukcapil", "Akta Kelahiran")
    fill(tab, QUOTA, "31")
    expect(tab.locator(".draft-foot")).to_contain_text("1 perubahan")
    sheet = reviewed(tab)
    sheet.get_by_role("button", name="Saat buka berikutnya").click()
    opening = long_date(today + timedelta(days=1), "id")
    expect(sheet.locator(".outlook")).to_contain_text(f"Berlaku {opening}, saat balai membuka hari itu.")
    put_in_force(tab, sheet, "Draf tersimpan dan berlaku pada hari yang dipilih.")
    fill(tab, QUOTA, "32")
    expect(tab.locator(".draft-foot")).to_contain_text("1 perubahan")
    sheet = reviewed(tab)
    sheet.get_by_role("button", name="Pada tanggal").click()
    expect(sheet).to_contain_text("Pilih tanggalnya.")
    sheet.get_by_label("Tanggal berlaku").fill(later.isoformat())
    sheet.get_by_label("Tanggal berlaku").press("Tab")
    expect(sheet.locator(".outlook")).to_contain_text("Perubahan ini menggantikannya.")
    assert_accessible(tab)
    put_in_force(tab, sheet, "Draf tersimpan dan berlaku pada hari yang dipilih.")
    assert quota_of(hall, "akta-kelahiran") == before
    assert hall.asked("/hall/draft")["waiting"]["on"] == later.isoformat()
    tab = hall.open("kepala", "day")
    block = tab.locator(".block").filter(has_text="Pengaturan menunggu")
    expect(block).to_contain_text(f"Berlaku {long_date(later, 'id')}")
    take = block.get_by_role("button", name="Tarik kembali pengaturan")
    expect(take).not_to_have_attribute("aria-disabled", "true")
    take.click()
    go = tab.get_by_role("dialog").locator(".go button").last
    expect(go).not_to_have_attribute("aria-disabled", "true")
    go.click()
    expect(block).to_have_count(0)
    assert hall.asked("/hall/change")["waiting"] is None


def test_a_version_of_before_is_brought_back_into_force(hall: Hall) -> None:
    before = quota_of(hall, "kartu-keluarga")
    tab = hall.open("kepala", "agencies")
    choose(tab, "Disdukcapil", "Kartu Keluarga, ubah data")
    fill(tab, QUOTA, "77")
    expect(tab.locator(".draft-foot")).to_contain_text("1 perubahan")
    put_in_force(tab, reviewed(tab), "Draf berlaku sekarang.")
    assert quota_of(hall, "kartu-keluarga") == 77
    tab = hall.open("kepala", "history")
    rows = tab.locator(".versions li")
    count = int(rows.first.locator(".n").inner_text())
    rows.nth(1).get_by_role("button", name=re.compile("Kembalikan")).click()
    expect(tab.locator(".draft .changes")).to_contain_text(QUOTA)
    put_in_force(tab, reviewed(tab), "Draf berlaku sekarang.")
    assert quota_of(hall, "kartu-keluarga") == before
    expect(rows.first.locator(".n")).to_have_text(str(count + 1))
    expect(rows.first).to_contain_text("kepala")


def test_a_holiday_is_confirmed_and_a_counters_order_changed_for_good(hall: Hall) -> None:
    tab = hall.open("kepala", "counters")
    order = tab.locator("#services-order, .ordered").first.locator("li")
    first, second = order.nth(0).inner_text().split("\n")[0], order.nth(1).inner_text().split("\n")[0]
    tab.get_by_role("button", name=f"Naikkan {second}").first.press("Enter")
    expect(order.nth(0)).to_contain_text(second)
    expect(tab.get_by_role("button", name=f"{second} di Loket 1: pilihan ke-1")).to_be_visible()
    expect(tab.get_by_role("button", name=f"{first} di Loket 1: pilihan ke-2")).to_be_visible()
    tab = hall.open("kepala", "calendar")
    tab.get_by_role("button", name=re.compile("^Konfirmasi")).first.click()
    expect(tab.locator(".draft-foot")).to_contain_text("2 perubahan")
    put_in_force(tab, reviewed(tab), "Draf berlaku sekarang.")
    file = hall.asked("/hall/file")
    assert [one["confirmed"] for one in file["closed"]] == [True]
    names = {one["id"]: one["name"] for one in file["service"]}
    assert [names[one] for one in file["counter"][0]["services"][:2]] == [second, first]


def test_a_letter_that_sounds_like_another_is_told_where_it_is_written_and_put_right_by_a_tap(
    hall: Hall,
) -> None:
    letters = {one["id"]: one["letter"] for one in hall.asked("/hall/file")["agency"]}
    assert "M" in letters.values()
    tab = hall.open("kepala", "agencies")
    tree = tab.get_by_role("navigation", name="Layanan")
    tree.get_by_role("button", name="Imigrasi").click()
    fill(tab, "Huruf nomor", "N")
    told = tab.get_by_role("alert").filter(has_text="N terdengar mirip M saat dipanggil.")
    expect(told).to_contain_text("Huruf itu dipakai ATR/BPN.")
    expect(tree.get_by_role("button", name="Imigrasi")).to_contain_text("huruf mirip M")
    assert_accessible(tab)
    told.get_by_role("button", name=re.compile("^Pakai ")).click()
    expect(told).to_have_count(0)
    expect(tree).not_to_contain_text("huruf mirip")
    [letter] = [
        one["letter"] for one in hall.asked("/hall/draft")["file"]["agency"] if one["id"] == "imigrasi"
    ]
    assert letter not in {*letters.values(), "N"}


def test_a_colour_on_which_a_letter_is_hard_to_read_is_told_with_how_hard(hall: Hall) -> None:
    tab = hall.open("kepala", "agencies")
    tree = tab.get_by_role("navigation", name="Layanan")
    expect(tree.get_by_role("button", name="Imigrasi")).to_be_visible()
    expect(tree).not_to_contain_text("huruf sulit dibaca")
    tree.get_by_role("button", name="Imigrasi").click()
    told = tab.get_by_role("alert").filter(has_text="sulit dibaca")
    # WCAG's own example of what just fails and what just holds on white.
    fill(tab, "Warna di latar terang", "#777777")
    expect(told).to_contain_text("Huruf putih sulit dibaca pada warna di latar terang.")
    expect(told).to_contain_text("Kontrasnya 4,4 banding 1; paling sedikit 4,5 banding 1.")
    expect(tree.get_by_role("button", name="Imigrasi")).to_contain_text("huruf sulit dibaca")
    assert_accessible(tab)
    fill(tab, "Warna di latar terang", "#767676")
    expect(told).to_have_count(0)
    fill(tab, "Warna di latar gelap", "#103050")
    expect(told).to_contain_text("Huruf hitam sulit dibaca pada warna di latar gelap.")
    fill(tab, "Warna di latar gelap", "#8fc7ff")
    expect(told).to_have_count(0)
    expect(tree).not_to_contain_text("huruf sulit dibaca")

"""At the tablet: a number given by staff, a number looked up, what is published of a service."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from demo.driving.wait import eventually
from tests.support.pages.staff_stage import Stage, aside, at, at_counter, leg_id, snapshot

SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
VISIT = leg_id("A-045")[:36]
ISSUED = {
    "visit_id": VISIT, "leg_id": f"{VISIT}.1", "number": "A-045", "service_id": "kk", "plan": ["akta"],
    "agency_id": "disdukcapil", "ahead": 3, "counters": [2, 3], "counter_labels": ["2", "Z1-03"],
    "at": at("10.46.26"), "expected_from": at("10.57"), "expected_until": at("11.07"), "reach": "doubtful",
    "day": "2026-04-14", "seq": 100,
}  # fmt: skip


def _menu(page: Page, name: str) -> None:
    page.locator(".menu-button").click()
    page.locator(".panel").get_by_role("button", name=name).click()


def test_staff_give_a_group_one_number_for_several_services(stage: Stage) -> None:
    page = stage.page
    stage.answers["GET /devices"] = (200, {"devices": []})
    stage.answers["POST /visits"] = (
        409,
        {"code": "quota_full", "title": "Kuota hari ini habis.", "status": 409},
    )
    stage.enter(snapshot())
    _menu(page, "Beri nomor")
    sheet = page.get_by_role("dialog", name="Beri nomor")
    go = sheet.locator(".go button").last
    expect(go).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="Disdukcapil").click()
    sheet.get_by_role("button", name="Kartu Keluarga", exact=True).click()
    sheet.get_by_role("button", name="Akta Kelahiran").click()
    expect(sheet).to_contain_text("Dilayani berurutan: Kartu Keluarga, Akta Kelahiran.")
    sheet.get_by_role("button", name="Prioritas alasan tidak ditanyakan").click()
    sheet.get_by_label("Berapa orang").fill("4")
    sheet.get_by_label("Kode hak antre").fill("acde 3467")
    go.click()
    expect(sheet.get_by_role("alert")).to_contain_text("Kuota")
    stage.answers["POST /visits"] = (201, ISSUED)
    go.click()
    given = page.get_by_role("dialog", name="Nomor sudah diberikan")
    expect(given.locator(".tix").first).to_have_text("A-045")
    for words in (
        "Di depan: 3 orang", "10.57–11.07", "Loket 2, Z1-03", "Setelah itu: Akta", "Mungkin tidak terlayani",
    ):  # fmt: skip
        expect(given).to_contain_text(words)
    first, second = stage.sent("/visits")
    told = {"service_id": "kk", "also": ["akta"], "priority_class": "priority", "persons": 4, "paper": None}
    assert {key: first[key] for key in told} == told
    assert (first["channel"], first["voucher"]) == ("assisted", "acde 3467")
    assert first == second, "the same wish is the same request"
    stage.answers[f"POST /visits/{VISIT}/copy"] = (200, {"day": "2026-04-14", "seq": 100})
    given.get_by_role("button", name="Cetak tiket").click()
    eventually(lambda: stage.sent(f"/visits/{VISIT}/copy"))
    assert stage.sent(f"/visits/{VISIT}/copy")[0]["kiosk_id"] is None


def test_what_must_come_first_may_be_brought_done_and_a_right_has_its_code(stage: Stage) -> None:
    page = stage.page
    told = snapshot()
    next(one for one in told["data"]["services"] if one["id"] == "paspor")["after"] = ["akta"]
    stage.answers["POST /visits"] = (201, ISSUED)
    stage.answers["GET /devices"] = (200, {"devices": []})
    stage.enter(told)
    page.get_by_role("button", name="Beri nomor").click()
    sheet = page.get_by_role("dialog", name="Beri nomor")
    sheet.get_by_role("button", name="Imigrasi").click()
    sheet.get_by_role("button", name="Paspor").click()
    sheet.get_by_role("button", name="Akta Kelahiran ketuk bila pengunjung sudah membawanya").click()
    sheet.locator(".go button").last.click()
    expect(page.get_by_role("dialog", name="Nomor sudah diberikan")).to_be_visible()
    assert stage.sent("/visits")[0]["done"] == ["akta"]
    page.keyboard.press("Escape")
    right = {"code": "ACDE3467", "number": "A-019", "service_id": "kk", "valid_on": "2026-04-15"}
    stage.answers["GET /vouchers"] = (200, {"unserved": [right], "carried": [], "day": "2026-04-14"})
    stage.answers["GET /visits"] = (200, _found("unserved"))
    _menu(page, "Cari nomor")
    page.get_by_label("Nomor, misalnya").fill("a19")
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_contain_text("Kode hak antre ACDE 3467, berlaku Rabu, 15 April 2026.")


def _found(state: str, **more: Any) -> dict[str, Any]:
    step = {"seq": 7, "at": at("10.02"), "type": "visit_issued", "leg_id": leg_id("A-019"), "why": {}}
    called = {
        **step,
        "seq": 9,
        "why": {"id": ["Datang paling awal, pukul 10.02."]},
        "told": {"id": ["Dipanggil."]},
    }
    told = {"id": ["Ambil nomor pukul 10.02.11: Kartu Keluarga (di kios)."]}
    leg = {"leg_id": leg_id("A-019"), "service_id": "kk", "state": state, "counter_id": "loket-3"}
    visit = {
        "visit_id": leg_id("A-019")[:36],
        "number": "A-019",
        "issued_at": at("10.02"),
        "channel": "kiosk",
    }
    return {
        **visit, "legs": [leg], "plan": [], "timeline": [{**step, "told": told}, called], "persons": 2,
        "unprinted": True, **more,
    }  # fmt: skip


def test_a_number_is_looked_up_with_its_way_and_what_can_be_done(stage: Stage) -> None:
    page = stage.page
    missing = {"code": "number_unknown", "title": "Nomor ini tidak ada hari ini.", "status": 404}
    stage.answers["GET /visits"] = (404, missing)
    gone = aside("A-019", "kk", "10.02", missed_at="10.40")
    stage.enter(snapshot(missed=[gone]))
    _menu(page, "Cari nomor")
    sheet = page.get_by_role("dialog", name="Cari nomor")
    sheet.get_by_label("Nomor, misalnya").fill("a99")
    sheet.get_by_role("button", name="Cari", exact=True).click()
    expect(sheet.get_by_role("alert")).to_contain_text("Periksa huruf dan angkanya.")
    stage.answers["GET /visits"] = (200, _found("missed"))
    sheet.get_by_label("Nomor, misalnya").fill("a19")
    page.keyboard.press("Enter")
    expect(sheet.locator(".found")).to_contain_text("Tidak hadir")
    expect(sheet.locator(".found")).to_contain_text("2 orang")
    expect(sheet.locator(".timeline li")).to_have_count(2)
    expect(sheet.locator(".timeline")).to_contain_text("Datang paling awal, pukul 10.02.")
    leg = leg_id("A-019")
    stage.answers[f"POST /legs/{leg}/reinstate"] = (200, {"day": "2026-04-14", "seq": 100})
    sheet.get_by_role("button", name="Antrekan lagi").click()
    eventually(lambda: stage.sent(f"/legs/{leg}/reinstate"))


def test_the_published_standard_of_a_service_is_one_tap_away(stage: Stage) -> None:
    page = stage.page
    told = snapshot(SERVING)
    service = next(one for one in told["data"]["services"] if one["id"] == "kk-ubah")
    service.update(
        requirements=["KTP-el"], procedure=["Serahkan berkas"], fee="", product="Kartu Keluarga",
        complaints="Meja Informasi", wait_minutes=30, service_minutes=15,
    )  # fmt: skip
    stage.enter(told)
    page.get_by_role("button", name="lihat standar layanan").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.locator("dt")).to_have_text(
        ["Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk layanan", "Pengaduan"]
    )
    expect(sheet.locator("dd").nth(2)).to_have_text("Menunggu paling lama 30 menit, dilayani 15 menit.")
    expect(sheet.locator("dd").nth(3)).to_contain_text("Belum diisi")


def test_more_than_one_level_of_priority_is_chosen_from_a_sheet(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING, discipline="levels"))
    page.locator(".row").filter(has_text="034").click()
    page.get_by_role("button", name="Kelompok alasan tidak ditanyakan").click()
    visit = leg_id("A-034")[:36]
    stage.answers[f"POST /visits/{visit}/change"] = (200, {"day": "2026-04-14", "seq": 100})
    page.get_by_role("button", name="Prioritas tinggi").click()
    eventually(lambda: stage.sent(f"/visits/{visit}/change"))
    assert stage.sent(f"/visits/{visit}/change")[0]["priority_class"] == "high"


def test_who_is_aside_or_absent_has_more_than_one_way_on(stage: Stage) -> None:
    page = stage.page
    parked, gone = (
        aside("A-018", "kk", "10.00", until="11.00"),
        aside("A-019", "kk", "10.02", missed_at="10.40"),
    )
    stage.answers["GET /devices"] = (200, {"devices": []})
    stage.enter(snapshot(parked=[parked], missed=[gone]))
    page.get_by_role("button", name="Pilihan lain untuk A-018").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Ubah layanan")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Pilihan lain untuk A-019").click()
    expect(page.get_by_role("dialog", name="Tiket A-019")).to_be_visible()

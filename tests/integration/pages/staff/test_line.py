"""At the desk: how far a call has come, and what is done for people who wait beside calling them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.driving.wait import eventually
from tests.support.pages.staff_stage import (
    NOW,
    RULES,
    Stage,
    aside,
    at,
    at_counter,
    counter,
    leg_id,
    snapshot,
)

DESK = "/counters/loket-3"
LEG, OTHER = leg_id("A-023"), leg_id("A-034")
VISIT = OTHER[:36]
SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")


def _done(seq: int = 101) -> tuple[int, dict[str, Any]]:
    return 200, {"day": "2026-04-14", "seq": seq}


def _called(**more: Any) -> dict[str, Any]:
    return at_counter("A-023", "kk-ubah", "called", "10.45.00", asked_at="10.45.00", **more)


def _announced(stage: Stage, seq: int, kind: str, counts_from: str | None = None) -> None:
    data = {
        "leg_id": LEG, "counter_id": "loket-3", "called_at": at("10.45.00"), "recalls": 0, "kind": kind,
        "counts_from": at(counts_from) if counts_from else None,
    }  # fmt: skip
    push = {"day": "2026-04-14", "seq": seq, "prev": seq - 1, "type": "call_announced", "at": at("10.46.20")}
    stage.tell("onPush", {**push, "data": data})


def _before(number: str, asked: str, **more: Any) -> dict[str, Any]:
    leg = at_counter(number, "kk", "called", asked, asked_at=asked, wall="speaks", **more)
    return counter(2, holder="lain", leg=leg)


def _line(page: Page) -> Locator:
    page.locator(".row").filter(has_text="034").click()
    return page.get_by_role("dialog")


def test_the_desk_sees_that_its_call_waits_and_nobody_is_absent_before_it_was_spoken(stage: Stage) -> None:
    page = stage.page
    waits = snapshot(_called(wall="speaks"), **{**RULES, "recalls_before_miss": 0})
    waits["data"]["counters"][1] = _before("A-019", "10.44.50")
    stage.enter(waits)
    heard, miss = page.locator(".heard"), page.locator(".acts button").nth(1)
    expect(heard).to_have_text("Belum disuarakan, 1 panggilan di depan.")
    expect(miss).to_have_text("Tidak hadirTunggu sampai disuarakan")
    expect(miss).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".timer b")).to_have_text("00:00")
    _announced(stage, 101, "shown")
    expect(heard).to_have_text("Tampil di layar, belum disuarakan, 1 panggilan di depan.")
    _announced(stage, 102, "spoken", "10.46.20")
    expect(heard).to_have_text("Sudah tampil dan disuarakan.")
    expect(page.get_by_text("Sejak terdengar")).to_be_visible()
    expect(page.locator(".timer b")).to_have_text("00:05")
    expect(miss).to_have_text("Tidak hadirTunggu 00:25")
    expect(page.locator("#said")).to_contain_text("Sudah tampil dan disuarakan.")


@pytest.mark.parametrize(
    ("leg", "words"),
    [
        ({"wall": "none"}, "Tidak ada layar yang hidup di sini."),
        ({"wall": "shows"}, "Layar tidak bersuara di sini."),
        ({"wall": "speaks", "voice": "dropped"}, "Panggilan ini tidak disuarakan."),
        ({"wall": "speaks", "voice": "no_wall"}, "Tidak ada layar yang hidup di sini."),
    ],
)
def test_the_desk_is_told_to_call_by_voice(leg: dict[str, Any], words: str, stage: Stage) -> None:
    stage.enter(snapshot(_called(**leg)))
    told = f"{words} Panggil dengan suara Anda."
    expect(stage.page.locator(".heard.loud")).to_have_text(told)
    expect(stage.page.locator("#said")).to_contain_text(told)


def test_a_place_is_kept_from_the_queue_also_while_somebody_is_called(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(_called(), keep_place_minutes=30))
    sheet = _line(page)
    sheet.get_by_role("button", name="Simpan tempat").click()
    sheet = page.get_by_role("dialog", name="Simpan tempat A-034")
    expect(sheet.locator(".times button")).to_have_count(3)
    stage.answers[f"POST /legs/{OTHER}/aside"] = _done()
    sheet.get_by_role("button", name="20 menit kembali 11.06").click()
    eventually(lambda: stage.sent(f"/legs/{OTHER}/aside"))
    assert stage.sent(f"/legs/{OTHER}/aside")[0]["until"] == "2026-04-14T03:06:00.000Z"
    kept = {**aside("A-034", "kk", "10.29", until="11.06"), "counter_id": ""}
    stage.push(101, "leg_set_aside", "10.46.26", leg_id=OTHER, aside=kept)
    expect(page.locator(".group").filter(has_text="Ditunda")).to_contain_text("kembali 11.06")


def test_service_and_class_of_somebody_who_waits_are_changed(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    stage.answers[f"POST /visits/{VISIT}/change"] = _done(100)
    _line(page).get_by_role("button", name="Jadikan prioritas").click()
    eventually(lambda: stage.sent(f"/visits/{VISIT}/change"))
    assert stage.sent(f"/visits/{VISIT}/change")[0]["priority_class"] == "priority"
    stage.push(101, "visit_changed", "10.46.26", leg_id=OTHER, service_id="kk", priority_class="priority")
    row = page.locator(".row").filter(has_text="034")
    expect(row).to_contain_text("Prioritas")
    _line(page).get_by_role("button", name="Ubah layanan").click()
    sheet = page.get_by_role("dialog", name="Ubah layanan A-034")
    sheet.get_by_role("button", name="Imigrasi").click()
    told = {**_done(100)[1], "reach": "part_today", "step": "paspor"}
    stage.answers[f"POST /visits/{VISIT}/change"] = (200, told)
    sheet.get_by_role("button", name="Ubah ke Paspor").click()
    expect(page.locator(".strip")).to_have_text("A-034: Layanan berikutnya tidak dapat dilayani hari ini.")
    eventually(lambda: len(stage.sent(f"/visits/{VISIT}/change")) == 2)
    assert stage.sent(f"/visits/{VISIT}/change")[1]["service_id"] == "paspor"
    stage.push(102, "visit_changed", "10.46.27", leg_id=OTHER, service_id="paspor", priority_class="regular")
    expect(row).to_have_count(0)


KIOSKS = [
    {"id": "kios-1", "name": "Kios pintu", "kind": "kiosk", "state": "ok", "detail": "Siap."},
    {
        "id": "kios-2",
        "name": "Kios parkir",
        "kind": "kiosk",
        "state": "fault",
        "detail": "Kertas tiket habis.",
    },
    {"id": "layar-1", "name": "Layar utama", "kind": "display", "state": "ok", "detail": ""},
]


def test_a_missing_ticket_is_printed_again_where_a_kiosk_can_or_marked(stage: Stage) -> None:
    page = stage.page
    stage.answers["GET /devices"] = (200, {"devices": KIOSKS})
    stage.answers[f"POST /visits/{VISIT}/copy"] = _done(100)
    stage.answers[f"POST /visits/{VISIT}/ticket"] = _done(100)
    stage.enter(snapshot(SERVING))
    stage.push(101, "ticket_marked", "10.46.26", visit_id=VISIT, unprinted=True)
    expect(page.locator(".row").filter(has_text="034")).to_contain_text("Tanpa tiket")
    _line(page).get_by_role("button", name="Tiket Tanpa tiket").click()
    sheet = page.get_by_role("dialog", name="Tiket A-034")
    expect(sheet).to_contain_text("belum memegang tiket")
    broken = sheet.get_by_role("button", name="Cetak salinan di Kios parkir Kertas tiket habis.")
    expect(broken).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="Cetak salinan di Kios pintu").click()
    eventually(lambda: stage.sent(f"/visits/{VISIT}/copy"))
    assert stage.sent(f"/visits/{VISIT}/copy")[0]["kiosk_id"] == "kios-1"
    expect(page.locator(".strip.ok")).to_have_text("Salinan A-034 dikirim ke Kios pintu.")
    stage.push(102, "ticket_marked", "10.46.27", visit_id=VISIT, unprinted=False, print_unsure=True)
    expect(page.locator(".row").filter(has_text="034")).to_contain_text("Tiket belum pasti")
    stage.push(103, "ticket_marked", "10.46.28", visit_id=VISIT, unprinted=False)
    expect(page.locator(".row").filter(has_text="034")).not_to_contain_text("Tiket belum pasti")
    _line(page).get_by_role("button", name="Tiket").click()
    page.get_by_role("button", name="Tiket tidak tercetak").click()
    eventually(lambda: stage.sent(f"/visits/{VISIT}/ticket"))
    assert stage.sent(f"/visits/{VISIT}/ticket")[0]["printed"] is False


def test_a_number_is_voided_after_a_question(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    _line(page).get_by_role("button", name="Batalkan nomor").click()
    sheet = page.get_by_role("dialog", name="Batalkan A-034")
    expect(sheet).to_contain_text("A-034 tidak dipanggil lagi hari ini.")
    stage.answers[f"POST /visits/{VISIT}/cancel"] = _done(102)
    sheet.locator(".go button").last.click()
    eventually(lambda: stage.sent(f"/visits/{VISIT}/cancel"))


def test_somebody_without_a_ticket_is_served_from_the_ready_desk(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot())
    page.get_by_role("button", name="Layani tanpa tiket").click()
    sheet = page.get_by_role("dialog", name="Layani tanpa tiket")
    go = sheet.locator(".go button").last
    expect(go).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="Akta Kelahiran").click()
    sheet.get_by_role("button", name="Prioritas alasan tidak ditanyakan").click()
    sheet.get_by_label("Berapa orang").fill("4")
    sheet.get_by_label("Nomor kertas").fill("17")
    stage.answers[f"POST {DESK}/serve"] = _done()
    go.click()
    eventually(lambda: stage.sent(f"{DESK}/serve"))
    body = stage.sent(f"{DESK}/serve")[0]
    assert {k: body[k] for k in ("service_id", "priority_class", "persons", "paper")} == {
        "service_id": "akta", "priority_class": "priority", "persons": 4, "paper": 17,
    }  # fmt: skip
    leg = at_counter("X-017", "akta", "serving", "10.46.26", started_at="10.46.26", persons=4)
    stage.push(101, "leg_taken", "10.46.26", counter_id="loket-3", leg=leg)
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    expect(page.locator(".service span").first).to_have_text("Akta Kelahiran, 4 orang")


def test_the_outcome_is_one_tap_at_the_end_also_without_a_link(stage: Stage) -> None:
    page = stage.page
    outcomes = [{"id": "done", "name": "Selesai lengkap"}, {"id": "papers", "name": "Berkas kurang"}]
    stage.enter(snapshot(SERVING, outcomes=outcomes))
    page.get_by_role("button", name="Selesai", exact=True).click()
    sheet = page.get_by_role("dialog", name="Selesai A-023")
    expect(sheet.locator(".times button")).to_have_count(3)
    stage.link(up=False, since="10.46")
    sheet.get_by_role("button", name="Berkas kurang").click()
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    stage.answers[f"POST {DESK}/finish"] = _done()
    stage.link(up=True)
    page.clock.set_fixed_time(NOW)
    eventually(lambda: stage.sent(f"{DESK}/finish"))
    assert stage.sent(f"{DESK}/finish")[0]["outcome"] == "papers"


def test_a_visitor_is_sent_to_a_colleague_alone_or_back_with_one_tap(stage: Stage) -> None:
    page = stage.page
    before = {"leg_id": LEG[:-1] + "0", "service_id": "kk", "state": "transferred", "counter_id": "loket-2"}
    here = {**before, "leg_id": LEG, "state": "serving", "counter_id": "loket-3"}
    visit = {"issued_at": at("09.58"), "channel": "kiosk", "legs": [before, here], "timeline": []}
    stage.answers[f"GET /visits/{LEG[:36]}"] = (200, visit)
    stage.answers[f"POST {DESK}/transfer"] = _done(100)
    stage.enter(snapshot(SERVING))
    page.get_by_role("button", name="Alihkan").click()
    sheet = page.get_by_role("dialog", name="Alihkan A-023")
    sheet.get_by_role("button", name="Disdukcapil").click()
    sheet.get_by_role("button", name="Kartu Keluarga, ubah data").click()
    go = sheet.locator(".go button").last
    expect(go).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="Loket 2 hanya loket ini yang memanggil").click()
    go.click()
    eventually(lambda: stage.sent(f"{DESK}/transfer"))
    body = stage.sent(f"{DESK}/transfer")[0]
    assert (body["service_id"], body["to_counter"]) == ("kk-ubah", "loket-2")
    page.get_by_role("button", name="Alihkan").click()
    page.get_by_role("button", name="Kembalikan ke Loket 2, pengirimnya").click()
    eventually(lambda: len(stage.sent(f"{DESK}/transfer")) == 2)
    assert stage.sent(f"{DESK}/transfer")[1]["back"] is True


def test_who_was_sent_to_this_counter_stands_in_its_line(stage: Stage) -> None:
    sent = {**aside("A-019", "kk", "10.01"), "counter_id": "", "bound": "loket-3"}
    elsewhere = {**aside("A-018", "kk", "10.00"), "counter_id": "", "bound": "loket-2"}
    stage.enter(snapshot(parked=[sent, elsewhere]))
    row = stage.page.locator(".row").filter(has_text="019")
    expect(row).to_contain_text("dikirim ke Loket 3")
    expect(stage.page.locator(".group").filter(has_text="Ditunda")).to_contain_text("018")
    row.click()
    expect(stage.page.get_by_role("dialog", name="Panggil A-019 sekarang")).to_be_visible()


def test_a_code_for_another_day_is_made_and_told(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    page.get_by_role("button", name="Tunda", exact=True).click()
    page.get_by_role("button", name="Ambil berkas di hari lain").click()
    sheet = page.get_by_role("dialog", name="Ambil berkas A-023")
    sheet.get_by_label("Hari pengambilan").fill("2026-04-17")
    right = {"code": "ACDE3467", "number": "A-023", "service_id": "kk-ubah", "valid_on": "2026-04-17"}
    stage.answers[f"POST {DESK}/collect"] = (200, right)
    sheet.get_by_role("button", name="Buat kode").click()
    eventually(lambda: stage.sent(f"{DESK}/collect"))
    assert stage.sent(f"{DESK}/collect")[0]["on"] == "2026-04-17"
    expect(page.get_by_text("Kode A-023 untuk Jumat, 17 April 2026: ACDE 3467.").first).to_be_visible()

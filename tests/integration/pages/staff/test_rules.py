"""The day's rules at the desk: why, aside, sent on, taken back, chosen, on a break."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from demo.driving.wait import eventually
from tests.support.pages.staff_stage import (
    NOW,
    RULES,
    WHY,
    Stage,
    aside,
    at,
    at_counter,
    leg_id,
    snapshot,
    waiting,
)

DESK = "/counters/loket-3"
SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
CALLED = at_counter("A-023", "kk-ubah", "called", "10.46.00")
LEG = leg_id("A-023")


def _done(seq: int = 101) -> tuple[int, dict[str, Any]]:
    return 200, {"day": "2026-04-14", "seq": seq}


def _button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def _row(page: Page, digits: str) -> Any:
    return page.locator(".row").filter(has_text=digits)


def test_the_reasons_of_the_next_number_open_and_close(stage: Stage) -> None:
    stage.enter(snapshot())
    fold = stage.page.get_by_role("button", name="Mengapa A-031?")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(stage.page.locator(".why li")).to_have_text(list(WHY))
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(stage.page.locator(".why li")).to_have_count(0)


def test_many_reasons_do_not_push_the_line_out_of_sight(stage: Stage) -> None:
    many = snapshot()
    many["data"]["next"]["loket-3"]["why"]["id"] = [f"A-00{n} datang lebih dulu." for n in range(1, 8)]
    stage.enter(many)
    expect(stage.page.locator(".why li")).to_have_count(4)
    stage.page.get_by_role("button", name="Tampilkan semua (7)").click()
    expect(stage.page.locator(".why li")).to_have_count(7)


def test_absence_waits_for_the_recall_and_the_time_that_the_hall_asks_for(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(CALLED, **RULES))
    miss = page.locator(".acts button").nth(1)
    expect(miss).to_have_text("Tidak hadirPanggil ulang 1 kali lagi")
    miss.dispatch_event("click")
    again = {"number": "A-023", "service_id": "kk-ubah", "agency_id": "disdukcapil", "called_at": at("10.46")}
    here = {"leg_id": LEG, "counter_id": "loket-3", "counter_number": 3}
    stage.push(
        101, "leg_recalled", "10.46.25", recalls=1, **here, **again
    )  # fmt: skip
    expect(miss).to_have_text("Tidak hadirTunggu 00:05")
    expect(miss).to_have_attribute("aria-disabled", "true")
    assert not stage.sent(f"{DESK}/miss")
    page.clock.set_fixed_time(NOW + timedelta(seconds=5))
    expect(miss).to_have_text("Tidak hadir")
    stage.answers[f"POST {DESK}/miss"] = _done(102)
    miss.click()
    eventually(lambda: stage.sent(f"{DESK}/miss"))


def _missed(stage: Stage) -> None:
    gone = aside("A-023", "kk-ubah", "09.58", missed_at="10.46.20")
    stage.push(101, "leg_missed", "10.46.20", leg_id=LEG, counter_id="loket-3", aside=gone)


def test_a_mistaken_absence_costs_one_tap(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING, **RULES))
    _missed(stage)
    expect(page.locator(".last")).to_have_text("A-023 tidak hadir 10.46.Batalkan")
    stage.answers[f"POST {DESK}/undo"] = _done(102)
    _button(page, "Batalkan").click()
    eventually(lambda: stage.sent(f"{DESK}/undo"))
    assert stage.sent(f"{DESK}/undo")[0].keys() == {"request_id"}
    stage.push(102, "step_undone", "10.46.25", counter_id="loket-3", leg=SERVING, removed_leg_id=None)
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    expect(page.get_by_role("heading", name="Tidak hadir")).to_have_count(0)


def test_a_wrong_call_costs_one_tap_until_the_visitor_has_come(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(**RULES))
    call = {
        "leg_id": LEG, "number": "A-023", "service_id": "kk-ubah", "agency_id": "dukcapil",
        "counter_id": "loket-3", "counter_number": 3, "called_at": "2026-04-14T02:46:20Z", "recalls": 0,
    }  # fmt: skip
    stage.push(101, "leg_called", "10.46.20", **call)
    stage.answers[f"POST {DESK}/undo"] = _done(102)
    _button(page, "Batalkan").click()
    eventually(lambda: stage.sent(f"{DESK}/undo"))
    stage.push(102, "leg_started", "10.46.30", leg_id=LEG, counter_id="loket-3", presumed=False)
    expect(_button(page, "Batalkan")).to_have_count(0)


def test_a_counter_with_a_label_is_called_by_it(stage: Stage) -> None:
    labelled = snapshot(**RULES)
    for counter in labelled["data"]["counters"]:
        counter["label"] = "Z1-01" if counter["id"] == "loket-3" else ""
    stage.enter(labelled)
    expect(stage.page.locator(".desk")).to_have_text("Loket Z1-01")


def test_a_step_can_be_taken_back_only_for_a_while(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING, **RULES))
    stage.push(101, "leg_finished", "10.46.20", leg_id=LEG, counter_id="loket-3")
    expect(_button(page, "Kembalikan A-023")).to_be_visible()
    page.clock.set_fixed_time(NOW + timedelta(seconds=26))
    expect(_button(page, "Kembalikan A-023")).to_have_count(0)
    expect(page.locator(".last")).to_have_text("A-023 selesai 10.46, dilayani 4 menit.")


def test_a_number_is_put_aside_with_a_time_and_brought_back(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING, **RULES))
    _button(page, "Tunda").click()
    expect(page.get_by_role("dialog", name="Tunda A-023")).to_be_visible()
    stage.answers[f"POST {DESK}/park"] = _done()
    page.get_by_role("button", name="5 menit kembali 10.51", exact=True).click()
    eventually(lambda: stage.sent(f"{DESK}/park"))
    body = stage.sent(f"{DESK}/park")[0]
    assert (body["leg_id"], body["until"]) == (LEG, "2026-04-14T02:51:00.000Z")
    parked = aside("A-023", "kk-ubah", "09.58", until="10.51")
    stage.push(101, "leg_parked", "10.46.20", leg_id=LEG, counter_id="loket-3", aside=parked)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".last")).to_have_text("A-023 ditunda 10.46.Batalkan")
    expect(page.locator(".group").filter(has_text="Ditunda")).to_contain_text("kembali 10.51")
    stage.answers[f"POST /legs/{LEG}/return"] = _done(102)
    _row(page, "023").click()
    eventually(lambda: stage.sent(f"/legs/{LEG}/return"))
    stage.push(102, "leg_returned", "10.46.25", **waiting("A-023", "kk-ubah", "09.58"))
    expect(page.get_by_role("heading", name="Ditunda")).to_have_count(0)
    expect(page.get_by_role("button", name="Batalkan")).to_have_count(0)


def test_a_visitor_is_sent_on_under_the_same_number(stage: Stage) -> None:
    page = stage.page
    visit = {"issued_at": at("09.58"), "channel": "kiosk", "legs": [], "timeline": []}
    stage.answers[f"GET /visits/{LEG[:36]}"] = (200, visit)
    told = {"service_id": "paspor", "expected_from": at("10.56.25"), "expected_until": at("11.01.25")}
    stage.answers["GET /estimates/next"] = (200, {"services": [told]})
    open_there = snapshot(SERVING, line=(("F-001", "paspor", "10.00"),), **RULES)
    open_there["data"]["counters"][3]["status"] = "open"
    stage.enter(open_there)
    _button(page, "Alihkan").click()
    sheet = page.get_by_role("dialog", name="Alihkan A-023")
    expect(sheet).to_contain_text("Nomor tidak berubah. Waktu datang 09.58 tetap dihitung.")
    go = sheet.locator(".go button").last
    expect(go).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="Imigrasi 1 menunggu").click()
    expect(sheet.get_by_role("button", name="Paspor")).to_have_attribute("aria-pressed", "true")
    expect(sheet.get_by_role("button", name="Paspor")).to_contain_text("1 menunggu, ± 10–15 menit")
    expect(sheet.locator(".kept")).to_contain_text("Perkiraan dipanggil 10.56–11.01.")
    sheet.get_by_role("button", name="Perlu ubah data").click()
    stage.answers[f"POST {DESK}/transfer"] = _done()
    sheet.get_by_role("button", name="Alihkan ke Imigrasi").click()
    eventually(lambda: stage.sent(f"{DESK}/transfer"))
    body = stage.sent(f"{DESK}/transfer")[0]
    assert (body["leg_id"], body["service_id"], body["reason"]) == (LEG, "paspor", "data_change")
    waits = {**waiting("A-023", "paspor", "09.58"), "leg_id": LEG[:-1] + "2"}
    stage.push(101, "leg_transferred", "10.46.20", leg_id=LEG, counter_id="loket-3", waits=waits)
    expect(page.locator(".last")).to_have_text("A-023 dialihkan 10.46.Batalkan")


def test_what_is_full_today_cannot_be_chosen(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING, full=["paspor"]))
    _button(page, "Alihkan").click()
    full = page.get_by_role("button", name="Imigrasi Kuota habis")
    expect(full).to_have_attribute("aria-disabled", "true")
    stage.tell("onQueues", {"waiting": {}, "next": {}, "full": ["akta"]})
    page.get_by_role("button", name="Disdukcapil").click()
    akta = page.get_by_role("button", name="Akta Kelahiran Kuota habis")
    expect(akta).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Imigrasi 0 menunggu").click()
    expect(page.get_by_role("button", name="Paspor")).to_have_attribute("aria-pressed", "true")


def test_a_full_quota_is_said_and_the_visitor_stays(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    refusal: tuple[int, dict[str, Any]] = (409, {"code": "quota_full", "title": "Kuota habis"})
    stage.answers[f"POST {DESK}/transfer"] = refusal
    stage.answers["GET /state"] = (200, snapshot(SERVING))
    _button(page, "Alihkan").click()
    page.get_by_role("button", name="Imigrasi").click()
    page.get_by_role("button", name="Alihkan ke Imigrasi").click()
    expect(page.get_by_role("alert")).to_contain_text("Kuota layanan tujuan habis hari ini.")
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()


def too_late(stage: Stage) -> None:
    """The visitor in hand is to be sent where it has closed."""
    page = stage.page
    stage.enter(snapshot(SERVING))
    params = {"next_day": "2026-04-15", "next_time": "08:00", "service_id": "paspor"}
    stage.answers[f"POST {DESK}/transfer"] = (
        409,
        {"code": "closed_now", "title": "Sudah tutup", "params": params},
    )
    _button(page, "Alihkan").click()
    page.get_by_role("button", name="Imigrasi").click()
    page.get_by_role("button", name="Alihkan ke Imigrasi").click()
    expect(page.get_by_role("dialog", name="Paspor sudah tutup hari ini")).to_be_visible()


def test_a_visitor_is_sent_where_it_closes_only_with_a_reason(stage: Stage) -> None:
    page = stage.page
    too_late(stage)
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Dibuka lagi Rabu, 15 April 2026 pukul 08.00.")
    go = sheet.locator(".go button").last
    expect(go).to_have_attribute("aria-disabled", "true")
    stage.answers[f"POST {DESK}/transfer"] = _done()
    sheet.get_by_role("button", name="Permintaan pengelola").click()
    go.click()
    eventually(lambda: len(stage.sent(f"{DESK}/transfer")) == 2)
    body = stage.sent(f"{DESK}/transfer")[1]
    assert (body["service_id"], body["reason"], body["leg_id"]) == ("paspor", "manager_request", LEG)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_chosen_number_is_called_only_with_a_reason(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    _row(page, "034").click()
    sheet = page.get_by_role("dialog", name="Panggil A-034 sekarang")
    expect(sheet).to_contain_text("A-023 diselesaikan dahulu.")
    go = sheet.locator(".go button").last
    expect(go).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="Keadaan darurat").click()
    stage.answers[f"POST {DESK}/call-chosen"] = _done()
    go.click()
    eventually(lambda: stage.sent(f"{DESK}/call-chosen"))
    body = stage.sent(f"{DESK}/call-chosen")[0]
    asked = (body["finishes"], body["leg_id"], body["reason"])
    assert asked == (LEG, leg_id("A-034"), "emergency")


def test_nobody_is_chosen_over_one_who_is_called_and_not_yet_there(stage: Stage) -> None:
    stage.enter(snapshot(CALLED))
    _row(stage.page, "034").click()
    sheet = stage.page.get_by_role("dialog", name="A-034, menunggu")
    expect(sheet).to_contain_text("Tekan Hadir atau Tidak hadir untuk A-023 dahulu.")
    expect(sheet.get_by_role("button", name="Keadaan darurat")).to_have_count(0)


def test_who_was_missed_reports_back(stage: Stage) -> None:
    page = stage.page
    missed = [aside(f"A-01{n}", "kk", "09.20", missed_at=f"10.1{n}") for n in range(5)]
    elsewhere = aside("F-001", "paspor", "09.20", missed_at="10.30")
    stage.enter(snapshot(missed=[*missed, elsewhere], **RULES))
    group = page.locator(".group").filter(has_text="Tidak hadir")
    expect(group.locator("li")).to_have_count(3)
    expect(group.locator("li").first).to_contain_text("10.14")
    page.get_by_role("button", name="Tampilkan 2 lagi (sisa 2)").click()
    expect(group.locator("li")).to_have_count(5)
    path = f"/legs/{leg_id('A-010')}/reinstate"
    stage.answers[f"POST {path}"] = _done()
    page.get_by_role("button", name="Antrekan lagi A-010").click()
    eventually(lambda: stage.sent(path))
    expect(page.locator("#said")).to_have_text("A-010 kembali mengantre.")
    stage.push(
        101, "leg_reinstated", "10.46.25", **waiting("A-010", "kk", "09.20"), counter_id="loket-3"
    )  # fmt: skip
    expect(group.locator("li")).to_have_count(4)
    expect(page.locator(".group").filter(has_text="Kartu Keluarga").locator("li").first).to_contain_text(
        "010"
    )


def test_a_break_has_a_reason_and_a_time(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot())
    switch = page.get_by_role("switch", name="Istirahat")
    expect(switch).to_have_attribute("aria-checked", "false")
    switch.click()
    sheet = page.get_by_role("dialog", name="Istirahat")
    sheet.get_by_role("button", name="Salat").click()
    sheet.get_by_role("button", name="30 menit 11.16").click()
    stage.answers[f"POST {DESK}/pause"] = _done()
    sheet.get_by_role("button", name="Istirahat sampai 11.16").click()
    eventually(lambda: stage.sent(f"{DESK}/pause"))
    body = stage.sent(f"{DESK}/pause")[0]
    assert (body["reason"], body["until"]) == ("prayer", "2026-04-14T03:16:00.000Z")
    stage.push(
        101, "counter_paused", "10.46", counter_id="loket-3", status="paused", until=at("11.16"),
        holder="staff:rahma", reason="prayer",
    )  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_have_text("Loket sedang istirahat: salat")
    expect(page.locator(".last")).to_have_text("Buka kembali pukul 11.16, 29 menit lagi.")
    page.clock.set_fixed_time(NOW + timedelta(minutes=40))
    expect(page.locator(".last")).to_have_text("Seharusnya sudah buka pukul 11.16 (lewat 10 menit).")
    expect(switch).to_have_attribute("aria-checked", "true")
    stage.answers[f"POST {DESK}/resume"] = _done(102)
    switch.click()
    eventually(lambda: stage.sent(f"{DESK}/resume"))
    stage.push(
        102, "counter_resumed", "11.26", counter_id="loket-3", status="open", until=None, holder="staff:rahma"
    )  # fmt: skip
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()


def test_a_break_waits_for_the_visitor_in_hand(stage: Stage) -> None:
    stage.enter(snapshot(SERVING))
    stage.page.get_by_role("switch", name="Istirahat").click()
    expect(stage.page.get_by_role("alert")).to_have_text("Selesaikan A-023 dahulu, lalu istirahat.")


def test_the_way_of_a_visitor_is_shown_with_counters_and_minutes(stage: Stage) -> None:
    here = {"leg_id": "x.1", "service_id": "kk", "counter_id": "loket-1"}
    steps = [
        ("09.58", {"type": "visit_issued", "leg_id": "x.1", "service_id": "kk"}),
        ("10.13", {**here, "type": "leg_called"}),
        ("10.14", {**here, "type": "leg_started"}),
        ("10.15", {**here, "type": "leg_finished"}),
        ("10.15", {**here, "type": "step_undone"}),
        ("10.19", {**here, "type": "leg_transferred", "next_service_id": "kk-ubah"}),
        ("10.42", {"type": "leg_called", "leg_id": LEG, "counter_id": "loket-3"}),
    ]
    timeline = [{"seq": n, "at": at(clock), **step} for n, (clock, step) in enumerate(steps)]
    visit = {"issued_at": at("09.58"), "channel": "kiosk", "legs": [], "timeline": timeline}
    stage.answers[f"GET /visits/{LEG[:36]}"] = (200, visit)
    stage.enter(snapshot(SERVING))
    expect(stage.page.locator(".steps li")).to_have_text([
        "09.58Ambil nomor di kios",
        "10.14Loket 1, dilayani 5 menit",
        "10.19Dialihkan ke Kartu Keluarga, ubah data",
        "10.42Loket 3, hadir",
    ])  # fmt: skip


def test_priority_is_told_by_a_word_and_a_shape_and_no_reason(stage: Stage) -> None:
    stage.enter(snapshot(line=(("A-031", "akta", "10.23"), ("A-032", "akta", "10.24", "priority"))))
    tag = _row(stage.page, "032").locator(".tag")
    expect(tag).to_have_text("Prioritas")
    expect(tag.locator("use")).to_have_attribute("href", "#i-first")
    expect(stage.page.locator(".tag")).to_have_count(1)


def test_a_sheet_keeps_the_keyboard_and_gives_it_back(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    opener = _button(page, "Alihkan")
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    focused = "() => Boolean(document.activeElement.closest('dialog'))"
    assert page.evaluate(focused)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_sheet_goes_when_what_it_is_about_has_moved_on(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    _button(page, "Tunda").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    stage.link(up=False, since="10.46")
    expect(page.get_by_role("dialog")).to_contain_text("Menunggu sambungan")
    page.get_by_role("button", name="Belum tahu kapan").dispatch_event("click")
    stage.link(up=True)
    stage.push(101, "leg_finished", "10.46.20", leg_id=LEG, counter_id="loket-3")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not stage.sent(f"{DESK}/park")


def test_the_last_counter_is_asked_what_becomes_of_those_who_wait(stage: Stage) -> None:
    page, path = stage.page, f"POST {DESK}/close"
    only = snapshot(line=(("A-031", "kk-ubah", "10.23"),))
    only["data"]["counters"][1]["status"] = "closed"
    stage.enter(only)
    stage.answers["GET /state"] = (200, only)
    alone = {"services": ["kk-ubah"], "waiting": 1}
    stage.answers[path] = (409, {"code": "last_counter", "title": "Masih ada", "params": alone})
    page.get_by_role("button", name="N. Rahmawati").click()
    _button(page, "Tutup loket").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("listitem")).to_have_text("Kartu Keluarga, ubah data: 1 menunggu")
    go = sheet.get_by_role("button", name="Tutup loket", exact=True)
    expect(go).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="Hentikan nomor baru").click()
    stage.answers[path] = _done()
    go.click()
    eventually(lambda: [body.get("waiting") for body in stage.sent(f"{DESK}/close")] == [None, "stop"])

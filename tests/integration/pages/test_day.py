"""The manager's page of the day: numbers stopped and going on, closing in two steps, counters freed."""

from __future__ import annotations

from playwright.sync_api import expect

from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.day_stage import SUPERVISOR, DayStage, day_clock, stopped
from tests.support.pages.staff_stage import at, leg_id, snapshot

DONE = (200, {"day": "2026-04-14", "seq": 101, "stopped": []})


def _stopped_hall() -> dict[str, object]:
    return snapshot(stopped=[stopped("hall", "closing", "10.40")], seq=102)


def test_closing_is_two_steps_says_whom_it_touches_and_is_taken_back(day_stage: DayStage) -> None:
    page, stage = day_stage.page, day_stage.stage
    page.set_viewport_size({"width": 360, "height": 740})
    day_stage.enter(snapshot())
    assert_accessible(page)
    assert_fits(page)
    second = page.get_by_role("button", name="Lihat siapa yang terkena")
    expect(second).to_have_attribute("aria-disabled", "true")
    day_stage.answers["POST /numbers/stop"] = DONE
    page.get_by_role("button", name="Hentikan nomor seluruh balai").click()
    eventually(lambda: stage.sent("/numbers/stop"))
    told = {"scope": "hall", "reason": "closing", "until": None}
    assert {key: stage.sent("/numbers/stop")[0][key] for key in told} == told
    day_stage.know(stopped=True, waiting=["A-031", "A-033"], in_hand=["A-023"])
    stage.tell("onSnapshot", _stopped_hall())
    second.click()
    sheet = page.get_by_role("dialog", name="Akhiri antrean")
    expect(sheet).to_contain_text("2 nomor berhenti menunggu.")
    expect(sheet.locator(".numbers").first).to_have_text("A-031, A-033")
    expect(sheet.locator(".numbers").last).to_have_text("A-023")
    day_stage.answers["POST /day/close"] = (200, {"unserved": [{}, {}], "day": "2026-04-14", "seq": 104})
    day_stage.know(stopped=True, ended=["A-031", "A-033"])
    sheet.get_by_role("button", name="Akhiri antrean (2)").click()
    expect(page.locator(".strip.ok")).to_have_text("Antrean diakhiri: 2 nomor mendapat hak antre.")
    page.get_by_role("button", name="Batalkan penutupan (2 menunggu lagi)").click()
    sheet = page.get_by_role("dialog", name="Batalkan penutupan")
    expect(sheet).to_contain_text("Kode hak antre yang sudah dicetak untuk mereka tidak berlaku lagi.")
    day_stage.answers["POST /day/reopen"] = (
        200,
        {"waiting": ["A-031", "A-033"], "day": "2026-04-14", "seq": 106},
    )
    sheet.locator(".go button").last.click()
    eventually(lambda: stage.sent("/day/reopen"))


def test_numbers_of_a_part_of_the_hall_are_stopped_with_reason_and_time_and_go_on(
    day_stage: DayStage,
) -> None:
    page, stage = day_stage.page, day_stage.stage
    rows = [
        stopped("service:paspor", "technical", "10.40", "11.00"),
        stopped("kiosk:kios-1", "other", "10.41"),
    ]
    day_stage.enter(snapshot(stopped=rows))
    listed = page.locator(".stopped li")
    expect(listed.nth(0)).to_contain_text("Paspor")
    expect(listed.nth(0)).to_contain_text("Dihentikan sejak 10.40, dibuka lagi pukul 11.00. Gangguan teknis.")
    expect(listed.nth(1)).to_contain_text("Kios pintu")
    day_stage.answers["POST /numbers/go-on"] = day_stage.answers["POST /numbers/stop"] = DONE
    listed.nth(0).get_by_role("button", name="Buka lagi").click()
    eventually(lambda: stage.sent("/numbers/go-on"))
    assert stage.sent("/numbers/go-on")[0]["scope"] == "service:paspor"
    page.get_by_role("button", name="Hentikan nomor", exact=True).click()
    sheet = page.get_by_role("dialog", name="Hentikan nomor")
    sheet.get_by_role("button", name="Satu instansi").click()
    go = sheet.locator(".go button").last
    expect(go).to_have_attribute("aria-disabled", "true")
    sheet.get_by_role("button", name="Imigrasi").click()
    sheet.get_by_role("button", name="Sudah penuh").click()
    sheet.get_by_role("button", name="30 menit dibuka lagi 11.16").click()
    go.click()
    eventually(lambda: stage.sent("/numbers/stop"))
    body = stage.sent("/numbers/stop")[0]
    assert (body["scope"], body["reason"], body["until"]) == (
        "agency:imigrasi", "full", "2026-04-14T03:16:00.000Z",
    )  # fmt: skip


def test_a_counter_whose_holder_is_gone_is_seen_and_freed(day_stage: DayStage) -> None:
    page, stage = day_stage.page, day_stage.stage
    day_stage.enter(snapshot())
    rows = page.locator(".counters li")
    expect(rows.nth(0)).to_contain_text("N. Rahmawati, sejak 08.01")
    expect(rows.nth(0)).to_contain_text("Melayani A-023")
    expect(rows.nth(1)).to_contain_text("Seharusnya sudah buka pukul 10.30 (Istirahat)")
    expect(rows.nth(1)).to_contain_text("Tablet tidak terhubung sejak 10.31")
    expect(rows.nth(2).get_by_role("button")).to_have_count(0)
    rows.nth(0).get_by_role("button", name="Bebaskan").click()
    sheet = page.get_by_role("dialog", name="Bebaskan Loket 1")
    expect(sheet).to_contain_text("A-023 masih di loket ini")
    day_stage.answers["POST /counters/loket-1/release"] = (200, {"day": "2026-04-14", "seq": 101})
    sheet.locator(".go button").last.click()
    eventually(lambda: stage.sent("/counters/loket-1/release"))


def test_a_supervisor_reaches_the_own_agency_and_a_lost_link_rests_the_buttons(day_stage: DayStage) -> None:
    page = day_stage.page
    day_stage.enter(snapshot(), SUPERVISOR)
    expect(page.get_by_role("heading", name="Menutup antrean")).to_have_count(0)
    page.get_by_role("button", name="Hentikan nomor").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Seluruh balai")).to_have_count(0)
    expect(sheet.get_by_role("button", name="Imigrasi")).to_have_count(0)
    page.keyboard.press("Escape")
    day_stage.stage.link(up=False, since="10.45")
    expect(page.locator(".strip.warn")).to_contain_text("Sambungan terputus sejak 10.45.")
    expect(page.get_by_role("button", name="Hentikan nomor")).to_have_attribute("aria-disabled", "true")


def test_staff_are_sent_to_their_own_page(day_stage: DayStage) -> None:
    page = day_stage.page
    day_stage.answers["GET /session"] = (
        200,
        {"account": {**SUPERVISOR, "pages": ["staff"]}, "counter_id": None},
    )
    page.goto(f"{day_stage.stage.url}/day")
    expect(page.get_by_role("link", name="Ke halaman petugas")).to_be_visible()


def test_a_manager_finds_a_number_and_puts_its_record_right(day_stage: DayStage) -> None:
    page, stage = day_stage.page, day_stage.stage
    leg = {"leg_id": leg_id("A-019"), "service_id": "kk", "state": "missed", "counter_id": "loket-3"}
    times = {"called_at": at("10.05"), "started_at": None, "ended_at": at("10.09.30"), "ended_seq": 44}
    visit = {
        "visit_id": leg_id("A-019")[:36],
        "number": "A-019",
        "issued_at": at("10.02"),
        "channel": "kiosk",
    }
    told = {**visit, "legs": [{**leg, **times, "outcome": None}], "plan": [], "timeline": []}
    day_stage.answers["GET /visits"] = (200, told)
    day_stage.answers[f"POST /visits/{visit['visit_id']}/correct"] = (200, {"day": "2026-04-14", "seq": 101})
    outcomes = [{"id": "done", "name": "Selesai lengkap", "name_en": ""}]
    day_stage.enter(snapshot(outcomes=outcomes))
    page.get_by_role("button", name="Cari nomor, perbaiki catatan").click()
    page.get_by_label("Nomor, misalnya").fill("a19")
    page.get_by_role("button", name="Cari", exact=True).click()
    page.get_by_role("button", name="Perbaiki catatan Kartu Keluarga").click()
    sheet = page.get_by_role("dialog", name="Perbaiki catatan A-019")
    expect(sheet.get_by_label("Selesai")).to_have_value("10.09")
    sheet.get_by_role("button", name="Selesai", exact=True).click()
    sheet.get_by_role("button", name="Selesai lengkap").click()
    sheet.get_by_label("Mulai dilayani").fill("10.06")
    sheet.get_by_role("button", name="Simpan perbaikan").click()
    eventually(lambda: stage.sent(f"/visits/{visit['visit_id']}/correct"))
    body = stage.sent(f"/visits/{visit['visit_id']}/correct")[0]
    assert {key: value for key, value in body.items() if key != "request_id"} == {
        "leg_id": leg["leg_id"], "corrects": 44, "state": "finished", "service_id": None, "outcome": "done",
        "started_at": "2026-04-14T02:06:00.000Z", "ended_at": None,
    }  # fmt: skip
    expect(page.locator(".strip.ok")).to_have_text("Catatan A-019 diperbaiki.")


def test_settings_that_wait_are_seen_and_can_be_taken_back(day_stage: DayStage) -> None:
    page, stage = day_stage.page, day_stage.stage
    waiting = {"on": "2026-04-15", "since": at("10.30"), "by": "staff:kepala", "in_use": ["paspor"]}
    day_stage.answers["GET /hall/change"] = (200, {"waiting": waiting, "day": "2026-04-14", "seq": 100})
    day_stage.enter(snapshot())
    block = page.locator(".block").filter(has_text="Pengaturan menunggu")
    expect(block).to_contain_text("Berlaku Rabu, 15 April 2026")
    expect(block).to_contain_text("Hari ini masih memerlukan: Paspor.")
    block.get_by_role("button", name="Tarik kembali pengaturan").click()
    day_stage.answers["POST /hall/change/withdraw"] = (
        200,
        {"waiting": None, "day": "2026-04-14", "seq": 101},
    )
    page.get_by_role("dialog").locator(".go button").last.click()
    eventually(lambda: stage.sent("/hall/change/withdraw"))


def test_a_hub_that_doubts_its_clock_is_told_the_date_by_a_person(day_stage: DayStage) -> None:
    page, stage = day_stage.page, day_stage.stage
    doubt = {"code": "clock_unconfirmed", "title": "Jam server balai belum dipastikan.", "status": 503}
    day_stage.answers["POST /numbers/stop"] = (503, doubt)
    day_stage.answers["GET /time"] = (200, {"now": at("10.46"), "day": "2026-04-13"})
    day_stage.answers["POST /day/confirm"] = (200, {"now": at("10.46"), "day": "2026-04-14"})
    day_stage.enter(snapshot())
    page.get_by_role("button", name="Hentikan nomor seluruh balai").click()
    sheet = page.get_by_role("dialog", name="Tanggal server")
    expect(sheet).to_contain_text("Server menunjukkan Selasa, 14 April 2026, pukul 10.46.")
    sheet.get_by_role("button", name="Benar, pastikan").click()
    eventually(lambda: stage.sent("/day/confirm"))
    assert stage.sent("/day/confirm")[0]["date"] == "2026-04-14"
    assert len(stage.sent("/numbers/stop")) == 1, "an answer, so it is not asked again and again"


def test_a_doubted_clock_is_told_before_anybody_is_refused(day_stage: DayStage) -> None:
    page = day_stage.page
    day_stage.answers["GET /day/clock"] = (200, day_clock(believed=False))
    day_stage.answers["GET /time"] = (200, {"now": at("10.46"), "day": "2026-04-13"})
    day_stage.enter(snapshot())
    expect(page.locator(".doubt")).to_contain_text("Kios dan petugas belum dapat mengubah apa pun.")
    page.get_by_role("button", name="Periksa tanggal").click()
    expect(page.get_by_role("dialog", name="Tanggal server")).to_be_visible()
    assert_accessible(page)


def test_a_wrong_day_is_taken_back_by_who_was_told_whom_it_touches(day_stage: DayStage) -> None:
    page, stage = day_stage.page, day_stage.stage
    page.set_viewport_size({"width": 360, "height": 740})
    numbers = [f"A-{n:03}" for n in range(1, 4)]
    ahead = (200, day_clock(numbers=numbers, bookings=1, count=4))
    day_stage.answers["GET /day/clock"] = ahead
    day_stage.enter(snapshot())
    wrong = page.locator(".wrong-day")
    expect(wrong).to_contain_text(
        "hari Selasa, 14 April 2026, padahal jam server menunjukkan Senin, 13 April"
    )
    assert_accessible(page)
    assert_fits(page)
    wrong.get_by_role("button", name="Lihat yang akan hilang").click()
    sheet = page.get_by_role("dialog", name="Batalkan hari Selasa, 14 April 2026")
    expect(sheet.locator(".numbers")).to_have_text("A-001, A-002, A-003")
    expect(sheet).to_contain_text("1 janji temu yang dibuat atau dibatalkan")
    assert_fits(page)
    day_stage.answers["POST /day/void"] = (200, {"day": "2026-04-13", "seq": 7})
    day_stage.answers["GET /day/clock"] = (200, day_clock())
    sheet.get_by_role("button", name="Batalkan, 4 hilang").click()
    eventually(lambda: stage.sent("/day/void"))
    assert {key: stage.sent("/day/void")[0][key] for key in ("date", "losing")} == {
        "date": "2026-04-14", "losing": 4,
    }  # fmt: skip
    expect(page.locator(".strip.ok")).to_contain_text("Balai melanjutkan Senin, 13 April 2026.")
    expect(wrong).to_have_count(0)

"""The hall at a glance on the page of the day: agencies against their standard, what needs action."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.day_stage import MANAGER, SUPERVISOR, DayStage, figures, overview, row
from tests.support.pages.staff_stage import at, at_counter, snapshot

SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
LINE = (
    ("A-031", "akta", "09.58"),
    ("A-032", "kk", "10.20"),
    ("F-001", "paspor", "10.20"),
    ("F-002", "paspor", "10.25"),
)


def _tasks(page: Page) -> Any:
    return page.locator(".rail li b")


def test_each_agency_stands_against_its_standard_and_what_is_pressing_comes_first(
    day_stage: DayStage,
) -> None:
    page, stage = day_stage.page, day_stage.stage
    hall = snapshot(SERVING, line=LINE, full=["kk"])
    hall["data"]["counters"][1]["status"] = "closed"
    day_stage.enter(hall)
    rows = page.locator(".agency-row")
    expect(rows.nth(0)).to_have_text(
        "ADisdukcapilLoket 33A-0234 menitN. Rahmawati2 menunggu48 menitlewat 18 menit"
    )
    expect(rows.nth(1)).to_have_text("FImigrasiTidak ada loket terbuka2 menunggu26 menitmendekati 30")
    expect(_tasks(page)).to_have_text(
        [
            "Imigrasi tanpa loket",
            "Disdukcapil melewati standar",
            "Loket 2 tidak terhubung",
            "Kuota Disdukcapil habis",
        ]
    )
    expect(page.locator(".rail")).to_contain_text(
        "Terlama 48 menit, standar 30. 2 orang menunggu di 1 loket."
    )
    assert_accessible(page)
    page.get_by_role("button", name="Hentikan nomor Disdukcapil").click()
    sheet = page.get_by_role("dialog", name="Hentikan nomor")
    expect(sheet).to_contain_text("Yang sudah memegang nomor tetap dilayani.")
    done = {"day": "2026-04-14", "seq": 101, "stopped": []}
    day_stage.answers["POST /numbers/stop"] = (200, done)
    sheet.get_by_role("button", name="Hentikan: Disdukcapil").click()
    eventually(lambda: stage.sent("/numbers/stop"))
    assert stage.sent("/numbers/stop")[0]["scope"] == "agency:disdukcapil"
    page.locator(".rail").get_by_role("button", name="Bebaskan").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 360, "height": 740})
    assert_fits(page)
    top = "(e) => e.getBoundingClientRect().top"
    assert page.locator(".rail").evaluate(top) < page.locator(".agencies").evaluate(top)


def test_three_counters_of_an_agency_say_who_sits_where_and_for_how_long(day_stage: DayStage) -> None:
    page = day_stage.page
    hall = snapshot(SERVING, line=LINE)
    for n, one in enumerate(hall["data"]["counters"][:3]):
        one.update(agency_id="disdukcapil", status="open", holder=f"staff:p{n}")
    names = [{"id": f"p{n}", "display_name": f"Petugas Disdukcapil {n + 1}"} for n in range(3)]
    day_stage.answers["GET /accounts"] = (200, {"accounts": names})
    day_stage.enter(hall)
    page.set_viewport_size({"width": 1440, "height": 900})
    who = page.locator(".agency-row").first.locator(".cell .what > small")
    expect(who).to_have_text(["P. D. 1", "P. D. 2", "P. D. 3"])
    assert who.evaluate_all("(all) => all.filter((one) => one.scrollWidth > one.clientWidth)") == []
    expect(page.locator(".cell .now small")).to_have_text(["4 menit"])


def test_a_calm_hall_needs_nothing_and_closing_is_seen_in_time(day_stage: DayStage) -> None:
    page, stage = day_stage.page, day_stage.stage
    calm = snapshot(line=(("A-031", "akta", "10.40"),))
    day_stage.know(roster=())
    day_stage.enter(calm)
    expect(page.get_by_text("Tidak ada yang perlu tindakan")).to_be_visible()
    late = snapshot(line=(("A-031", "akta", "10.40"),), seq=101, desk={"hours": [[at("08.00"), at("11.00")]]})
    stage.tell("onSnapshot", late)
    expect(_tasks(page)).to_have_text(["Disdukcapil tutup pukul 11.00"])


def test_a_desk_that_is_open_and_calls_nobody_is_told_after_five_minutes(day_stage: DayStage) -> None:
    page = day_stage.page
    open_desk = {"status": "open", "since": "08.00", "connected": True}
    day_stage.know(
        roster=(
            row(1, holder="staff:rahma", passes_since="10.40", **open_desk),
            row(2, holder="staff:budi", passes_since="10.43", **open_desk),
        )
    )
    day_stage.enter(snapshot(line=(("A-031", "akta", "10.40"),)))
    expect(_tasks(page)).to_have_text(["Loket 1 tidak memanggil"])
    expect(page.locator(".rail")).to_contain_text("N. Rahmawati: terbuka dan kosong sejak pukul 10.40")
    expect(page.locator(".rail").get_by_role("button", name="Bebaskan")).to_be_visible()


def test_a_supervisor_sees_the_own_agency_and_who_was_left_unserved(day_stage: DayStage) -> None:
    page = day_stage.page
    day_stage.enter(snapshot(line=LINE), account=SUPERVISOR)
    expect(page.locator(".agency-row .name")).to_have_text(["Disdukcapil"])
    right = {"code": "AB12CD34", "number": "A-007", "service_id": "akta", "valid_on": None}
    told = {"day": "2026-04-14", "unserved": [right], "carried": []}
    day_stage.answers["GET /vouchers"] = (200, told)
    page.get_by_role("button", name="Belum terlayani").click()
    expect(page.get_by_role("dialog").locator(".right")).to_contain_text("AB12 CD34")


def test_whom_the_hall_will_not_reach_and_what_a_device_lacks_have_their_help_beside_them(
    day_stage: DayStage,
) -> None:
    page, stage = day_stage.page, day_stage.stage
    outlook = {"agency_id": "disdukcapil", "figures": figures(given=9, served=4), "unreached": 2}
    wall: dict[str, Any] = {
        "id": "layar-1", "name": "Layar Ruang B", "kind": "display", "seen_at": at("10.21"), "state": "ok",
        "detail": "", "software": "1", "day": None, "seq": None, "counts": {},
    }  # fmt: skip
    told = overview((), agencies=[{**outlook, "unlikely": ["A-031"]}], devices=[wall])
    day_stage.answers["GET /overview"] = (200, told)
    more = ["announcements.make", "quota.raise", "technician.call"]
    hall = snapshot(line=(("A-031", "akta", "10.40"),))
    hall["data"]["counters"][2]["status"] = "paused"
    day_stage.enter(hall, account={**MANAGER, "may": [*MANAGER["may"], *more]})
    expect(_tasks(page).first).to_have_text("Disdukcapil: 2 orang kemungkinan tidak terlayani")
    lost = page.locator(".rail li").filter(has_text="Layar Ruang B")
    lost.get_by_role("button", name="Panggil teknisi").click()
    day_stage.answers["POST /devices/layar-1/technician"] = (200, {"ways": 1})
    sheet = page.get_by_role("dialog", name="Panggil teknisi untuk Layar Ruang B")
    assert_accessible(page)
    expect(sheet.locator(".go button").last).not_to_have_attribute("aria-disabled", "true")
    sheet.locator(".go button").last.click()
    expect(page.locator(".strip.ok")).to_have_text("Teknisi sudah dikabari tentang Layar Ruang B.")
    eventually(lambda: stage.sent("/devices/layar-1/technician"))
    page.get_by_role("button", name="Minta loket tambahan").first.click()
    sheet = page.get_by_role("dialog", name="Loket tambahan untuk Disdukcapil")
    expect(sheet.get_by_role("button", name="Loket 3")).to_contain_text("sedang istirahat")
    assert_accessible(page)


def test_the_page_asks_only_where_no_news_comes(day_stage: DayStage) -> None:
    page, stage = day_stage.page, day_stage.stage
    day_stage.enter(snapshot())
    expect(page.locator(".counters li")).to_have_count(3)
    asked = [path for path, _ in stage.asked if path == "GET /overview"]
    stage.tell("onOverview", overview((row(1, status="open", holder="staff:rahma", since="08.01"),)))
    expect(page.locator(".counters li")).to_have_count(1)
    assert [path for path, _ in stage.asked if path == "GET /overview"] == asked
    stage.link(up=False, since="10.45")
    expect(page.locator(".counters li")).to_have_count(3)

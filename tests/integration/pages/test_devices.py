"""The manager's page of devices: who is well, who is not and what to do, what walls show, in every state."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits, assert_large_targets
from tests.support.pages.devices_stage import (
    MANAGER,
    WELL,
    DevicesStage,
    before,
    display,
    faulty,
    never,
    picture,
)
from tests.support.pages.staff_stage import ACCOUNT, NOW, Stage, snapshot

TROUBLE = (
    WELL[0],
    faulty(WELL[1], "degraded", "no_sound"),
    {**WELL[2], "software": "0.0.9"},
    display("layar-4", "Layar ruang B", None, seen_at=before(minutes=25)),
    never(display("layar-5", "layar-5")),
    faulty(WELL[3], "fault", "paper_out"),
    {**WELL[4], "seen_at": before(hours=19)},
)


ADMINISTRATOR = {**MANAGER, "role": "administrator", "may": ["devices.enrol", "devices.watch"]}


def _tasks(stage: DevicesStage) -> Locator:
    return stage.page.get_by_role("complementary", name="Perlu tindakan").get_by_role("listitem")


def _device(stage: DevicesStage, device_id: str) -> Locator:
    return stage.page.locator(f"[data-device={device_id}]")


def test_what_is_to_be_seen_to_at_the_hubs_machine_is_told_in_the_pages_language(
    devices_stage: DevicesStage,
) -> None:
    devices_stage.machine = ({"id": "Salinan terlambat.", "en": "The copy is late."},)
    devices_stage.enter(*WELL)
    expect(
        devices_stage.page.get_by_role("status").get_by_text("Mesin hub: Salinan terlambat.")
    ).to_be_visible()


def test_all_is_well_and_each_display_says_where_it_hangs_and_who_speaks(devices_stage: DevicesStage) -> None:
    devices_stage.enter(*WELL)
    page = devices_stage.page
    expect(page.get_by_text("Semua perangkat baik")).to_be_visible()
    expect(_tasks(devices_stage)).to_have_count(0)
    expect(page.locator("#said")).to_have_text("5 baik, 0 terganggu, 0 tidak terhubung.")
    for words in ("Layar utama", "Baik", "Ruang utama", "Suara aktif", "0.1.0", "10.46"):
        expect(_device(devices_stage, "layar-1")).to_contain_text(words)
    expect(_device(devices_stage, "layar-2")).to_contain_text("Suara mati")
    expect(page.get_by_text("berbeda", exact=True)).to_have_count(0)
    expect(page).to_have_title("Perangkat · Balai")


def test_a_device_of_a_kind_that_the_page_does_not_know_is_no_kiosk(devices_stage: DevicesStage) -> None:
    lamp = display("lampu-1", "Lampu loket", None, kind="lamp", seen_at=before(hours=1), faults=[])
    devices_stage.enter(
        *WELL, faulty({**lamp, "id": "lampu-2", "seen_at": before(seconds=5)}, "fault", "no_hub"), lamp
    )
    page = devices_stage.page
    expect(page.locator("section", has_text="Kios").locator("[data-device=kios-1]")).to_have_count(1)
    others = page.locator("section").filter(has=page.get_by_role("heading", name="Perangkat lain"))
    expect(others.locator("[data-device]")).to_have_count(2)
    expect(page.get_by_text("Periksa daya dan jaringannya.")).to_have_count(1)


def test_a_display_that_speaks_for_more_than_its_zone_names_them(devices_stage: DevicesStage) -> None:
    devices_stage.enter(display("layar-1", "Layar utama", None, speaks=["samsat", "utama"]))
    expect(_device(devices_stage, "layar-1")).to_contain_text("Seluruh balai")
    expect(_device(devices_stage, "layar-1")).to_contain_text("Suara aktif: Ruang Samsat, Ruang utama")


def test_a_sound_card_that_was_chosen_is_named(devices_stage: DevicesStage) -> None:
    devices_stage.enter({**WELL[0], "sound_card": "USB Audio"})
    expect(_device(devices_stage, "layar-1")).to_contain_text("KartuUSB Audio")


def test_a_kiosk_that_was_cut_off_says_how_many_tickets_the_hub_has_not(devices_stage: DevicesStage) -> None:
    cut_off = {**faulty(WELL[3], "degraded", "cut_off"), "counts": {"not_handed": 3}}
    devices_stage.enter({**cut_off, "faults": [{"code": "cut_off", "about": "10.37"}]})
    kiosk = _device(devices_stage, WELL[3]["id"])
    expect(kiosk).to_contain_text("Sambungan terputus sejak 10.37")
    expect(kiosk).to_contain_text("3 tiket")
    expect(_tasks(devices_stage)).to_contain_text("Kios memberi nomor sendiri")


def test_of_a_kiosk_that_is_not_heard_no_more_is_told_than_it_said_last(devices_stage: DevicesStage) -> None:
    silent = {**WELL[3], "seen_at": before(minutes=25), "counts": {"not_handed": 3}}
    other = {**WELL[4], "seen_at": before(minutes=25), "counts": {"not_handed": 0}}
    devices_stage.enter(silent, other)
    expect(_device(devices_stage, WELL[3]["id"])).to_contain_text("paling sedikit 3 tiket")
    expect(_device(devices_stage, WELL[4]["id"])).to_contain_text("diketahui saat tersambung lagi")
    devices_stage.know({**other, "seen_at": before(seconds=0)})
    devices_stage.wake()
    expect(_device(devices_stage, WELL[4]["id"])).not_to_contain_text("Tertahan")


def test_a_kiosk_tells_of_its_paper_its_machine_and_its_clock(devices_stage: DevicesStage) -> None:
    counts = {"tickets_left": 340, "celsius": 48, "free_mib": 900, "clock_certain": 1, "unsure": 4}
    low = {**faulty(WELL[3], "degraded", "paper_low"), "counts": counts}
    low["faults"] = [{"code": code, "about": ""} for code in ("paper_low", "power_weak")]
    devices_stage.enter(low)
    kiosk = _device(devices_stage, WELL[3]["id"])
    for words in (
        "kira-kira 340 tiket lagi", "48 °C, 900 MiB kosong", "menurut server balai",
        "Kertas tiket hampir habis", "Daya kios lemah", "tidak memastikan 4 tiket",
    ):  # fmt: skip
        expect(kiosk).to_contain_text(words)
    devices_stage.know({**low, "counts": {**counts, "clock_certain": 0}})
    devices_stage.wake()
    expect(kiosk).to_contain_text("belum pasti")


def test_a_manager_tries_the_voice_of_a_display(devices_stage: DevicesStage) -> None:
    devices_stage.enter(*WELL)
    speaking, mute = _device(devices_stage, "layar-1"), _device(devices_stage, "layar-2")
    expect(mute.get_by_role("button", name="Uji suara")).to_have_count(0)
    devices_stage.answers["POST /announcements"] = (201, {"day": "2026-04-14", "seq": 101})
    speaking.get_by_role("button", name="Uji suara").click()
    expect(speaking.get_by_role("status")).to_contain_text("Dikirim.")
    (sent,) = devices_stage.stage.sent("/announcements")
    assert (sent["zone_id"], sent["text"], sent["times"]) == ("utama", "Uji suara dari Layar utama.", 1)
    devices_stage.answers["POST /announcements"] = (403, {"code": "forbidden", "title": "x"})
    speaking.get_by_role("button", name="Uji suara").click()
    expect(speaking.get_by_role("status")).to_contain_text("Minta kepada pengelola.")


def test_an_administrator_gives_a_device_another_token_and_sees_it_once(devices_stage: DevicesStage) -> None:
    devices_stage.enter(*WELL, account=ADMINISTRATOR)
    kiosk = _device(devices_stage, "kios-1")
    devices_stage.answers["POST /devices/kios-1/token"] = (200, {"id": "kios-1", "token": "tOkEn-bArU"})
    kiosk.get_by_role("button", name="Ganti token").click()
    expect(kiosk).to_contain_text("Token lama segera berakhir")
    kiosk.get_by_role("button", name="Batal").click()
    assert not devices_stage.stage.sent("/devices/kios-1/token")
    kiosk.get_by_role("button", name="Ganti token").click()
    kiosk.get_by_role("button", name="Ganti sekarang").click()
    expect(kiosk.get_by_role("status")).to_contain_text("tOkEn-bArU")
    assert len(devices_stage.stage.sent("/devices/kios-1/token")) == 1
    # No answer: nobody knows whether it was changed, and the page does not try again by itself.
    devices_stage.answers["POST /devices/kios-1/token"] = None
    kiosk.get_by_role("button", name="Ganti token").click()
    kiosk.get_by_role("button", name="Ganti sekarang").click()
    expect(kiosk.get_by_role("status")).to_contain_text("Mungkin token sudah diganti")
    expect(devices_stage.page.get_by_text("tOkEn-bArU")).to_have_count(0)


def test_a_manager_is_offered_no_tokens(devices_stage: DevicesStage) -> None:
    devices_stage.enter(*WELL)
    expect(_device(devices_stage, "kios-1")).to_be_visible()
    expect(devices_stage.page.get_by_role("button", name="Ganti token")).to_have_count(0)


def test_faults_say_what_happened_and_what_to_do_the_most_urgent_first(devices_stage: DevicesStage) -> None:
    devices_stage.enter(*TROUBLE)
    tasks = _tasks(devices_stage)
    expect(tasks).to_contain_text([
        "Kios pintu: kertas tiket habis",
        "Layar ruang B tidak terhubung sejak 10.21",
        "Kios parkir tidak terhubung sejak Senin, 13 April, 15.46",
        "Layar pintu: kartu suara tidak ditemukan",
        "Versi perangkat lunak berbeda",
        "layar-5 belum pernah melapor",
    ])  # fmt: skip
    expect(tasks.first).to_contain_text("Nomor tetap tercatat. Pasang gulungan baru")
    expect(tasks.nth(4)).to_contain_text("Layar Samsat memakai 0.0.9; yang lain 0.1.0.")
    expect(_device(devices_stage, "layar-2")).to_contain_text("Perlu diperiksa")
    expect(_device(devices_stage, "layar-3").get_by_text("berbeda", exact=True)).to_be_visible()
    expect(_device(devices_stage, "layar-4")).to_contain_text("Tidak terhubung sejak 10.21")
    expect(devices_stage.page).to_have_title("(6) Perangkat · Balai")


@pytest.mark.parametrize(
    ("code", "about", "words"),
    [
        ("picture_left_out", "promo.png", "gambar promo.png dilewati"),
        ("panel_small", "", "layar terlalu kecil"),
        ("no_screen", "", "layar tidak ditemukan"),
        ("what_a_later_version_knows", "", "The fan stands still."),
    ],
)
def test_every_fault_is_told(devices_stage: DevicesStage, code: str, about: str, words: str) -> None:
    row = {**faulty(WELL[0], "degraded", code, about=about), "detail": "The fan stands still."}
    devices_stage.enter(row)
    expect(_tasks(devices_stage)).to_have_count(1)
    expect(_tasks(devices_stage)).to_contain_text(words)


def test_a_zone_where_nobody_speaks_is_a_task(devices_stage: DevicesStage) -> None:
    devices_stage.enter(WELL[0], {**WELL[2], "speaks": []})
    expect(_tasks(devices_stage)).to_have_count(1)
    expect(_tasks(devices_stage)).to_contain_text("Ruang Samsat tanpa suara")


def test_looking_brings_the_picture_of_now(devices_stage: DevicesStage) -> None:
    devices_stage.frames["layar-1"] = (picture(), NOW - timedelta(minutes=5))
    devices_stage.enter(*WELL[:1])
    image = _device(devices_stage, "layar-1").locator("img")
    expect(image).to_have_attribute("alt", "Yang tampil di Layar utama pukul 10.41")
    expect(_device(devices_stage, "layar-1")).to_contain_text("Pukul 10.41, bukan keadaan sekarang")
    # What the display sends once it was asked.
    devices_stage.frames["layar-1"] = (picture("#FFC61A"), NOW)
    expect(image).to_have_attribute("alt", "Yang tampil di Layar utama pukul 10.46")
    expect(_device(devices_stage, "layar-1")).not_to_contain_text("bukan keadaan sekarang")
    assert image.evaluate("(e) => [e.naturalWidth, e.naturalHeight]") == [320, 180]


def test_a_tap_asks_for_a_new_picture_and_a_silent_display_is_asked_once(devices_stage: DevicesStage) -> None:
    page, looks = devices_stage.page, devices_stage.looks
    devices_stage.enter({**WELL[0], "seen_at": before(minutes=25)})
    expect(page.get_by_text("Belum ada gambar")).to_be_visible()
    assert looks == {"layar-1": 1}
    button = page.get_by_role("button", name="Minta gambar baru")
    devices_stage.frames["layar-1"] = (picture(size=(180, 320)), NOW - timedelta(days=1))
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pukul Senin, 13 April, 10.46, bukan keadaan sekarang")).to_be_visible()
    expect(button).to_be_focused()
    assert looks == {"layar-1": 2}


def test_no_device_yet_says_how_to_enrol_one(devices_stage: DevicesStage) -> None:
    devices_stage.enter()
    expect(devices_stage.page.get_by_role("heading", name="Belum ada perangkat terdaftar")).to_be_visible()
    expect(devices_stage.page.get_by_text("balai device add display layar-1")).to_be_visible()
    devices_stage.know(*WELL)
    devices_stage.wake()
    expect(devices_stage.page.get_by_text("Semua perangkat baik")).to_be_visible()


def test_a_hub_that_answers_no_more_leaves_the_last_state_and_says_since_when(
    devices_stage: DevicesStage,
) -> None:
    page = devices_stage.page
    devices_stage.enter(*WELL)
    expect(page.get_by_text("Semua perangkat baik")).to_be_visible()
    devices_stage.vanish()
    page.clock.set_fixed_time(NOW + timedelta(minutes=9))
    devices_stage.wake()
    band = page.get_by_role("status").filter(has_text="Server balai tidak menjawab sejak 10.46.")
    expect(band).to_be_visible()
    # No device is called silent for what only this page does not hear.
    expect(_device(devices_stage, "layar-1")).to_contain_text("Baik")
    devices_stage.know(*WELL, now=NOW + timedelta(minutes=9))
    devices_stage.answers["GET /session"] = (200, {"account": MANAGER, "counter_id": None})
    devices_stage.wake()
    expect(band).to_have_count(0)
    expect(_device(devices_stage, "layar-1")).to_contain_text("Tidak terhubung sejak 10.46")


def test_a_hub_that_never_answered_is_waited_for(devices_stage: DevicesStage) -> None:
    devices_stage.answers["GET /session"] = None
    devices_stage.page.goto(f"{devices_stage.stage.url}/devices")
    expect(devices_stage.page.get_by_role("heading", name="Server balai belum menjawab")).to_be_visible()
    devices_stage.know(*WELL)
    devices_stage.answers["GET /session"] = (200, {"account": MANAGER, "counter_id": None})
    devices_stage.wake()
    expect(devices_stage.page.get_by_text("Semua perangkat baik")).to_be_visible()


def test_staff_are_told_whose_page_it_is_and_nothing_is_asked_for_them(devices_stage: DevicesStage) -> None:
    devices_stage.enter(*WELL, account=ACCOUNT)
    page = devices_stage.page
    expect(page.get_by_role("heading", name="Halaman ini untuk pengelola")).to_be_visible()
    expect(page.get_by_role("link", name="Ke halaman petugas")).to_have_attribute("href", "/staff")
    assert [asked for asked, _ in devices_stage.stage.asked] == ["GET /session"]


def test_signing_in_and_out_and_a_session_that_ends(devices_stage: DevicesStage) -> None:
    page, answers = devices_stage.page, devices_stage.answers
    page.goto(f"{devices_stage.stage.url}/devices")
    expect(page.get_by_role("heading", name="Masuk pengelola")).to_be_visible()
    devices_stage.know(*WELL)
    answers["POST /session"] = answers["GET /session"] = (200, {"account": MANAGER, "counter_id": "loket-3"})
    page.get_by_label("Nama pengguna").fill("kepala")
    page.get_by_label("Kata sandi").fill("benar")
    page.keyboard.press("Enter")
    menu = page.get_by_role("button", name="Menu,")
    menu.click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("alert")).to_contain_text("Anda masih memakai loket.")
    answers["GET /session"] = (200, {"account": MANAGER, "counter_id": None})
    answers["DELETE /session"] = (204, {})
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk pengelola")).to_be_focused()


def test_a_session_that_ended_leads_to_signing_in(devices_stage: DevicesStage) -> None:
    devices_stage.enter(*WELL)
    expect(devices_stage.page.get_by_text("Semua perangkat baik")).to_be_visible()
    devices_stage.answers["GET /devices"] = (401, {"code": "not_signed_in", "title": "Masuk dahulu"})
    devices_stage.wake()
    expect(devices_stage.page.get_by_role("alert")).to_have_text(
        "Sesi Anda berakhir. Masuk lagi untuk melanjutkan."
    )
    expect(devices_stage.page.get_by_text("Layar utama")).to_have_count(0)


def test_a_manager_finds_the_page_in_the_menu_of_the_desk_and_staff_do_not(stage: Stage) -> None:
    stage.enter(snapshot())
    stage.page.get_by_role("button", name="Menu,").click()
    expect(stage.page.get_by_role("button", name="Keluar")).to_be_visible()
    expect(stage.page.get_by_role("link", name="Perangkat")).to_have_count(0)
    stage.page.evaluate("() => sessionStorage.clear()")
    stage.answers["GET /session"] = (200, {"account": MANAGER, "counter_id": None})
    stage.page.reload()
    eventually(lambda: stage.page.evaluate("() => Boolean(window.link)"), what="the page to connect")
    stage.page.get_by_role("button", name="Menu,").click()
    expect(stage.page.get_by_role("link", name="Perangkat")).to_have_attribute("href", "/devices")


def _lost(stage: DevicesStage) -> None:
    stage.frames["layar-1"] = (picture(), NOW)
    stage.enter(*TROUBLE)
    expect(stage.page.locator("img")).to_be_visible()
    stage.vanish()
    stage.wake()
    expect(stage.page.get_by_text("Server balai tidak menjawab sejak")).to_be_visible()


def _trouble(stage: DevicesStage) -> None:
    stage.frames["layar-4"] = (picture(), NOW - timedelta(minutes=25))
    stage.frames["layar-3"] = (picture(size=(180, 320)), NOW)
    stage.enter(*TROUBLE)
    expect(stage.page.get_by_text("bukan keadaan sekarang")).to_be_visible()
    stage.page.get_by_role("button", name="Menu,").click()


def _tokens(stage: DevicesStage) -> None:
    stage.enter(*WELL, account=ADMINISTRATOR)
    stage.answers["POST /devices/layar-1/token"] = (200, {"id": "layar-1", "token": "nkT4yF-" * 6})
    for device in ("layar-1", "kios-1"):
        _device(stage, device).get_by_role("button", name="Ganti token").click()
    _device(stage, "layar-1").get_by_role("button", name="Ganti sekarang").click()
    expect(_device(stage, "layar-1").get_by_role("status").last).to_contain_text("nkT4yF")


def _signed_out(stage: DevicesStage) -> None:
    stage.page.goto(f"{stage.stage.url}/devices")


STATES: dict[str, tuple[Callable[[DevicesStage], None], str]] = {
    "signed out": (_signed_out, "Masuk pengelola"),
    "well": (lambda stage: stage.enter(*WELL), "Perangkat"),
    "trouble": (_trouble, "Perangkat"),
    "lost": (_lost, "Perangkat"),
    "tokens": (_tokens, "Perangkat"),
    "nobody": (lambda stage: stage.enter(), "Belum ada perangkat terdaftar"),
    "denied": (lambda stage: stage.enter(*WELL, account=ACCOUNT), "Halaman ini untuk pengelola"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits_narrow_screens(devices_stage: DevicesStage, state: str) -> None:
    show, heading = STATES[state]
    show(devices_stage)
    page = devices_stage.page
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    assert_accessible(page)
    assert_large_targets(page)
    # 1440 pixels at 200 %, a phone, and 1280 at 400 %.
    for width in (720, 390, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert_fits(page)
        assert_large_targets(page)


def test_each_page_loads_its_own_modules_and_the_policy_holds(staff_files: str) -> None:
    with urllib.request.urlopen(f"{staff_files}/devices") as answer:  # noqa: S310  # our own server
        text = answer.read().decode()
        assert "script-src 'self'; style-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "js/devices/main.joined.js" in text
    assert "socket.io" not in text


def _admit_form(stage: DevicesStage) -> Locator:
    form = stage.page.locator("details.admit")
    form.locator("summary").click()
    return form


ADMITS = {**MANAGER, "may": ["devices.admit", "devices.watch"]}


def test_a_manager_lets_a_device_in_by_the_digits_that_it_shows(devices_stage: DevicesStage) -> None:
    devices_stage.answers["POST /devices/admit"] = (201, {"id": "kios-9", "kind": "kiosk"})
    devices_stage.enter(*WELL, account=ADMITS)
    page = devices_stage.page
    form = _admit_form(devices_stage)
    form.get_by_label("Kode enam angka").fill("123-456")
    form.get_by_label("Id, misalnya").fill("kios-9")
    form.get_by_label("Nama yang dipakai orang").fill("Kios pintu")
    assert_accessible(page)
    assert_large_targets(page)
    form.get_by_role("button", name="Terima perangkat").click()
    expect(form.get_by_text("kios-9 diterima.")).to_be_visible()
    expect(form.get_by_label("Kode enam angka")).to_have_value("")
    (asked,) = devices_stage.stage.sent("/devices/admit")
    assert {key: asked[key] for key in ("code", "id", "name", "zone_id")} == {
        "code": "123456", "id": "kios-9", "name": "Kios pintu", "zone_id": None,
    }  # fmt: skip
    for width in (320, 720):
        page.set_viewport_size({"width": width, "height": 800})
        assert_fits(page)


def test_a_new_machine_takes_the_place_of_a_broken_one_and_a_wrong_code_is_told(
    devices_stage: DevicesStage,
) -> None:
    refused = {"title": "Tidak ada perangkat yang menampilkan kode ini.", "code": "admission_code_unknown"}
    devices_stage.answers["POST /devices/admit"] = (404, refused)
    devices_stage.enter(*WELL, account=ADMITS)
    form = _admit_form(devices_stage)
    form.get_by_label("Kode enam angka").fill("000000")
    form.get_by_label("Perangkat", exact=True).select_option("kios-1")
    expect(form.get_by_label("Id, misalnya")).to_have_count(0)
    form.get_by_role("button", name="Terima perangkat").click()
    expect(form.get_by_role("alert")).to_contain_text("Tidak ada perangkat yang menampilkan kode ini.")
    expect(form.get_by_label("Kode enam angka")).to_have_value("000000")
    (asked,) = devices_stage.stage.sent("/devices/admit")
    assert (asked["id"], asked["replaces"]) == ("kios-1", True)


def test_who_may_not_let_devices_in_sees_no_form(devices_stage: DevicesStage) -> None:
    devices_stage.enter(*WELL)
    expect(devices_stage.page.get_by_role("heading", name="Perlu tindakan")).to_be_visible()
    expect(devices_stage.page.locator("details.admit")).to_have_count(0)

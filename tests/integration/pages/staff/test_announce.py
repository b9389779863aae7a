"""Announcements from the staff page: typed or recorded, before and at a desk."""

from __future__ import annotations

import io
import wave
from typing import Any

import numpy as np
from playwright.sync_api import Locator, expect

from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.staff_stage import Stage, at, snapshot
from tests.support.wall.tones import tone

NEEDED = "Tulis isi pengumuman. Rekaman juga memerlukannya, untuk yang tidak dapat mendengar."
MADE: tuple[int, dict[str, Any]] = (201, {"day": "2026-04-14", "seq": 101})
ZONES = [{"id": "utara", "name": "Sayap utara"}, {"id": "selatan", "name": "Sayap selatan"}]


def _sheet(stage: Stage, *, held: bool = True) -> Locator:
    stage.enter(snapshot(held=held, zones=ZONES))
    stage.page.locator(".menu-button").click()
    stage.page.get_by_role("button", name="Pengumuman").click()
    return stage.page.get_by_role("dialog", name="Pengumuman")


def _go(sheet: Locator) -> Locator:
    button = sheet.get_by_role("button", name="Umumkan")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    return button


def _choose(sheet: Locator, data: bytes, name: str = "rekaman.wav") -> None:
    chosen: Any = {"name": name, "mimeType": "audio/wav", "buffer": data}
    sheet.locator("input[type=file]").set_input_files(chosen)


def test_what_is_typed_is_sent_with_where_and_how_often(stage: Stage) -> None:
    sheet = _sheet(stage)
    sheet.get_by_role("textbox").fill("Pemilik mobil putih ditunggu.")
    expect(sheet.get_by_text("Sisa 171 huruf")).to_be_visible()
    sheet.get_by_role("button", name="Sayap selatan").click()
    sheet.get_by_role("button", name="3 kali").click()
    stage.answers["POST /announcements"] = MADE
    _go(sheet).click()
    expect(stage.page.get_by_text("Pengumuman sudah dikirim ke layar dinding.")).to_be_visible()
    expect(sheet).to_have_count(0)
    (sent,) = stage.sent("/announcements")
    del sent["request_id"]
    assert sent == {
        "text": "Pemilik mobil putih ditunggu.", "recorded": False, "language": "id",
        "zone_id": "selatan", "times": 3,
    }  # fmt: skip


def test_who_holds_no_counter_announces_too(stage: Stage) -> None:
    sheet = _sheet(stage, held=False)
    sheet.get_by_role("button", name="Anak terpisah").click()
    stage.answers["POST /announcements"] = MADE
    _go(sheet).click()
    expect(stage.page.get_by_role("heading", name="Pilih loket")).to_be_visible()
    expect(sheet).to_have_count(0)
    (sent,) = stage.sent("/announcements")
    assert (sent["text"], sent["zone_id"]) == ("Seorang anak menunggu keluarganya di Meja Informasi.", None)


def test_nothing_is_not_announced_and_a_refusal_is_told_in_the_sheet(stage: Stage) -> None:
    sheet = _sheet(stage)
    _go(sheet).click()
    expect(sheet.get_by_role("alert")).to_have_text(NEEDED)
    assert not stage.sent("/announcements")
    fault = {"pointer": "/text", "message": "memuat nomor identitas"}
    stage.answers["POST /announcements"] = (422, {"code": "invalid", "title": "x", "errors": [fault]})
    sheet.get_by_role("textbox").fill("6402061234567890")
    _go(sheet).click()
    expect(sheet.get_by_role("alert")).to_have_text(
        "Pengumuman ini belum dapat dikirim: memuat nomor identitas."
    )
    expect(sheet.get_by_role("textbox")).to_have_value("6402061234567890")


def test_a_lost_answer_is_repeated_as_the_same_announcement(stage: Stage) -> None:
    sheet = _sheet(stage)
    sheet.get_by_role("textbox").fill("Halo.")
    answers: list[tuple[int, dict[str, Any]] | None] = [None, MADE]
    stage.answers["POST /announcements"] = lambda _: answers.pop(0)
    _go(sheet).click()
    expect(stage.page.get_by_text("Pengumuman sudah dikirim")).to_be_visible()
    first, second = stage.sent("/announcements")
    assert first == second


def test_what_was_begun_is_there_again(stage: Stage) -> None:
    sheet = _sheet(stage)
    sheet.get_by_role("textbox").fill("Belum selesai")
    stage.page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    stage.page.locator(".menu-button").click()
    stage.page.get_by_role("button", name="Pengumuman").click()
    expect(sheet.get_by_role("textbox")).to_have_value("Belum selesai")


def test_a_recording_goes_to_the_hub_before_it_is_announced(stage: Stage) -> None:
    sheet = _sheet(stage)
    _choose(sheet, tone(2.0))
    expect(sheet.get_by_text("Rekaman 2 detik")).to_be_visible()
    _go(sheet).click()
    expect(sheet.get_by_role("alert")).to_have_text(NEEDED)
    assert not stage.sent("/announcements")
    sheet.get_by_role("textbox").fill("Loket 3 pindah ke ruang B.")
    stage.answers["POST /announcements"] = MADE
    _go(sheet).click()
    expect(stage.page.get_by_text("Pengumuman sudah dikirim")).to_be_visible()
    (sent,) = stage.sent("/announcements")
    assert (sent["recorded"], sent["text"]) == (True, "Loket 3 pindah ke ruang B.")
    ((path, data),) = stage.files
    assert path == f"/announcements/{sent['request_id']}/sound"
    with wave.open(io.BytesIO(data)) as file:
        form = file.getparams()
        samples = np.frombuffer(file.readframes(form.nframes), dtype="<i2")
    assert form[:3] == (1, 2, 24_000)
    assert abs(len(samples) - 48_000) < 240
    assert 0.35 < np.abs(samples).max() / 32767 < 0.45


def test_a_recording_that_cannot_be_used_says_why(stage: Stage) -> None:
    sheet = _sheet(stage)
    alert = sheet.get_by_role("alert")
    _choose(sheet, b"no sound at all", "catatan.txt")
    expect(alert).to_contain_text("bukan rekaman suara")
    _choose(sheet, tone(1.0, level=0.0))
    expect(alert).to_contain_text("tidak berisi suara")
    _choose(sheet, tone(31.0, rate=8_000))
    expect(alert).to_contain_text("lebih dari 30 detik")
    _choose(sheet, tone(1.0))
    expect(alert).to_have_text("")
    sheet.get_by_role("button", name="Hapus rekaman").click()
    expect(sheet.get_by_text("Pilih rekaman")).to_be_visible()


def test_cut_off_nobody_announces(stage: Stage) -> None:
    sheet = _sheet(stage)
    sheet.get_by_role("textbox").fill("Halo.")
    stage.link(up=False, since="10.40")
    expect(sheet.get_by_role("button", name="Menunggu sambungan")).to_have_attribute("aria-disabled", "true")
    stage.link(up=True)
    eventually(lambda: _go(sheet).is_visible())


def test_what_was_announced_is_listed_and_taken_back(stage: Stage) -> None:
    said = {"zone_id": None, "recorded": False, "mine": True, "at": at("10.40")}
    text = "Pemilik mobil putih ditunggu di tempat parkir. " * 4
    rows = [
        {**said, "announcement_id": "7", "text": text, "withdrawn": False},
        {**said, "announcement_id": "6", "text": "", "withdrawn": True, "at": at("10.31")},
    ]
    stage.answers["GET /announcements"] = (200, {"announcements": rows})
    stage.page.set_viewport_size({"width": 360, "height": 740})
    sheet = _sheet(stage)
    listed = sheet.locator(".made li")
    expect(listed).to_have_count(2)
    expect(listed.nth(1)).to_contain_text("10.31, ditarik kembali")
    assert_accessible(stage.page)
    assert_fits(stage.page)
    stage.answers["POST /announcements/7/withdraw"] = (
        200,
        {"announcement_id": "7", "day": "2026-04-14", "seq": 9},
    )
    stage.answers["GET /announcements"] = (200, {"announcements": [{**rows[0], "withdrawn": True}, rows[1]]})
    sheet.get_by_role("button", name="Tarik kembali pengumuman pukul 10.40").click()
    expect(listed.nth(0)).to_contain_text("10.40, ditarik kembali")
    assert len(stage.sent("/announcements/7/withdraw")) == 1

"""Tickets, walls and voice on the pages of a real hub: seen, heard, printed and shown by real devices."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from demo.driving.displays import Display
from demo.driving.hubs import Site
from demo.driving.kiosks import Kiosk
from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.managed_hall import Hall, choose, fill

#: What the loudspeaker of a browser was given: seconds of each sound.
LISTENS = """
if (!window.heard) {
  window.heard = [];
  const begin = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when) {
    window.heard.push(this.buffer.duration);
    return begin.apply(this, when);
  };
}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("hall")) as site:
        yield site


@pytest.fixture(scope="module")
def whole(site: Site, chromium: Browser) -> Iterator[Hall]:
    passwords = {"kepala": site.account("kepala", "manager")}
    hall = Hall(site.start(), passwords, chromium, ".draft-foot")
    yield hall
    hall.leave()


@pytest.fixture
def hall(whole: Hall) -> Hall:
    whole.clear()
    return whole


def listening(hall: Hall, page: str) -> Page:
    """The manager's browser on a page, with an ear at its loudspeaker."""
    tab = hall.open("kepala", page)
    tab.context.add_init_script(LISTENS)
    return hall.open("kepala", page)


def heard(tab: Page) -> list[float]:
    """How long each sound is that began."""
    seconds: list[float] = tab.evaluate("() => window.heard")
    return seconds


def test_a_call_is_heard_beside_the_fields_of_its_service_by_keys_alone(hall: Hall) -> None:
    tab = listening(hall, "agencies")
    choose(tab, "Disdukcapil", "Akta Kelahiran")
    hear = tab.get_by_role("button", name="Dengarkan panggilan")
    hear.press("Enter")
    expect(tab.locator(".hearing .said")).to_contain_text(
        "Nomor antrean A, nol, nol, satu. Silakan menuju loket"
    )
    stop = tab.get_by_role("button", name="Hentikan")
    expect(stop).to_be_focused()
    [first] = heard(tab)
    assert first > 5, "chime, sentence and its repeat"
    stop.press("Enter")
    expect(hear).to_be_focused()
    tab.get_by_text("Nomor dan kode").click()
    fill(tab, "Huruf nomor sendiri", "Z")
    expect(tab.locator(".draft-foot")).to_contain_text("1 perubahan")
    hear.press("Enter")
    expect(tab.locator(".hearing .said")).to_contain_text("Nomor antrean Z")
    expect(tab.locator("img.paper")).to_have_js_property("naturalWidth", 384)
    assert_accessible(tab)


def test_a_ticket_is_seen_on_both_papers_changed_and_printed_as_it_is_seen(
    hall: Hall, site: Site, tmp_path: Path
) -> None:
    kiosk = Kiosk(tmp_path, hall.hub.url, site.device("kiosk", "kios-1"))
    with kiosk:
        tab = hall.open("kepala", "tickets")
        for width, dots in ((80, 576), (58, 384)):
            paper = tab.get_by_role("img", name=f"pada kertas {width} mm")
            expect(paper).to_have_js_property("naturalWidth", dots)
        before = tab.locator("img.mm80").get_attribute("src")
        tab.locator("#t-service").select_option(label="Imigrasi: Paspor baru")
        fill(tab, "Nama balai", "Mal Pelayanan Publik Percobaan")
        expect(tab.locator("img.mm80")).not_to_have_attribute("src", before or "")
        expect(tab.locator("img.mm80")).to_have_js_property("naturalWidth", 576)
        assert_accessible(tab)
        kiosk.open()
        tab.get_by_role("button", name="Cetak di kios-1").press("Enter")
        expect(tab.locator(".strip.ok")).to_contain_text("Contoh dikirim ke kios-1")
        kiosk.wait_printed(1)
        seen = tab.request.get(hall.hub.url + (tab.locator("img.mm80").get_attribute("src") or "")).body()
        with Image.open(io.BytesIO(seen)) as shown, Image.open(io.BytesIO(kiosk.picture(1))) as printed:
            assert printed.width == shown.width
            assert printed.height > shown.height, "it says that it is a sample"
        assert kiosk.number(1) == "F-038"
        assert hall.asked("/state?audience=staff")["data"]["waiting"] == [], "no number is given"
        for kind in ("doubtful", "own"):
            tab.locator("#t-kind").select_option(kind)
            expect(tab.locator("img.mm58")).to_have_js_property("naturalWidth", 384)
        tab.set_viewport_size({"width": 360, "height": 740})
        assert_fits(tab)
        assert_accessible(tab)
    fill(tab, "Nama balai", "")
    expect(tab.locator(".papers .hint").first).to_contain_text("setelah isian yang ditandai diperbaiki")
    assert_accessible(tab)


def test_the_voice_is_heard_as_it_is_set_and_a_name_is_recorded_and_heard_before_it_is_used(
    hall: Hall, tmp_path: Path
) -> None:
    tab = listening(hall, "walls")
    hear = tab.get_by_role("button", name="Dengarkan panggilan")
    hear.click()
    expect(tab.get_by_role("button", name="Hentikan")).to_be_visible()
    tab.get_by_role("button", name="Hentikan").click()
    [usual] = heard(tab)
    fill(tab, "Diucapkan berapa kali", "1")
    tab.locator("#w-way").select_option("left")
    hear.click()
    expect(tab.locator(".hearing .said").first).to_contain_text("di sebelah kiri")
    eventually(lambda: len(heard(tab)) == 2, what="a second sound")
    assert heard(tab)[1] < usual
    assert_accessible(tab)
    tab.get_by_role("button", name="Samsat").click()
    sound = tmp_path / "nama.wav"
    tone = ("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=1", str(sound))
    subprocess.run(tone, check=True)
    tab.locator(".spoken-names input[type=file]").set_input_files(sound)
    tab.get_by_role("button", name="Dengarkan rekaman (1 detik)").click()
    eventually(lambda: len(heard(tab)) == 3, what="the recording")
    tab.get_by_role("button", name="Pakai rekaman ini").click()
    expect(tab.locator(".strip.ok")).to_contain_text("Samsat diucapkan dengan rekaman itu.")
    assert_accessible(tab)
    tab.locator(".spoken-names input[type=file]").set_input_files(Path(__file__))
    expect(tab.locator(".spoken-names .fault")).to_contain_text("bukan rekaman suara yang dikenal")
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)


def test_a_wall_makes_a_test_call_and_shows_pictures_that_were_sent(
    hall: Hall, site: Site, tmp_path: Path
) -> None:
    with Display(tmp_path / "wall", hall.hub.url, site.device("display", "layar-1")) as wall:
        tab = hall.open("kepala", "walls")
        tab.get_by_role("button", name="Uji panggilan di layar-1").click()
        expect(tab.locator(".strip.ok")).to_contain_text("Uji panggilan dikirim ke layar-1")
        eventually(lambda: "trial" in wall.state()["display"]["marks"], what=f"the call:\n{wall.log}")
        picture = tmp_path / "Imunisasi gratis.png"
        Image.new("RGB", (1600, 900), "#0B5CAD").save(picture)
        tab.locator(".slides input[type=file]").set_input_files(picture)
        row = tab.locator(".slides .person", has_text="Imunisasi gratis")
        expect(row).to_contain_text("siap tampil")
        eventually(lambda: wall.state()["display"]["pictures"], what=f"the picture:\n{wall.log}")
        row.click()
        expect(tab.get_by_role("img", name="Imunisasi gratis")).to_have_js_property("naturalWidth", 1600)
        assert_accessible(tab)
        fill(tab, "Sampai tanggal", "2020-01-01")
        expect(row).to_contain_text("sampai Rabu, 1 Januari 2020")
        tab.locator(".slides input[type=file]").set_input_files(Path(__file__))
        expect(tab.locator(".slides .fault")).to_contain_text("Pilih berkas lain")
        tab.set_viewport_size({"width": 360, "height": 740})
        assert_fits(tab)
        assert_accessible(tab)
        tab.get_by_role("button", name="Hapus").click()
        tab.get_by_role("button", name="Ya, hapus sekarang").click()
        expect(tab.locator(".slides")).to_contain_text("Belum ada gambar atau video.")


def test_a_visitors_way_through_services_is_drawn_and_walked(hall: Hall) -> None:
    tab = hall.open("kepala", "agencies")
    choose(tab, "Disdukcapil", "Akta Kelahiran")
    tab.get_by_text("Urutan layanan", exact=True).click()
    group = tab.locator("details[open]")
    expect(group).to_contain_text("Layanan ini berdiri sendiri.")
    group.locator("select").select_option(label="Kartu Keluarga, ubah data")
    drawn = group.locator(".journey")
    expect(drawn.locator("> li")).to_have_text(
        ["AKartu Keluarga, ubah dataDisdukcapil", "AAkta KelahiranDisdukcapil"]
    )
    assert_accessible(tab)
    drawn.get_by_role("button", name="Kartu Keluarga, ubah data").press("Enter")
    expect(tab.locator(".chosen h2")).to_contain_text("Kartu Keluarga")
    tab.set_viewport_size({"width": 320, "height": 640})
    assert_fits(tab)


def test_a_notice_comes_and_goes_by_its_dates_and_a_span_upside_down_is_told(hall: Hall) -> None:
    tab = hall.open("kepala", "walls")
    tab.get_by_role("button", name="Tambah pengumuman").press("Enter")
    fill(tab, "Pengumuman", "Pekan imunisasi di lantai dua")
    fill(tab, "Mulai tanggal", "2026-05-10")
    fill(tab, "Sampai tanggal", "2026-05-01")
    expect(tab.locator(".setting.bad .fault")).to_contain_text("harus 10.05.2026 atau sesudahnya")
    assert_accessible(tab)
    fill(tab, "Sampai tanggal", "2026-05-12")
    expect(tab.locator(".draft-foot .bad")).to_have_count(0)
    expect(tab.get_by_role("button", name="Pekan imunisasi")).to_contain_text(
        "10 Mei 2026 sampai Selasa, 12 Mei 2026"
    )
    draft = hall.asked("/hall/draft")
    assert draft["file"]["notice"] == [
        {"text": "Pekan imunisasi di lantai dua", "first": "2026-05-10", "last": "2026-05-12", "zone": ""}
    ]

"""Tickets, walls and voice on the pages of a real hub: seen, heard, printed and shown by real devices."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from demo.driving.displays import Display
from demo.driving.hubs import Site
from demo.driving.kiosks import Kiosk
from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.managed_hall import Hall, choose, fill
from tests.support.wall.pixels import pixels

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
        taller = tab.locator("img.mm80").get_attribute("src") or ""
        tab.get_by_role("switch", name="Syarat layanan").check()
        expect(tab.locator("img.mm80")).not_to_have_attribute("src", taller)
        tab.get_by_role("switch", name="Perkiraan dipanggil").press("Space")
        fill(tab, "Baris sendiri di bawah", "Terima kasih")
        expect(tab.locator(".draft-foot")).to_contain_text("4 perubahan")
        for width, dots in ((80, 576), (58, 384)):
            expect(tab.get_by_role("img", name=f"pada kertas {width} mm")).to_have_js_property(
                "naturalWidth", dots
            )
        tab.set_viewport_size({"width": 360, "height": 740})
        assert_fits(tab)
        assert_accessible(tab)
        tab.set_viewport_size({"width": 1440, "height": 900})
        force(tab)
        seq = hall.asked("/state?audience=staff")["seq"]
        eventually(lambda: known_by(hall, "kios-1") >= seq, what=f"the kiosk to follow:\n{kiosk.log}")
        tab.locator("#t-kind").select_option("usual")
        tab.locator("#t-service").select_option(label="Disdukcapil: Akta Kelahiran")
        expect(tab.locator("img.mm80")).to_have_attribute(
            "src", re.compile("service=akta-kelahiran.*kind=usual")
        )
        kiosk.press()
        kiosk.wait_printed(2)
        seen = tab.request.get(hall.hub.url + (tab.locator("img.mm80").get_attribute("src") or "")).body()
        with Image.open(io.BytesIO(seen)) as shown, Image.open(io.BytesIO(kiosk.picture(2))) as printed:
            assert printed.size == shown.size, "the kiosk follows: all that was switched, and nothing else"
    fill(tab, "Nama balai", "")
    expect(tab.locator(".papers .hint").first).to_contain_text("setelah isian yang ditandai diperbaiki")
    assert_accessible(tab)


def known_by(hall: Hall, device_id: str) -> int:
    """How far the hall's day has come at a device."""
    devices = {one["id"]: one for one in hall.asked("/devices")["devices"]}
    return int(devices[device_id]["seq"] or 0)


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


def test_a_plan_is_drawn_by_mouse_finger_and_keys_and_walls_say_where_counters_lie(
    hall: Hall, site: Site, tmp_path: Path
) -> None:
    with Display(tmp_path / "wall", hall.hub.url, site.device("display", "layar-2")) as wall:
        tab = hall.open("kepala", "counters")
        plan = tab.locator(".plan")
        plan.get_by_role("button", name="layar-2").click()
        screen = plan.locator(".piece.wall")
        expect(screen).to_be_focused()
        expect(screen).to_have_attribute("aria-label", "layar-2 (layar), kolom 2, baris 2")
        expect(screen).to_have_attribute("aria-pressed", "true")
        plan.get_by_role("button", name="Taruh semua").click()
        expect(plan.get_by_role("button", name="Taruh semua")).to_have_count(0)
        counter = plan.locator("#piece-counter-3")
        before = counter.get_attribute("aria-label") or ""
        assert before.startswith("Loket 3, Disdukcapil, ")
        counter.press("ArrowRight")
        said = plan.get_by_role("status").first
        expect(said).to_have_text(re.compile(r"Loket 3: kolom \d+, baris \d+"))
        expect(counter).not_to_have_attribute("aria-label", before)
        drag(tab, counter, plan.locator(".squares"), 16, 8)
        expect(counter).to_have_attribute("aria-label", re.compile("kolom 16, baris 8"))
        drag_by_finger(tab, plan.locator("#piece-counter-5"), plan.locator(".squares"), 14, 7)
        expect(plan.locator("#piece-counter-5")).to_have_attribute(
            "aria-label", re.compile("kolom 14, baris 7")
        )
        expect(plan.locator(".lies .right")).to_contain_text("3")
        expect(tab.locator(".draft-foot .bad")).to_have_count(0)
        assert_accessible(tab)
        plan.get_by_text("Tentukan arah sendiri").click()
        plan.get_by_label("Di belakang: Tambahkan").select_option(label="Loket 3")
        expect(plan.locator(".lies .behind")).to_contain_text("3")
        expect(counter).to_have_attribute("aria-label", re.compile("di belakang"))
        tab.set_viewport_size({"width": 360, "height": 740})
        assert_fits(tab)
        assert_accessible(tab)
        tab.set_viewport_size({"width": 1440, "height": 900})
        force(tab)
        expected = "behind"
        eventually(
            lambda: wall.state()["display"]["directions"].get("loket-3") == expected, what=f"it:\n{wall.log}"
        )


def test_what_a_wall_shows_is_set_in_the_browser_and_taken_over_while_it_runs(
    hall: Hall, site: Site, tmp_path: Path
) -> None:
    own = {"directions": 'loket-77 = "left"'}
    with Display(tmp_path / "wall", hall.hub.url, site.device("display", "layar-3"), **own) as wall:

        def cells() -> set[str]:
            return set(wall.state()["display"]["cells"])

        eventually(lambda: len(cells()) == 12, what=f"the whole hall:\n{wall.log}")
        tab = hall.open("kepala", "walls")
        shown = tab.locator(".wall", has_text="layar-3")
        expect(shown.locator(".fault")).to_contain_text("Arah untuk loket-77 tanpa loket")
        tab.get_by_role("button", name="Yang tampil di layar-3").press("Enter")
        row = tab.locator(".wall.on")
        row.get_by_label("Instansi yang tampil: Tambahkan").select_option(label="Imigrasi")
        expect(row.locator(".opened")).to_contain_text("Menampilkan 1 loket: 4")
        row.get_by_label("Loket yang tampil: Tambahkan").select_option(label="Loket 5")
        expect(row.locator(".opened .fault")).to_contain_text("Tidak ada loket yang cocok")
        assert_accessible(tab)
        row.get_by_role("button", name="Keluarkan Loket 5").click()
        row.get_by_role("button", name="Pengumuman").click()
        expect(row.locator(".opened")).to_contain_text("Menampilkan 1 loket: 4")
        tab.set_viewport_size({"width": 360, "height": 740})
        assert_fits(tab)
        assert_accessible(tab)
        force(tab)
        eventually(lambda: cells() == {"4"}, what=f"one counter:\n{wall.log}")
        assert hall.asked("/hall/file")["wall"][-1]["slides"] == ["notices"]
        row.get_by_role("button", name="Kembali ke berkas layar").click()
        force(tab)
        eventually(lambda: len(cells()) == 12, what=f"the whole hall again:\n{wall.log}")


def drag(tab: Page, piece: Locator, squares: Locator, x: int, y: int) -> None:
    """Drag a piece of the plan to a square."""
    piece.scroll_into_view_if_needed()
    start, box = piece.bounding_box(), squares.bounding_box()
    assert start is not None
    assert box is not None
    tab.mouse.move(start["x"] + 24, start["y"] + 24)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 48 * x - 24, box["y"] + 48 * y - 24, steps=4)
    tab.mouse.up()


def drag_by_finger(tab: Page, piece: Locator, squares: Locator, x: int, y: int) -> None:
    """The same with a finger on a touch screen."""
    start, box = piece.bounding_box(), squares.bounding_box()
    assert start is not None
    assert box is not None
    begin = (start["x"] + 24, start["y"] + 24)
    end = (box["x"] + 48 * x - 24, box["y"] + 48 * y - 24)
    finger = tab.context.new_cdp_session(tab)
    for kind, at in (("touchStart", begin), ("touchMove", end), ("touchEnd", None)):
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    finger.detach()


def force(tab: Page) -> None:
    """Put the draft in force."""
    tab.get_by_role("button", name="Tinjau dan berlakukan").press("Enter")
    go = tab.get_by_role("dialog").get_by_role("button", name="Berlakukan")
    expect(go).not_to_have_attribute("aria-disabled", "true")
    go.press("Enter")
    expect(tab.locator(".strip.ok")).to_contain_text("Draf berlaku sekarang.")


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
    expect(tab.locator(".setting.bad .fault")).to_contain_text("harus Minggu, 10 Mei 2026 atau sesudahnya")
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


def film(folder: Path) -> Path:
    """Some seconds of green, with sound."""
    file = folder / "Cara mengurus paspor.mp4"
    made = ["-f", "lavfi", "-i", "color=0x00FF00:s=640x360:d=4:r=15", "-f", "lavfi", "-i", "sine=d=4"]
    subprocess.run(["ffmpeg", "-v", "error", *made, "-pix_fmt", "yuv420p", str(file)], check=True)
    return file


def green(wall: Display) -> float:
    """How much of a wall is as green as the film."""
    seen = pixels(wall.frame()).astype(int)
    return float(((seen[..., 1] > 200) & (seen[..., 0] < 60) & (seen[..., 2] < 60)).mean())


def test_a_video_that_was_sent_in_the_browser_plays_on_a_wall_and_gives_way_to_a_call(
    hall: Hall, site: Site, tmp_path: Path
) -> None:
    with Display(tmp_path / "wall", hall.hub.url, site.device("display", "layar-4")) as wall:
        tab = hall.open("kepala", "walls")
        tab.get_by_role("button", name="Yang tampil di layar-4").press("Enter")
        row = tab.locator(".wall.on")
        row.get_by_label("Instansi yang tampil: Tambahkan").select_option(label="Imigrasi")
        expect(row.locator(".opened")).to_contain_text("Menampilkan 1 loket: 4")
        force(tab)
        assert green(wall) == 0
        tab.locator(".slides input[type=file]").set_input_files(film(tmp_path))
        sent = tab.locator(".slides .person", has_text="Cara mengurus paspor")
        expect(sent).to_contain_text("siap tampil", timeout=60_000)
        eventually(lambda: green(wall) > 0.15, what=f"the film:\n{wall.log}", timeout=60)
        tab.get_by_role("button", name="Uji panggilan di layar-4").click()
        eventually(lambda: green(wall) == 0, what=f"the call in its place:\n{wall.log}")
        eventually(lambda: green(wall) > 0.15, what=f"the film again:\n{wall.log}", timeout=60)
        sent.click()
        tab.get_by_role("button", name="Hapus").click()
        tab.get_by_role("button", name="Ya, hapus sekarang").click()
        expect(tab.locator(".slides")).to_contain_text("Belum ada gambar atau video.")
        eventually(lambda: green(wall) == 0, what=f"the film gone:\n{wall.log}", timeout=60)

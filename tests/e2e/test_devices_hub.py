"""The manager's page of devices on a real hub with a real wall: what it shows is seen in the browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from demo.driving.displays import Display
from demo.driving.hubs import Site
from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits

TIMEOUT = 30_000.0


def _sign_in(page: Page, url: str, password: str) -> None:
    page.goto(url)
    page.get_by_label("Nama pengguna").fill("kepala")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def _keep(page: Page, display: Display, wall: Locator) -> None:
    """The device is called otherwise, starts anew with its last day told, and is let in no more."""
    wall.get_by_text("Kelola").click()
    wall.get_by_label("Nama perangkat").fill("Layar pintu")
    wall.get_by_role("button", name="Simpan nama").click()
    expect(wall.get_by_role("heading", name="Layar pintu")).to_be_visible()
    day = wall.get_by_role("listitem")
    expect(day.last).to_contain_text("Versi")
    assert_accessible(page)
    before = display.url
    wall.get_by_role("button", name="Mulai ulang").click()
    wall.get_by_role("button", name="Mulai ulang sekarang").click()
    expect(day.filter(has_text="Diminta mulai ulang")).to_have_count(1)
    eventually(lambda: display.url != before, what="the wall to be ready again", timeout=60)
    eventually(lambda: display.state()["display"]["connected"], what="the wall to hear the hub again")
    page.set_viewport_size({"width": 360, "height": 740})
    assert_fits(page)
    wall.get_by_role("button", name="Cabut").click()
    wall.get_by_role("button", name="Cabut sekarang").click()
    expect(wall).to_have_count(0)


def test_a_manager_sees_what_a_wall_shows_and_what_it_lacks(tmp_path: Path, tablet: Page) -> None:
    with Site(tmp_path) as site:
        password = site.account("kepala", "manager")
        hub = site.start()
        _sign_in(tablet, f"{hub.url}/staff", password)
        tablet.get_by_role("button", name="Menu,").click()
        tablet.get_by_role("link", name="Perangkat").click()
        expect(tablet.get_by_role("heading", name="Belum ada perangkat terdaftar")).to_be_visible()
        token = site.device("display", "layar-1")
        kiosk = site.device("kiosk", "kios-1")
        with Display(tmp_path / "layar-1", hub.url, token) as display:
            wall = tablet.locator("[data-device=layar-1]")
            image = wall.get_by_role("img", name="Yang tampil di layar-1 pukul")
            expect(image).to_be_visible(timeout=TIMEOUT)
            assert image.evaluate("(e) => e.naturalWidth") == 320
            expect(wall).to_contain_text("Baik")
            expect(wall).to_contain_text("Seluruh balai")
            expect(wall).to_contain_text("Suara aktif", timeout=TIMEOUT)
            before = image.get_attribute("src")
            staff = hub.staff("kepala", password)
            hub.api(kiosk).change("/visits", service_id="kartu-keluarga", channel="kiosk").ok()
            staff.change("/counters/loket-1/open").ok()
            staff.change("/counters/loket-1/call", finishes=None).ok()
            wall.get_by_role("button", name="Minta gambar baru").click()
            expect(image).not_to_have_attribute("src", before or "", timeout=TIMEOUT)
            _keep(tablet, display, wall)
        tasks = tablet.get_by_role("complementary", name="Perlu tindakan")
        expect(tasks).to_contain_text("kios-1 belum pernah melapor")

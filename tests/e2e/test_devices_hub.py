"""The manager's page of devices on a real hub with a real wall: what it shows is seen in the browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from demo.driving.displays import Display
from demo.driving.hubs import Site

TIMEOUT = 30_000.0


def _sign_in(page: Page, url: str, password: str) -> None:
    page.goto(url)
    page.get_by_label("Nama pengguna").fill("kepala")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


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
        with Display(tmp_path / "layar-1", hub.url, token):
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
        tasks = tablet.get_by_role("complementary", name="Perlu tindakan")
        expect(tasks).to_contain_text("kios-1 belum pernah melapor")

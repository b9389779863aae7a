"""Take the pictures of the training pages (docs/tour) from the running product: a hall that has had a week,
its manager and its staff in Chromium. `make tour`; look at what it wrote, and commit it.
"""

from __future__ import annotations

import io
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from balai.clock import ScaledClock
from balai.hall_file.read import load_hall
from demo.driving.hubs import ROOT, Hub, Site
from demo.driving.past import played_day, put, texts
from server.auth.roles import Role
from tests.support.pages.browser import ARGUMENTS, chromium_program, tablet_context

PICTURES = ROOT / "docs" / "tour"
#: When they are taken, whatever the hour is: the Monday after a week.
MORNING = datetime.fromisoformat("2026-04-20T10:42:00+08:00")
WEEK = tuple(date(2026, 4, 13) + timedelta(days=n) for n in range(5))
PEOPLE: Mapping[str, Role] = {"kepala": "manager", "rahma": "staff"}
COUNTER = "loket-1"
#: A palette is enough for pages, and a fifth of the size.
COLOURS = 64


def main() -> None:
    """A hall for a minute."""
    PICTURES.mkdir(exist_ok=True)
    expect.set_options(timeout=90_000)
    with tempfile.TemporaryDirectory() as name:
        clock = ScaledClock(time.time(), MORNING, 1.0).spec
        with Site(Path(name), clock=clock) as site, sync_playwright() as playwright:
            passwords = {who: site.account(who, role) for who, role in PEOPLE.items()}
            kiosk = _had_a_week(site)
            hub = site.start()
            # The figures of closed days are kept when they are asked for: not while a picture waits for them.
            hub.staff("kepala", passwords["kepala"]).get("/reports?first=2026-04-13&last=2026-04-17").ok()
            _visitors(hub, kiosk)
            browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
            _manager(_signed_in(browser, hub, "kepala", passwords["kepala"]), hub)
            _staff(_signed_in(browser, hub, "rahma", passwords["rahma"]), hub)
            browser.close()


def _had_a_week(site: Site) -> str:
    """The days before, and a kiosk's token."""
    from server.store import open_store

    config = load_hall(site.hall)
    day = texts(played_day(config, 240, hours=3), config.hall.id)
    with open_store(site.store) as store:
        put(store, config.hall.id, day, WEEK)
    return site.device("kiosk")


def _visitors(hub: Hub, token: str) -> None:
    kiosk = hub.api(token)
    for service in ("kartu-keluarga", "perekaman-ktp", "skck", "kartu-keluarga", "akta-kelahiran"):
        kiosk.change("/visits", service_id=service).ok()


def _signed_in(browser: Browser, hub: Hub, who: str, password: str) -> Page:
    page = tablet_context(browser, 1280, 800).new_page()
    page.goto(f"{hub.url}/practice")
    page.get_by_label("Nama pengguna").fill(who)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator(".practice-page")).to_be_visible()
    return page


def _manager(page: Page, hub: Hub) -> None:
    _keep(page, "pengelola-latihan")
    steps: dict[str, tuple[str, Callable[[], None]]] = {
        "pengelola-langsung": ("day", lambda: expect(page.locator(".agency-row").first).to_be_visible()),
        "pengelola-layanan": ("agencies", page.get_by_role("button", name="Disdukcapil").first.click),
        "pengelola-kalender": ("calendar", lambda: expect(page.locator(".wide-table")).to_be_visible()),
        "pengelola-aturan": ("rules", lambda: expect(page.locator(".trust")).to_be_visible()),
        "pengelola-laporan": ("reports", lambda: _last_week(page)),
    }
    for name, (where, ready) in steps.items():
        page.goto(f"{hub.url}/{where}")
        ready()
        _keep(page, name)


def _last_week(page: Page) -> None:
    page.locator(".span-box .step").first.click()
    expect(page.locator(".heat")).to_be_visible()


def _staff(page: Page, hub: Hub) -> None:
    page.goto(f"{hub.url}/staff")
    counter = page.get_by_role("button", name=re.compile(r"^Loket 1\b"))
    expect(counter).to_be_visible()
    _keep(page, "petugas-pilih-loket")
    counter.click()
    call = page.get_by_role("button", name=re.compile("Panggil berikutnya"))
    expect(call).to_be_enabled()
    _keep(page, "petugas-siap")
    call.click()
    present = page.get_by_role("button", name=re.compile("^Hadir"))
    expect(present).to_be_visible()
    _keep(page, "petugas-dipanggil")
    present.click()
    expect(page.get_by_role("button", name="Alihkan")).to_be_visible()
    _keep(page, "petugas-melayani")


def _keep(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

"""Take the pictures of the README from the running product: a hub, a kiosk, a wall and a tablet in Chromium.

Run it after a wanted change, look at what it wrote, and commit it: `python -m tools.documents.take_pictures`.
"""

from __future__ import annotations

import io
import tempfile
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pygame
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from balai.clock import ScaledClock
from demo.driving.displays import Display
from demo.driving.hubs import ROOT, Hub, Site
from demo.driving.kiosks import Kiosk
from demo.driving.wait import eventually
from tests.support.pages.browser import ARGUMENTS, chromium_program, tablet_context

PICTURES = ROOT / "docs" / "pictures"
SERVICES = ("kartu-keluarga", "perekaman-ktp", "kartu-keluarga", "skck", "kartu-keluarga", "akta-kelahiran")
#: When the pictures are taken, whatever the hour is.
MORNING = datetime.fromisoformat("2026-04-14T10:42:00+08:00")
#: Visitors who are called, one after another, at the counter of the tablet.
CALLED = 2


def main() -> None:
    """A hall of four programs for a minute."""
    PICTURES.mkdir(exist_ok=True)
    clock = ScaledClock(time.time(), MORNING, 1.0).spec
    with tempfile.TemporaryDirectory() as name, Site(Path(name), clock=clock) as site:
        folder = Path(name)
        password = site.account("rahma")
        tokens = {kind: site.device(kind) for kind in ("kiosk", "display")}
        hub = site.start()
        with (
            Kiosk(folder / "k", hub.url, tokens["kiosk"], clock=clock) as kiosk,
            Display(folder / "d", hub.url, tokens["display"], clock=clock) as display,
        ):
            _ticket(kiosk)
            _visitors(hub, tokens["kiosk"])
            _tablet(hub, password)
            _wall(display)
    for path in sorted(PICTURES.glob("*.png")):
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


def _ticket(kiosk: Kiosk) -> None:
    kiosk.open()
    kiosk.press()
    kiosk.wait_printed(1)
    paper = Image.open(io.BytesIO(kiosk.picture(1))).convert("L")
    sheet = Image.new("L", (paper.width + 48, paper.height + 48), 224)
    sheet.paste(paper, (24, 24))
    _keep(sheet, "ticket", sheet.size)


def _visitors(hub: Hub, token: str) -> None:
    with closing(hub.api(token)) as kiosk:
        for service in SERVICES:
            kiosk.change("/visits", service_id=service, channel="kiosk").ok()


def _tablet(hub: Hub, password: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
        page = tablet_context(browser).new_page()
        _serve(page, hub, password)
        expect(page.locator("[data-main]")).to_contain_text("Panggil berikutnya")
        picture = Image.open(io.BytesIO(page.screenshot()))
        _keep(picture, "tablet", picture.size)
        browser.close()


def _serve(page: Page, hub: Hub, password: str) -> None:
    page.goto(f"{hub.url}/staff")
    page.get_by_label("Nama pengguna").fill("rahma")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("button").filter(has_text="Kartu Keluarga").first.click()
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    main = page.locator("[data-main]")
    for _ in range(CALLED):
        expect(main).to_contain_text("Panggil berikutnya")
        main.click()
        # The button rests a moment when its meaning changes; a click waits for that.
        expect(main).to_contain_text("Hadir")
        main.click()


def _wall(display: Display) -> None:
    eventually(
        lambda: display.state()["display"]["calling"] is not None, timeout=30.0, what="a call on the wall"
    )
    frame = eventually(lambda: _settled(display), what="a picture that stands still")
    assert frame is not None
    _keep(Image.frombytes("RGB", frame.get_size(), pygame.image.tobytes(frame, "RGB")), "wall", (1280, 720))


def _settled(display: Display) -> pygame.Surface | None:
    first, second = display.frame(), display.frame()
    return second if pygame.image.tobytes(first, "RGB") == pygame.image.tobytes(second, "RGB") else None


def _keep(picture: Image.Image, name: str, size: tuple[int, int]) -> None:
    """Save it small: few colours are enough for flat pictures."""
    small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    small.quantize(128).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

"""A real Chromium for tests: Debian's headless shell, driven by Playwright, one for the whole run.

Fixtures: `chromium` (the browser), `tablet` (a fresh page of 1280 x 800, as the staff's is),
`staff_files` and `stage` (see `tests.support.pages.staff_stage`), `devices_stage` and `day_stage` (see
the modules of these names). What they need is loaded when first asked
for: the fast tests shall not wait for it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.support.pages.day_stage import DayStage
    from tests.support.pages.devices_stage import DevicesStage
    from tests.support.pages.staff_stage import Stage

#: Each window loads the pages of its own address field and keeps a process for the next site: over half of
#: what a test of a page took. Chromium heeds the last such list only, so Playwright's own stands first.
_WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess",
)  # fmt: skip
#: So long a page may take to show what is expected of it: the limit is there to end a broken test, and a
#: machine at work on other things may need several times as long as a quiet one.
PATIENCE_MS = 30_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    f"--disable-features={','.join(_WITHOUT)}",
]


def chromium_program() -> str:
    """The headless shell, which opens a page for less than two thirds of the processor time that the whole
    browser takes; the browser itself where there is no other."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert program, "chromium-headless-shell is missing; `make system` installs it"
    return program


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
        yield browser
        browser.close()


def tablet_context(
    browser: Browser, width: int = 1280, height: int = 800, *, keeps_page: bool = False
) -> BrowserContext:
    """A browser of its own (cookies, storage) with the staff tablet's screen. `keeps_page`: with the
    service worker, whose requests Playwright cannot answer in the hub's place."""
    return browser.new_context(
        viewport={"width": width, "height": height},
        locale="id-ID",
        timezone_id="Asia/Makassar",
        reduced_motion="reduce",
        service_workers="allow" if keeps_page else "block",
    )


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[Page]:
    """A page in a browser of its own."""
    context = tablet_context(chromium)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def staff_files() -> Iterator[str]:
    """The address of a server that serves the staff page and nothing else."""
    from tests.support.pages.staff_stage import page_server

    with page_server() as url:
        yield url


@pytest.fixture
def stage(tablet: Page, staff_files: str) -> Stage:
    """The staff page on a stage, signed out."""
    from tests.support.pages.staff_stage import staged

    return staged(tablet, staff_files)


@pytest.fixture
def devices_stage(tablet: Page, staff_files: str) -> DevicesStage:
    """The manager's page of devices on a stage, signed out."""
    from tests.support.pages.devices_stage import devices_staged

    return devices_staged(tablet, staff_files)


@pytest.fixture
def day_stage(tablet: Page, staff_files: str) -> DayStage:
    """The manager's page of the day on a stage, signed out."""
    from tests.support.pages.day_stage import day_staged

    return day_staged(tablet, staff_files)

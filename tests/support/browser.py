"""A real Chromium for tests: Debian's, driven by Playwright, one for the whole run.

Fixtures: ``chromium`` (the browser) and ``tablet`` (a fresh page of 1280 x 800, as the staff's is).
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    program = shutil.which("chromium")
    assert program, "chromium is missing; `make system` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def tablet_context(browser: Browser, width: int = 1280, height: int = 800) -> BrowserContext:
    """A browser of its own (cookies, storage) with the staff tablet's screen."""
    return browser.new_context(
        viewport={"width": width, "height": height},
        locale="id-ID",
        timezone_id="Asia/Makassar",
        reduced_motion="reduce",
    )


@pytest.fixture
def tablet(chromium: Browser) -> Iterator[Page]:
    """A page in a browser of its own."""
    context = tablet_context(chromium)
    yield context.new_page()
    context.close()

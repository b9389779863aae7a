"""Draw the application's icon in the sizes that browsers want: `python -m tools.draw_icons`."""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from server.web.assets import STATIC
from server.web.pages import ICON_SIZES
from tests.support.pages.browser import ARGUMENTS, chromium_program

ICONS = STATIC / "icons"


def main() -> None:
    """Once after `balai.svg` has changed; look at them, and commit them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
        for size in ICON_SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.goto((ICONS / "balai.svg").as_uri())
            page.screenshot(path=str(ICONS / f"balai-{size}.png"))
        browser.close()


if __name__ == "__main__":
    main()

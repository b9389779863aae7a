"""Take the pictures of pages anew and keep them as the approved ones that tests compare with.

Run it after a wanted change, look at what it wrote, and commit both: `python -m tools.approve_pages`. Words
after it choose the pictures that begin with them.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.support.pages.browser import ARGUMENTS, PATIENCE_MS, chromium_program
from tests.support.pages.gallery import Gallery, pictures
from tests.support.wall.approved import approve_all

if __name__ == "__main__":
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
        gallery = Gallery(browser, Path(folder))
        made = {name: partial(gallery.settled, *picture) for name, picture in pictures().items()}
        approve_all("pages", made, sys.argv[1:])
        gallery.close()
        browser.close()

"""What a page must be for everyone: without a fault that axe finds, easy to tap, no wider than the screen."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SMALL_TARGETS = """() => [...document.querySelectorAll("button, input, a")]
  .map((e) => [e.textContent, e.getBoundingClientRect()])
  .filter(([, box]) => box.width && Math.min(box.width, box.height) < 48)
  .map(([text]) => text)"""


def assert_accessible(page: Page) -> None:
    """Axe finds nothing."""
    report: Any = Axe().run(page)
    assert report.violations_count == 0, report.generate_report()


def assert_fits(page: Page) -> None:
    """Nothing stands beside the screen."""
    screen = page.viewport_size
    assert screen is not None
    assert page.evaluate("() => document.documentElement.scrollWidth") == screen["width"]


def assert_large_targets(page: Page) -> None:
    """What is tapped is 48 pixels in both directions at least."""
    assert page.evaluate(_SMALL_TARGETS) == []

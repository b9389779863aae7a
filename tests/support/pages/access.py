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


_OVERLAPPING = """() => {
  const seen = [...document.querySelectorAll("button, a")].filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".sr"));
  const box = (e) => e.getBoundingClientRect();
  const meet = (p, q, from, to) => Math.min(p[to], q[to]) - Math.max(p[from], q[from]) > 1;
  const over = (a, b) => !a.contains(b) && !b.contains(a)
    && meet(box(a), box(b), "left", "right") && meet(box(a), box(b), "top", "bottom");
  return seen.flatMap((a, n) => seen.slice(n + 1).filter((b) => over(a, b)).map((b) => [a.textContent, b.textContent]));
}"""  # noqa: E501


def assert_side_by_side(page: Page) -> None:
    """No button lies over another."""
    over: Any = page.evaluate(_OVERLAPPING)
    assert over == [], over

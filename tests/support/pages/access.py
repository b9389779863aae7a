"""What a page must be for everyone: without a fault that axe finds, easy to tap, no wider than the screen."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SMALL_TARGETS = """() => [...document.querySelectorAll("button, input, a")]
  .map((e) => [e.textContent, e.getBoundingClientRect()])
  .filter(([, box]) => box.width && Math.min(box.width, box.height) < 48)
  .map(([text]) => text)"""


#: What axe finds fault with. All else that it tells of a page takes as long to come over as to be found.
_FAULTS = "() => axe.run({ resultTypes: ['violations'] }).then((told) => told.violations)"


def assert_accessible(page: Page) -> None:
    """Axe finds nothing."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = AxeResults({"violations": page.evaluate(_FAULTS)})
    assert found.violations_count == 0, found.generate_report()


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


#: WCAG 2.2, 1.4.12: a reader may space text so far, and loses nothing.
_SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
#: Texts of which a part is cut off: a box that hides what is wider or higher than itself.
_CUT = """() => [...document.querySelectorAll("#app *")].filter((e) => {
  const style = getComputedStyle(e);
  const hides = (way) => ["hidden", "clip"].includes(way);
  const text = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  // What is there for a screen reader alone is one pixel large; a number's hyphen is drawn, its sign hidden.
  if (!text || !e.checkVisibility() || e.clientWidth <= 1 || e.matches(".tix i")) return false;
  // What ends in dots says that there is more, and stands whole on what it opens.
  if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") return false;
  return (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
    || (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map((e) => e.textContent.trim().slice(0, 60))"""
#: Words in the colour that they stand on.
_UNSEEN = """() => [...document.querySelectorAll("#app *")].filter((e) => {
  const text = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  if (!text || !e.checkVisibility() || e.closest("svg, .sr, option")) return false;
  let under = e;
  while (under && getComputedStyle(under).backgroundColor === "rgba(0, 0, 0, 0)") under = under.parentElement;
  const ground = under ? getComputedStyle(under).backgroundColor : "rgb(255, 255, 255)";
  return getComputedStyle(e).color === ground;
}).map((e) => e.textContent.trim().slice(0, 60))"""
#: A style sheet that the page's policy lets a test add.
_ADD = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}"""


def assert_nothing_cut(page: Page) -> None:
    """No text is cut off by the box it stands in."""
    cut: Any = page.evaluate(_CUT)
    assert cut == [], cut


def assert_all_seen(page: Page) -> None:
    """No words stand in the colour that they stand on."""
    unseen: Any = page.evaluate(_UNSEEN)
    assert unseen == [], unseen


def space_text(page: Page) -> None:
    """Space text as far as a reader may."""
    page.evaluate(_ADD, _SPACED)


def assert_whole_narrow(page: Page) -> None:
    """At 320 pixels, in forced colours and in spaced text, which it is left in, all of it is there."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert_fits(page)
    assert_nothing_cut(page)
    page.emulate_media(forced_colors="active")
    assert_all_seen(page)
    page.emulate_media(forced_colors="none")
    space_text(page)
    assert_fits(page)
    assert_nothing_cut(page)


#: What can be pressed or filled in, but lies under something else once it was brought into view: in the
#: middle of the screen, or only just, as the keyboard brings it.
_COVERED = """() => {
  const within = document.querySelector("dialog[open]") ?? document.querySelector(".panel") ?? document.getElementById("app");
  const own = (e, found) => found && (e.contains(found) || found.closest("label")?.control === e);
  return [...within.querySelectorAll("button, a[href], input:not(.sr), select, textarea, summary")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1)
    .flatMap((e) => ["center", "nearest"].map((block) => {
      e.scrollIntoView({ block, inline: "nearest" });
      const box = e.getBoundingClientRect();
      return own(e, document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)) ? "" : `${e.textContent || e.id} (${block})`;
    })).filter(Boolean);
}"""  # noqa: E501


def assert_uncovered(page: Page) -> None:
    """Nothing lies over the middle of what can be pressed, once it was brought into view."""
    covered: Any = page.evaluate(_COVERED)
    assert covered == [], (page.viewport_size, covered)

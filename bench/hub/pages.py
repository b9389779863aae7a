"""How soon a manager's pages can be used in the large hall beside the small one, what a first load weighs,
and how soon a tap is seen to be under way while the hub is stopped.

Each page is loaded anew in a browser that stays signed in and has the modules and sheets in its store, until
what it shows of the hall is there; the quickest of some loads counts, since a browser is disturbed easily. Of
taps the slowest counts.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench.harness import Pair, Round
from bench.hub.hall import Running, hall
from bench.stage import Stage
from tests.support.pages.browser import ARGUMENTS, chromium_program, tablet_context

#: Each page with what is there once it can be used.
PAGES: Mapping[str, str] = {
    "day": ".agency-row", "desk": ".info-desk input", "agencies": ".tree .item", "counters": ".serves",
    "calendar": ".week tbody td", "devices": ".device", "reports": ".sums tbody tr", "people": "main li",
    "rules": ".rules-two .setting", "settings": ".side .item",
}  # fmt: skip
ROWS = (*(f"page_{name}" for name in PAGES), "page_bytes", "page_requests", "tap_sign")
LOADS = 3
#: What is tapped on which page while the hub is stopped.
TAPS = {"counters": ".serves", "calendar": ".holidays button", "reports": ".span-box button"}
#: Milliseconds from a tap to the frame after its sign: aria-busy, which the sheets draw.
_SIGN = """(selector) => new Promise((done) => {
  const tapped = document.querySelector(selector);
  const began = performance.now();
  const look = () => requestAnimationFrame(() => (document.querySelector('[aria-busy="true"]') ? setTimeout(() => done(performance.now() - began)) : look()));
  tapped.click();
  look();
})"""  # noqa: E501
MANAGER = "kepala"


@contextmanager
def pages(_stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """Both halls, each with a manager in a browser."""
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=ARGUMENTS)
        stack.callback(browser.close)
        halls = {size: stack.enter_context(hall(size)) for size in ("small", "large")}
        people = {size: running.site.account(MANAGER, "manager") for size, running in halls.items()}
        tabs = {size: _signed_in(browser, halls[size], people[size]) for size in halls}

        def measure(_number: int) -> Mapping[str, Pair]:
            found: dict[str, Pair] = {
                f"page_{name}": (
                    _usable(tabs["large"], halls["large"], name),
                    _usable(tabs["small"], halls["small"], name),
                )
                for name in PAGES
            }
            found["tap_sign"] = (
                max(_tapped(tabs["large"], halls["large"], *one) for one in TAPS.items()),
                None,
            )
            weight, requests = _first_load(browser, halls["large"], people["large"])
            return {**found, "page_bytes": (weight / 1024, None), "page_requests": (float(requests), None)}

        yield measure


def _signed_in(browser: Browser, running: Running, password: str) -> Page:
    page = tablet_context(browser, 1440, 900, keeps_page=True).new_page()
    page.goto(f"{running.hub.url}/day")
    page.get_by_label("Nama pengguna").fill(MANAGER)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_selector(PAGES["day"])
    return page


def _usable(page: Page, running: Running, name: str) -> float:
    """Milliseconds until a page can be used."""
    found = []
    for _ in range(LOADS):
        began = time.perf_counter()
        page.goto(f"{running.hub.url}/{name}", wait_until="commit")
        page.wait_for_selector(PAGES[name])
        found.append((time.perf_counter() - began) * 1000)
    return min(found)


def _tapped(page: Page, running: Running, name: str, selector: str) -> float:
    """Milliseconds until what is tapped shows that it is under way, while the hub answers nothing."""
    page.goto(f"{running.hub.url}/{name}")
    page.wait_for_selector(f"{PAGES[name]}")
    page.wait_for_selector(selector)
    os.kill(running.hub.pid, signal.SIGSTOP)
    try:
        took: float = page.evaluate(_SIGN, selector)
    finally:
        os.kill(running.hub.pid, signal.SIGCONT)
    return took


def _first_load(browser: Browser, running: Running, password: str) -> tuple[int, int]:
    """Bytes as they were sent and requests of the first load of the page of the day, signing in with it."""
    responses: list[Response] = []
    context = tablet_context(browser, 1440, 900)
    page: Any = context.new_page()
    page.on("response", lambda one: responses.append(one))  # noqa: PLW0108  # it marks what it is given
    page.goto(f"{running.hub.url}/day")
    page.get_by_label("Nama pengguna").fill(MANAGER)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_selector(PAGES["day"])
    sizes = [one.request.sizes() for one in responses]
    context.close()
    return sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes), len(responses)

"""Every tap says at once that it is under way, while the hub is stopped: there can be no answer yet."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from demo.driving.hubs import Hub, Site
from server.auth.roles import PAGES
from tests.support.pages.people import AtPages

#: Pages for who signs in; "staff" is looked at with a counter in hand.
MANAGED = tuple(page for page in PAGES if page not in ("services", "staff", "desk", "trail"))
#: A hub that is stopped takes requests and answers none. Requests that a tap starts are held here and
#: counted, so that the page may be tapped again and again without one.
_HELD = """
const real = window.fetch, later = window.setTimeout;
window.tapping = false; window.held = [];
window.fetch = (...asked) => !window.tapping ? real(...asked) : new Promise((answer) => window.held.push(() => answer(
  new Response(JSON.stringify({ code: "held", title: "held" }), { status: 409, headers: { "Content-Type": "application/problem+json" } }))));
// What has just come rests for a person's sake.
window.setTimeout = (act, ms, ...rest) => later(act, ms === 700 ? 1 : ms, ...rest);
const told = performance.now.bind(performance);
performance.now = () => told() * 1000;
window.print = () => {};
"""  # noqa: E501
#: Taps what can be tapped, two of a kind, and in each sheet that opens one of a kind; says what asked the hub
#: without a sign.
_WALK = """async () => {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const kind = (e) => e.className + "|" + (e.closest("section, nav, header, aside, footer, form, li, dialog")?.className ?? "");
  const here = (e) => e.isConnected && e.checkVisibility() && e.getAttribute("aria-disabled") !== "true";
  const some = (within, most) => {
    const counts = {};
    return [...within.querySelectorAll("button, summary")].filter((e) => here(e) && (counts[kind(e)] = (counts[kind(e)] ?? 0) + 1) <= most);
  };
  const result = { tapped: 0, asked: 0, silent: [] };
  const tap = async (e) => {
    held.length = 0;
    window.tapping = true;
    e.click();
    setTimeout(() => { window.tapping = false; });
    await frames();
    const asked = held.splice(0);
    result.tapped += 1;
    result.asked += asked.length > 0;
    if (asked.length && !document.querySelector('[aria-busy="true"]')) result.silent.push(e.textContent.trim() || e.ariaLabel);
    for (const answer of asked) answer();
    await frames();
  };
  const sheet = () => document.querySelector("dialog[open]");
  for (const each of some(document.getElementById("app"), 2)) {
    if (!here(each) || sheet()) continue;
    await tap(each);
    for (const within of sheet() ? some(sheet(), 1) : []) if (here(within) && sheet() && !within.matches(".x")) await tap(within);
    for (let n = 0; sheet() && n < 5; n += 1) { sheet().dispatchEvent(new Event("cancel")); await frames(); }
  }
  return result;
}"""  # noqa: E501


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[AtPages]:
    with Site(tmp_path_factory.mktemp("hall")) as site:
        passwords = {"kepala": site.account("kepala", "administrator"), "rahma": site.account("rahma")}
        token = site.device("kiosk")
        hub = site.start()
        with closing(hub.api(token)) as kiosk:
            for _ in range(4):
                kiosk.change("/visits", service_id="kartu-keluarga").ok()
        found = AtPages(hub, passwords, chromium, ".menu-button")
        yield found
        found.leave()


@contextmanager
def stopped(hub: Hub) -> Iterator[None]:
    """The hub does nothing meanwhile, and takes what comes."""
    os.kill(hub.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(hub.pid, signal.SIGCONT)


def signs(hub: Hub, page: Page, tapped: Locator, act: Callable[[], Any] | None = None) -> None:
    """What is tapped, or what `act` does, shows a sign there before any answer comes."""
    under_way = page.locator("[aria-busy=true]")
    expect(tapped).not_to_have_attribute("aria-disabled", "true")
    expect(under_way).to_have_count(0)
    with stopped(hub):
        (act or tapped.click)()
        expect(under_way.first).to_be_visible()


def test_a_desk_says_what_is_under_way_while_the_hub_is_stopped(hall: AtPages) -> None:
    page = hall.open("rahma", "staff")
    main = page.locator("[data-main]")

    def named(name: str) -> Locator:
        return page.get_by_role("button", name=name, exact=True)

    signs(hall.hub, page, page.get_by_role("button", name=re.compile(r"^Loket 1\b")))
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    signs(hall.hub, page, main.filter(has_text="A-001"))
    expect(page.get_by_role("heading", name="Dipanggil")).to_be_visible()
    signs(hall.hub, page, named("Panggil ulang"))
    expect(page.locator(".steps")).to_contain_text("diulang 1 kali")
    signs(hall.hub, page, main.filter(has_text="Hadir"))
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    signs(hall.hub, page, named("Selesai"))
    expect(page.locator(".last")).to_contain_text("selesai")


def test_a_manager_is_told_what_is_under_way_while_the_hub_is_stopped(hall: AtPages) -> None:
    tab = hall.open("kepala", "counters")
    cell = tab.locator(".serves").last
    was = cell.get_attribute("aria-pressed")
    signs(hall.hub, tab, cell)
    expect(cell).not_to_have_attribute("aria-pressed", was or "")
    tab = hall.open("kepala", "calendar")
    signs(hall.hub, tab, tab.get_by_role("button", name=re.compile("^Konfirmasi")).first)
    tab = hall.open("kepala", "settings")
    field = tab.get_by_label("Nama balai", exact=True)
    field.fill("Balai lain")
    signs(hall.hub, tab, field, lambda: field.press("Tab"))
    expect(tab.locator("[aria-busy=true]")).to_have_count(0)
    signs(hall.hub, tab, tab.get_by_role("button", name="Tinjau dan berlakukan"))
    tab = hall.open("kepala", "reports")
    signs(hall.hub, tab, tab.locator(".span-box button").first)


def test_no_tap_on_any_page_asks_the_hub_without_a_sign(hall: AtPages, chromium: Browser) -> None:
    tab = hall.open("kepala", "day")
    tab.context.add_init_script(_HELD)
    found: dict[str, Any] = {}
    for page in (*MANAGED, "desk", "trail"):
        tab.goto(f"{hall.hub.url}/{page}")
        expect(tab.locator("main")).to_be_visible()
        expect(tab.locator("main.plain")).to_have_count(0)
        found[page] = tab.evaluate(_WALK)
    desk = hall.open("rahma", "staff")
    desk.context.add_init_script(_HELD)
    desk.reload()
    main, choose = desk.locator("[data-main]"), desk.get_by_role("button", name=re.compile(r"^Loket 1\b"))
    expect(main.or_(choose).first).to_be_visible()
    if choose.count():
        choose.click()
    expect(main).to_be_visible()
    found["staff"] = desk.evaluate(_WALK)
    assert {page: walk["silent"] for page, walk in found.items() if walk["silent"]} == {}
    # Where nothing is asked, nothing is held: every page is tapped, and most of them ask.
    assert all(walk["tapped"] for walk in found.values()), found
    assert sum(walk["asked"] for walk in found.values()) >= 30, found

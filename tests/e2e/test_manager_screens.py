"""Every page for who runs a hall, in the long names of a hard one: narrow, in forced colours, in spaced text,
with what its buttons open, by the keyboard, in English.

The pages are those of the table of roles, so that a new one is looked at as it comes.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from balai.words import Language, words_in
from demo.always_open import always_open
from demo.driving.hubs import SAMPLE_HALL, Hub, Site
from server.auth.roles import PAGES, Role, scope_of
from server.web.sentences import SECTIONS
from tests.support.pages.access import (
    assert_accessible,
    assert_fits,
    assert_nothing_cut,
    assert_whole_narrow,
)

#: What a page has once it tells of the hall, in place of what it says while it asks.
WHOLE = {
    "day": ".agency-row", "devices": ".device", "trail": "tbody tr", "people": ".people li",
    "reports": ".sums tbody tr", "why": "form.ask", "desk": ".find-box", "agencies": ".tree .item",
    "counters": ".serves", "calendar": ".week tbody td", "walls": ".boxed", "tickets": "img.mm80",
    "settings": ".side .item", "history": ".versions li", "start": ".way-step",
    "rules": ".rules-two .setting", "practice": ".opening",
}  # fmt: skip
#: The tablet's own tests look at "staff"; "services" is for visitors, and looked at there.
SCREENS = tuple(page for page in PAGES if page not in ("staff", "services"))
#: So many presses of Tab pass through the longest page.
MOST_KEYS = 500
PEOPLE: dict[Role, str] = {
    "manager": "maria-magdalena-kusumaningtyas-tjokroaminoto", "administrator": "admin",
}  # fmt: skip
LONG = {
    'name = "Perekaman KTP-el"': 'name = "Perekaman dan Pencetakan Kartu Tanda Penduduk Elektronik Luar '
    'Domisili bagi Penduduk Nonpermanen"',
    'short_name = "Disdukcapil"': 'short_name = "Kependudukan-Pencatatansipil"',
}
#: What is tapped and lower or narrower than 44 pixels. A link within a sentence is as high as its line; what
#: stands in a label is tapped on it.
SMALL = """() => [...document.querySelectorAll("#app button, #app a[href], #app input:not(.sr), #app select, #app summary")]
  .filter((e) => e.checkVisibility() && !e.closest("p"))
  .map((e) => [e.textContent.trim().slice(0, 40) || e.id || e.className, (e.closest("label") ?? e).getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < 43.5)
  .map(([text, box]) => `${text}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""  # noqa: E501
#: Opens what is folded, and marks some buttons of each kind: what they open is looked at.
MARK = """(most) => {
  for (const folded of document.querySelectorAll("#app details:not([open]):not(.folded)")) folded.open = true;
  const kinds = {};
  const kind = (e) => e.className + "|" + (e.closest("section, nav, header, aside, footer, form, li")?.className ?? "");
  const some = [...document.querySelectorAll("#app button")].filter((e) => e.checkVisibility()
    && e.getAttribute("aria-disabled") !== "true" && (kinds[kind(e)] = (kinds[kind(e)] ?? 0) + 1) <= most);
  some.forEach((e, n) => { e.dataset.tried = n; });
  return some.length;
}"""  # noqa: E501
#: Presses a marked button that is still there, and says what it opened: a sheet by its heading, or a menu.
PRESS = """async (n) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const sheet = () => document.querySelector("dialog[open] h2") ?? document.querySelector(".panel");
  const pressed = document.querySelector(`[data-tried="${n}"]`);
  pressed?.click();
  for (let n = 0; n < 3 || (n < 60 && document.querySelector('[aria-busy="true"]')); n += 1) await frame();
  return (sheet()?.matches("h2") ? sheet().textContent : sheet() && "menu") ?? "";
}"""
#: Closes it.
LEAVE = """async () => {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (let n = 0; n < 4 && document.querySelector("dialog[open]"); n += 1) { document.querySelector("dialog[open]").dispatchEvent(new Event("cancel")); await frames(); }
  if (document.querySelector(".panel")) document.querySelector(".menu-button").click();
  await frames();
}"""  # noqa: E501
#: Keeps what comes into focus, and whether a ring is seen around it.
FOLLOW = """() => {
  window.reached = new Set();
  window.ringless = new Set();
  document.addEventListener("focusin", ({ target }) => {
    reached.add(target);
    const seen = [target, target.closest("label"), target.nextElementSibling].filter(Boolean)
      .flatMap((e) => [getComputedStyle(e), getComputedStyle(e, "::after")]);
    if (!seen.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)) ringless.add(target);
  });
}"""  # noqa: E501
#: What can be pressed or filled in and never came into focus, and what did without a ring.
MISSED = """() => {
  const told = (e) => (e.getAttribute("aria-label") ?? e.textContent.trim().slice(0, 40)) || e.id || e.className;
  const all = [...document.querySelectorAll("#app button, #app a[href], #app input, #app select, #app textarea, #app summary")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0);
  return [all.filter((e) => !reached.has(e)).map(told), [...ringless].filter((e) => e.isConnected).map(told)];
}"""  # noqa: E501
#: All that a page says, to who sees it and to who hears it.
SAID = """() => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) { if (!node.parentElement.closest("script, style, noscript")) texts.push(node.data); }
    else for (const name of ["aria-label", "title", "placeholder", "alt"]) texts.push(node.getAttribute(name) ?? "");
  }
  return [...new Set(texts.map((text) => text.trim()).filter(Boolean))];
}"""  # noqa: E501


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hub, dict[Role, str]]]:
    """A hall in which somebody was served, somebody is called, and some wait."""
    folder = tmp_path_factory.mktemp("hall")
    text = always_open(SAMPLE_HALL.read_text(encoding="utf-8"))
    for short, long in LONG.items():
        assert short in text
        text = text.replace(short, long)
    (folder / "long.toml").write_text(text, encoding="utf-8")
    with Site(folder, hall=folder / "long.toml") as site:
        staff = site.account("rahma")
        passwords = {role: site.account(name, role) for role, name in PEOPLE.items()}
        site.device("display", "layar-ruang-tunggu-lantai-dasar-sayap-timur")
        token = site.device("kiosk", "kios-pintu-masuk-utama-lantai-dasar")
        hub = site.start()
        kiosk, desk = hub.api(token), hub.staff("rahma", staff)
        for _ in range(5):
            kiosk.change("/visits", service_id="perekaman-ktp").ok()
        desk.change("/counters/loket-1/open").ok()
        leg = desk.change("/counters/loket-1/call", finishes=None).ok()["called"]["leg_id"]
        for verb in ("start", "finish"):
            desk.change(f"/counters/loket-1/{verb}", leg_id=leg).ok()
        desk.change("/counters/loket-1/call", finishes=None).ok()
        yield hub, passwords


@pytest.fixture(scope="module")
def tabs(hall: tuple[Hub, dict[Role, str]], chromium: Browser) -> Iterator[dict[Role, Page]]:
    """Browsers of who is signed in, which take the test's own style sheet."""
    made: dict[Role, Page] = {}
    hub, passwords = hall
    for role, password in passwords.items():
        context = chromium.new_context(
            locale="id-ID", timezone_id="Asia/Makassar", reduced_motion="reduce", service_workers="block",
            bypass_csp=True, base_url=hub.url,
        )  # fmt: skip
        name, _, value = hub.staff(PEOPLE[role], password).cookie.partition("=")
        context.add_cookies([{"name": name, "value": value.partition(";")[0], "url": hub.url}])
        made[role] = context.new_page()
    yield made
    for tab in made.values():
        tab.context.close()


@pytest.fixture
def tab(page: str, tabs: dict[Role, Page]) -> Page:
    """The browser of who does most on a page."""
    return next(tab for role, tab in tabs.items() if scope_of(role, PAGES[page]))


@pytest.mark.parametrize("page", SCREENS)
def test_a_page_is_whole_however_it_is_looked_at(page: str, tab: Page) -> None:
    tab.emulate_media(forced_colors="none")
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(f"/{page}")
    expect(tab.locator(WHOLE[page]).first).to_be_visible()
    assert_nothing_cut(tab)
    assert tab.evaluate(SMALL) == []
    tab.set_viewport_size({"width": 320, "height": 640})
    assert_accessible(tab)
    assert_whole_narrow(tab)
    tab.set_viewport_size({"width": 1280, "height": 800})
    assert_fits(tab)
    assert_nothing_cut(tab)


def _answers_nothing(route: Route) -> None:
    """What only looks is answered by the hub; nothing is changed."""
    if route.request.method == "GET":
        route.continue_()
    else:
        route.fulfill(status=409, content_type="application/problem+json", body='{"code": "x", "title": "x"}')


@pytest.mark.parametrize("page", SCREENS)
def test_whatever_a_button_opens_is_for_everybody(page: str, tab: Page) -> None:
    tab.route("**/api/v1/**", _answers_nothing)
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(f"/{page}")
    expect(tab.locator(WHOLE[page]).first).to_be_visible()
    marked = tab.evaluate(MARK, 5)
    _look(tab)
    seen: set[str] = set()
    for number in reversed(range(marked)):
        opened = tab.evaluate(PRESS, number)
        if opened and opened not in seen:
            seen.add(opened)
            _look(tab)
        tab.evaluate(LEAVE)
    tab.unroute("**/api/v1/**")


def _look(tab: Page) -> None:
    """What is shown now, on a desk's screen and on the narrowest."""
    assert_accessible(tab)
    assert_nothing_cut(tab)
    assert tab.evaluate(SMALL) == []
    tab.set_viewport_size({"width": 320, "height": 640})
    assert_fits(tab)
    assert_nothing_cut(tab)
    tab.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("page", SCREENS)
def test_the_keyboard_reaches_all_there_is_and_shows_where_it_is(page: str, tab: Page) -> None:
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(f"/{page}")
    expect(tab.locator(WHOLE[page]).first).to_be_visible()
    tab.evaluate(FOLLOW)
    missed, ringless = tab.evaluate(MISSED)
    for _ in range(MOST_KEYS // 20):
        for _ in range(20):
            tab.keyboard.press("Tab")
        missed, ringless = tab.evaluate(MISSED)
        if not missed:
            break
    assert (missed, ringless) == ([], [])


def said(language: Language) -> frozenset[str]:
    """What a page may say in a language, whole and with nothing to be put into it."""
    sections = (words_in(language).section(name) for name in (*SECTIONS, "form"))
    texts = (text for section in sections for text in section.values())
    return frozenset(text for text in texts if isinstance(text, str) and "{" not in text)


#: What is said in Indonesian alone. The product is called so everywhere.
INDONESIAN = said("id") - said("en") - {"Balai"}


@pytest.mark.parametrize("page", SCREENS)
def test_a_page_is_read_in_english_from_end_to_end(page: str, tab: Page) -> None:
    tab.goto(f"/language/en?page={page}")
    expect(tab.locator(WHOLE[page]).first).to_be_visible()
    assert tab.locator("html").get_attribute("lang") == "en"
    assert INDONESIAN.intersection(tab.evaluate(SAID)) == set()
    tab.set_viewport_size({"width": 320, "height": 640})
    assert_fits(tab)
    assert_nothing_cut(tab)
    tab.goto(f"/language/id?page={page}")
    expect(tab.locator(WHOLE[page]).first).to_be_visible()
    assert INDONESIAN.intersection(tab.evaluate(SAID)) != set()

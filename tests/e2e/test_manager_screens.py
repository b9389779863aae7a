"""Every page for who runs a hall, in the long names of a hard one: narrow, in forced colours, in spaced text.

The pages are those of the table of roles, so that a new one is looked at as it comes.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from demo.always_open import always_open
from demo.driving.hubs import SAMPLE_HALL, Hub, Site
from server.auth.roles import PAGES
from tests.support.pages.access import assert_accessible, assert_fits

#: The tablet's own tests look at "staff"; "services" is for visitors, and looked at there.
SCREENS = tuple(page for page in PAGES if page not in ("staff", "services"))
NAME = "maria-magdalena-kusumaningtyas-tjokroaminoto"
LONG = {
    'name = "Perekaman KTP-el"': 'name = "Perekaman dan Pencetakan Kartu Tanda Penduduk Elektronik Luar '
    'Domisili bagi Penduduk Nonpermanen"',
    'short_name = "Disdukcapil"': 'short_name = "Kependudukan-Pencatatansipil"',
}
#: WCAG 2.2, 1.4.12: a reader may space text so far, and loses nothing.
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
#: Texts of which a part is cut off: a box that hides what is wider or higher than itself.
CUT = """() => [...document.querySelectorAll("#app *")].filter((e) => {
  const style = getComputedStyle(e);
  const hides = (way) => ["hidden", "clip"].includes(way);
  const text = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  // What is there for a screen reader alone is one pixel large; a name in the bar ends in dots.
  if (!text || !e.checkVisibility() || e.clientWidth <= 1 || style.textOverflow === "ellipsis") return false;
  return (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
    || (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map((e) => e.textContent.trim().slice(0, 60))"""
#: Words in the colour that they stand on.
UNSEEN = """() => [...document.querySelectorAll("#app *")].filter((e) => {
  const text = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  if (!text || !e.checkVisibility() || e.closest("svg, .sr, option")) return false;
  let under = e;
  while (under && getComputedStyle(under).backgroundColor === "rgba(0, 0, 0, 0)") under = under.parentElement;
  const ground = under ? getComputedStyle(under).backgroundColor : "rgb(255, 255, 255)";
  return getComputedStyle(e).color === ground;
}).map((e) => e.textContent.trim().slice(0, 60))"""
#: What is tapped and smaller than 24 pixels (WCAG 2.2, 2.5.8).
SMALL = """() => [...document.querySelectorAll("#app button, #app a[href], #app input:not(.sr), #app select")]
  .filter((e) => e.checkVisibility() && !e.closest("p"))
  .map((e) => [e.textContent.trim().slice(0, 40) || e.id, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < 24)
  .map(([text]) => text)"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hub, str]]:
    folder = tmp_path_factory.mktemp("hall")
    text = always_open(SAMPLE_HALL.read_text(encoding="utf-8"))
    for short, long in LONG.items():
        assert short in text
        text = text.replace(short, long)
    (folder / "long.toml").write_text(text, encoding="utf-8")
    with Site(folder, hall=folder / "long.toml") as site:
        password = site.account(NAME, "administrator")
        site.device("display", "layar-ruang-tunggu-lantai-dasar-sayap-timur")
        site.device("kiosk", "kios-pintu-masuk-utama-lantai-dasar")
        yield site.start(), password


@pytest.fixture(scope="module")
def context(hub: tuple[Hub, str], chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that is signed in and takes the test's own style sheet."""
    context = chromium.new_context(
        locale="id-ID", timezone_id="Asia/Makassar", reduced_motion="reduce", service_workers="block",
        bypass_csp=True,
    )  # fmt: skip
    place, password = hub
    api = place.staff(NAME, password)
    name, _, value = api.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value.partition(";")[0], "url": place.url}])
    yield context
    context.close()
    api.close()


@pytest.fixture(scope="module")
def tab(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.parametrize("page", SCREENS)
def test_a_page_is_whole_however_it_is_looked_at(page: str, tab: Page, hub: tuple[Hub, str]) -> None:
    place, _ = hub
    tab.emulate_media(forced_colors="none")
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(f"{place.url}/{page}")
    expect(tab.locator("main")).to_be_visible()
    expect(tab.locator("main.plain")).to_have_count(0)
    assert tab.evaluate(CUT) == []
    assert tab.evaluate(SMALL) == []
    tab.set_viewport_size({"width": 320, "height": 640})
    assert_fits(tab)
    assert tab.evaluate(CUT) == []
    assert_accessible(tab)
    tab.emulate_media(forced_colors="active")
    assert tab.evaluate(UNSEEN) == []
    tab.emulate_media(forced_colors="none")
    tab.add_style_tag(content=SPACED)
    assert_fits(tab)
    assert tab.evaluate(CUT) == []
    tab.set_viewport_size({"width": 1280, "height": 800})
    assert_fits(tab)
    assert tab.evaluate(CUT) == []

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
from tests.support.pages.access import (
    assert_accessible,
    assert_all_seen,
    assert_fits,
    assert_nothing_cut,
    space_text,
)

#: The tablet's own tests look at "staff"; "services" is for visitors, and looked at there.
SCREENS = tuple(page for page in PAGES if page not in ("staff", "services"))
NAME = "maria-magdalena-kusumaningtyas-tjokroaminoto"
LONG = {
    'name = "Perekaman KTP-el"': 'name = "Perekaman dan Pencetakan Kartu Tanda Penduduk Elektronik Luar '
    'Domisili bagi Penduduk Nonpermanen"',
    'short_name = "Disdukcapil"': 'short_name = "Kependudukan-Pencatatansipil"',
}
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
    assert_nothing_cut(tab)
    assert tab.evaluate(SMALL) == []
    tab.set_viewport_size({"width": 320, "height": 640})
    assert_fits(tab)
    assert_nothing_cut(tab)
    assert_accessible(tab)
    tab.emulate_media(forced_colors="active")
    assert_all_seen(tab)
    tab.emulate_media(forced_colors="none")
    space_text(tab)
    assert_fits(tab)
    assert_nothing_cut(tab)
    tab.set_viewport_size({"width": 1280, "height": 800})
    assert_fits(tab)
    assert_nothing_cut(tab)

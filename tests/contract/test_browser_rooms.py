"""The browser's modules: what every page uses, and pages that never meet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.auth.roles import PAGES as PERMITTED
from server.web import made
from server.web.assets import STATIC, modules

JS = STATIC / "js"
FROM = re.compile(r'from "(\.[^"]+)"')
#: A folder with a main.js is a page; what they share lies in the kit.
PAGES = tuple(sorted(main.parent.name for main in JS.glob("*/main.js")))
#: What leads to a page: a link of the staff page's menu, a tab of a manager's page.
LINK = re.compile(r'href: "/(\w+)"')
TAB = re.compile(r'\["(\w+)", "[\w.]+"\]')
SETTINGS = ("counters", "calendar", "walls", "tickets", "settings", "history", "start")
MADE = {(STATIC / name).resolve() for name in made.MODULES}


def _room(path: Path) -> str:
    """The folder of `js` that holds a module, or `vendor`."""
    parts = path.resolve().relative_to(STATIC.resolve()).parts
    return parts[1] if parts[0] == "js" else parts[0]


@pytest.mark.parametrize("module", sorted(JS.rglob("*.js")), ids=lambda path: str(path.relative_to(JS)))
def test_a_module_imports_its_own_room_and_the_kit(module: Path) -> None:
    home = _room(module)
    assert home in ("kit", *PAGES)
    allowed = {"kit", "vendor", home}
    wanted = [(module.parent / name) for name in FROM.findall(module.read_text())]
    assert {_room(path) for path in wanted} <= allowed
    # What npm brings is there only after "make assets", and the sentences are made by the hub.
    there = [path for path in wanted if _room(path) != "vendor" and path.resolve() not in MADE]
    assert all(path.exists() for path in there)


def test_a_page_is_led_to_from_every_other_page() -> None:
    """Nobody types an address on a tablet: a page that is not linked is not there."""
    menu = (JS / "staff/views/page-view.js").read_text()
    # The pages of the hall's settings lead to each other by their tabs, and the menu to the first of them.
    assert {*LINK.findall(menu), *SETTINGS, "staff"} == set(PAGES)
    # A hall is set up once: what leads there stands among its settings.
    assert 'href: "/start"' in (JS / "settings/view.js").read_text()
    assert {*TAB.findall((JS / "kit/ways.js").read_text()), "staff", "start"} == set(PAGES)
    assert 'href: "/staff"' in (JS / "kit/manager-bar.js").read_text()
    assert set(PAGES) <= set(PERMITTED)


def test_every_module_is_used_by_a_page() -> None:
    entries = [*(f"js/{page}/main.js" for page in PAGES), "js/start/founding.js"]
    used = {name for entry in entries for name in modules(entry)}
    # The service worker stands for itself.
    alone = {"js/staff/worker.js"}
    assert used >= {str(path.relative_to(STATIC)) for path in JS.rglob("*.js")} - alone

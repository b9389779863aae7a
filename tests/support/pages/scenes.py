"""Which pictures of pages are approved: each page in its states, in halls that stand still."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page, expect

Size = tuple[int, int]
Deed = Callable[[Page], None]
DESK, MANAGER, PHONE = (1280, 800), (1440, 900), (360, 740)


@dataclass(frozen=True)
class Scene:
    """A page that somebody looks at: in which hall, who (nobody signed in where empty), and what they have
    done there. `ready` selects what is there once it can be used; `cut`, where the line is cut then, what
    tells of it."""

    hall: str
    path: str
    ready: str = "main"
    who: str = "kepala"
    sizes: tuple[Size, ...] = (MANAGER, PHONE)
    deeds: tuple[Deed, ...] = ()
    cut: str = ""


def press(name: str) -> Deed:
    """Press a button, once it does not rest any more."""

    def deed(page: Page) -> None:
        button = page.get_by_role("button", name=re.compile(name)).first
        expect(button).not_to_have_attribute("aria-disabled", "true")
        button.click()

    return deed


def enter(label: str, text: str) -> Deed:
    """Write in a field and press Enter."""

    def deed(page: Page) -> None:
        found = page.get_by_label(label).first
        found.fill(text)
        found.press("Enter")

    return deed


def service(agency: str, name: str) -> Deed:
    """Choose a service in the tree."""

    def deed(page: Page) -> None:
        tree = page.get_by_role("navigation", name="Layanan")
        tree.get_by_role("button", name=agency).first.click()
        tree.get_by_role("button", name=name).first.click()

    return deed


def shows(selector: str) -> Deed:
    """Wait for something to be seen."""
    return lambda page: expect(page.locator(selector).first).to_be_visible()


def checked(*numbers: int) -> Deed:
    """Tick rows of a list."""

    def deed(page: Page) -> None:
        for number in numbers:
            page.locator(".versions li").nth(number).get_by_role("checkbox").check()

    return deed


_TABLET = (DESK, PHONE)
_CHILD = (service("Disdukcapil", "Kartu Identitas Anak"),)
_FOUND = (enter("Cari nomor", "A-008"), shows(".number-top"))
_LAST_WEEK = (press("Rentang sebelumnya"), shows(".heat"))


def _desk(hall: str, who: str, *deeds: Deed, ready: str = ".desk-grid", cut: str = "") -> Scene:
    return Scene(hall, "/staff", ready, who, _TABLET, deeds, cut)


SCENES: Mapping[str, Scene] = {
    # The sample hall in mid-morning.
    "small-day": Scene("small", "/day", ".agency-row"),
    "small-counters": Scene("small", "/counters", ".serves"),
    "small-people": Scene("small", "/people", "main li"),
    "small-calendar": Scene("small", "/calendar", ".week tbody td"),
    "small-agencies": Scene("small", "/agencies", ".tree .item", deeds=_CHILD),
    "small-reports": Scene("small", "/reports", ".sums tbody tr", deeds=_LAST_WEEK),
    "small-history": Scene("small", "/history", ".versions li", deeds=(checked(0, 2), shows(".compare"))),
    "small-info-desk": Scene("small", "/desk", ".info-desk input", "kepala", _TABLET, _FOUND),
    "small-called": _desk("small", "loket-6"),
    "small-serving": _desk("small", "loket-3"),
    "small-transfer": _desk("small", "loket-3", press("Alihkan"), shows("dialog")),
    "cut-serving": _desk("small", "loket-3", cut=".strip.warn"),
    # The longest names.
    "large-day": Scene("large", "/day", ".agency-row"),
    "large-agencies": Scene("large", "/agencies", ".tree .item"),
    "large-serving": _desk("large", "loket-1"),
    # A bad morning.
    "trouble-day": Scene("trouble", "/day", ".agency-row"),
    "trouble-devices": Scene("trouble", "/devices", ".device"),
    "trouble-agencies": Scene("trouble", "/agencies", ".tree .item", deeds=_CHILD),
    "trouble-history": Scene("trouble", "/history", ".draft"),
    # Nothing yet, a first start, a training hall.
    "empty-day": Scene("empty", "/day", ".agency-row"),
    "begun-start": Scene("begun", "/start", "main", "kepala", _TABLET),
    "practice-serving": _desk("practice", "loket-3"),
    "practice-day": Scene("practice", "/day", ".agency-row"),
}  # fmt: skip

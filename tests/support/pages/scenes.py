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
    #: Whether it is looked at as it is printed.
    printed: bool = False
    #: What of a long page is looked at.
    part: str = ""


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


def choose(label: str, option: str) -> Deed:
    """Choose one of a list."""

    def deed(page: Page) -> None:
        page.get_by_label(label).first.select_option(option)

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
#: A sheet of A4 at 96 dots an inch.
_PAPER = ((794, 1123),)
_CHILD = (service("Disdukcapil", "Kartu Identitas Anak"),)
_FOUND = (enter("Cari nomor", "A-008"), shows(".number-top"))
_LAST_WEEK = (press("Rentang sebelumnya"), shows(".heat"))
_OTHER_WEEK = (*_LAST_WEEK, choose("Bandingkan", "other"), shows("#r-other_first"))
_REVIEW = (press("Tinjau dan berlakukan"), shows(".outlook li"))
_WAY = "/why?day=2026-04-14&number=A-008"


def _desk(hall: str, who: str, *deeds: Deed, ready: str = ".desk-grid", cut: str = "") -> Scene:
    return Scene(hall, "/staff", ready, who, _TABLET, deeds, cut)


def _start(step: str, shown: str) -> Scene:
    return Scene("begun", "/start", ".start", sizes=_TABLET, deeds=(press(step), shows(shown)))


def _section(hall: str, *names: str) -> Scene:
    return Scene(hall, "/settings", ".two", deeds=tuple(press(name) for name in names))


_SMALL: Mapping[str, Scene] = {
    # The sample hall in mid-morning.
    "small-day": Scene("small", "/day", ".agency-row"),
    "small-day-agency": Scene("small", "/day", ".agency-row", deeds=(press("^Samsat$"), shows("dialog"))),
    "small-day-menu": Scene("small", "/day", ".agency-row", deeds=(press("^Menu,"),)),
    "cut-day": Scene("small", "/day", ".agency-row", cut=".strip.warn"),
    "small-counters": Scene("small", "/counters", ".serves"),
    "small-people": Scene("small", "/people", "main li"),
    "small-calendar": Scene("small", "/calendar", ".week tbody td"),
    "small-calendar-month": Scene("small", "/calendar", ".week", deeds=(press("^Bulan$"), shows(".month"))),
    "small-calendar-year": Scene("small", "/calendar", ".week", deeds=(press("^Tahun$"), shows(".month"))),
    "small-agencies": Scene("small", "/agencies", ".tree .item", deeds=_CHILD),
    "small-walls": Scene("small", "/walls", ".slides"),
    "small-tickets": Scene("small", "/tickets", ".papers img"),
    "small-settings": _section("small", "^Jam buka", "Bankaltimtara"),
    "small-reports": Scene("small", "/reports", ".sums tbody tr", deeds=_LAST_WEEK),
    "small-reports-compared": Scene("small", "/reports", ".sums tbody tr", deeds=_OTHER_WEEK),
    "small-why": Scene("small", _WAY, ".paper"),
    "small-why-printed": Scene("small", _WAY, ".paper", sizes=_PAPER, printed=True),
    "small-history": Scene("small", "/history", ".versions li", deeds=(checked(0, 2), shows(".compare"))),
    "small-trail": Scene("small", "/trail", ".trail", "admin"),
    "small-practice": Scene("small", "/practice", ".opening"),
    "small-info-desk": Scene("small", "/desk", ".info-desk input", "kepala", _TABLET, _FOUND),
    "small-info-desk-book": Scene(
        "small", "/desk", ".info-desk input", "kepala", _TABLET, (press("Janji temu"), shows("dialog"))
    ),
    "small-sign-in": _desk("small", "", press("^Masuk$"), ready=".entry"),
    "small-choose": _desk("small", "baru", ready=".cards"),
    "small-denied": Scene("small", "/day", "main.plain", "baru", _TABLET),
    "small-missing": Scene("small", "/tidak-ada", "main", "", _TABLET),
    "small-idle": _desk("small", "loket-2"),
    "small-nobody": _desk("small", "loket-8"),
    "small-break": _desk("small", "loket-9"),
    "small-called": _desk("small", "loket-6"),
    "small-serving": _desk("small", "loket-3"),
    "small-menu": _desk("small", "loket-3", press("^Menu,")),
    "small-transfer": _desk("small", "loket-3", press("Alihkan"), shows("dialog")),
    "cut-serving": _desk("small", "loket-3", cut=".strip.warn"),
    # Other rules in the draft, tried on last week.
    "tried-rules": Scene("tried", "/rules", ".replay"),
    "tried-force": Scene("tried", "/rules", ".replay", deeds=_REVIEW),
}  # fmt: skip
_OTHERS: Mapping[str, Scene] = {
    # The longest names, as many as there may be.
    "large-day": Scene("large", "/day", ".agency-row"),
    "large-agencies": Scene("large", "/agencies", ".tree .item"),
    "large-counters": Scene("large", "/counters", ".serves"),
    "large-plan": Scene("large", "/counters", ".serves", part=".plan"),
    "large-people": Scene("large", "/counters", ".serves", part=".staff-list"),
    "large-calendar": Scene("large", "/calendar", ".week tbody td"),
    "large-settings": _section("large", "^Layanan", "Perubahan Data Kependudukan bagi"),
    "large-devices": Scene("large", "/devices", ".device"),
    "large-walls": Scene("large", "/walls", ".slides"),
    "large-tickets": Scene("large", "/tickets", ".papers img"),
    "large-info-desk": Scene("large", "/desk", ".give", sizes=_TABLET, deeds=(press("Kependudukan"),)),
    "large-choose": _desk("large", "baru", ready=".cards"),
    "large-serving": _desk("large", "loket-1"),
    "large-transfer": _desk("large", "loket-1", press("Alihkan"), shows("dialog")),
    # A bad morning.
    "trouble-day": Scene("trouble", "/day", ".agency-row"),
    "trouble-devices": Scene("trouble", "/devices", ".device"),
    "trouble-agencies": Scene("trouble", "/agencies", ".tree .item", deeds=_CHILD),
    "trouble-counters": Scene("trouble", "/counters", ".serves", deeds=(press("^12"),)),
    "trouble-calendar": Scene("trouble", "/calendar", ".week tbody td"),
    "trouble-settings": _section("trouble", "^Layanan", "Tanpa nama"),
    "trouble-rules": Scene("trouble", "/rules", ".replayed .state"),
    "trouble-history": Scene("trouble", "/history", ".draft"),
    # Nothing yet.
    "empty-day": Scene("empty", "/day", ".agency-row"),
    "empty-devices": Scene("empty", "/devices", "main"),
    "empty-reports": Scene("empty", "/reports", ".nothing"),
    "empty-history": Scene("empty", "/history", ".versions"),
    "empty-trail": Scene("empty", "/trail", "main [role=status]", "admin"),
    "empty-why": Scene("empty", "/why", ".ask"),
    "empty-info-desk": Scene("empty", "/desk", ".info-desk input", "kepala", _TABLET),
    # A first start.
    "begun-start": Scene("begun", "/start", "main", "kepala", _TABLET),
    "begun-devices": _start("^4|Kios dan layar", ".admitting"),
    "begun-agencies": Scene(
        "begun", "/start", ".start", sizes=_TABLET,
        deeds=(press("^5|Instansi dan layanan"), press("Kantor Urusan Agama|^KUA"), shows(".chosen h3")),
    ),
    "begun-counters": _start("^6|Loket dan petugas", ".counting"),
    "begun-test": _start("^7|Uji nomor pertama", ".test-ticket"),
    # A training hall.
    "practice-serving": _desk("practice", "loket-3"),
    "practice-day": Scene("practice", "/day", ".agency-row"),
    "practice-tasks": Scene("practice", "/practice", ".tasks"),
    "practice-transfer": _desk("practice", "loket-3", press("Alihkan"), shows("dialog")),
}  # fmt: skip
SCENES: Mapping[str, Scene] = {**_SMALL, **_OTHERS}

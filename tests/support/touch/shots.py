"""The approved pictures of a kiosk's screen: every page and state, at the sizes that stand for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import pygame

from balai.protocol.answers.visits import CodeView
from balai.protocol.views import StoppedRow
from balai.words import LANGUAGES
from kiosk.flow.ports import Standing
from kiosk.paper.told import NotTaken
from kiosk.screen.painter import Painted, paint
from kiosk.screen.session import Act, Action, Errand, Page, Session, Ways
from kiosk.screen.view import View
from tests.support.touch import halls
from tests.support.touch.halls import NO_PAPER, NOW, given, standing

LANDSCAPE, UPRIGHT = (1280, 800), (800, 1280)
SIZES = {"wide": LANDSCAPE, "upright": UPRIGHT}
_FIRST = halls.agencies()[0].id


@dataclass(frozen=True)
class Shot:
    """One state of the screen; `at` seconds after the session's last touch."""

    session: Session = field(default_factory=Session)
    standing: Standing = field(default_factory=standing)
    now: datetime = NOW
    at: float = 0.0
    focus: Action | None = None
    called: datetime | None = None

    @property
    def view(self) -> View:
        """As the painter takes it."""
        return View(self.session, self.standing, self.now, self.at, speaks=True, focus=self.focus,
                    called=self.called)  # fmt: skip


def _services(**changed: object) -> Session:
    return replace(Session(page=Page.SERVICES, agency=_FIRST, service="akta"), **changed)  # type: ignore[arg-type]


def _cut(**changed: object) -> Standing:
    return standing(cut_off=NOW - timedelta(minutes=5), queues=None, **changed)


_FOLLOWED = CodeView(
    kind="ticket", service_id="akta", number="A-038", state="waiting", ahead=3,
    expected_from=NOW + timedelta(minutes=15), expected_until=NOW + timedelta(minutes=25),
)  # fmt: skip
_CALLED = _FOLLOWED.model_copy(
    update={"state": "called", "at": "3", "used": True, "expected_from": None, "expected_until": None}
)
_OTHER_DAY = NotTaken("voucher_other_day", {"valid_on": "2026-04-15"})
_TICKET = Session(page=Page.TICKET, given=given(), ends=20.0)
_ERRANDS = (Errand(_FIRST, "kk"), Errand(_FIRST, "ikd"))
_MANY = tuple(Errand("instansi-3", f"layanan-{n}") for n in (3, 14, 25, 36))
_EVENING, _DAWN = NOW + timedelta(hours=4, minutes=38), NOW - timedelta(hours=3, minutes=25)
_STOPPED = halls.hall(stopped=tuple(
    StoppedRow(scope=scope, reason="technical", since=NOW, until=None)
    for scope in ("service:akta", f"agency:{halls.agencies()[3].id}")
))  # fmt: skip
_LONG = next(s for s in halls.large().services if s.id == "layanan-3")
_INDONESIAN: Mapping[str, Shot] = {
    "agency": Shot(),
    "service": Shot(_services()),
    "service-full": Shot(_services(service="kia")),
    "service-keys": Shot(_services(guided=True), focus=Action(Act.TAKE)),
    "service-none": Shot(_services(service="")),
    "ticket": Shot(_TICKET),
    "nopaper": Shot(
        Session(page=Page.TICKET, given=given(), ends=300.0),
        standing(printer=NO_PAPER, unwell=NOW - timedelta(minutes=2), pending=("A-038",)),
    ),
    "closed": Shot(standing=standing(), now=_EVENING),
    "offline": Shot(standing=_cut()),
    "offline-none": Shot(standing=_cut(offered=frozenset[str]())),
    "offline-number": Shot(
        Session(page=Page.TICKET, given=given(own=True), ends=20.0),
        _cut(),
    ),
    "errands": Shot(Session(errands=_ERRANDS)),
    "errands-service": Shot(_services(errands=_ERRANDS)),
    "errands-ticket": Shot(replace(_TICKET, given=given(plan=("kk", "ikd")))),
    "errands-large-hall": Shot(Session(errands=_MANY), standing(hall=halls.large())),
    "assist": Shot(Session(page=Page.HELP)),
    "still-there": Shot(_services(ends=12.0)),
    "sorry": Shot(_services(page=Page.SORRY, refused="Kuota hari ini sudah habis.")),
    "panel": Shot(Session(assisted=True, given=given())),
    "panel-picked": Shot(Session(assisted=True, service="akta")),
    "search": Shot(Session(page=Page.SEARCH), standing(hall=halls.large())),
    "search-found": Shot(Session(page=Page.SEARCH, typed="PINDAH"), standing(hall=halls.large())),
    "code": Shot(Session(page=Page.CODE)),
    "code-typed": Shot(Session(page=Page.CODE, typed="K7MP4X")),
    "code-ticket": Shot(Session(page=Page.CHECKED, told=_FOLLOWED)),
    "code-used": Shot(Session(page=Page.CHECKED, told=_CALLED)),
    "code-unknown": Shot(Session(page=Page.CHECKED, told=NotTaken("code_unknown"))),
    "code-other-day": Shot(Session(page=Page.CHECKED, told=_OTHER_DAY)),
    "code-cut-off": Shot(Session(page=Page.CHECKED, told=NotTaken("cut_off", {"since": "10.37"})), _cut()),
    "begins": Shot(standing=replace(standing(), hall=None)),
    "taking": Shot(Session(page=Page.TAKING)),
    "code-checking": Shot(Session(page=Page.CHECKING)),
    "ticket-printing": Shot(_TICKET, standing(printing="A-038")),
    "ticket-cut-off": Shot(_TICKET, _cut()),
    "not-yet": Shot(now=_DAWN),
    "stopped": Shot(standing=standing(hall=_STOPPED)),
    "service-stopped": Shot(_services(), standing(hall=_STOPPED)),
    "assist-called": Shot(Session(page=Page.HELP), called=NOW - timedelta(minutes=2)),
    "long-ticket": Shot(
        replace(
            _TICKET,
            given=given(
                service_id=_LONG.id,
                agency_id=_LONG.agency_id,
                plan=(_LONG.id, "layanan-14", "layanan-25"),
            ),
        ),
        standing(hall=halls.large()),
    ),
    "large-hall-last": Shot(Session(turned=3), standing(hall=halls.large())),
    "large-hall": Shot(standing=standing(hall=halls.large())),
    "large-hall-papers": Shot(
        Session(page=Page.PAPERS, agency="instansi-3", service="layanan-3"), standing(hall=halls.large())
    ),
    "large-hall-service": Shot(
        Session(page=Page.SERVICES, agency="instansi-3", service="layanan-3"), standing(hall=halls.large())
    ),
}
#: Each of them in both languages.
STATES: Mapping[str, Shot] = {
    f"{name}{ends}": replace(shot, session=replace(shot.session, language=language))
    for name, shot in _INDONESIAN.items()
    for ends, language in (("", LANGUAGES[0]), ("-en", LANGUAGES[1]))
}
#: The states that are shown in each of the ways that make the screen easier.
EASED = ("agency", "service", "ticket", "assist", "search-found", "code", "code-ticket")
WAYS = {"large": Ways(large=True), "contrast": Ways(contrast=True), "low": Ways(low=True)}


def painted(shot: Shot, size: tuple[int, int]) -> tuple[pygame.Surface, Painted]:
    """A picture, with what can be touched on it."""
    surface = pygame.Surface(size, 0, 32)
    return surface, paint(surface, shot.view)


def _picture(shot: Shot, size: tuple[int, int]) -> pygame.Surface:
    return painted(shot, size)[0]


def eased(shot: Shot, ways: Ways) -> Shot:
    """The same for somebody who wants the screen so."""
    return replace(shot, session=replace(shot.session, ways=ways))


PICTURES: dict[str, Callable[[], pygame.Surface]] = {
    f"{name}-{form}": partial(_picture, shot, size)
    for name, shot in STATES.items()
    for form, size in SIZES.items()
}
PICTURES |= {
    f"{name}-{way}-{form}": partial(_picture, eased(STATES[name], wanted), size)
    for name in EASED
    for way, wanted in WAYS.items()
    for form, size in SIZES.items()
}
#: Pages that have much to say, in large text on the form that has little height.
PICTURES |= {
    f"{name}-large-wide": partial(_picture, eased(STATES[name], WAYS["large"]), SIZES["wide"])
    for name in ("closed", "nopaper", "offline-number")
}

"""One visitor at the screen: where they are, what they have said, and what each touch makes of that. Pure.

Times are the clock's monotonic seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple, TypeAlias

from balai.words import LANGUAGES, Language, known_language
from kiosk.flow.gathering import MOST_SERVICES
from kiosk.flow.ports import Choice, Given
from kiosk.paper.told import Told

#: A visitor who does nothing is told so many seconds before the screen begins anew.
WARN_SECONDS = 20.0
#: A ticket stands so long; a number without paper, so that it can be written down.
TICKET_SECONDS, UNPRINTED_SECONDS = 30.0, 300.0
#: Who asks for more time gets so much.
MORE_SECONDS = 120.0
#: Where a choice at the screen is made: one is at work at a time.
PLACE = "screen"
#: Nobody looks for more than so many signs.
_LONGEST = 24


class Page(Enum):
    """What is on the screen."""

    AGENCIES = "agencies"
    SERVICES = "services"
    PAPERS = "papers"
    SEARCH = "search"
    HELP = "help"
    TAKING = "taking"
    TICKET = "ticket"
    SORRY = "sorry"
    CODE = "code"
    CHECKING = "checking"
    CHECKED = "checked"


#: While a number is asked for, or a code looked up, nothing else is taken and time does nothing.
WORKING = frozenset({Page.TAKING, Page.CHECKING})


class Act(Enum):
    """What touching a target does; some are about the `value` of their action."""

    AGENCY = "agency"
    SERVICE = "service"
    ADD = "add"
    TAKE = "take"
    PAPERS = "papers"
    TURN = "turn"
    SEARCH = "search"
    TYPE = "type"
    FOUND = "found"
    PICK = "pick"
    GIVE = "give"
    CODE = "code"
    CHECK = "check"
    STAFF = "staff"
    BACK = "back"
    START = "start"
    HELP = "help"
    PRIORITY = "priority"
    LANGUAGE = "language"
    GUIDE = "guide"
    MORE_TIME = "more_time"
    LARGE = "large"
    CONTRAST = "contrast"
    LOW = "low"


@dataclass(frozen=True)
class Action:
    """What a target is for."""

    act: Act
    value: str = ""


class Errand(NamedTuple):
    """A service that is wanted on the same number as the next one, with its agency."""

    agency: str
    service: str


@dataclass(frozen=True)
class Ways:
    """How a visitor wants the screen: large text, high contrast, all that is touched in the lower half."""

    large: bool = False
    contrast: bool = False
    low: bool = False


@dataclass(frozen=True)
class Session:
    """A visitor's way so far. `turned` is how many pages of a list they went on, `read` of the papers to
    bring, `typed` what they look for (`results`: where there is room for one of both, what was found instead
    of the letters); `errands` are services chosen before, for one number; `assisted`: a guard gives
    numbers to others; the number that was `given` (`unprinted`: its paper does not come), why none was
    (`refused`), or what came of a code (`told`); `guided`: pages are read aloud; at `ends` it all begins anew
    (None: nobody is there)."""

    language: Language = LANGUAGES[0]
    page: Page = Page.AGENCIES
    agency: str = ""
    service: str = ""
    turned: int = 0
    read: int = 0
    typed: str = ""
    results: bool = False
    errands: tuple[Errand, ...] = ()
    assisted: bool = False
    priority: bool = False
    ways: Ways = Ways()
    given: Given | None = None
    unprinted: bool = False
    guided: bool = False
    refused: str = ""
    told: Told | None = None
    ends: float | None = None

    @property
    def works(self) -> bool:
        """Whether the kiosk has something to find out first."""
        return self.page in WORKING

    @property
    def wanted(self) -> tuple[str, ...]:
        """All services of the number that would be taken now, in the order in which they were chosen."""
        chosen = (*(errand.service for errand in self.errands), self.service)
        return tuple(dict.fromkeys(service for service in chosen if service))

    @property
    def may_add(self) -> bool:
        """Whether another service may follow the one that is chosen."""
        return len(self.wanted) > len(self.errands) and len(self.wanted) < MOST_SERVICES

    def left(self, now: float) -> float | None:
        """Seconds until the screen begins anew."""
        return None if self.ends is None else max(0.0, self.ends - now)

    def warns(self, now: float) -> bool:
        """Whether the visitor is asked if they are still there; a ticket counts down by itself."""
        left = self.left(now)
        counts = self.works or (self.page is Page.TICKET and not self.unprinted)
        return left is not None and left <= WARN_SECONDS and not counts


#: What a touch with its value makes of a session.
Leads: TypeAlias = Callable[[Session, str], Session]


@dataclass(frozen=True)
class Limits:
    """How long a visitor may do nothing (s), the language that the screen begins in, and whether it is a
    guard's, on which time does nothing."""

    idle: float = 60.0
    language: Language = LANGUAGES[0]
    assisted: bool = False


def begun(limits: Limits) -> Session:
    """The screen before anybody touches it."""
    return Session(limits.language, assisted=limits.assisted)


def looked_at(session: Session, now: float, *, on_paper: bool) -> Session:
    """A number that is not on paper stands longer, so that it can be written down."""
    if session.page is not Page.TICKET:
        return session
    if not on_paper and not session.unprinted:
        return replace(session, unprinted=True, ends=now + UNPRINTED_SECONDS)
    return session if session.ends is not None else replace(session, ends=now + TICKET_SECONDS)


def touched(session: Session, now: float, limits: Limits) -> Session:
    """Somebody is there: the time counts anew. That of a ticket goes on: only who asks has more of it."""
    if session.page is Page.TICKET or session.assisted:
        return session
    return replace(session, ends=now + limits.idle + WARN_SECONDS)


def heard(session: Session, now: float, limits: Limits) -> Session:
    """The page is being read aloud: whoever listens has the whole time afterwards."""
    if session.ends is None:
        return session
    usual = TICKET_SECONDS if session.page is Page.TICKET else limits.idle + WARN_SECONDS
    seconds = WARN_SECONDS if session.warns(now) else usual
    return replace(session, ends=max(session.ends, now + seconds))


def act(session: Session, action: Action, now: float, limits: Limits) -> tuple[Session, Choice | None]:
    """What a touch makes of the session, and the choice that it is, if it is one."""
    if action.act is Act.START:
        return begun(limits), None
    if action.act is Act.MORE_TIME:
        return replace(session, ends=now + max(limits.idle + WARN_SECONDS, MORE_SECONDS)), None
    after = touched(_after(session, action), now, limits)
    if action.act in (Act.TAKE, Act.GIVE) and not session.works:
        priority = session.priority or action.value == "priority"
        first, *also = session.wanted
        choice = Choice(first, PLACE, tuple(also), priority=priority, language=spoken(session))
        return replace(after, page=Page.TAKING), choice
    return after, None


def spoken(session: Session) -> Language | None:
    """The language of a visitor's paper; a guard's screen says nothing of the visitor's."""
    return None if session.assisted else session.language


def served(session: Session, given: Given) -> Session:
    """The number was given; a guard goes on with the next."""
    if session.assisted:
        anew = replace(session, page=Page.AGENCIES, agency="", service="", typed="", errands=())
        return replace(anew, given=given)
    return replace(session, page=Page.TICKET, given=given, ends=None)


def refused(session: Session, why: str) -> Session:
    """None was given."""
    return replace(session, page=Page.SORRY, refused=why)


def checking(session: Session, now: float, limits: Limits) -> Session:
    """A code is looked up."""
    begun_anew = replace(
        session, page=Page.CHECKING, given=None, unprinted=False, told=None, refused="", errands=()
    )
    return touched(begun_anew, now, limits)


def checked(session: Session, told: Told, now: float, limits: Limits) -> Session:
    """What came of it, where it is still waited for."""
    if session.page is not Page.CHECKING:
        return session
    return touched(replace(session, page=Page.CHECKED, told=told, typed=""), now, limits)


def _after(session: Session, action: Action) -> Session:
    leads = _LEADS.get(action.act)
    return leads(session, action.value) if leads else session


def _turn(session: Session, value: str) -> Session:
    if session.page is Page.PAPERS:
        return replace(session, read=session.read + int(value))
    return replace(session, turned=session.turned + int(value))


def _type(session: Session, value: str) -> Session:
    """A letter more; "<" is one less, ">" shows what was found and "" the letters again."""
    if value in (">", ""):
        return replace(session, results=bool(value), turned=0)
    typed = session.typed[:-1] if value == "<" else f"{session.typed}{value}".lstrip()[:_LONGEST]
    return replace(session, typed=typed, turned=0)


def _find(session: Session, value: str) -> Session:
    agency, _, service = value.partition("/")
    if session.assisted:
        return replace(session, page=Page.AGENCIES, service=service, given=None, turned=0)
    return replace(session, page=Page.SERVICES, agency=agency, service=service, turned=0)


def _add(session: Session, _: str) -> Session:
    """The service that is chosen is kept, and the next is looked for."""
    if not session.may_add:
        return session
    errands = (*session.errands, Errand(session.agency, session.service))
    anew = replace(session, page=Page.AGENCIES, agency="", service="", turned=0, typed="", results=False)
    return replace(anew, errands=errands, given=None)


def _take_back(session: Session) -> Session:
    """The service that was kept last is chosen as it was before."""
    *errands, last = session.errands
    page = Page.AGENCIES if session.assisted else Page.SERVICES
    return replace(
        session, page=page, agency=last.agency, service=last.service, errands=tuple(errands), turned=0
    )


def _prefer(session: Session, _: str) -> Session:
    """Nobody is asked why, and whoever has chosen already need not choose again."""
    return replace(session, priority=True, page=Page.SERVICES if session.agency else Page.AGENCIES)


def _ease(way: str) -> Leads:
    """One of the ways of the screen on or off."""

    def turned(session: Session, _: str) -> Session:
        return replace(session, ways=replace(session.ways, **{way: not getattr(session.ways, way)}))

    return turned


def _back(session: Session, _: str) -> Session:
    if session.page is Page.AGENCIES and session.errands and not session.service:
        return _take_back(session)
    if session.assisted:
        return replace(session, page=Page.AGENCIES, refused="", typed="", turned=0)
    if session.page in (Page.PAPERS, Page.SORRY):
        return replace(session, page=Page.SERVICES, refused="")
    if session.page is Page.HELP and session.agency:
        return replace(session, page=Page.SERVICES)
    if session.page is Page.SERVICES and session.typed:
        return replace(session, page=Page.SEARCH, agency="", service="", turned=0)
    session = replace(session, typed="", results=False)
    return replace(session, page=Page.AGENCIES, agency="", service="", turned=0)


#: What each touch leads to, but for those that are about time or take the number.
_LEADS: Mapping[Act, Leads] = {
    Act.AGENCY: lambda s, value: replace(s, page=Page.SERVICES, agency=value, service="", turned=0),
    Act.SERVICE: lambda s, value: replace(s, page=Page.SERVICES, service=value),
    Act.PICK: lambda s, value: replace(s, service=value, given=None),
    Act.ADD: _add,
    Act.PAPERS: lambda s, _: replace(s, page=Page.PAPERS, read=0),
    Act.STAFF: lambda s, _: s,
    Act.CODE: lambda s, _: replace(s, page=Page.CODE, typed="", told=None),
    Act.CHECK: lambda s, _: replace(s, page=Page.CHECKING, told=None) if s.typed else s,
    Act.HELP: lambda s, _: replace(s, page=Page.HELP),
    Act.LANGUAGE: lambda s, value: replace(s, language=known_language(value)),
    Act.GUIDE: lambda s, _: replace(s, guided=s.page is Page.TICKET or not s.guided),
    Act.SEARCH: lambda s, _: replace(s, page=Page.SEARCH, typed="", results=False, turned=0),
    Act.TYPE: _type,
    Act.FOUND: _find,
    Act.TURN: _turn,
    Act.PRIORITY: _prefer,
    Act.BACK: _back,
    Act.LARGE: _ease("large"),
    Act.CONTRAST: _ease("contrast"),
    Act.LOW: _ease("low"),
}

"""The view model of the wall: what it shows now, as frozen data; the renderer draws what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from balai.domain.hall.config import Agency
from balai.words import LANGUAGES, Language
from drawing.box import Box

Direction = Literal["left", "right", "ahead", "behind"]
CellKind = Literal["number", "ended", "open", "paused", "closed"]


@dataclass(frozen=True, slots=True)
class Sign:
    """An agency's badge: shape, letter and the colour that it has on dark."""

    name: str
    short_name: str
    tagline: str
    shape: str
    letter: str
    lit: str

    @classmethod
    def of(cls, agency: Agency | None) -> Sign | None:
        """The sign of an agency."""
        if agency is None:
            return None
        short = agency.short_name or agency.name
        return cls(agency.name, short, agency.tagline, agency.shape, agency.letter, agency.lit)


@dataclass(frozen=True, slots=True)
class Header:
    """The top bar; the hall's `logo`, by its key, takes the place of the usual sign. That of a training hall
    (`practice`) stands on another colour."""

    hall: str
    regency: str
    date: str
    time: str
    zone: str
    logo: str = ""
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Hero:
    """The latest call; without one, `number` is empty and `title` says so. `beside` is the title in the
    second language."""

    title: str
    time: str = ""
    sign: Sign | None = None
    number: str = ""
    counter: str = ""
    hint: str = ""
    stale: bool = False
    direction: Direction | None = None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class InfoRow:
    """A line of the info panel; `first` begins an entry and has its line above."""

    label: str
    text: str
    first: bool = True


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One agency: how many wait there, and about how many minutes ("" where nobody does or nobody serves)."""

    name: str
    persons: str
    minutes: str


@dataclass(frozen=True, slots=True)
class Info:
    """The info panel: `page` of `pages`, from 0. A `notice` has wider lines and no labels; a
    `picture`, by its key, stands in the place of all text, and has the whole screen where it is `full`; an
    `address` has its QR code; `queues` and `numbers` are tables. `said` is the whole text of an announcement
    that is being made: it takes the place of the latest call and of all slides. `language` is that of its
    words."""

    title: str
    subtitle: str = ""
    rows: tuple[InfoRow, ...] = ()
    foot: str = ""
    page: int = 0
    pages: int = 1
    notice: bool = False
    picture: str = ""
    said: str = ""
    calls: tuple[tuple[str, str, Sign | None], ...] = ()
    full: bool = False
    address: str = ""
    queues: tuple[QueueRow, ...] = ()
    numbers: tuple[str, ...] = ()
    language: Language = LANGUAGES[0]


@dataclass(frozen=True, slots=True)
class CellScene:
    """One counter. `text` is its number, or the word that stands in its place; `detail` tells when a
    break ends, in words and as a time. `beside` is the word, or the detail's, in the second language."""

    counter: str
    sign: Sign | None
    kind: CellKind
    text: str
    detail: tuple[str, str] = ("", "")
    fresh: bool = False
    stale: bool = False
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The counters of one page, down the columns; a number's font is no smaller than `smallest` design
    pixels, that of its counter and of a break no smaller than `near`. `page` of `pages`, from 0."""

    columns: int
    rows: int
    cells: tuple[CellScene, ...]
    smallest: float = 152.0
    near: float = 77.0
    page: int = 0
    pages: int = 1
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """The bottom bar: earlier calls (number and counter, in a font of `near` design pixels), or `plain`
    and `heavy` words; `right` stands at the right. `beside` and `closing_beside` are the words at the left
    and at the right in the second language."""

    label: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    plain: str = ""
    heavy: str = ""
    right: str = ""
    closing: tuple[str, str] | None = None
    reconnecting: bool = False
    tall: bool = False
    near: float = 77.0
    beside: str = ""
    closing_beside: str = ""


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A number that is called and not answered yet; `now` is the one that is spoken."""

    number: str
    counter: str
    now: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Calls as a list: where it stands, in how many columns and rows, with figures of which font size."""

    calls: tuple[OpenCall, ...]
    box: Box
    columns: int
    rows: int
    size: float


@dataclass(frozen=True, slots=True)
class Overlay:
    """A call that has the screen. `direction` is where its counter lies from here. `open` are all calls
    that are not answered, itself among them, where they are more than the bar below can name."""

    number: str
    counter: str
    sign: Sign | None
    direction: Direction | None
    recall: bool = False
    open: Listing | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """The hall is closed: what it is, when it opens, a remark; `beside` the same in the second language."""

    title: str
    opens: str = ""
    hint: str = ""
    icon: Literal["closed", "clock"] = "closed"
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole screen. Without a hall (nothing heard yet) only `message` and its `hints` are shown.
    `said` is an announcement that is being made; what always stands there is in `language`. `open` are
    the calls that are not answered, in the place of the counters where those cannot show them all. A
    `picture`, by its key, has the whole screen. `beside` is the second language, if the hall wants one."""

    header: Header | None = None
    notice: tuple[str, ...] | None = None
    hero: Hero | None = None
    info: Info | None = None
    grid: Grid | None = None
    strip: Strip | None = None
    overlay: Overlay | None = None
    open: Listing | None = None
    rest: Rest | None = None
    said: str = ""
    subtitle: str | None = None
    message: str = ""
    hints: tuple[str, ...] = ()
    language: Language = LANGUAGES[0]
    picture: str = ""
    beside: Language | None = None

"""The wall's approved pictures: every layout and state, at the sizes that stand for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pygame
from PIL import Image, ImageDraw

from balai.protocol.pushes import Queues
from balai.speech import SpokenCall
from display.frame import BoardFile, told
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.panel import Panel
from display.picture.scene import Direction, Scene
from display.picture.scope import EVERYTHING, Scope
from display.renderer.renderer import Renderer
from display.slides.gallery import Gallery
from display.slides.papers import said
from display.slides.programme import Kind, Slides
from display.speaking.announcer import CallAnnouncement
from tests.support.wall import halls, large_hall
from tests.support.wall.galleries import gallery
from tests.support.wall.walls import START, called, hall, leg, offline

FULL, UPRIGHT, SMALL = (1920, 1080), (1080, 1920), (1280, 720)
LARGE, ODD = (3840, 2160), (1366, 768)
SIZES = {"1080": FULL, "720": SMALL, "upright": UPRIGHT}
FURTHER = {"2160": LARGE, "768": ODD}
ALL_SIZES = {**SIZES, **FURTHER}
IDLE_AT = START + timedelta(seconds=30)
RIGHT: dict[str, Direction] = {"loket-3": "right"}


@dataclass(frozen=True)
class Shot:
    """One state of the wall: a board, what came after it, and what the board does not hold. `slide` is a
    place among the panel's slides of a `kind`; `call` the number that has the screen; `full` gives the
    picture the whole screen, `logo` puts one into the header."""

    file: BoardFile | None
    at: datetime = IDLE_AT
    directions: Mapping[str, Direction] = field(default_factory=dict)
    slide: int = 0
    kind: Kind = "papers"
    page: int = 0
    turn: int = 0
    call: str = ""
    said: str | None = None
    refused: str = ""
    scope: Scope = EVERYTHING
    queues: Queues | None = None
    missed: tuple[str, ...] = ()
    full: bool = False
    logo: bool = False
    tried: datetime | None = None
    sizes: tuple[str, ...] = ("1080", "720", "upright")


@cache
def _gallery() -> Gallery:
    """A folder with one picture of the hall, a plan of the building with its four rooms, as a photograph; and
    a logo."""
    with TemporaryDirectory() as folder:
        made = Image.new("RGB", (1600, 900), (246, 246, 243))
        draw = ImageDraw.Draw(made)
        for index, colour in enumerate([(11, 92, 173), (0, 107, 102), (164, 71, 0), (94, 62, 158)]):
            left, top = 60 + index % 2 * 760, 60 + index // 2 * 400
            draw.rectangle((left, top, left + 720, top + 380), outline=colour, width=24)
        made.save(Path(folder) / "denah.jpg", quality=95)
        logo = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
        draw = ImageDraw.Draw(logo)
        draw.polygon([(150, 0), (300, 60), (260, 200), (40, 200), (0, 60)], fill=(198, 40, 40, 255))
        draw.ellipse((100, 60, 200, 160), fill=(255, 255, 255, 255))
        logo.save(Path(folder) / "logo.png")
        made_of = gallery(Path(folder), Path(folder) / "logo.png")
        made_of.scan()
    return made_of


def scene_of(shot: Shot, renderer: Renderer) -> Scene:
    """What a state shows on a panel of 43 inches."""
    size = renderer.size
    board = _board(shot)
    moment = ViewState(
        shot.at, page=shot.page, turn=shot.turn, directions=shot.directions, refused=shot.refused
    )
    moment = replace(moment, panel=Panel(*size), announcing=_announcing(shot), tried=shot.tried)
    moment = replace(moment, logo=_gallery().logo if shot.logo else "")
    if board is not None:
        of_kind = _slides(shot, board, renderer)[shot.kind]
        moment = replace(moment, info=of_kind[shot.slide][0] if of_kind else None)
    if moment.info is not None and shot.full:
        moment = replace(moment, info=replace(moment.info, full=True))
    if board is not None and shot.said is not None:
        moment = replace(moment, info=said(shot.said, board.say))
    return compose(board, moment)


_SLIDES: dict[tuple[object, ...], Slides] = {}


def _slides(shot: Shot, board: Board, renderer: Renderer) -> Slides:
    """All slides of a state, made once for those whose hall is the same."""
    assert shot.file is not None
    hall = shot.file.model_dump_json(), shot.queues and shot.queues.model_dump_json()
    key = (*hall, shot.scope, shot.missed, renderer.size)
    if key not in _SLIDES:
        _SLIDES[key] = told(board, renderer, _gallery().keys)
    return _SLIDES[key]


def _board(shot: Shot) -> Board | None:
    if shot.file is None:
        return None
    missed = tuple((number, number) for number in shot.missed)
    board = Board(shot.file, scope=shot.scope, queues=shot.queues, missed=missed)
    for push in shot.file.pushes:
        board = board.apply(push)
    return board if shot.file.down_since is None else board.link_down(shot.file.down_since)


def _announcing(shot: Shot) -> CallAnnouncement | None:
    for push in shot.file.pushes if shot.file and shot.call else ():
        if push.data["number"] == shot.call:
            said = SpokenCall(shot.call, push.data["counter_number"], recall=push.data["recalls"] > 0)
            return CallAnnouncement(push.data["leg_id"], shot.call, push.data["counter_id"], said, 0.0)
    return None


_SECOND = (called("A-023", 3, leg_id=leg(3)), called("F-012", 4, seq=413))
_LOST_CHILD = "Anak laki-laki berbaju merah menunggu orang tuanya di Meja Informasi."
_LONG_TEXT = (
    "Pemilik mobil hitam dengan nomor polisi KT 1234 BX diminta segera kembali ke tempat parkir di sebelah "
    "selatan gedung, karena lampu mobil masih menyala dan jendela di sisi pengemudi masih terbuka."
)

NOBODY = Queues(waiting={})


TWO = ("1080", "upright")


def _large(kind: Kind, slide: int = 0, sizes: tuple[str, ...] = TWO) -> Shot:
    """The hardest hall with a slide of that kind."""
    missed, queues = large_hall.MISSED, large_hall.queues()
    return Shot(large_hall.large(), slide=slide, kind=kind, queues=queues, missed=missed, sizes=sizes)


STATES: Mapping[str, Shot] = {
    "idle": Shot(halls.with_hours(hall()), directions=RIGHT, slide=1),
    "call": Shot(hall(), START, RIGHT, call="A-023"),
    "call-left": Shot(hall(), START, {"loket-3": "left"}, call="A-023"),
    "call-ahead": Shot(hall(), START, {"loket-3": "ahead"}, call="A-023"),
    "call-behind": Shot(hall(), START, {"loket-3": "behind"}, call="A-023"),
    "call-nowhere": Shot(hall(), START, call="A-023"),
    "call-second": Shot(halls.pushed(*_SECOND), START, RIGHT, call="A-023"),
    "call-both": Shot(halls.pushed(*_SECOND), START),
    "recall": Shot(halls.recalled(), START, {"loket-3": "left"}, call="A-022"),
    "breaks": Shot(halls.breaks()),
    "empty": Shot(halls.morning(), halls.at(8, 1)),
    "before": Shot(halls.closed(), halls.at(7, 50), slide=1),
    "closed": Shot(halls.closed(), halls.at(16), kind="notices"),
    "holiday": Shot(halls.holiday(), halls.at(10)),
    "offline": Shot(offline(), START, tried=START - timedelta(minutes=1)),
    "offline-call": Shot(halls.cut_off_in_a_call(), START, RIGHT, call="A-023"),
    "offline-empty": Shot(halls.morning().model_copy(update={"down_since": START})),
    "refused": Shot(None, refused="token_invalid"),
    "first": Shot(None),
    "offline-refused": Shot(offline(), START, refused="token_invalid"),
    "picture-closed": Shot(halls.closed(), halls.at(16), kind="pictures"),
    "said-closed": Shot(halls.closed(), halls.at(16), said=_LOST_CHILD),
    "notice": Shot(halls.with_hours(hall()), kind="notices"),
    "picture": Shot(hall(), kind="pictures"),
    "picture-alone": Shot(halls.pushed(), kind="pictures", full=True, queues=NOBODY, sizes=("1080",)),
    "said": Shot(hall(), said=_LOST_CHILD),
    "said-long": Shot(hall(), said=_LONG_TEXT),
    "said-recording": Shot(hall(), said=""),
    "counters-1": Shot(halls.many(1)),
    "counters-5": Shot(halls.fresh(5, 5)),
    "counters-12": Shot(halls.fresh(12, 12)),
    "counters-13": Shot(halls.many(13), page=1),
    "counters-40": Shot(halls.with_hours(halls.many(40)), page=3),
    "counters-40-fresh": Shot(halls.fresh(40, 33)),
    "long": Shot(halls.long_names()),
    "long-call": Shot(halls.long_names("M-1088"), START, RIGHT, call="M-1088"),
    "long-numbers": Shot(halls.long_numbers()),
    "rush-few": Shot(halls.rush(8), START, RIGHT, call="C-075"),
    "rush-many": Shot(halls.rush(30), START, RIGHT, call="C-075"),
    "rush-all": Shot(halls.rush(60), START, {"loket-3": "left"}, call="C-075"),
    "rush-silent": Shot(halls.rush(30), IDLE_AT),
    "large": _large("waiting", 1, tuple(SIZES)),
    "large-missed": _large("missed"),
    "large-gone": _large("gone"),
    "large-papers": _large("papers", 4),
    "large-address": _large("address", 0, tuple(SIZES)),
    "large-english": replace(_large("waiting", 1), file=large_hall.large(english=True), directions=RIGHT),
    "english": Shot(halls.in_english_too(halls.with_hours(hall())), directions=RIGHT, logo=True, sizes=TWO),
    "english-call": Shot(halls.in_english_too(hall()), START, RIGHT, call="A-023", logo=True, sizes=TWO),
    "english-closed": Shot(halls.in_english_too(halls.closed()), halls.at(16), kind="notices", sizes=TWO),
    "english-offline": Shot(
        halls.in_english_too(offline()), START, tried=START - timedelta(minutes=1), sizes=TWO
    ),
    "english-offline-second": Shot(
        halls.in_english_too(offline()), START, tried=START - timedelta(minutes=1), turn=1, sizes=("upright",)
    ),
    "english-second": Shot(
        halls.in_english_too(halls.with_hours(hall())), directions=RIGHT, turn=1, sizes=("upright",)
    ),
    "english-breaks": Shot(halls.in_english_too(halls.breaks()), sizes=("1080",)),
    "training": Shot(halls.training(halls.with_hours(hall())), directions=RIGHT, slide=1, sizes=TWO),
    "training-call": Shot(halls.training(hall()), START, RIGHT, call="A-023", sizes=("1080",)),
    "training-picture": Shot(
        halls.training(halls.pushed()), kind="pictures", full=True, queues=NOBODY, sizes=("1080",)
    ),
    "zone": Shot(hall(), scope=Scope.of(None, (), ("loket-1", "loket-2", "loket-3", "loket-4"))),
}
_ON_FURTHER = ("idle", "call", "offline")


def shown(name: str) -> Scene:
    """What a state shows at a size, by its name, such as "call-left-720"."""
    return _drawn(name)[0]


def painted(name: str) -> pygame.Surface:
    """The same, painted."""
    return _drawn(name)[1]


# Some are kept for whoever looks again soon: all of them take a gigabyte.
@lru_cache(maxsize=12)
def _drawn(name: str) -> tuple[Scene, pygame.Surface]:
    state, _, size = name.rpartition("-")
    surface = pygame.Surface(ALL_SIZES[size], 0, 32)
    renderer = Renderer(surface, _gallery())
    scene = scene_of(STATES[state], renderer)
    renderer.draw(scene)
    return scene, surface


def panel(name: str) -> Panel:
    """The panel of that name's size."""
    return Panel(*ALL_SIZES[name.rpartition("-")[2]])


PICTURES: Mapping[str, Callable[[], pygame.Surface]] = {
    name: partial(painted, name)
    for name in [
        *(f"{state}-{size}" for state, shot in STATES.items() for size in shot.sizes),
        *(f"{state}-{size}" for state in _ON_FURTHER for size in FURTHER),
    ]
}

"""Measured in pixels: how tall numbers are on the panel, how words stand out, what is left without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from display.frame import paint
from display.picture.layout import arrange
from display.picture.open_calls import places as list_places
from display.picture.panel import Panel, Plan
from display.picture.scene import Grid, Listing, Scene, Strip
from display.renderer.call import number_field
from display.renderer.cells import places, rest_lines
from display.renderer.upright_strip import LOWER, UPPER
from display.renderer.wall_canvas import WallCanvas
from drawing.box import CAP, Box
from drawing.palette import INK_950
from tests.support.wall.frames import FULL, IDLE_AT, PICTURES, painted, panel, shown
from tests.support.wall.halls import many
from tests.support.wall.pixels import Box as Pixelbox
from tests.support.wall.pixels import Pixels, contrast, extent, pixels, shades
from tests.support.wall.walls import START, hall


def listing_of(scene: Scene) -> Listing | None:
    """The list of calls that are not answered, where there is one."""
    return scene.overlay.open if scene.overlay is not None else scene.open


#: 50 mm on a wall of 43 inches: the smallest number.
SMALLEST_NUMBER = 101


def real(box: Box, on: Panel) -> Pixelbox:
    """A box of design pixels in those of a panel."""
    left, top, right, bottom = (round(e * on.scale) for e in (box.x, box.y, box.right, box.bottom))
    return left, top, right, bottom


def plan_of(name: str) -> tuple[Scene, Plan]:
    scene = shown(name)
    return scene, panel(name).plan(stale=scene.notice is not None)


def boxes_of(name: str, *kinds: str) -> Iterator[tuple[str, Pixelbox]]:
    """Where the numbers of a picture's counters stand."""
    scene, plan = plan_of(name)
    assert scene.grid is not None
    for cell, box in zip(scene.grid.cells, places(scene.grid, plan), strict=True):
        if cell.kind in kinds:
            head = 66 if box.height >= 190 else 60
            inner = Box(box.x, box.y + head, box.width, box.height - head - 3)
            yield cell.counter, real(inner, panel(name))


def every_number_of_a_counter_is_fifty_millimetres_tall_and_stands_out(name: str) -> None:
    picture = pixels(PICTURES[name]())
    for counter, box in boxes_of(name, "number", "ended"):
        _, top, _, bottom = extent(picture, box)
        assert (bottom - top) * panel(name).mm >= 50, f"counter {counter}"
        assert contrast(picture, box) >= 7, f"counter {counter}"


def the_latest_call_is_the_tallest_number_of_a_full_wall(name: str) -> None:
    scene, plan = plan_of(name)
    if scene.hero is None or not scene.hero.number:
        return
    hero, tall = plan.hero, 80 if plan.portrait or scene.notice else 83
    below = hero._replace(y=hero.y + 72, height=(210 if plan.portrait else hero.height - 80))
    inner = real(below._replace(x=hero.x + 20, width=hero.width - 40), panel(name))
    picture = pixels(PICTURES[name]())
    _, top, _, bottom = extent(picture, inner)
    least = 50 if len(scene.hero.number) > 6 else 72 if scene.notice else tall
    assert (bottom - top) * panel(name).mm >= least
    assert contrast(picture, inner) >= 7


def a_call_is_read_from_the_far_end_of_the_hall(name: str) -> None:
    picture, plan, mm = pixels(PICTURES[name]()), plan_of(name)[1], panel(name).mm
    number = real(number_field(WallCanvas(painted(name)).plan), panel(name))
    _, top, _, bottom = extent(picture, number)
    # An upright panel is no wider than a number of 114 mm; a longer one is a little smaller.
    assert (bottom - top) * mm >= (90 if plan.portrait else 160)
    assert contrast(picture, number) >= 7
    way = plan.way
    figure = Box(64, way.y + 190, 400, 340) if plan.portrait else way
    _, top, _, bottom = extent(picture, real(figure, panel(name)))
    assert (bottom - top) * mm >= 90
    assert contrast(picture, real(figure, panel(name))) >= 7


def what_is_read_at_five_metres_is_twenty_five_millimetres_tall(name: str) -> None:
    picture = pixels(PICTURES[name]())
    for what, box in near(name):
        _, top, _, bottom = extent(picture, real(box, panel(name)))
        assert (bottom - top) * panel(name).mm >= 25, what


def a_break_does_not_touch_its_counters_number(name: str) -> None:
    if "breaks" not in name and not name.startswith("idle"):
        return
    scene, plan = plan_of(name)
    assert scene.grid is not None
    picture, figure = pixels(PICTURES[name]()), scene.grid.near * CAP
    for cell, box in zip(scene.grid.cells, places(scene.grid, plan), strict=True):
        if cell.kind == "paused":
            end = box.y + (12 if box.height >= 190 else 7) + figure
            left, top, right, bottom = real(Box(box.x, end + 1, box.width * 0.55, 3), panel(name))
            assert (picture[top:bottom, left:right] == INK_950).all(), cell.counter


def near(name: str) -> Iterator[tuple[str, Box]]:
    """What people at 5 m need, and where it stands: counters' numbers, breaks, their ends, earlier calls."""
    scene, plan = plan_of(name)
    assert scene.grid is not None
    figure = scene.grid.near * CAP
    for cell, box in zip(scene.grid.cells, places(scene.grid, plan), strict=True):
        above = 12 if box.height >= 190 else 7
        yield f"counter {cell.counter}", Box(box.x + 84, box.y + above - 2, 30, figure + 4)
        if cell.kind != "paused":
            continue
        left = box._replace(y=box.y + above + figure, height=box.height - above - figure)
        middle, below = rest_lines(left, scene.grid.near, cell.detail[1] != "")
        if cell.beside and not cell.detail[1]:
            middle -= 21
        yield "break", Box(box.x + figure + 18, middle - figure / 2 - 2, 26, figure + 4)
        if cell.detail[1]:
            yield "end of break", Box(box.right - 180, below - figure / 2 - 2, 170, figure + 4)
    if scene.strip is not None and scene.strip.calls and not scene.said:
        yield from earlier_calls(scene.strip, plan.strip, plan.portrait, figure)


def earlier_calls(strip: Strip, box: Box, upright: bool, figure: float) -> Iterator[tuple[str, Box]]:
    """Where the earlier calls stand: upright in two rows, of which the lower one holds the third."""
    remark = strip.closing is not None or bool(strip.right)
    two = upright and (remark or len(strip.calls) > 2)
    rows = (box.y + box.height * UPPER, box.y + box.height * LOWER) if two else (box.middle, box.middle)
    yield "earlier call", Box(240, rows[0] - figure / 2 - 3, 180, figure + 6)
    if upright and len(strip.calls) > 2 and max(len(number) for number, _ in strip.calls) <= 5:
        for middle in rows:
            yield "earlier calls", Box(box.width - 350, middle - figure / 2 - 3, 310, figure + 6)


#: What is measured for the table of the page about displays: a picture, and where the text stands.
_ROWS = (
    ("Number called", "call-1080", (40, 230, 1800, 670)),
    ("Counter to go to", "call-1080", (430, 700, 700, 945)),
    ("Words beside it: please go to, the way", "call-1080", (1320, 750, 1358, 825)),
    ("Agency of the call", "call-1080", (180, 136, 212, 192)),
    ("Earlier call below a call", "call-1080", (365, 975, 575, 1060)),
    ("Latest call's number", "idle-1080", (60, 165, 800, 385)),
    ("Latest call's counter", "idle-1080", (1100, 165, 1320, 385)),
    ("Number at a counter", "idle-1080", (40, 482, 470, 600)),
    ("Counter's number", "idle-1080", (124, 415, 165, 480)),
    ("Break", "idle-1080", (1050, 872, 1072, 930)),
    ("End of a break", "idle-1080", (1204, 936, 1404, 992)),
    ("Earlier call and its counter", "idle-1080", (245, 1004, 460, 1078)),
    ("Earlier calls, upright", "idle-upright", (710, 1855, 930, 1920)),
    ("Latest call's number, upright", "idle-upright", (80, 190, 760, 365)),
    ("Latest call's counter, upright", "idle-upright", (240, 372, 420, 548)),
    ("Last number heard of, cut off", "offline-1080", (80, 258, 700, 425)),
    ("Name of an agency", "idle-1080", (275, 435, 420, 470)),
    ("Papers to bring", "idle-1080", (1405, 180, 1700, 212)),
    ("Number that did not come", "large-missed-1080", (1368, 136, 1590, 203)),
    ("Number that did not come, upright", "large-missed-upright", (40, 1700, 260, 1790)),
    ("How many wait, and how long", "large-1080", (1700, 132, 1738, 176)),
    ("What closes soon, and when", "idle-1080", (1800, 1010, 1880, 1066)),
    ("Time of day", "idle-1080", (1628, 10, 1792, 74)),
    ("Since when cut off", "offline-1080", (640, 100, 748, 164)),
    ("When the hall opens", "closed-1080", (1046, 620, 1245, 704)),
)


def measured() -> list[str]:
    """The table's rows on a panel of 43 inches: what, millimetres, and the metres at which that is read."""
    rows = []
    for what, name, box in _ROWS:
        _, top, _, bottom = extent(pixels(painted(name)), box)
        height = (bottom - top) * panel(name).mm
        rows.append(f"| {what} | {height:.0f} | {height * 0.2:.0f} |")
    return rows


def test_the_table_of_millimetres_is_what_is_drawn() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "display.md").read_text(encoding="utf-8")
    _, _, after = page.partition("| | mm tall | read at m |\n|---|---|---|\n")
    assert after.partition("\n\n")[0].splitlines() == measured()


def every_call_in_a_rush_can_be_read_and_the_spoken_one_is_the_largest(name: str) -> None:
    scene, on = shown(name), panel(name)
    listing, picture = listing_of(scene), pixels(PICTURES[name]())
    assert listing is not None
    # Upright so many are a little smaller; sixty at once are read at two and a half metres and more.
    least = {"few": 25, "many": 20 if on.portrait else 25, "silent": 20, "all": 13}[name.split("-")[1]]
    for call, box in zip(listing.calls, list_places(listing), strict=False):
        # The line below an entry is none of its figures.
        inner = real(box._replace(y=box.y + 3, height=box.height - 7), on)
        _, top, _, bottom = extent(picture, inner)
        assert (bottom - top) * on.mm >= least - 0.5, call.number
        assert contrast(picture, inner) >= 7, call.number
    if scene.overlay is not None:
        spoken = real(number_field(on.plan().beside(listing.box)), on)
        _, top, _, bottom = extent(picture, spoken)
        assert (bottom - top) * on.mm >= max(50, 1.8 * least)


def words_of(name: str) -> Iterator[tuple[str, Box]]:
    """Where words stand in a picture: by what they are."""
    scene, plan = plan_of(name)
    if scene.header is None:
        yield "message", Box(60, plan.height / 2 - 130, plan.width - 120, 500)
        return
    yield "header", Box(100, 0, plan.width - 140, plan.header.height)
    if listing_of(scene) is not None:
        return
    if scene.overlay is not None:
        yield "whose", plan.signal._replace(y=plan.signal.y + 30, x=170, height=90, width=plan.width - 230)
        yield "way", plan.way
        yield "below", plan.strip_tall
        return
    if scene.strip is not None and (scene.strip.label or scene.strip.right or scene.strip.plain):
        yield "strip", plan.strip
    yield from upper_words(scene, plan)
    for box in places(scene.grid, plan) if scene.grid else ():
        yield "counter", box._replace(y=box.y + 6, height=52)


def upper_words(scene: Scene, plan: Plan) -> Iterator[tuple[str, Box]]:
    """The same above the counters."""
    if scene.notice is not None:
        yield "notice", plan.notice._replace(x=120, width=plan.width - 160)
    if scene.said:
        band = plan.hero._replace(width=plan.width - 80)
        yield "said", band._replace(x=70, width=band.width - 60, y=band.y + 80, height=band.height - 90)
    if scene.rest is not None:
        yield "rest", plan.rest._replace(width=(plan.width if plan.portrait else plan.info.x) - 10)
    elif scene.info is not None and not scene.info.picture:
        yield "info", plan.info._replace(y=plan.info.y + 6, height=72)


def all_words_stand_out_from_their_ground(name: str) -> None:
    picture = pixels(PICTURES[name]())
    for what, box in words_of(name):
        assert contrast(picture, real(box, panel(name))) >= 4.5, what


#: What holds of a picture, by what it shows; the words of each stand out.
HELD: Mapping[str, tuple[Callable[[str], None], ...]] = {
    "list": (every_call_in_a_rush_can_be_read_and_the_spoken_one_is_the_largest,),
    "call": (a_call_is_read_from_the_far_end_of_the_hall,),
    "counters": (
        every_number_of_a_counter_is_fifty_millimetres_tall_and_stands_out,
        the_latest_call_is_the_tallest_number_of_a_full_wall,
        what_is_read_at_five_metres_is_twenty_five_millimetres_tall,
        a_break_does_not_touch_its_counters_number,
    ),
    "message": (),
}


def kind_of(scene: Scene) -> str:
    """What a picture shows."""
    if listing_of(scene) is not None:
        return "list"
    return "call" if scene.overlay is not None else "counters" if scene.grid is not None else "message"


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_whatever_a_picture_says_can_be_read(name: str) -> None:
    # One after another of each picture, so that it is painted once.
    for holds in HELD[kind_of(shown(name))]:
        holds(name)
    all_words_stand_out_from_their_ground(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rush-many-1080", "list"),
        ("call-1080", "call"),
        ("idle-1080", "counters"),
        ("breaks-1080", "counters"),
        ("refused-1080", "message"),
    ],
)
def test_what_holds_of_a_picture_goes_by_what_it_shows(name: str, kind: str) -> None:
    assert kind_of(shown(name)) == kind


def test_what_is_closed_can_still_be_read() -> None:
    picture = pixels(PICTURES["breaks-1080"]())
    for kind in ("closed", "paused"):
        for counter, box in boxes_of("breaks-1080", kind):
            assert contrast(picture, box) >= 4.5, counter


def test_states_of_counters_differ_without_colour() -> None:
    picture = pixels(PICTURES["breaks-1080"]())
    found = {
        kind: shades(picture, next(boxes_of("breaks-1080", kind))[1])
        for kind in ("number", "ended", "closed", "paused")
    }
    fresh = shades(picture, (30, 870, 60, 990))
    (ground, light), (same, dim) = found["number"], found["ended"]
    assert ground == same
    assert ground < 30
    assert fresh[0] > 150
    # What is served is darker and thinner, and what is closed or on a break is an icon and a word.
    assert light - dim >= 40
    number, ended, *rest = (
        _inked(picture, next(boxes_of("breaks-1080", kind))[1])
        for kind in ("number", "ended", "closed", "paused")
    )
    assert ended < number
    assert max(rest) < number / 2


def test_what_may_be_out_of_date_is_dashed_without_colour() -> None:
    lit, cut = pixels(PICTURES["idle-1080"]()), pixels(PICTURES["offline-1080"]())
    plain, dashed = lit[410, 510:940], cut[450, 510:940]
    assert len(np.unique(plain.mean(axis=1))) == 1
    changes = np.abs(np.diff(dashed.mean(axis=1))) > 40
    assert changes.sum() > 40


@pytest.mark.parametrize("size", ["1080", "720", "upright"])
def test_ways_differ_without_colour(size: str) -> None:
    names = [f"call-{way}-{size}" for way in ("left", "ahead", "behind", "nowhere")]
    grey = [pixels(PICTURES[name]()).mean(axis=2) for name in (f"call-{size}", *names)]
    way = real(plan_of(names[0])[1].way, panel(names[0]))
    parts = [picture[way[1] : way[3]] for picture in grey]
    for index, one in enumerate(parts):
        for other in parts[index + 1 :]:
            assert (np.abs(one - other) > 80).mean() > 0.005


def _inked(picture: Pixels, box: Pixelbox) -> float:
    left, top, right, bottom = box
    part = picture[top:bottom, left:right].mean(axis=2)
    return float((part > 90).mean())


@pytest.mark.parametrize(
    ("picture", "box", "tallest"),
    [
        ("idle-1080", (60, 165, 800, 385), 168),  # the latest number
        ("idle-1080", (1100, 165, 1320, 385), 168),  # its counter
        ("call-1080", (40, 230, 1800, 670), 400),  # the number that is called
        ("call-1080", (430, 700, 700, 945), 193),  # the counter to go to
        ("offline-1080", (80, 258, 700, 425), 149),  # the last number that was heard of
        ("offline-1080", (40, 510, 470, 628), SMALLEST_NUMBER),
    ],
)
def test_numbers_are_as_tall_as_drawn(picture: str, box: tuple[int, int, int, int], tallest: int) -> None:
    _, top, _, bottom = extent(pixels(painted(picture)), box)
    assert bottom - top >= tallest


@pytest.mark.parametrize("number", ["M-088", "W-888", "W-214", "M-147", "A-1204", "M-10234", "M-99999"])
def test_longer_numbers_stay_readable_and_on_the_wall(number: str) -> None:
    file = hall()
    push = file.pushes[0].model_copy(update={"data": {**file.pushes[0].data, "number": number}})
    file = file.model_copy(update={"pushes": (push,)})
    shown = pixels(paint(file, FULL, IDLE_AT))
    wide = {5: 430, 6: 586, 7: 900}[len(number)]
    left, top, right, bottom = extent(shown, (26, 868, 40 + wide + 14, 980))
    assert bottom - top >= SMALLEST_NUMBER
    assert left >= 34
    assert right <= 40 + wide + 15
    over = pixels(paint(file, FULL, START))
    left, top, right, _ = extent(over, (2, 230, 1918, 690))
    assert left >= 50
    assert right <= 1880
    assert top >= 225


@pytest.mark.parametrize(
    ("picture", "box", "least"),
    [
        ("idle-1080", (60, 165, 800, 385), 7),  # yellow on the hero's panel
        ("idle-1080", (40, 476, 470, 600), 12),
        ("idle-1080", (26, 868, 480, 985), 10),  # the inverted cell
        ("idle-1080", (1360, 128, 1890, 168), 7),  # what to bring, in grey
        ("idle-1080", (1380, 176, 1890, 214), 12),
        ("call-1080", (40, 230, 1800, 670), 11),
        ("call-1080", (430, 700, 700, 945), 11),
        ("offline-1080", (115, 90, 1850, 175), 15),
        ("offline-1080", (30, 1010, 800, 1070), 7),
    ],
)
def test_text_stands_out_from_its_ground(picture: str, box: tuple[int, int, int, int], least: float) -> None:
    assert contrast(pixels(painted(picture)), box) >= least


PANELS = [
    (1920, 1080, 43), (1280, 720, 43), (3840, 2160, 43), (1080, 1920, 43), (1366, 768, 32),
    (1920, 1080, 32), (1920, 1080, 55), (1600, 1200, 43), (800, 1280, 43), (1920, 1080, 24),
]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "inches"), PANELS)
@pytest.mark.parametrize("count", [1, 5, 12, 13, 24, 40])
def test_numbers_are_fifty_millimetres_tall_on_every_panel(
    width: int, height: int, inches: int, count: int
) -> None:
    panel = Panel(width, height, inches)
    file = many(count, "A-888")
    layout = arrange(["A-888"] * count, panel)
    assert (layout.pages - 1) * layout.size < count <= layout.pages * layout.size
    shown = pixels(paint(file, (width, height), IDLE_AT, inches=inches, page=layout.pages - 1))
    on_page = (None,) * min(count, layout.size)
    boxes = places(Grid(layout.columns, layout.rows, on_page), panel.plan())  # type: ignore[arg-type]  # only counted
    for box in boxes:
        scaled = [edge * panel.scale for edge in (box.x, box.y + 61, box.right, box.bottom - 3)]
        _, top, _, bottom = extent(shown, tuple(round(edge) for edge in scaled))  # type: ignore[arg-type]  # four
        assert (bottom - top) * panel.mm >= 50


def test_twelve_counters_stand_on_a_page_of_the_usual_panel() -> None:
    for width, height in [(1920, 1080), (1280, 720), (3840, 2160), (1080, 1920), (720, 1280)]:
        assert arrange(["A-001"] * 40, Panel(width, height)).size == 12
    assert arrange(["A-001"] * 40, Panel(inches=32)).size < 12
    assert arrange(["A-001"] * 40, Panel(inches=55)).size > 12

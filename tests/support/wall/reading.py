"""What must be read in a picture of the wall, in pixels: how tall numbers are, how words stand out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from display.picture.open_calls import places as list_places
from display.picture.panel import Panel, Plan
from display.picture.scene import Listing, Scene, Strip
from display.renderer.call import number_field
from display.renderer.cells import places, rest_lines
from display.renderer.upright_strip import LOWER, UPPER
from display.renderer.wall_canvas import WallCanvas
from drawing.box import CAP, Box
from drawing.palette import INK_950
from tests.support.wall.frames import PICTURES, painted, panel, shown
from tests.support.wall.pixels import Box as Pixelbox
from tests.support.wall.pixels import contrast, extent, pixels


def listing_of(scene: Scene) -> Listing | None:
    """The list of calls that are not answered, where there is one."""
    return scene.overlay.open if scene.overlay is not None else scene.open


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


def all_can_be_read(name: str) -> None:
    """Whatever a picture says can be read, by what it shows."""
    for holds in HELD[kind_of(shown(name))]:
        holds(name)
    all_words_stand_out_from_their_ground(name)

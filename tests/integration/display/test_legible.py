"""Measured in pixels: how tall numbers are on the panel, how words stand out, what is left without colour."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from display.frame import paint
from display.picture.layout import arrange
from display.picture.panel import Panel
from display.picture.scene import Grid
from display.renderer.cells import places
from tests.support.wall.frames import FULL, IDLE_AT, PICTURES, painted, panel, shown
from tests.support.wall.halls import many
from tests.support.wall.pixels import Box as Pixelbox
from tests.support.wall.pixels import Pixels, contrast, extent, pixels, shades
from tests.support.wall.reading import boxes_of, kind_of, plan_of, real
from tests.support.wall.walls import START, hall

#: 50 mm on a wall of 43 inches: the smallest number.
SMALLEST_NUMBER = 101
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

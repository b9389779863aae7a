"""The top bar, the notice of a lost connection, the bottom bar."""

from __future__ import annotations

from display.picture.scene import Header, Strip
from display.renderer.info import draw_pips
from display.renderer.wall_canvas import WallCanvas
from drawing.box import CAP, Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_800, INK_950, WHITE

_EDGE = 40
#: The tallest figures for which the bottom bar has room.
_ROOM = 64


def draw_header(canvas: WallCanvas, header: Header) -> None:
    """Hall and place at the left; date, time and zone at the right."""
    canvas.fill(canvas.plan.header, INK_950)
    if canvas.plan.portrait:
        _upright(canvas, header)
        return
    baseline = 61
    right: float = canvas.plan.width - _EDGE
    right -= canvas.text(right, baseline, header.zone, Face(420, 32, INK_200), "right") + 14
    right -= canvas.text(right, baseline, header.time, Face(640, 60, WHITE, -0.01), "right") + 40
    right -= canvas.text(right, baseline, header.date, Face(420, 32, INK_200), "right") + 40
    canvas.icon(_EDGE, 17, 50, "hall", 1.9, colour=WHITE)
    hall, face = canvas.fit(header.hall, Face(640, 42, WHITE, -0.005), right - 110)
    x = 110 + canvas.text(110, 56, hall, face) + 27
    if right - x > 120:
        regency, face = canvas.fit(header.regency, Face(420, 30, INK_200), right - x)
        canvas.text(x, 55, regency, face)


def _upright(canvas: WallCanvas, header: Header) -> None:
    right = canvas.plan.width - _EDGE
    zone = canvas.text(right, 61, header.zone, Face(420, 28, INK_200), "right") + 12
    time = zone + canvas.text(right - zone, 61, header.time, Face(640, 56, WHITE, -0.01), "right")
    date = canvas.text(right, 98, header.date, Face(420, 28, INK_200), "right")
    canvas.icon(_EDGE, 29, 62, "hall", 1.8, colour=WHITE)
    room = right - max(time, date) - 40 - 122
    small = Face(640, 30, WHITE, -0.005)
    if canvas.width(header.hall, small) > room:
        for index, line in enumerate(canvas.lines(header.hall, small, room, 2)):
            canvas.text(122, 55 + 36 * index, line, small)
        return
    hall, face = canvas.fit(header.hall, Face(640, 38, WHITE, -0.005), room)
    canvas.text(122, 55, hall, face)
    regency, face = canvas.fit(header.regency, Face(420, 28, INK_200), room)
    canvas.text(122, 93, regency, face)


def draw_notice(canvas: WallCanvas, notice: tuple[str, str], box: Box) -> None:
    """Since when the connection is lost, in the heaviest words of the wall."""
    canvas.fill(box, WHITE)
    canvas.icon(_EDGE, box.middle - 30, 60, "cut", 2, colour=INK_950)
    room = canvas.plan.width - _EDGE - 124
    if canvas.plan.portrait:
        canvas.text(124, box.middle - 23 + MIDDLE * 38, notice[0], Face(680, 38, INK_950))
        text, face = canvas.fit(notice[1].strip(), Face(420, 38, INK_950), room)
        canvas.text(124, box.middle + 25 + MIDDLE * 38, text, face)
        return
    baseline = box.middle + MIDDLE * 40
    wide = canvas.text(124, baseline, notice[0], Face(680, 40, INK_950))
    text, face = canvas.fit(notice[1], Face(420, 40, INK_950), room - wide)
    canvas.text(124 + wide, baseline, text, face)


def draw_strip(canvas: WallCanvas, strip: Strip, page: tuple[int, int] = (0, 1)) -> None:
    """Earlier calls at the left, a remark at the right; below each other on an upright panel. `page`
    of so many is shown beside what closes soon."""
    plan = canvas.plan
    box = plan.strip_tall if strip.tall else plan.strip
    canvas.fill(box, INK_800)
    near = min(strip.near, _ROOM / CAP)
    if plan.portrait:
        lower = strip.closing is not None or bool(strip.right)
        alone = not (strip.label or strip.plain)
        _remark(canvas, strip, page, (box.middle + 11 if alone else box.bottom - 18, True))
        _earlier_calls(
            canvas, strip, (_EDGE, box.y + 42 if lower else box.middle, plan.width - _EDGE), 30, near
        )
    elif strip.tall:
        _earlier_calls(canvas, strip, (64, box.middle, plan.width - 64), 44, max(76, near))
    else:
        room = _remark(canvas, strip, page, (box.middle + MIDDLE * 30 - 1, False))
        _earlier_calls(canvas, strip, (_EDGE, box.middle, plan.width - _EDGE - room), 30, near)


def _earlier_calls(
    canvas: WallCanvas, strip: Strip, at: tuple[float, float, float], size: int, near: float
) -> None:
    """As many earlier calls as have room, each number and counter as tall as `near`."""
    x, middle, limit = at
    words, face = canvas.fit(strip.label or strip.plain, Face(420, size, INK_100), limit - x)
    x += canvas.text(x, middle + MIDDLE * size, words, face)
    if strip.heavy:
        canvas.text(x, middle + MIDDLE * size, strip.heavy, Face(640, size, WHITE))
    calls = [_Earlier(canvas, number, counter, size, near) for number, counter in strip.calls]
    gap = size * 1.4
    for call in calls:
        x += gap
        if x + call.width > limit:
            return
        x += call.draw(x, middle)


class _Earlier:
    """One earlier call: number, the word for a counter, and the counter's number."""

    def __init__(self, canvas: WallCanvas, number: str, counter: str, size: int, near: float) -> None:
        self._canvas, self._number, self._counter = canvas, number, counter
        self._word, self._size, self._near = canvas.say("wall.counter"), size, near
        self._tall, self._label = Face(640, near, WHITE), Face(420, size, INK_100)
        wide = canvas.number_width(number, self._tall), canvas.number_width(counter, self._tall)
        self.width = sum(wide) + canvas.width(self._word, self._label) + 28

    def draw(self, x: float, middle: float) -> float:
        """Draw it and return its width."""
        canvas, baseline = self._canvas, middle + MIDDLE * self._near
        x += canvas.number(x, baseline, self._number, self._tall) + 16
        x += canvas.text(x, baseline, self._word, self._label) + 12
        canvas.number(x, baseline, self._counter, self._tall)
        return self.width


def _remark(canvas: WallCanvas, strip: Strip, page: tuple[int, int], at: tuple[float, bool]) -> float:
    """What closes soon, or the remark; returns the room that it takes at the right."""
    baseline, leftmost = at
    middle = baseline - MIDDLE * 30
    if strip.closing is None:
        return _plain_remark(canvas, strip, baseline, leftmost) if strip.right else 0
    right = canvas.plan.width - _EDGE
    pips = draw_pips(canvas, *page, (right, middle), INK_800) + 24 if page[1] > 1 else 0
    heavy, plain = Face(640, 30, WHITE), Face(420, 30, INK_100)
    most = right - pips - _EDGE - 52 if leftmost else canvas.plan.width * 0.56
    first, heavy = canvas.fit(strip.closing[0], heavy, most)
    wide = canvas.width(first, heavy)
    second = strip.closing[1] if wide + canvas.width(strip.closing[1], plain) <= most else ""
    wide += canvas.width(second, plain)
    x = _EDGE + 50 if leftmost else right - pips - wide
    canvas.icon(x - 50, middle - 18, 36, "clock", 2.2, colour=INK_100)
    x += canvas.text(x, baseline, first, heavy)
    canvas.text(x, baseline, second, plain)
    return wide + pips + 70


def _plain_remark(canvas: WallCanvas, strip: Strip, baseline: float, leftmost: bool) -> float:
    wide = canvas.width(strip.right, Face(420, 30, INK_100))
    indent = 52 if strip.reconnecting else 0
    x = _EDGE + indent if leftmost else canvas.plan.width - _EDGE - wide
    canvas.text(x, baseline, strip.right, Face(420, 30, INK_100))
    if strip.reconnecting:
        canvas.icon(x - indent, baseline - 29, 38, "again", 2.2, colour=INK_100)
    return wide + 60


def field(canvas: WallCanvas, tall: bool) -> Box:
    """What the bottom bar draws on."""
    return canvas.plan.strip_tall if tall else canvas.plan.strip

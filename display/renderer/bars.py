"""The top bar, the notice of a lost connection, the bottom bar."""

from __future__ import annotations

from display.picture.scene import Header, Strip
from display.renderer.info import Pictures, draw_pips
from display.renderer.upright_strip import draw_upright_strip
from display.renderer.wall_canvas import WallCanvas
from drawing.box import CAP, Box
from drawing.canvas import FLOOR, MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_800, INK_950, PRACTICE_INK, WHITE

_EDGE = 40
#: From a line of the bottom bar to the same in the second language below it.
_STACKED = 34.0
#: The tallest figures for which the bottom bar has room.
_ROOM = 64


#: The hall's logo: as tall and as wide at most, and what stands after it.
_LOGO_HIGH, _LOGO_WIDE, _AFTER_LOGO = 64, 260, 20


def draw_header(canvas: WallCanvas, header: Header, pictures: Pictures | None = None) -> None:
    """Hall and place at the left; date, time and zone at the right. A logo that is gone costs itself."""
    canvas.fill(canvas.plan.header, PRACTICE_INK if header.practice else INK_950)
    if canvas.plan.portrait:
        _upright(canvas, header, pictures)
        return
    baseline = 61
    right: float = canvas.plan.width - _EDGE
    right -= canvas.text(right, baseline, header.zone, Face(420, 32, INK_200), "right") + 14
    right -= canvas.text(right, baseline, header.time, Face(640, 60, WHITE, -0.01), "right") + 40
    right -= canvas.text(right, baseline, header.date, Face(420, 32, INK_200), "right") + 40
    left = _logo(canvas, header, pictures, canvas.plan.header.middle)
    if not left:
        canvas.icon(_EDGE, 17, 50, "hall", 1.9, colour=WHITE)
        left = 110
    hall, face = canvas.fit(header.hall, Face(640, 42, WHITE, -0.005), right - left)
    x = left + canvas.text(left, 56, hall, face) + 27
    if right - x > 120:
        regency, face = canvas.fit(header.regency, Face(420, 30, INK_200), right - x)
        canvas.text(x, 55, regency, face)


def _logo(canvas: WallCanvas, header: Header, pictures: Pictures | None, middle: float) -> float:
    """Draw the hall's logo, if there is one; returns where the words begin after it, else 0."""
    room = canvas.rect(Box(_EDGE, middle - _LOGO_HIGH / 2, _LOGO_WIDE, _LOGO_HIGH))
    found = pictures.picture(header.logo, room.size) if pictures and header.logo else None
    if found is None:
        return 0
    canvas.surface.blit(found, found.get_rect(midleft=room.midleft))
    return _EDGE + found.get_width() / canvas.scale + _AFTER_LOGO


def _upright(canvas: WallCanvas, header: Header, pictures: Pictures | None) -> None:
    right = canvas.plan.width - _EDGE
    zone = canvas.text(right, 61, header.zone, Face(420, 28, INK_200), "right") + 12
    time = zone + canvas.text(right - zone, 61, header.time, Face(640, 56, WHITE, -0.01), "right")
    date = canvas.text(right, 98, header.date, Face(420, 28, INK_200), "right")
    left = _logo(canvas, header, pictures, canvas.plan.header.middle)
    if not left:
        canvas.icon(_EDGE, 29, 62, "hall", 1.8, colour=WHITE)
        left = 122
    room = right - max(time, date) - 40 - left
    small = Face(640, 30, WHITE, -0.005)
    if canvas.width(header.hall, small) > room:
        for index, line in enumerate(canvas.lines(header.hall, small, room, 2)):
            canvas.text(left, 55 + 36 * index, line, small)
        return
    hall, face = canvas.fit(header.hall, Face(640, 38, WHITE, -0.005), room)
    canvas.text(left, 55, hall, face)
    regency, face = canvas.fit(header.regency, Face(420, 28, INK_200), room)
    canvas.text(left, 93, regency, face)


def draw_notice(canvas: WallCanvas, notice: tuple[str, ...], box: Box) -> None:
    """Since when the connection is lost, in the heaviest words of the wall; below in the second language."""
    canvas.fill(box, WHITE)
    canvas.icon(_EDGE, box.middle - 30, 60, "cut", 2, colour=INK_950)
    room = canvas.plan.width - _EDGE - 124
    heavy, plain, *beside = notice
    size = 38 if canvas.plan.portrait else 40
    lines = [heavy, plain.strip()] if canvas.plan.portrait else [heavy + plain]
    step = 36 if beside and canvas.plan.portrait else 46
    middle = box.middle - step * (len(lines) + len(beside) - 1) / 2
    for index, line in enumerate(lines):
        baseline = middle + MIDDLE * size
        wide = canvas.text(124, baseline, heavy, Face(680, size, INK_950)) if index == 0 else 0.0
        text, face = canvas.fit(line.removeprefix(heavy), Face(420, size, INK_950), room - wide)
        canvas.text(124 + wide, baseline, text, face)
        middle += step
    for line in beside:
        text, face = canvas.fit(line, Face(420, 30, INK_950), room)
        canvas.text(124, middle + MIDDLE * face.size, text, face)


def draw_strip(canvas: WallCanvas, strip: Strip, page: tuple[int, int] = (0, 1)) -> None:
    """Earlier calls at the left, a remark at the right; on an upright panel in two rows. `page`
    of so many is shown beside what closes soon."""
    plan = canvas.plan
    box = plan.strip_tall if strip.tall else plan.strip
    canvas.fill(box, INK_800)
    near = min(strip.near, _ROOM / CAP)
    if plan.portrait:
        draw_upright_strip(canvas, strip, page, box)
    elif strip.tall:
        _earlier_calls(canvas, strip, (64, box.middle, plan.width - 64), 44, max(76, near))
    else:
        room = _remark(canvas, strip, page, box.middle + MIDDLE * 30 - 1)
        _earlier_calls(canvas, strip, (_EDGE, box.middle, plan.width - _EDGE - room), 30, near)


def _earlier_calls(
    canvas: WallCanvas, strip: Strip, at: tuple[float, float, float], size: int, near: float
) -> None:
    """As many earlier calls as have room, each number and counter as tall as `near`."""
    x, middle, limit = at
    words, face = canvas.fit(strip.label or strip.plain, Face(420, size, INK_100), limit - x)
    upper = middle - (_STACKED / 2 if strip.beside else 0)
    wide = canvas.text(x, upper + MIDDLE * size, words, face)
    if strip.heavy:
        canvas.text(x + wide, upper + MIDDLE * size, strip.heavy, Face(640, size, WHITE))
    if strip.beside:
        second, face = canvas.fit(strip.beside, Face(420, FLOOR, INK_200), limit - x)
        wide = max(wide, canvas.text(x, upper + _STACKED + MIDDLE * FLOOR, second, face))
    x += wide
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


def _remark(canvas: WallCanvas, strip: Strip, page: tuple[int, int], baseline: float) -> float:
    """What closes soon, or the remark; returns the room that it takes at the right."""
    if strip.closing_beside:
        baseline -= _STACKED / 2
    middle = baseline - MIDDLE * 30
    if strip.closing is None:
        return _plain_remark(canvas, strip, baseline) if strip.right else 0
    right = canvas.plan.width - _EDGE
    pips = draw_pips(canvas, *page, (right, middle), INK_800) + 24 if page[1] > 1 else 0
    heavy, plain = Face(640, 30, WHITE), Face(420, 30, INK_100)
    most = canvas.plan.width * 0.56
    first, heavy = canvas.fit(strip.closing[0], heavy, most)
    wide = canvas.width(first, heavy)
    second = strip.closing[1] if wide + canvas.width(strip.closing[1], plain) <= most else ""
    wide += canvas.width(second, plain)
    x = right - pips - wide
    canvas.icon(x - 50, middle - 18, 36, "clock", 2.2, colour=INK_100)
    if strip.closing_beside:
        third, face = canvas.fit(strip.closing_beside, Face(420, FLOOR, INK_200), wide)
        canvas.text(x, baseline + _STACKED, third, face)
    x += canvas.text(x, baseline, first, heavy)
    canvas.text(x, baseline, second, plain)
    return wide + pips + 70


def _plain_remark(canvas: WallCanvas, strip: Strip, baseline: float) -> float:
    wide = canvas.width(strip.right, Face(420, 30, INK_100))
    indent = 52 if strip.reconnecting else 0
    x = canvas.plan.width - _EDGE - wide
    canvas.text(x, baseline, strip.right, Face(420, 30, INK_100))
    if strip.reconnecting:
        canvas.icon(x - indent, baseline - 29, 38, "again", 2.2, colour=INK_100)
    return wide + 60


def field(canvas: WallCanvas, tall: bool) -> Box:
    """What the bottom bar draws on."""
    return canvas.plan.strip_tall if tall else canvas.plan.strip

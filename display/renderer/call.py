"""A call that has the whole screen."""

from __future__ import annotations

from display.picture.panel import Plan
from display.picture.scene import Overlay, Sign
from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import INK_100, INK_950, SIGNAL, WHITE

_EDGE = 64
_ARROW = 194
_WORDS, _FIGURE, _UPRIGHT_FIGURE = Face(560, 84, WHITE), Face(700, 290, SIGNAL), Face(700, 560, SIGNAL)
#: The same words in the second language.
_BESIDE = Face(420, 50, INK_100)


def number_field(plan: Plan) -> Box:
    """The part of the yellow that holds the number and nothing else."""
    ground = plan.signal
    top = 200 if plan.portrait else 132
    return ground._replace(y=ground.y + top, height=ground.height - top)


def draw_call(canvas: WallCanvas, call: Overlay, plan: Plan) -> None:
    """Number on yellow above, counter and way below."""
    canvas.fill(plan.signal, SIGNAL)
    canvas.fill(plan.way, INK_950)
    _whose(canvas, call, plan)
    _number(canvas, call, plan)
    if plan.part:
        _narrow_way(canvas, call, plan)
    elif plan.portrait:
        _upright_way(canvas, call)
    elif call.direction == "left":
        _counter(canvas, call, plan.width - _EDGE - _counter_width(canvas, call))
        _way_left(canvas)
    else:
        _counter(canvas, call, _EDGE)
        _way_right(canvas, call)


def draw_number(canvas: WallCanvas, call: Overlay, plan: Plan) -> Box:
    """The number on its yellow and nothing else; returns where."""
    field = number_field(plan)
    canvas.fill(field, SIGNAL)
    _number(canvas, call, plan)
    return field


def _number(canvas: WallCanvas, call: Overlay, plan: Plan) -> None:
    tallest = number_field(plan).height * 1.1 if plan.part else 600
    face = canvas.fit_number(call.number, Face(700, min(600, tallest), INK_950), plan.width - 2 * 56)
    middle = plan.signal.y + (480 if plan.portrait else 132 + (plan.signal.height - 132) / 2 - 11)
    canvas.number(56, middle + MIDDLE * face.size, call.number, face, ground=SIGNAL)


def _whose(canvas: WallCanvas, call: Overlay, plan: Plan) -> None:
    top, right = plan.signal.y + 36, plan.width - _EDGE
    if call.recall:
        text, face = canvas.both("wall.again"), Face(640, 44, SIGNAL)
        wide = canvas.width(text, face) + 48
        canvas.panel(Box(right - wide, top + 10, wide, 68), INK_950)
        canvas.text(right - wide + 24, top + 44 + MIDDLE * 44, text, face)
        right -= wide + 30
    if call.sign is None:
        return
    canvas.badge(_EDGE, top, 88, call.sign, on_signal=True)
    small = Face(640, 48, INK_950)
    if (plan.portrait or plan.part) and canvas.width(call.sign.short_name, small) > right - 178:
        for index, line in enumerate(canvas.lines(call.sign.short_name, small, right - 178, 2)):
            canvas.text(178, top + 44 + 60 * index + MIDDLE * 48, line, small)
        return
    name, face = canvas.fit(call.sign.short_name, Face(640, 60, INK_950), right - 178, 44)
    x = 178 + canvas.text(178, top + 44 + MIDDLE * 60, name, face) + 30
    if not plan.part:
        _tagline(canvas, call.sign, x, right, top)


def _tagline(canvas: WallCanvas, sign: Sign, x: float, right: float, top: float) -> None:
    beside = not canvas.plan.portrait
    left, middle = (x, top + 44) if beside else (178.0, top + 116)
    if sign.tagline and right - left > 200:
        tagline, face = canvas.fit(sign.tagline, Face(420, 60, INK_950), right - left, 44)
        canvas.text(left, middle + MIDDLE * 60, tagline, face)


def _counter_width(canvas: WallCanvas, call: Overlay) -> float:
    words = max(canvas.width(line, _WORDS) for line in canvas.say.lines("wall.go_to"))
    if canvas.beside:
        words = max(words, canvas.width(canvas.beside("wall.go_to"), _BESIDE))
    return words + 40 + canvas.number_width(call.counter, _FIGURE)


def _counter(canvas: WallCanvas, call: Overlay, x: float) -> None:
    wide = _go_to(canvas, x, 1.0)
    canvas.number(x + wide + 40, canvas.plan.way.middle + MIDDLE * 290, call.counter, _FIGURE)


def _go_to(canvas: WallCanvas, x: float, share: float, way: Box | None = None) -> float:
    """Where to go, in two lines and, below them, in the second language; returns their width."""
    middle, wide = (way or canvas.plan.way).middle, 0.0
    words, second = (face._replace(size=face.size * share) for face in (_WORDS, _BESIDE))
    offs = (-70, 6) if canvas.beside else (-42, 42)
    for line, off in zip(canvas.say.lines("wall.go_to"), offs, strict=True):
        wide = max(wide, canvas.text(x, middle + off * share + MIDDLE * words.size, line, words))
    if canvas.beside:
        line = canvas.beside("wall.go_to")
        wide = max(wide, canvas.text(x, middle + 78 * share + MIDDLE * second.size, line, second))
    return wide


def _way_right(canvas: WallCanvas, call: Overlay) -> None:
    if call.direction is None:
        return
    x, middle = canvas.plan.width - _EDGE - _ARROW, canvas.plan.way.middle
    _arrow(canvas, x, middle, call.direction)
    _direction(canvas, x - 44, call.direction, "right")


def _direction(canvas: WallCanvas, x: float, direction: str, align: str) -> None:
    middle, face = canvas.plan.way.middle, Face(420, 64, WHITE)
    offs = (-66, 6) if canvas.beside else (-37.5, 34.5)
    for line, off in zip(canvas.say.lines(f"wall.to_{direction}"), offs, strict=True):
        canvas.text(x, middle + off + MIDDLE * 64, line, face, align)
    if canvas.beside:
        line = canvas.beside(f"wall.to_{direction}")
        canvas.text(x, middle + 74 + MIDDLE * _BESIDE.size, line, _BESIDE, align)


def _way_left(canvas: WallCanvas) -> None:
    _arrow(canvas, _EDGE, canvas.plan.way.middle, "left")
    _direction(canvas, _EDGE + _ARROW + 44, "left", "left")


def _upright_way(canvas: WallCanvas, call: Overlay) -> None:
    way, right = canvas.plan.way, canvas.plan.width - _EDGE
    wide = canvas.text(_EDGE, way.y + 90 + MIDDLE * 84, canvas.say("wall.go_to"), _WORDS)
    if canvas.beside:
        second, face = canvas.fit(canvas.beside("wall.go_to"), _BESIDE, right - _EDGE - wide - 30)
        canvas.text(_EDGE + wide + 30, way.y + 90 + MIDDLE * 84, second, face)
    figure = canvas.fit_number(call.counter, _UPRIGHT_FIGURE, right - _EDGE)
    canvas.number(_EDGE - 6, way.y + 360 + MIDDLE * figure.size, call.counter, figure)
    if call.direction is None:
        return
    middle = way.bottom - 150
    if call.direction == "left":
        _arrow(canvas, _EDGE, middle, "left")
        _in_both(canvas, _EDGE + _ARROW + 44, middle, call.direction, "left")
    else:
        _arrow(canvas, right - _ARROW, middle, call.direction)
        _in_both(canvas, right - _ARROW - 44, middle, call.direction, "right")


def _in_both(canvas: WallCanvas, x: float, middle: float, direction: str, align: str) -> None:
    """A direction on one line, and below it in the second language."""
    face, up = Face(420, 64, WHITE), 34 if canvas.beside else 0
    canvas.text(x, middle - up + MIDDLE * face.size, canvas.say(f"wall.to_{direction}"), face, align)
    if canvas.beside:
        second = canvas.beside(f"wall.to_{direction}")
        canvas.text(x, middle + 40 + MIDDLE * _BESIDE.size, second, _BESIDE, align)


def _narrow_way(canvas: WallCanvas, call: Overlay, plan: Plan) -> None:
    """Beside a list: the same words and figure as large as they can be, and the arrow alone."""
    arrow = 40 + _ARROW if call.direction else 0
    room = plan.width - 2 * _EDGE
    share = min(1.0, room / (_counter_width(canvas, call) + arrow))
    figure, middle = _FIGURE._replace(size=_FIGURE.size * share), plan.way.middle
    wide = _go_to(canvas, _EDGE, share, plan.way)
    canvas.number(_EDGE + wide + 40 * share, middle + MIDDLE * figure.size, call.counter, figure)
    if call.direction:
        _arrow(canvas, plan.width - _EDGE - _ARROW * share, middle, call.direction, share)


def _arrow(canvas: WallCanvas, x: float, middle: float, direction: str, share: float = 1.0) -> None:
    wide, edge = _ARROW * share, 19 * share
    top = middle - wide / 2
    canvas.panel(Box(x, top, wide, wide), SIGNAL)
    canvas.icon(x + edge, top + edge, 156 * share, direction, 2.9, colour=INK_950)

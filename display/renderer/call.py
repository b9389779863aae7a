"""A call that has the whole screen."""

from __future__ import annotations

from display.picture.panel import Plan
from display.picture.scene import Overlay, Sign
from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import INK_950, SIGNAL, WHITE

_EDGE = 64
_ARROW = 194
_WORDS, _FIGURE, _UPRIGHT_FIGURE = Face(560, 84, WHITE), Face(700, 290, SIGNAL), Face(700, 560, SIGNAL)


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
    tallest = number_field(plan).height * 1.1 if plan.part else 600
    face = canvas.fit_number(call.number, Face(700, min(600, tallest), INK_950), plan.width - 2 * 56)
    middle = plan.signal.y + (480 if plan.portrait else 132 + (plan.signal.height - 132) / 2 - 11)
    canvas.number(56, middle + MIDDLE * face.size, call.number, face)
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


def _whose(canvas: WallCanvas, call: Overlay, plan: Plan) -> None:
    top, right = plan.signal.y + 36, plan.width - _EDGE
    if call.recall:
        text, face = canvas.say("wall.again"), Face(640, 44, SIGNAL)
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
    return words + 40 + canvas.number_width(call.counter, _FIGURE)


def _counter(canvas: WallCanvas, call: Overlay, x: float) -> None:
    middle, wide = canvas.plan.way.middle, 0.0
    for line, off in zip(canvas.say.lines("wall.go_to"), (-42, 42), strict=True):
        wide = max(wide, canvas.text(x, middle + off + MIDDLE * 84, line, _WORDS))
    canvas.number(x + wide + 40, middle + MIDDLE * 290, call.counter, _FIGURE)


def _way_right(canvas: WallCanvas, call: Overlay) -> None:
    if call.direction is None:
        return
    x, middle = canvas.plan.width - _EDGE - _ARROW, canvas.plan.way.middle
    _arrow(canvas, x, middle, call.direction)
    for line, off in zip(canvas.say.lines(f"wall.to_{call.direction}"), (-37.5, 34.5), strict=True):
        canvas.text(x - 44, middle + off + MIDDLE * 64, line, Face(420, 64, WHITE), "right")


def _way_left(canvas: WallCanvas) -> None:
    middle = canvas.plan.way.middle
    _arrow(canvas, _EDGE, middle, "left")
    for line, off in zip(canvas.say.lines("wall.to_left"), (-37.5, 34.5), strict=True):
        canvas.text(_EDGE + _ARROW + 44, middle + off + MIDDLE * 64, line, Face(420, 64, WHITE))


def _upright_way(canvas: WallCanvas, call: Overlay) -> None:
    way, right = canvas.plan.way, canvas.plan.width - _EDGE
    canvas.text(_EDGE, way.y + 90 + MIDDLE * 84, canvas.say("wall.go_to"), _WORDS)
    figure = canvas.fit_number(call.counter, _UPRIGHT_FIGURE, right - _EDGE)
    canvas.number(_EDGE - 6, way.y + 360 + MIDDLE * figure.size, call.counter, figure)
    if call.direction is None:
        return
    middle = way.bottom - 150
    words, face = canvas.say(f"wall.to_{call.direction}"), Face(420, 64, WHITE)
    if call.direction == "left":
        _arrow(canvas, _EDGE, middle, "left")
        canvas.text(_EDGE + _ARROW + 44, middle + MIDDLE * 64, words, face)
    else:
        _arrow(canvas, right - _ARROW, middle, call.direction)
        canvas.text(right - _ARROW - 44, middle + MIDDLE * 64, words, face, "right")


def _narrow_way(canvas: WallCanvas, call: Overlay, plan: Plan) -> None:
    """Beside a list: the same words and figure as large as they can be, and the arrow alone."""
    arrow = 40 + _ARROW if call.direction else 0
    room = plan.width - 2 * _EDGE
    share = min(1.0, room / (_counter_width(canvas, call) + arrow))
    words, figure = (face._replace(size=face.size * share) for face in (_WORDS, _FIGURE))
    middle, wide = plan.way.middle, 0.0
    for line, off in zip(canvas.say.lines("wall.go_to"), (-42 * share, 42 * share), strict=True):
        wide = max(wide, canvas.text(_EDGE, middle + off + MIDDLE * words.size, line, words))
    canvas.number(_EDGE + wide + 40 * share, middle + MIDDLE * figure.size, call.counter, figure)
    if call.direction:
        _arrow(canvas, plan.width - _EDGE - _ARROW * share, middle, call.direction, share)


def _arrow(canvas: WallCanvas, x: float, middle: float, direction: str, share: float = 1.0) -> None:
    wide, edge = _ARROW * share, 19 * share
    top = middle - wide / 2
    canvas.panel(Box(x, top, wide, wide), SIGNAL)
    canvas.icon(x + edge, top + edge, 156 * share, direction, 2.9, colour=INK_950)

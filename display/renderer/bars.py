"""The top bar, the notice of a lost connection, the bottom bar."""

from __future__ import annotations

from display.renderer.canvas import MIDDLE, WIDTH, Box, Canvas, Face
from display.renderer.palette import INK_100, INK_200, INK_800, INK_950, WHITE
from display.scene import Header, Strip

HEADER = Box(0, 0, WIDTH, 84)
NOTICE = Box(0, 84, WIDTH, 96)
STRIP = Box(0, 1000, WIDTH, 80)
STRIP_TALL = Box(0, 952, WIDTH, 128)
_EDGE = 40


def draw_header(canvas: Canvas, header: Header) -> None:
    """Hall and place at the left; date, time and zone at the right."""
    canvas.fill(HEADER, INK_950)
    baseline = 61
    right: float = WIDTH - _EDGE
    right -= canvas.text(right, baseline, header.zone, Face(420, 32, INK_200), "right") + 14
    right -= canvas.text(right, baseline, header.time, Face(640, 60, WHITE, -0.01), "right") + 40
    right -= canvas.text(right, baseline, header.date, Face(420, 32, INK_200), "right") + 40
    canvas.icon(_EDGE, 17, 50, "hall", 1.9, colour=WHITE)
    hall, face = canvas.fit(header.hall, Face(640, 42, WHITE, -0.005), right - 110)
    x = 110 + canvas.text(110, 56, hall, face) + 27
    if right - x > 120:
        regency, face = canvas.fit(header.regency, Face(420, 30, INK_200), right - x)
        canvas.text(x, 55, regency, face)


def draw_notice(canvas: Canvas, notice: tuple[str, str]) -> None:
    """Since when the connection is lost, in the heaviest words of the wall."""
    canvas.fill(NOTICE, WHITE)
    canvas.icon(_EDGE, NOTICE.middle - 30, 60, "cut", 2, colour=INK_950)
    baseline = NOTICE.middle + MIDDLE * 40
    x = 124 + canvas.text(124, baseline, notice[0], Face(680, 40, INK_950))
    text, face = canvas.fit(notice[1], Face(420, 40, INK_950), WIDTH - _EDGE - x)
    canvas.text(x, baseline, text, face)


def draw_strip(canvas: Canvas, strip: Strip) -> None:
    """Earlier calls at the left, a remark at the right."""
    box = STRIP_TALL if strip.tall else STRIP
    canvas.fill(box, INK_800)
    edge, size, gap = (64, 44, 68) if strip.tall else (_EDGE, 30, 32)
    baseline = box.middle + MIDDLE * size - 1
    limit = WIDTH - edge - _remark(canvas, strip, baseline)
    x = edge + canvas.text(edge, baseline, strip.label or strip.plain, Face(420, size, INK_100))
    if strip.heavy:
        canvas.text(x, baseline, strip.heavy, Face(640, size, WHITE))
    for number, counter in strip.calls:
        x += gap + _earlier(canvas, x + gap, limit, number, counter, strip)


def _earlier(canvas: Canvas, x: float, limit: float, number: str, counter: str, strip: Strip) -> float:
    """One earlier call; 0 and nothing drawn where it would not fit."""
    faces = (
        (Face(640, 76, WHITE), Face(420, 44, WHITE))
        if strip.tall
        else (Face(640, 44, WHITE), Face(420, 30, WHITE))
    )
    gap, baseline = (18, 1034) if strip.tall else (12, 1050)
    wide = canvas.number_width(number, faces[0]) + gap
    if x + wide + canvas.width(counter, faces[1]) > limit:
        return 0
    canvas.number(x, baseline, number, faces[0])
    return wide + canvas.text(x + wide, baseline, counter, faces[1])


def _remark(canvas: Canvas, strip: Strip, baseline: float) -> float:
    if not strip.right:
        return 0
    wide = canvas.text(WIDTH - _EDGE, baseline, strip.right, Face(420, 30, INK_100), "right")
    if strip.reconnecting:
        canvas.icon(WIDTH - _EDGE - wide - 52, baseline - 29, 38, "again", 2.2, colour=INK_100)
    return wide + 60

"""The place of a video: its words below, and the note that it has no sound. Its frames come by themselves."""

from __future__ import annotations

import pygame

from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import INK_950, WHITE

_SIZE, _STEP = 34, 38.0


def words_area(canvas: WallCanvas) -> Box:
    """Where subtitles stand."""
    plan = canvas.plan
    return Box(
        plan.video.x - 4, plan.video.bottom, plan.video.width + 8, plan.grid.bottom - plan.video.bottom
    )


def draw_subtitle(canvas: WallCanvas, text: str) -> None:
    """What is said, in at most two lines below the picture and never over it."""
    area = words_area(canvas)
    canvas.fill(area, INK_950)
    face = Face(420, _SIZE, WHITE)
    lines = canvas.lines(text, face, area.width - 8, 2)
    first = area.middle - _STEP * (len(lines) - 1) / 2
    for index, line in enumerate(lines):
        canvas.text(area.x + area.width / 2, first + _STEP * index + MIDDLE * _SIZE, line, face, "middle")


def draw_frame(canvas: WallCanvas, frame: pygame.Surface) -> pygame.Rect:
    """A frame in its place, and the note over its upper corner; returns the real pixels."""
    rect = canvas.rect(canvas.plan.video)
    canvas.surface.blit(frame, rect)
    words, face = canvas.say("wall.without_sound"), Face(420, 28, WHITE)
    x, y = canvas.plan.video.x + 16, canvas.plan.video.y + 16
    canvas.panel(Box(x, y, 62 + canvas.width(words, face) + 18, 52), INK_950)
    canvas.icon(x + 14, y + 10, 32, "silent", 2.2, colour=WHITE)
    canvas.text(x + 62, y + 26 + MIDDLE * 28, words, face)
    return rect

"""Draws what has changed since the last scene."""

from __future__ import annotations

import pygame

from display.renderer import band, bars, cells
from display.renderer.call import CALL, draw_call
from display.renderer.canvas import HEIGHT, MIDDLE, WIDTH, Box, Canvas, Face
from display.renderer.palette import INK_100, INK_950
from display.renderer.wrapping import wrap
from display.scene import Scene

_ALL = Box(0, 0, WIDTH, HEIGHT)


class Renderer:
    """One surface and what stands on it."""

    def __init__(self, surface: pygame.Surface) -> None:
        self._canvas = Canvas(surface)
        self._shown: Scene | None = None

    def wrap(self, text: str) -> list[str]:
        """The lines that an entry of the info panel takes."""
        face = Face(420, 28, INK_100)
        return wrap(text, band.ENTRY_WIDTH, lambda part: self._canvas.width(part, face))

    def forget(self, surface: pygame.Surface) -> None:
        """Draw everything anew next time: the surface lost its picture, or is another."""
        if surface is not self._canvas.surface:
            self._canvas = Canvas(surface)
        self._shown = None

    def draw(self, scene: Scene) -> list[pygame.Rect]:
        """Bring the surface up to date. Returns the real pixels that changed, none if none did."""
        shown, self._shown = self._shown, scene
        if scene == shown:
            return []
        if shown is None or _mode(shown) != _mode(scene):
            self._canvas.surface.fill(INK_950)
            self._parts(scene, None)
            return [self._canvas.surface.get_rect()]
        return [self._canvas.rect(box) for box in self._parts(scene, shown)]

    def _parts(self, scene: Scene, shown: Scene | None) -> list[Box]:
        if scene.header is None:
            self._message(scene.message)
            return [_ALL]
        changed: list[Box] = []
        if shown is None or scene.header != shown.header:
            bars.draw_header(self._canvas, scene.header)
            changed.append(bars.HEADER)
        if scene.strip is not None and (shown is None or scene.strip != shown.strip):
            bars.draw_strip(self._canvas, scene.strip)
            changed.append(bars.STRIP_TALL if scene.strip.tall else bars.STRIP)
        if scene.overlay is not None:
            if shown is None or scene.overlay != shown.overlay:
                draw_call(self._canvas, scene.overlay)
                changed.append(CALL)
            return changed
        return changed + self._upper(scene, shown) + self._cells(scene, shown)

    def _upper(self, scene: Scene, shown: Scene | None) -> list[Box]:
        changed: list[Box] = []
        stale = scene.notice is not None
        if scene.notice is not None and (shown is None or scene.notice != shown.notice):
            bars.draw_notice(self._canvas, scene.notice)
            changed.append(bars.NOTICE)
        if scene.hero is not None and (shown is None or scene.hero != shown.hero):
            band.draw_hero(self._canvas, scene.hero)
            changed.append(band.HERO_STALE if stale else band.HERO)
        if shown is None or scene.info != shown.info:
            band.draw_info(self._canvas, scene.info, stale)
            changed.append(band.info_area(stale))
        return changed

    def _cells(self, scene: Scene, shown: Scene | None) -> list[Box]:
        if scene.grid is None:
            return []
        before = shown.grid.cells if shown is not None and shown.grid is not None else ()
        changed: list[Box] = []
        if len(before) != len(scene.grid.cells):
            before = ()
            self._canvas.fill(cells.area(scene.grid), INK_950)
            changed.append(cells.area(scene.grid))
        for index, (cell, box) in enumerate(zip(scene.grid.cells, cells.places(scene.grid), strict=True)):
            if index >= len(before) or cell != before[index]:
                cells.draw_cell(self._canvas, cell, box)
                changed.append(cells.field(box))
        return changed

    def _message(self, text: str) -> None:
        canvas = self._canvas
        canvas.fill(_ALL, INK_950)
        canvas.icon(WIDTH / 2 - 60, 380, 120, "hall", 1.9, colour=INK_100)
        canvas.text(WIDTH / 2, 580 + MIDDLE * 64, text, Face(560, 64, INK_100), "middle")


def _mode(scene: Scene) -> tuple[object, ...]:
    """What the division of the screen hangs on."""
    grid = (scene.grid.columns, scene.grid.rows) if scene.grid else None
    return scene.header is None, scene.overlay is not None, scene.notice is not None, grid

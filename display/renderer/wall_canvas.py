"""The wall's canvas: a surface in design pixels, with the plans by which a wall's picture is divided."""

from __future__ import annotations

import pygame

from display.picture.panel import Panel
from drawing.canvas import Canvas


class WallCanvas(Canvas):
    """The whole picture of a wall, as large as its surface."""

    def __init__(self, surface: pygame.Surface) -> None:
        panel = Panel(*surface.get_size())
        super().__init__(surface, panel.scale)
        self.plan = panel.plan()
        self.stale_plan = panel.plan(stale=True)

"""The videos of a wall at work: when one plays, and its frames as they come onto the picture."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from display.picture.board import Board
from display.picture.compose import has_room_for_video
from display.picture.panel import Panel
from display.picture.scene import Scene
from display.renderer.renderer import Renderer
from display.video.player import Player


class Videos:
    """Beside few counters videos have a place; `on_air` while one stands there."""

    def __init__(self, player: Player | None, renderer: Renderer) -> None:
        """Without a `player` there are none."""
        self.player, self._renderer = player, renderer
        self.on_air = False

    @property
    def subtitle(self) -> str | None:
        """What is read below the video; None where none stands on the wall."""
        now = self.player.now if self.player else None
        return now.subtitle if now else None

    def step(self, board: Board | None, panel: Panel, *, busy: bool) -> None:
        """A video goes on while nothing else has the screen; from the first frame of a call (`busy`) it
        stands still."""
        if self.player is None or board is None:
            return
        room = has_room_for_video(board, panel)
        on = room and not busy and self.on_air
        size = self._renderer.video_rect.size if room else (0, 0)
        self.player.step(size, on=on or (room and self.player.now is None))

    def draw(self, scene: Scene, changed: Sequence[pygame.Rect]) -> list[pygame.Rect]:
        """The next frame, and the one that stands there where what changed lay on it; what was drawn."""
        self.on_air = scene.subtitle is not None
        if self.player is None or not self.on_air:
            return []
        if any(rect.colliderect(self._renderer.video_rect) for rect in changed):
            self.player.again()
        frame = self.player.fresh()
        return self._renderer.draw_frame(frame) if frame is not None else []

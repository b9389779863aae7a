"""The wall's canvas: a surface in design pixels, with the plans by which a wall's picture is divided."""

from __future__ import annotations

import pygame

from balai.words import LANGUAGES, Words, words_in
from display.picture.panel import Panel
from drawing.canvas import Canvas
from drawing.glyphs import Glyphs


class WallCanvas(Canvas):
    """The whole picture of a wall, as large as its surface."""

    def __init__(self, surface: pygame.Surface, kept: Glyphs | None = None) -> None:
        """`kept` are pictures of text that were drawn before."""
        panel = Panel(*surface.get_size())
        super().__init__(surface, panel.scale, kept)
        self.plan = panel.plan()
        self.stale_plan = panel.plan(stale=True)
        #: The words that always stand there, in the language of the scene that is drawn.
        self.say = words_in(LANGUAGES[0])
        #: The same in the second language, if the hall wants one.
        self.beside: Words | None = None

        #: The words of the slide that is drawn, which may be in the second language.
        self.told: Words = self.say

    def both(self, key: str) -> str:
        """Words that always stand there, in both languages on one line."""
        return f"{self.say(key)} · {self.beside(key)}" if self.beside else self.say(key)

"""Rows on drawing: a frame of the animation and a call's first frame, and what an idle wall draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from statistics import mean
from time import perf_counter

import pygame

from balai.speech import SpokenCall
from bench.harness import Pair, Round
from bench.stage import Stage
from display.frame import told
from display.picture.board import Board
from display.picture.compose import Composer, ViewState
from display.rehearsal import Rehearsal
from display.renderer.renderer import Renderer
from display.speaking.announcer import CallAnnouncement
from tests.support.wall.walls import START, called, leg, snapshot

ROWS = ("frame", "frame_first", "frame_idle")
SIZE, RATE, IDLE_FRAMES = (1920, 1080), 60, 600


class _Harness:
    """The example hall at full size, in this process, beside a surface to copy."""

    def __init__(self) -> None:
        self.surface, self.other = pygame.Surface(SIZE, 0, 32), pygame.Surface(SIZE, 0, 32)
        self._renderer, self._compose = Renderer(self.surface), Composer()
        self._board = Board.from_snapshot(snapshot()).apply(called("A-023", 3, leg_id=leg(3)))
        self._paper = told(self._board, self._renderer)["papers"][0][0]
        rehearsal = Rehearsal(self._renderer)
        rehearsal.learn(service.letter for service in self._board.view.services)
        while rehearsal.step(self._compose(self._board, ViewState(START, self._paper))):
            pass

    def drawn(self, now: float, call: CallAnnouncement | None) -> float:
        """Milliseconds that a frame takes."""
        began = perf_counter()
        self._renderer.draw(self._compose(self._board, ViewState(START, self._paper, announcing=call)), now)
        return (perf_counter() - began) * 1000

    def blit(self) -> float:
        """Milliseconds that copying the whole surface takes."""
        began = perf_counter()
        self.surface.blit(self.other, (0, 0))
        return (perf_counter() - began) * 1000

    def idle(self, now: float) -> int:
        """Rectangles drawn in so many frames in which nothing happens."""
        self._renderer.forget(self.surface)
        self.drawn(now, None)
        rects = 0
        for at in range(IDLE_FRAMES):
            idle = self._compose(self._board, ViewState(START + timedelta(seconds=at / RATE), self._paper))
            rects += len(self._renderer.draw(idle, now + 1 + at / RATE))
        return rects


@contextmanager
def frame(_stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """A call that comes and goes, then nothing."""
    stand = _Harness()
    calls = [
        CallAnnouncement(leg(n), number, f"loket-{n}", SpokenCall(number, n), 0.0)
        for n, number in ((3, "A-023"), (4, "F-012"))
    ]

    def measure(number: int) -> Mapping[str, Pair]:
        start = number * 100.0
        for at, call in enumerate((None, calls[1], None, None)):
            stand.drawn(start + at, call)
        first = stand.drawn(start + 4, calls[0])
        steps = [stand.drawn(start + 4 + step / RATE, calls[0]) for step in range(1, 18)]
        steps += [stand.drawn(start + 9 + step / RATE, None) for step in range(1, 18)]
        stand.drawn(start + 10, None)
        whole = mean(stand.blit() for _ in range(30))
        rects = stand.idle(start + 11)
        return {"frame": (mean(steps), whole), "frame_first": (first, whole), "frame_idle": (rects, None)}

    yield measure

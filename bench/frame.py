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
from display.announcer import Announcement
from display.board import Board
from display.compose import Composer, Moment
from display.frame import told
from display.renderer.renderer import Renderer
from tests.support.walls import START, called, leg, snapshot

ROWS = ("frame", "frame_first", "frame_idle")
SIZE, RATE, IDLE_FRAMES = (1920, 1080), 60, 600


@contextmanager
def frame(_stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """The example hall at full size, in this process, beside a blit of the whole surface."""
    surface, other = pygame.Surface(SIZE, 0, 32), pygame.Surface(SIZE, 0, 32)
    renderer, compose = Renderer(surface), Composer()
    board = Board.from_snapshot(snapshot()).apply(called("A-023", 3, leg_id=leg(3)))
    papers = told(board, renderer)
    calls = [
        Announcement(leg(n), number, f"loket-{n}", SpokenCall(number, n), 0.0)
        for n, number in ((3, "A-023"), (4, "F-012"))
    ]

    def drawn(now: float, call: Announcement | None) -> float:
        began = perf_counter()
        renderer.draw(compose(board, Moment(START, papers, announcing=call)), now)
        return (perf_counter() - began) * 1000

    def measure(number: int) -> Mapping[str, Pair]:
        start = number * 100.0
        drawn(start, None)
        drawn(start + 1, calls[1])
        drawn(start + 2, None)
        drawn(start + 3, None)
        first = drawn(start + 4, calls[0])
        steps = [drawn(start + 4 + step / RATE, calls[0]) for step in range(1, 18)]
        steps += [drawn(start + 9 + step / RATE, None) for step in range(1, 18)]
        drawn(start + 10, None)
        blits = []
        for _ in range(30):
            began = perf_counter()
            surface.blit(other, (0, 0))
            blits.append((perf_counter() - began) * 1000)
        renderer.forget(surface)
        drawn(start + 11, None)
        rects = 0
        for at in range(IDLE_FRAMES):
            idle = compose(board, Moment(START + timedelta(seconds=at / RATE), papers))
            rects += len(renderer.draw(idle, start + 12 + at / RATE))
        whole = mean(blits)
        return {"frame": (mean(steps), whole), "frame_first": (first, whole), "frame_idle": (rects, None)}

    yield measure

"""What a call needs is drawn beforehand, while nothing happens, so that the day's first call is not slower
than its hundredth: the large figures of a number are the dearest pictures on the wall."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from display.picture.board import Board
from display.picture.scene import CellScene, Grid, Hero, Overlay, Scene
from display.renderer.renderer import Renderer

#: Four numbers hold every figure.
_FIGURES = ("012", "345", "678", "909")


class Rehearsal:
    """Numbers that are still to be drawn for one renderer, a letter's figures at a time."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._known: tuple[tuple[int, int], frozenset[str]] | None = None
        self._left: deque[str] = deque()

    @property
    def left(self) -> bool:
        """Whether something is still to be drawn."""
        return bool(self._left)

    def learn(self, letters: Iterable[str]) -> None:
        """The letters that can be called; nothing is drawn again for those that are known."""
        now = (self._renderer.size, frozenset(letters))
        if now != self._known:
            self._known = now
            self._left = deque(f"{letter}-{figures}" for letter in sorted(now[1]) for figures in _FIGURES)

    def step(self, scene: Scene) -> bool:
        """Draw one number's pictures as they stand in a call, the latest call and a counter's cell of
        this scene; False where none is left."""
        if not self._left:
            return False
        number = self._left.popleft()
        counter = str(len(self._left) % 10)
        self._renderer.rehearse(
            Scene(
                header=scene.header,
                hero=replace(scene.hero or Hero(""), number=number, counter=counter),
                grid=_with(scene.grid, number) if scene.grid else None,
                overlay=Overlay(number, counter, None, None),
            )
        )
        return True


def _with(grid: Grid, number: str) -> Grid:
    fresh = CellScene("8", None, "number", number, fresh=True)
    return replace(grid, cells=(fresh, replace(fresh, fresh=False))[: len(grid.cells)])


def letters_of(board: Board) -> set[str]:
    """What begins the numbers that are called to counters of this wall."""
    shown = {cell.counter.number for cell in board.cells}
    return {service.letter for service in board.view.services if shown.intersection(service.counters)}

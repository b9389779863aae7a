"""The information panel of a wall at work: slides of what there is to tell now, and their turns."""

from __future__ import annotations

from balai.clock import Clock
from display.frame import told
from display.picture.board import Board
from display.picture.scene import Info
from display.picture.turning import Carousel
from display.renderer.renderer import Renderer
from display.slides.gallery import Gallery
from display.slides.programme import Programme

_TELL_SECONDS = 10.0
#: Whatever the news says, a slide stays so long.
_LEAST_SECONDS, _MOST_SECONDS = 5, 120
#: So long a slide stays in each of two languages at least.
_READ_SECONDS = 5.0


class Information:
    """What the panel tells, in turn; slides are cut as `renderer` draws them."""

    def __init__(self, clock: Clock, renderer: Renderer, gallery: Gallery | None) -> None:
        self.programme = Programme()
        self._clock, self._renderer, self._gallery = clock, renderer, gallery
        self._pictures: tuple[str, ...] = ()
        self._slide = Carousel(clock)
        self._told_until = float("-inf")

    @property
    def now(self) -> Info | None:
        """The slide that stands there."""
        return self.programme.now

    def tell(self, board: Board | None) -> None:
        """Make the slides anew."""
        self._told_until = self._clock.monotonic() + _TELL_SECONDS
        self._pictures = self._gallery.keys if self._gallery else ()
        if board is not None:
            self.programme.fill(told(board, self._renderer, self._pictures))
            seconds = float(min(max(board.view.wall.info_seconds, _LEAST_SECONDS), _MOST_SECONDS))
            # In two languages a slide stays half of its time in each.
            self._slide.seconds = max(_READ_SECONDS, seconds / 2) if board.beside else seconds

    def tell_in_time(self, board: Board) -> None:
        """The same, every ten seconds at most."""
        if self._clock.monotonic() >= self._told_until:
            self.tell(board)

    def turn(self, board: Board | None, *, busy: bool, video: bool = False) -> None:
        """Go on in time, but not while a wall is `busy` with a call; take in what changed in the gallery.
        While a `video` plays no picture has the whole screen."""
        if self._slide.tick(busy):
            self.programme.turn(alone=not video and self._may_have_screen(board))
        if self._gallery is not None and self._gallery.keys != self._pictures:
            self.tell(board)

    def _may_have_screen(self, board: Board | None) -> bool:
        """Whether the next picture may have the whole screen: nobody waits or is called, and it is drawn."""
        if self._gallery is None or board is None or not board.alone:
            return False
        coming = self.programme.coming
        return bool(coming) and self._gallery.ready(coming, self._renderer.size)

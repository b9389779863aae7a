"""What of each call can be seen and heard on this wall: marked for whoever measures, and told to the hub."""

from __future__ import annotations

from collections.abc import Callable

from display.calls.marks import Marks
from display.calls.watch import CallWatch, Tell
from display.hub_time import HubTime
from display.picture.board import Board
from display.speaking.queue_items import AnnouncementResult, CallAnnouncement


class Shown:
    """Looks at each board once when it stands on a screen that can be `seen`."""

    def __init__(self, tell: Tell, hub_time: HubTime, seen: Callable[[], bool]) -> None:
        self.marks = Marks()
        self._calls, self._seen = CallWatch(tell, hub_time), seen
        self._board: Board | None = None

    def look(self, board: Board | None, current: CallAnnouncement | None, *, whole: bool) -> None:
        """What can be seen now: `current` has the screen. Nothing of a picture that is not `whole`."""
        if current is not None:
            self.marks.drawn(current.leg_id)
        if board is not None and board is not self._board and self._seen():
            self._board = board
            if whole:
                for leg_id in board.called:
                    self.marks.celled(leg_id)
                self._calls.drawn(board)

    def words(self, result: AnnouncementResult) -> None:
        """The words of a call were said, or will not be."""
        if not result.reason:
            self.marks.spoken(result.call.leg_id)
        self._calls.words(result)

"""What becomes of each call on this wall, told to the hub: seen, and heard or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from display.hub_time import HubTime
from display.picture.board import Board
from display.speaking.queue_items import AnnouncementResult
from hardware.hub.call_reports import CallKey, CallKind

#: Takes a report: the call, what became of it, when, and whether that time is the hub's.
Tell: TypeAlias = Callable[[CallKey, CallKind, datetime, bool], None]


class CallWatch:
    """Tells of a call once when its first picture stands, and once when its words are over."""

    def __init__(self, tell: Tell, hub_time: HubTime) -> None:
        self._tell, self._hub_time = tell, hub_time
        self._seen: frozenset[CallKey] = frozenset()

    def drawn(self, board: Board) -> None:
        """The picture of this board stands on the screen: every call that is not answered can be seen."""
        called = frozenset(
            CallKey(leg.leg_id, leg.called_at, leg.recalls)
            for counter in board.view.counters
            if (leg := counter.leg) is not None and leg.state == "called" and board.scope.holds(counter)
        )
        for call in called - self._seen:
            self._say(call, "shown")
        self._seen = called

    def words(self, result: AnnouncementResult) -> None:
        """The words of a call were said, or will not be."""
        call = result.call
        if call.called_at is not None:
            key = CallKey(call.leg_id, call.called_at, call.recalls)
            self._say(key, "dropped" if result.reason else "spoken")

    def _say(self, call: CallKey, kind: CallKind) -> None:
        self._tell(call, kind, self._hub_time.now(), self._hub_time.known)

"""A wall and a tablet that follow a random day by its pushes alone: they show what a new snapshot would.

The news of a command is told of the day after it, as a batch is. Where a push asks for a snapshot they take
one; a new day is one, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from balai.domain import commands as c
from balai.domain.day import HallDay, Happened
from balai.protocol.fold import fold_board, fold_staff
from balai.protocol.pushes import Push, asks_for_snapshot
from balai.protocol.views import Audience
from server.views.projection import project
from server.views.views import board_view, staff_view
from tests.support.random_days.driver import Driver, truth

#: What each audience shows, and how it follows.
FOLLOWS: Mapping[Audience, tuple[Callable[[HallDay], Any], Callable[[Any, Push], Any]]] = {
    "board": (board_view, fold_board),
    "staff": (staff_view, fold_staff),
}
#: What comes by queue lengths, not by pushes.
_BESIDE: Mapping[str, Any] = {"next": {}, "full": ()}


class Clients(Driver):
    """Follows every day from its start."""

    def __init__(self, opening: c.OpenDay) -> None:
        self.shown: dict[Audience, Any] = {}
        self.followed = 0
        super().__init__(opening)

    def close_log(self) -> None:
        self.shown, self.followed = {}, 0
        super().close_log()

    @truth
    def who_follows_shows_what_a_snapshot_would(self) -> None:
        news, self.followed = self.log[self.followed :], len(self.log)
        for audience, (whole, fold) in FOLLOWS.items() if news else ():
            told = [push for happened in news if (push := self._push(happened, audience))]
            fresh, view = whole(self.day), self.shown.get(audience)
            if view is not None and not any(map(asks_for_snapshot, told)):
                for push in told:
                    view = fold(view, push)
                self.counts["pushes followed"] += len(told)
                assert _plain(view) == _plain(fresh), f"a {audience} that follows shows something else"
            self.shown[audience] = fresh

    def _push(self, happened: Happened, audience: Audience) -> Push | None:
        data = project(self.day, happened, audience)
        if data is None:
            return None
        told = (self.day.date.isoformat(), happened.seq, happened.event.TYPE, happened.at)
        return Push(day=told[0], seq=told[1], prev=0, type=told[2], at=told[3], data=data)


def _plain(view: Any) -> Any:
    known = {name: value for name, value in _BESIDE.items() if name in type(view).model_fields}
    return view.model_copy(update=known)

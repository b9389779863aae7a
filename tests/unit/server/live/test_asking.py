"""Who asks for more than it reads is let go: each answer may be the whole hall, and waits in the hub."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from balai.clock import ManualClock
from server.auth.principal import Principal
from server.auth.strangers import WEBSOCKET
from server.live.namespace import MOST_UNREAD, HallNamespace, Handshake, Listening
from server.live.tablets import Tablets
from tests.support.days import MORNING

BOARD = Principal("device:wall", "wall", "display")


@pytest.mark.parametrize(("unread", "stays"), [(0, True), (MOST_UNREAD, True), (MOST_UNREAD + 1, False)])
def test_who_leaves_much_unread_and_asks_for_more_is_let_go(unread: int, stays: bool) -> None:
    was_cut = list[bool]()
    environ = {WEBSOCKET: SimpleNamespace(cut=lambda: was_cut.append(True))}
    rooms = SimpleNamespace(catch_up=_whole)
    door = Handshake(lambda _: BOARD, lambda _: None, "cookie")
    names = HallNamespace(door, rooms, Tablets(ManualClock(MORNING), alone=True))  # type: ignore[arg-type]  # all that is asked
    queue = SimpleNamespace(qsize=lambda: unread)
    names.server = SimpleNamespace(
        manager=SimpleNamespace(eio_sid_from_sid=lambda sid, _: f"wire-{sid}"),
        eio=SimpleNamespace(sockets={"wire-a": SimpleNamespace(queue=queue)}),
    )
    hello = SimpleNamespace(token="", catalogue=False)
    names.listening["a"] = Listening(BOARD.room, environ, hello)  # type: ignore[arg-type]  # the same
    told = names.on_sync("a", {"day": None, "seq": 0})
    assert was_cut == ([] if stays else [True])
    assert ("snapshot" in told) == stays


def _whole(_room: object, _position: object, *, apart: bool) -> Mapping[str, Any]:
    assert not apart
    return {"snapshot": {}}

"""Who sits in a room and is not known any more is cut off, whatever is noted of the connection."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from balai.clock import ManualClock
from balai.protocol.pushes import NAMESPACE
from server.auth.principal import Principal
from server.auth.strangers import WEBSOCKET
from server.live.namespace import HallNamespace, Handshake, Listening
from server.live.tablets import Tablets
from tests.support.days import MORNING

BOARD = Principal("device:wall", "wall", "display")


class Wire:
    """A connection that knows whether it was cut."""

    def __init__(self) -> None:
        self.is_cut = False
        self.environ = {WEBSOCKET: self}

    def cut(self) -> None:
        self.is_cut = True


class Hall:
    """A namespace with members, some noted and some not."""

    def __init__(self, known: set[str]) -> None:
        door = Handshake(lambda token: BOARD if token in known else None, lambda _: None, "cookie")
        self.names = HallNamespace(door, rooms=None, tablets=Tablets(ManualClock(MORNING), alone=True))  # type: ignore[arg-type]  # not asked here
        rooms: dict[Any, dict[str, str]] = {None: {}, "board": {}}
        manager = SimpleNamespace(rooms={NAMESPACE: rooms}, get_rooms=self._rooms_of)
        self.rooms = rooms
        self.environ: dict[str, object] = {}
        self.names.server = SimpleNamespace(manager=manager, environ=self.environ)

    def enter(self, sid: str, token: str | None, *, room: bool = True) -> Wire:
        """Somebody is in the room, or only on the way in; noted where a token is given."""
        wire = Wire()
        self.rooms[None][sid] = self.rooms.setdefault(sid, {})[sid] = f"wire-{sid}"
        self.environ[f"wire-{sid}"] = wire.environ
        if room:
            self.rooms["board"][sid] = f"wire-{sid}"
        if token is not None:
            hello = SimpleNamespace(token=token)
            self.names.listening[sid] = Listening(BOARD.room, wire.environ, hello)  # type: ignore[arg-type]
        return wire

    def _rooms_of(self, sid: str, _: str) -> list[str]:
        return [name for name, members in self.rooms.items() if name is not None and sid in members]


def test_only_who_is_known_stays_in_a_room() -> None:
    hall = Hall(known={"good"})
    stays, comes = hall.enter("a", "good"), hall.enter("b", None, room=False)
    revoked, unnoted = hall.enter("c", "gone"), hall.enter("d", None)
    for _ in range(len(hall.rooms[None])):
        hall.names.check_some()
    assert [wire.is_cut for wire in (stays, comes, revoked, unnoted)] == [False, False, True, True]

"""Messages that are told together reach each client in one piece, in their order."""

from __future__ import annotations

from collections import deque
from typing import Any

import pytest
import socketio

from balai.protocol.pushes import NAMESPACE
from server.live.direct import TOGETHER, DirectManager, Remainder, text_frame


class Client:
    """A connection that takes `room` bytes at each time, and remembers what came in which piece."""

    def __init__(self, room: int = 10_000) -> None:
        self.room, self.closed, self.queue = room, False, self
        self.pieces: list[bytes] = []
        self.waiting: deque[Any] = deque()

    def empty(self) -> bool:
        return not self.waiting

    def put(self, what: Any) -> None:
        self.waiting.append(what)

    def offer(self, frame: bytes) -> int:
        self.pieces.append(frame[: self.room])
        return min(self.room, len(frame))


class Hall:
    """A manager with clients in rooms, beside what it left to the library."""

    def __init__(self, **clients: Client) -> None:
        self.queued: list[tuple[str, str]] = []
        environ: dict[str, dict[str, Any]]
        self.environ = environ = {name: {"wsgi.websocket": client} for name, client in clients.items()}
        self.manager = DirectManager()
        server = socketio.Server(client_manager=self.manager, async_mode="threading")
        self.manager.set_server(server)
        server.eio.sockets, server.environ, server.eio.send_packet = clients, environ, self._queue
        self.sids = {name: self.manager.connect(name, NAMESPACE) for name in clients}

    def _queue(self, client: str, packet: Any) -> None:
        self.queued.append((client, packet.data))

    def join(self, client: str, *rooms: str) -> None:
        for room in rooms:
            self.manager.basic_enter_room(self.sids[client], NAMESPACE, room)

    def tell(self, number: int, room: str) -> None:
        self.manager.emit("push", {"seq": number}, NAMESPACE, room=room)


def frame(number: int) -> bytes:
    """What a message looks like on the wire."""
    text = f'42{NAMESPACE},["push",{{"seq":{number}}}]'.encode()
    return bytes((0x81, len(text))) + text


def test_a_client_gets_in_one_piece_what_is_told_together_and_apart_what_is_not() -> None:
    wall = Client()
    hall = Hall(wall=wall)
    hall.join("wall", "board")
    hall.tell(1, "board")
    with hall.manager.together():
        hall.tell(2, "board")
        hall.tell(3, "board")
        assert wall.pieces == [frame(1)], "held back until the end"
    hall.tell(4, "board")
    assert wall.pieces == [frame(1), frame(2) + frame(3), frame(4)]


def test_who_takes_news_together_gets_it_in_one_message_beside_one_of_the_version_before() -> None:
    wall, before = Client(), Client()
    hall = Hall(wall=wall, before=before)
    hall.join("wall", "board")
    hall.join("before", "board")
    hall.environ["wall"][TOGETHER] = True
    with hall.manager.together():
        hall.tell(2, "board")
        hall.tell(3, "board")
    with hall.manager.together():
        hall.tell(4, "board")
    with hall.manager.together():
        hall.tell(5, "board")
        hall.manager.emit("head", {"head": 5}, NAMESPACE, room="board")
    one = text_frame(f'42{NAMESPACE},["pushes",[{{"seq":2}},{{"seq":3}}]]')
    head = text_frame(f'42{NAMESPACE},["head",{{"head":5}}]')
    assert wall.pieces == [one, frame(4), frame(5) + head]
    assert before.pieces == [frame(2) + frame(3), frame(4), frame(5) + head]


def test_each_gets_its_own_rooms_in_the_order_in_which_it_was_told() -> None:
    one, both = Client(), Client()
    hall = Hall(one=one, both=both)
    hall.join("one", "staff")
    hall.join("both", "board", "staff")
    with hall.manager.together():
        for number, room in enumerate(("board", "staff", "board")):
            hall.tell(number, room)
    assert one.pieces == [frame(1)]
    assert both.pieces == [frame(0) + frame(1) + frame(2)]


def test_what_a_client_does_not_take_waits_in_its_queue_in_order() -> None:
    slow, full = Client(room=5), Client(room=0)
    hall = Hall(slow=slow, full=full)
    hall.join("slow", "board")
    hall.join("full", "board")
    with hall.manager.together():
        hall.tell(1, "board")
        hall.tell(2, "board")
    whole = frame(1) + frame(2)
    assert list(slow.waiting) == [Remainder(whole[5:])]
    texts = [told[2:].decode() for told in (frame(1), frame(2))]
    assert [f"4{data}" for _, data in hall.queued] == texts
    assert {client for client, _ in hall.queued} == {"full"}


def test_what_was_told_before_a_fault_is_told() -> None:
    wall = Client()
    hall = Hall(wall=wall)
    hall.join("wall", "board")

    def fails() -> None:
        with hall.manager.together():
            hall.tell(1, "board")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert wall.pieces == [frame(1)]
    hall.tell(2, "board")
    assert wall.pieces == [frame(1), frame(2)]

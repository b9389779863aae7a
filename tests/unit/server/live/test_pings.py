"""Pings come from one greenlet: each connection is pinged in its turn, and none has one that waits for it."""

from __future__ import annotations

from typing import Any

import engineio
from engineio.packet import MESSAGE, PING, Packet
from engineio.socket import Socket

from server.live.pings import Pings


class Begun:
    """A server whose pings are due at once, and what it begins beside them."""

    def __init__(self) -> None:
        self.server: Any = engineio.Server(async_mode="gevent", ping_interval=0)
        self.tasks = list[object]()
        self.server.start_background_task = lambda target, *_, **__: self.tasks.append(target)
        self.pings = Pings(self.server)

    def connection(self, name: str) -> Any:
        """One that has just come and waits for its first ping."""
        made = Socket(self.server, name)
        made.schedule_ping()
        return made


def _sent(connection: Any) -> list[int]:
    return [connection.queue.get_nowait().packet_type for _ in range(connection.queue.qsize())]


def test_each_is_pinged_in_its_turn_and_again_once_it_has_answered() -> None:
    begun = Begun()
    first, second = begun.connection("first"), begun.connection("second")
    begun.pings.next()
    assert (_sent(first), _sent(second)) == ([PING], [])
    begun.pings.next()
    assert (_sent(first), _sent(second)) == ([], [PING])
    second.receive(Packet(engineio.packet.PONG))
    begun.pings.next()
    assert (_sent(first), _sent(second)) == ([], [PING])
    assert not begun.tasks


def test_who_does_not_answer_a_ping_is_taken_for_gone() -> None:
    begun = Begun()
    silent = begun.connection("silent")
    begun.pings.next()
    assert silent.check_ping_timeout()
    begun.server.ping_timeout = -1
    assert not silent.check_ping_timeout()


def test_who_has_gone_is_pinged_no_more() -> None:
    begun = Begun()
    gone, there = begun.connection("gone"), begun.connection("there")
    gone.close(wait=False, abort=True)
    begun.pings.next()
    begun.pings.next()
    assert PING not in [one.packet_type for one in _left(gone)]
    assert _sent(there) == [PING]


def test_what_else_the_library_begins_begins_as_ever() -> None:
    begun = Begun()
    begun.server.start_background_task(begun.connection, "other")
    assert begun.tasks == [begun.connection]


def _left(connection: Any) -> list[Packet]:
    found = [connection.queue.get_nowait() for _ in range(connection.queue.qsize())]
    return [one or Packet(MESSAGE) for one in found]

"""Many who come at once are served one by one, and whoever else wants something goes between."""

from __future__ import annotations

from itertools import groupby

import gevent
from gevent import socket

from server.usecases.giving_way import OneByOne


def _order(coming: OneByOne) -> list[str]:
    """What was done in which order, where 20 come while somebody asks over a socket again and again."""
    order: list[str] = []
    ours, theirs = socket.socketpair()

    def comes() -> None:
        with coming.turn():
            order.append("came")

    def asks() -> None:
        for _ in range(6):
            ours.sendall(b"?")
            socket.wait_read(theirs.fileno())
            theirs.recv(1)
            order.append("asked")

    with ours, theirs:
        gevent.joinall([*(gevent.spawn(comes) for _ in range(20)), gevent.spawn(asks)], raise_error=True)
    return order


def test_who_wants_something_waits_for_one_of_those_who_come_and_not_for_all() -> None:
    order = _order(OneByOne())
    assert order.count("came") == 20
    while_asking = order[: len(order) - order[::-1].index("asked")]
    assert max(len(list(run)) for what, run in groupby(while_asking) if what == "came") <= 2


def test_a_turn_that_fails_lets_the_next_in() -> None:
    coming = OneByOne()

    def fails() -> None:
        with coming.turn():
            raise ZeroDivisionError

    failed = gevent.spawn(fails)
    gevent.joinall([failed])
    assert isinstance(failed.exception, ZeroDivisionError)
    assert "came" in _order(coming)

"""Many who come at once are served one by one, and whoever else wants something goes between."""

from __future__ import annotations

from itertools import groupby

import gevent
import pytest
from gevent import socket

from server.usecases import giving_way
from server.usecases.giving_way import InHand, OneByOne, let_in_what_arrived


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


def test_nobody_comes_while_a_request_is_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving_way, "LONGEST_GIVEN_WAY", 60.0)
    in_hand, order = InHand(), list[str]()
    coming = OneByOne(in_hand)

    def comes() -> None:
        with coming.turn():
            order.append("came")

    def answers() -> None:
        in_hand.begin()
        # Whoever waits for nothing has come after so many rounds of the loop.
        for _ in range(20):
            let_in_what_arrived()
        order.append("answered")
        in_hand.end()

    gevent.joinall([gevent.spawn(answers), gevent.spawn(comes)], raise_error=True)
    assert order == ["answered", "came"]


def test_where_something_is_always_in_hand_everybody_comes_all_the_same() -> None:
    in_hand = InHand()
    in_hand.begin()
    assert _order(OneByOne(in_hand)).count("came") == 20

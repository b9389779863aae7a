"""Hints of one hub on a real Redis: they leave at once, one after another, and the latest always follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import gevent
import pytest
from gevent.event import Event

from server.live.redis_bus import RedisBus
from tests.support.hub.services import RedisServer

DAY = "2026-04-14"
Heard = Callable[[float], bytes | None]


@pytest.fixture
def heard(redis_server: RedisServer) -> Iterator[Heard]:
    """The next hint that comes within so many seconds. No greenlet has its turn while it is waited for."""
    with redis_server.client() as client, client.pubsub() as listener:
        listener.subscribe("log")
        assert listener.get_message(timeout=5) is not None

        def next_of(seconds: float) -> bytes | None:
            message: dict[str, Any] | None = listener.get_message(timeout=seconds)
            return message["data"] if message is not None else None

        yield next_of


@pytest.fixture
def bus(redis_server: RedisServer) -> Iterator[RedisBus]:
    """One that sends and does not listen: its libraries wait for the whole process here."""
    made = RedisBus(redis_server.url, "log", lambda *_: None)
    with closing(made):
        gevent.spawn(made.send_all)
        gevent.idle()
        yield made


def test_a_hint_leaves_before_anybody_else_has_their_turn(bus: RedisBus, heard: Heard) -> None:
    bus.hint(DAY, 1)
    gevent.idle()
    assert heard(5) == b"2026-04-14 1"
    bus.hint(DAY, 2)
    assert heard(5) == b"2026-04-14 2"


def test_of_what_comes_while_one_is_on_its_way_the_latest_follows(bus: RedisBus, heard: Heard) -> None:
    bus.hint(DAY, 1)
    gevent.idle()
    for seq in (2, 3, 4):
        bus.hint(DAY, seq)
    assert [heard(5), heard(5)] == [b"2026-04-14 1", b"2026-04-14 2"]
    gevent.idle()
    assert heard(5) == b"2026-04-14 4"
    gevent.idle()
    assert heard(0) is None


def test_a_line_that_was_cut_is_opened_anew(bus: RedisBus, heard: Heard, redis_server: RedisServer) -> None:
    bus.hint(DAY, 1)
    gevent.idle()
    assert heard(5) == b"2026-04-14 1"
    with redis_server.client() as client:
        assert client.client_kill_filter(_type="normal")
    came, seq = None, 1
    while came is None and seq < 100:
        seq += 1
        bus.hint(DAY, seq)
        Event().wait(0.1)
        came = heard(0)
    assert came is not None
    assert bus.well

"""Connections have their time, and where there are too many the stranger that waited longest goes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from server.http import connections as c
from server.http.connections import Connection, Connections


class Wire(socket.socket):
    """A socket that knows whether it was cut."""

    was_cut = False

    def shutdown(self, how: int) -> None:
        assert how == socket.SHUT_RDWR
        self.was_cut = True


@pytest.fixture
def wires() -> Iterator[list[Wire]]:
    made = [Wire() for _ in range(12)]
    yield made
    for wire in made:
        wire.close()


def test_the_stranger_of_an_address_that_waited_longest_goes(wires: list[Wire]) -> None:
    held = Connections(most=100, most_strangers=3)
    first = [held.opened(wire, "10.0.0.1") for wire in wires[:3]]
    held.known(first[0], "a")
    first[1].begin("answer")
    other = held.opened(wires[3], "10.0.0.2")
    later = [held.opened(wire, "10.0.0.1") for wire in wires[4:7]]
    assert [wire.was_cut for wire in wires[:7]] == [False, False, True, False, True, False, False]
    assert len(held) == 5
    for one in (*first, other, *later):
        held.closed(one)
    assert len(held) == 0
    assert not held._strangers
    assert not held._of


def test_a_full_hub_makes_room_for_who_comes(wires: list[Wire]) -> None:
    held = Connections(most=4, most_strangers=None)
    known = held.opened(wires[0], "10.0.0.1")
    held.known(known, "a")
    for n, wire in enumerate(wires[1:6]):
        held.opened(wire, "10.0.0.9" if n < 2 else f"10.0.1.{n}")
    assert [wire.was_cut for wire in wires[:6]] == [False, True, True, False, False, False]
    assert len(held) == 4


def test_of_one_token_so_many_may_be_open_and_no_other_loses_one(
    wires: list[Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(c, "MOST_OF_ONE", 3)
    held = Connections(most=100)
    other = held.opened(wires[0], "10.0.0.1")
    held.known(other, "kiosk")
    mine = [held.opened(wire, f"10.0.1.{n}") for n, wire in enumerate(wires[1:8])]
    for one in (*mine, *mine):
        held.known(one, "taken")
    assert [wire.was_cut for wire in wires[:8]] == [False, True, True, True, True, False, False, False]
    assert len(held) == 4
    for one in (other, *mine):
        held.closed(one)
    assert not held._of


def test_behind_a_proxy_connections_are_nobodys(wires: list[Wire], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(c, "MOST_OF_ONE", 3)
    held = Connections(most=100, most_strangers=None)
    for wire in wires:
        held.known(held.opened(wire, "127.0.0.1"), "kiosk")
    assert not any(wire.was_cut for wire in wires)


def test_sockets_that_say_by_themselves_whose_they_are_are_not_counted_as_one(
    wires: list[Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(c, "MOST_OF_ONE", 3)
    held = Connections(most=100)
    for wire in wires:
        held.known(held.opened(wire, "10.0.0.1"), "")
    assert not any(wire.was_cut for wire in wires)


@pytest.mark.parametrize(
    ("waits", "known", "seconds"),
    [
        ("head", False, c.HEAD_SECONDS), ("head", True, c.HEAD_SECONDS), ("next", False, c.IDLE_SECONDS),
        ("next", True, None), ("answer", True, c.ANSWER_SECONDS), ("live", False, None),
    ],
)  # fmt: skip
def test_each_thing_that_is_waited_for_has_its_time(
    wires: list[Wire], waits: str, known: bool, seconds: float | None
) -> None:
    one = Connection(wires[0], "10.0.0.1")
    one.begin(waits)
    one.known = known
    if seconds is None:
        assert not one.too_slow(one.since + 1e6)
    else:
        assert not one.too_slow(one.since + seconds - 1)
        assert one.too_slow(one.since + seconds + 1)


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ({"content_length": 0, "position": 0, "chunked_input": False}, c.ANSWER_SECONDS),
        ({"content_length": 60_000, "position": 60_000, "chunked_input": False}, c.ANSWER_SECONDS),
        ({"content_length": 60_000, "position": 0, "chunked_input": False}, 14),
        ({"content_length": 10**12, "position": 0, "chunked_input": False}, 266),
        ({"content_length": None, "position": 0, "chunked_input": True, "chunk_length": 5}, 10),
        ({"content_length": None, "position": 0, "chunked_input": True, "chunk_length": 0}, c.ANSWER_SECONDS),
    ],
)
def test_a_body_has_the_time_of_its_length(
    wires: list[Wire], body: dict[str, object], seconds: float
) -> None:
    one = Connection(wires[0], "10.0.0.1")
    one.handler = SimpleNamespace(wsgi_input=SimpleNamespace(**body))
    one.begin("answer")
    assert not one.too_slow(one.since + seconds - 1)
    assert one.too_slow(one.since + seconds + 1)


def test_who_had_their_time_is_cut_off(wires: list[Wire], monkeypatch: pytest.MonkeyPatch) -> None:
    held = Connections()
    slow, good = held.opened(wires[0], "10.0.0.1"), held.opened(wires[1], "10.0.0.1")
    good.begin("live")
    monkeypatch.setattr(c, "monotonic", lambda: slow.since + c.HEAD_SECONDS + 1)
    held.sweep()
    assert (wires[0].was_cut, wires[1].was_cut, len(held)) == (True, False, 1)

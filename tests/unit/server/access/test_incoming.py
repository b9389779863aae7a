"""What comes on a connection is read as from the file that the library makes of a socket."""

from __future__ import annotations

import io
import socket
from itertools import cycle
from typing import Any

import gevent
from gevent import socket as gsocket
from hypothesis import example, given
from hypothesis import strategies as st

from server.http.incoming import PIECE, Incoming
from tests.support.hub.pieces import Sent

SIZES = st.none() | st.sampled_from([-1, 0, 1, 2, 7, 8191, 8192, 20000])
READS = st.tuples(st.sampled_from(["read", "readline"]), SIZES)
PIECES = st.lists(
    st.binary(min_size=1, max_size=9)
    | st.sampled_from([b"\n", b"a\n\nb", b"x" * PIECE, b"y" * (PIECE - 1) + b"\n", b"line\r\n" * 3000]),
    max_size=5,
)


class Raw(io.RawIOBase):
    """The same for the library's reader."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._sent = Sent(pieces)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got = self._sent.recv(len(buffer))
        buffer[: len(got)] = got
        return len(got)


@given(PIECES, st.lists(READS, max_size=8))
@example([b"a", b"b\nc"], [("readline", -1), ("read", 2)])
@example([b"x" * PIECE, b"\n"], [("readline", 8192), ("readline", 8192)])
def test_it_is_read_alike(pieces: list[bytes], reads: list[tuple[str, int | None]]) -> None:
    ours, theirs = Incoming(Sent(pieces)), io.BufferedReader(Raw(pieces), PIECE)
    for how, size in reads:
        assert getattr(ours, how)(size) == getattr(theirs, how)(size)
    assert ours.read() == theirs.read()
    assert ours.read(1) == b""


@given(PIECES, st.lists(st.sampled_from([1, 5, 9000]), min_size=1))
def test_what_is_looked_at_or_read_in_part_is_all_that_came(pieces: list[bytes], sizes: list[int]) -> None:
    ours, seen = Incoming(Sent(pieces)), b""
    for size in cycle(sizes):
        here = ours.wait()
        assert ours.wait() == here
        part = ours.read1(size)
        assert part == here[:size]
        seen += part
        if not part:
            break
    assert seen == b"".join(pieces)


def test_whoever_waits_is_told_that_the_connection_is_cut_off() -> None:
    one, other = gsocket.socketpair()
    with one, other:
        incoming = Incoming(one)
        waiting = gevent.spawn(incoming.wait)
        gevent.idle()
        one.shutdown(socket.SHUT_RDWR)
        waiting.join(timeout=30)
        assert isinstance(waiting.exception, OSError)

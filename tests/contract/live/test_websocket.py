"""A client's WebSocket: what it reads, with what code it closes, and that it tears no frame."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress

import gevent
import pytest
from gevent import socket
from hypothesis import given
from hypothesis import strategies as st

from server.http.websocket import _FRAMES_AT_ONCE, WebSocket
from server.live.direct import Remainder, text_frame
from server.live.packets import LARGEST_MESSAGE

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
MANY = 2 * _FRAMES_AT_ONCE
MASK = b"\x01\x7f\xfe\x33"
Wire = tuple[WebSocket, socket.socket]


def frame(
    payload: bytes = b"", opcode: int = TEXT, *, fin: bool = True, flags: int = 0, mask: bytes = MASK
) -> bytes:
    """A frame as a client sends it."""
    return head(len(payload), opcode, fin=fin, flags=flags) + mask + masked(payload, mask)


def head(size: int, opcode: int = TEXT, *, fin: bool = True, flags: int = 0) -> bytes:
    """What stands before the mask."""
    first = fin << 7 | flags | opcode
    if size < 126:
        return bytes((first, 0x80 | size))
    return struct.pack("!BBH", first, 0xFE, size) if size < 65536 else struct.pack("!BBQ", first, 0xFF, size)


def masked(payload: bytes, mask: bytes) -> bytes:
    return bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def told(wire: bytes) -> Iterator[tuple[int, bytes]]:
    """The frames of a server, each whole and unmasked: opcode and payload."""
    while wire:
        size, at = wire[1], 2
        if size == 126:
            size, at = int.from_bytes(wire[2:4]), 4
        assert wire[0] & 0xF0 == 0x80, "whole, no flags"
        assert len(wire) >= at + size, "torn"
        yield wire[0] & 0x0F, wire[at : at + size]
        wire = wire[at + size :]


def read_by(*pieces: bytes) -> Callable[[int], bytes]:
    """What gives these pieces and then the end; none is larger than was asked for."""
    left = b"".join(pieces)
    sizes = iter([len(piece) for piece in pieces])

    def read(most: int) -> bytes:
        nonlocal left
        size = min(next(sizes, most), most)
        given, left = left[:size], left[size:]
        return given

    return read


@pytest.fixture
def wire() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    for end in (near, far):
        end.settimeout(10)
    with near, far:
        yield near, far


def heard(far: socket.socket) -> bytes:
    """What has come by now."""
    far.setblocking(False)
    with suppress(BlockingIOError):
        return far.recv(1 << 20)
    return b""


def all_that_is_said(wire: bytes, far: socket.socket, near: socket.socket) -> tuple[list[str], list[int]]:
    """The messages read until the end, and the codes of the goodbyes that were sent."""
    open_ = WebSocket(near, read_by(wire))
    texts = list(iter(open_.wait, None))
    assert open_.closed
    assert open_.wait() is None, "it stays over"
    return texts, [int.from_bytes(said[:2]) for opcode, said in told(heard(far)) if opcode == CLOSE]


PARTS = st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=4), max_size=6)


@given(PARTS, st.data())
def test_texts_are_read_as_they_were_said_however_they_are_cut(
    parts: list[list[str]], data: st.DataObject
) -> None:
    """In fragments, which may part a letter, with pings between them, in pieces of any size."""
    sent = b""
    for message in parts:
        whole = "".join(message).encode()
        cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=3)))
        fragments = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
        for at, fragment in enumerate(fragments):
            sent += frame(fragment, TEXT if at == 0 else 0, fin=at == len(fragments) - 1)
            sent += frame(b"there?", PING) if data.draw(st.booleans()) else b""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=12)))
    pieces = [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    near, far = socket.socketpair()
    with near, far:
        open_ = WebSocket(near, read_by(*[piece for piece in pieces if piece]))
        assert list(iter(open_.wait, None)) == ["".join(message) for message in parts]
        assert {said for opcode, said in told(heard(far)) if opcode == PONG} <= {b"there?"}


ENDS = {
    "not masked": (1002, b"\x81\x05hello"),
    "a flag that nobody agreed on": (1002, frame(b"hello", flags=0x40)),
    "an opcode that there is not": (1002, frame(b"hello", 3)),
    "another that there is not": (1002, frame(b"", 11)),
    "the middle of nothing": (1002, frame(b"hello", 0)),
    "a message within a message": (1002, frame(b"hel", fin=False) + frame(b"lo")),
    "a ping in fragments": (1002, frame(b"", PING, fin=False)),
    "a ping that is too long": (1002, frame(b"x" * 126, PING)),
    "a length told longer than it need be": (1002, b"\x81\xfe\x00\x05" + MASK + b"hello"),
    "a length that is negative": (1002, b"\x81\xff" + b"\xff" * 8 + MASK),
    "bytes": (1003, frame(b"hello", BINARY)),
    "no UTF-8": (1007, frame(b"hel\xff\xfe")),
    "half a letter at the end": (1007, frame("é".encode()[:1])),
    "half a letter, and another message": (1007, frame("é".encode()[:1], fin=False) + frame(b"", 0)),
    "a surrogate": (1007, frame(b"\xed\xa0\x80")),
    "four gigabytes, of which nothing has come": (1009, head(1 << 32) + MASK),
    "one byte too many": (1009, head(LARGEST_MESSAGE + 1) + MASK),
    "too much in fragments": (1009, frame(b"x" * 9000, fin=False) + head(9000, 0) + MASK),
    "a goodbye of one byte": (1002, frame(b"\x03", CLOSE)),
    "a goodbye that says nothing can be said": (1002, frame(struct.pack("!H", 1005), CLOSE)),
    "a goodbye of a reserved code": (1002, frame(struct.pack("!H", 2000), CLOSE)),
    "a goodbye of no code": (1002, frame(struct.pack("!H", 5000), CLOSE)),
    "a goodbye in no UTF-8": (1007, frame(struct.pack("!H", 1000) + b"\xff", CLOSE)),
    "pongs without end": (1008, frame(b"", PONG) * MANY),
    "empty fragments without end": (
        1008,
        frame(fin=False) + frame(b"", 0, fin=False) * MANY,
    ),
    "a goodbye without a word": (1000, frame(b"", CLOSE)),
    "a goodbye": (1001, frame(struct.pack("!H", 1001) + b"leaves", CLOSE) + frame(b"more")),
    "a goodbye of its own": (4321, frame(struct.pack("!H", 4321), CLOSE)),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_may_not_be_is_answered_with_its_code_and_nothing_after_it_is_read(
    end: str, wire: tuple[socket.socket, socket.socket]
) -> None:
    code, sent = ENDS[end]
    near, far = wire
    assert all_that_is_said(frame(b"before") + sent + frame(b"after"), far, near) == (["before"], [code])


@pytest.mark.parametrize("left", range(1, 11))
def test_whoever_goes_in_the_middle_of_a_frame_is_let_go(
    left: int, wire: tuple[socket.socket, socket.socket]
) -> None:
    near, far = wire
    assert all_that_is_said(frame(b"hello")[:-left], far, near) == ([], [])


@given(st.binary(max_size=400))
def test_no_bytes_at_all_raise_anything_or_are_kept(sent: bytes) -> None:
    near, far = socket.socketpair()
    with near, far:
        all_that_is_said(sent, far, near)


def test_a_message_of_the_largest_size_is_read_a_byte_at_a_time(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    near, _ = wire
    sent = frame(b"x" * LARGEST_MESSAGE)
    open_ = WebSocket(near, read_by(*(sent[at : at + 1] for at in range(len(sent)))))
    assert open_.wait() == "x" * LARGEST_MESSAGE


def test_a_flood_of_pings_ends_it_whether_its_client_reads_the_answers_or_not(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    near, far = wire
    open_ = WebSocket(near, read_by(frame(b"there?", PING) * MANY))
    assert open_.wait() is None
    assert open_.closed
    answers = list(told(heard(far)))
    assert {payload for opcode, payload in answers if opcode == PONG} == {b"there?"}
    assert len(answers) <= _FRAMES_AT_ONCE + 1


def all_of(sending: gevent.Greenlet[..., None], far: socket.socket) -> bytes:
    """What comes while somebody sends."""
    came = b""
    while not sending.ready():
        gevent.sleep(0)  # noqa: TID251  # gives way to the sender
        came += heard(far)
    return came + heard(far)


def narrow(near: socket.socket) -> None:
    """Have it take little at once."""
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)


def test_an_answer_to_a_ping_waits_until_a_frame_that_was_begun_is_whole(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    near, far = wire
    narrow(near)
    open_ = WebSocket(near, read_by(frame(b"first", PING), frame(b"last", PING), frame(b"go on")))
    news = text_frame("n" * 60_000)
    taken = open_.offer(news)
    assert 0 < taken < len(news)
    assert open_.wait() == "go on"
    assert open_.offer(news) == 0, "what is told now waits in its turn"
    sending = gevent.spawn(open_.send, Remainder(news[taken:]))
    assert list(told(all_of(sending, far))) == [(TEXT, b"n" * 60_000), (PONG, b"last")]
    assert open_.offer(text_frame("later")) > 0


def test_whoever_does_not_read_holds_nobody_up_and_is_cut_off_in_its_time(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    near, far = wire
    narrow(near)
    stuck, free = WebSocket(near, near.recv), socket.socketpair()
    other = WebSocket(free[0], free[0].recv)
    near.settimeout(0.05)
    with free[0], free[1]:
        sending = gevent.spawn(stuck.send, "n" * 10_000_000)
        gevent.sleep(0)  # noqa: TID251  # the sender begins
        assert stuck.offer(text_frame("later")) == 0
        assert other.offer(text_frame("news")) == len(text_frame("news"))
        assert list(told(heard(free[1]))) == [(TEXT, b"news")]
        with pytest.raises(TimeoutError):
            sending.get()
    assert stuck.closed
    assert stuck.offer(text_frame("later")) == 0
    with pytest.raises(ConnectionResetError):
        stuck.send("later")
    assert far.recv(1), "what it took is still there"


def test_a_goodbye_waits_for_a_frame_and_nothing_comes_after_it(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    near, far = wire
    narrow(near)
    open_ = WebSocket(near, read_by(frame(b"bytes", BINARY)))
    sending = gevent.spawn(open_.send, "n" * 50_000)
    gevent.sleep(0)  # noqa: TID251  # the sender begins
    assert open_.wait() is None
    assert open_.offer(text_frame("later")) == 0
    assert list(told(all_of(sending, far))) == [(TEXT, b"n" * 50_000), (CLOSE, struct.pack("!H", 1003))]

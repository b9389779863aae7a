"""What a client may say over the socket: the closed list, and nothing else whatever it sends."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio import packet

from server.live.packets import EVENTS, ClientPacket, PacketRefusedError, once

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def read(text: object) -> ClientPacket | None:
    """The packet, or None where it is refused."""
    try:
        return ClientPacket(encoded_packet=text)
    except PacketRefusedError:
        return None


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_what_listeners_ask_is_read(name: str) -> None:
    found = read(f'2/hall,7["{name}",{{"seq":3}}]')
    assert found is not None
    assert (found.packet_type, found.id, found.data) == (packet.EVENT, 7, [name, {"seq": 3}])
    assert read('0/hall,{"protocol":1}') is not None
    assert read("1/hall,") is not None


@pytest.mark.parametrize(
    "text",
    [
        '2/hall,["connect",{}]', '2/hall,["disconnect"]', '2/hall,["push",{}]', '2/hall,["Sync"]',
        '2/hall,["sync",1,2]', "2/hall,[]", "2/hall,", '2/hall,[["sync"]]', '2/hall,[{"sync":1}]',
        '2/hall,"sync"', '2["sync"]', '2/other,["sync"]', "0", "0/other,", "3/hall,7[]", "4/hall,{}",
        '51-/hall,["sync",{"_placeholder":true,"num":0}]', "61-/hall,7[]", "9", "", "x",
        "2/hall," + "[" * 9000, b'2/hall,["sync"]', b"\x02",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: object) -> None:
    assert read(text) is None


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_no_text_and_no_bytes_raise_anything_but_the_refusal(text: object) -> None:
    read(text)


@given(st.integers(0, 6), JSON)
def test_only_listed_events_are_let_through(kind: int, data: object) -> None:
    found = read(f"{kind}/hall,{json.dumps(data)}")
    if found is not None and found.packet_type == packet.EVENT:
        assert found.data[0] in EVENTS
    assert found is None or found.packet_type in (packet.CONNECT, packet.DISCONNECT, packet.EVENT)


def test_who_one_is_is_said_once() -> None:
    environ: dict[str, object] = {}
    for said in ('2/hall,["sync",{}]', b"0", "1/hall,"):
        once(environ, said)
    once(environ, '0/hall,{"token":"x"}')
    once(environ, '2/hall,["sync",{}]')
    with pytest.raises(PacketRefusedError):
        once(environ, "0/hall,")


def test_what_the_hub_says_is_written_as_ever() -> None:
    said = ClientPacket(packet.EVENT, data=["push", {"seq": 1}], namespace="/hall").encode()
    assert said == '2/hall,["push",{"seq":1}]'

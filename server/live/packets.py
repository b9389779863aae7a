"""What a client may say over the socket: a closed list. Anything else ends its connection.

The library hands an event to the handler of its name, its own `connect` and `disconnect` too, and keeps
attachments until all that were announced have come.
"""

from __future__ import annotations

from typing import Any

from socketio import packet

from balai.protocol.pushes import NAMESPACE

#: What a listener asks or tells; changes go over HTTP.
EVENTS = frozenset({"cue", "speak", "sync"})
#: Bytes of a message: the longest that a client of ours sends is a tenth of it.
LARGEST_MESSAGE = 16 * 1024


#: Stands in a connection's environment once its client has said who it is.
SAID_HELLO = "balai.hello"


class PacketRefusedError(Exception):
    """Not on the list."""


class ClientPacket(packet.Packet):  # type: ignore[misc]  # untyped library
    """A packet of /hall. One from a client is a connect, a disconnect, or an event of the list in text."""

    def __init__(self, *arguments: object, encoded_packet: object = None, **more: object) -> None:
        if encoded_packet is not None and not encoded_packet:
            raise PacketRefusedError
        super().__init__(*arguments, encoded_packet=encoded_packet, **more)

    def decode(self, encoded_packet: object) -> int:
        """Read what a client sent. Raises PacketRefusedError."""
        if not isinstance(encoded_packet, str):
            raise PacketRefusedError
        try:
            attachments: int = super().decode(encoded_packet)
        except (ValueError, RecursionError) as fault:
            raise PacketRefusedError from fault
        if attachments or self.namespace != NAMESPACE or not self._is_listed():
            raise PacketRefusedError
        return 0

    def _is_listed(self) -> bool:
        if self.packet_type != packet.EVENT:
            return self.packet_type in (packet.CONNECT, packet.DISCONNECT)
        data = self.data
        if not isinstance(data, list) or not 1 <= len(data) <= 2:
            return False
        return isinstance(data[0], str) and data[0] in EVENTS


def once(environ: dict[str, Any], data: object) -> None:
    """Note that a client said who it is. Raises PacketRefusedError where it says so again: each time would be
    looked up and be told the whole hall, and nobody who was let in or refused has a reason to."""
    if isinstance(data, str) and data.startswith(str(packet.CONNECT)):
        if SAID_HELLO in environ:
            raise PacketRefusedError
        environ[SAID_HELLO] = True

"""A wire between a hub and its kiosks that loses, doubles, delays and reorders packets, or is cut.

A TUN device in a network namespace of this process's own: what a kiosk sends to FAR goes out over it, and
comes back as if the kiosk sat at FAR and the hub at NEAR. Only the two addresses of each packet change
places, so all else is the kernel's own: handshakes, retransmissions, resets. No other machine and no other
program sees it.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import select
import socket
import struct
import threading
import time
from collections import Counter as Tally
from dataclasses import dataclass
from random import Random
from typing import Self

NEAR, FAR = "10.77.0.1", "10.77.0.2"
#: <linux/if_tun.h> and <linux/sockios.h>
_TUNSETIFF, _TUN, _NO_HEADER = 0x400454CA, 0x0001, 0x1000
_SET_ADDRESS, _SET_MASK, _GET_FLAGS, _SET_FLAGS = 0x8916, 0x891C, 0x8913, 0x8914
_UP = 0x1 | 0x40
_LONGEST = 65536


@dataclass(frozen=True)
class Packets:
    """The chance that a packet is lost, comes twice, or is overtaken by others, which takes `late`
    seconds."""

    lost: float = 0.0
    twice: float = 0.0
    overtaken: float = 0.0
    late: float = 0.05


class Wire:
    """`weather` may be changed at any time; a wire that is `cut` lets nothing through."""

    def __init__(self, rnd: Random) -> None:
        """Raises OSError where this process may not make one: it needs a namespace of its own."""
        self._rnd, self.weather, self.cut = rnd, Packets(), False
        self.counts: Tally[str] = Tally()
        self._tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        name = b"balai0"
        fcntl.ioctl(self._tun, _TUNSETIFF, struct.pack("16sH", name, _TUN | _NO_HEADER))
        bring_up(name, NEAR, "255.255.255.0")
        self._ended, self._sent = threading.Event(), 0
        self._under_way: list[tuple[float, int, bytes]] = []
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take it away."""
        self._ended.set()
        self._thread.join()
        os.close(self._tun)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        while not self._ended.is_set():
            soonest = self._under_way[0][0] - time.monotonic() if self._under_way else 0.1
            if select.select([self._tun], [], [], max(0.0, min(0.1, soonest)))[0]:
                self._take(os.read(self._tun, _LONGEST))
            while self._under_way and self._under_way[0][0] <= time.monotonic():
                os.write(self._tun, heapq.heappop(self._under_way)[2])

    def _take(self, packet: bytes) -> None:
        if packet[0] >> 4 != 4:
            return
        if self.cut or self._rnd.random() < self.weather.lost:
            self.counts["packets lost"] += 1
            return
        self.counts["packets"] += 1
        back = packet[:12] + packet[16:20] + packet[12:16] + packet[20:]
        overtaken = self._rnd.random() < self.weather.overtaken
        self.counts["packets overtaken"] += overtaken
        self._put(back, self.weather.late if overtaken else 0.0)
        if self._rnd.random() < self.weather.twice:
            self.counts["packets doubled"] += 1
            self._put(back, self._rnd.choice([0.0, self.weather.late]))

    def _put(self, packet: bytes, after: float) -> None:
        self._sent += 1
        heapq.heappush(self._under_way, (time.monotonic() + after, self._sent, packet))


def bring_up(name: bytes, address: str, mask: str) -> None:
    """Give a network device of this namespace an address and switch it on. Raises OSError."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for what, told in ((_SET_ADDRESS, address), (_SET_MASK, mask)):
            fcntl.ioctl(asking, what, struct.pack("16sH2x4s8x", name, socket.AF_INET, socket.inet_aton(told)))
        flags = struct.unpack("16sH", fcntl.ioctl(asking, _GET_FLAGS, struct.pack("16sH", name, 0)))[1]
        fcntl.ioctl(asking, _SET_FLAGS, struct.pack("16sH", name, flags | _UP))

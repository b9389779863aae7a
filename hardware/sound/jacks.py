"""Sockets for headphones that tell whether something is plugged in, found by themselves.

Source: Linux `SW_HEADPHONE_INSERT` (include/uapi/linux/input-event-codes.h), which ALSA tells of each socket
of a sound card as a switch of an input device below that card.
"""

from __future__ import annotations

import fcntl
import os
import re
import selectors
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from hardware.waking import WakingThread

#: An event of this machine's kernel: its time (two longs), type, code and value.
EVENT = struct.Struct("llHHi")
EV_SWITCH, HEADPHONE = 5, 2
#: `EVIOCGSW(8)`: all switches of a device as they are.
_SWITCHES = 0x8008451B
#: Real seconds between two looks for sockets that came or went.
LOOK_SECONDS = 2.0
_AT_ONCE = 64 * EVENT.size
_CARD = re.compile(r"/sound/card(\d+)/")

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Socket:
    """A file of events, and the name of the sound card that the socket belongs to (empty: nobody knows)."""

    path: Path
    card: str = ""


def sockets(
    inputs: Path = Path("/sys/class/input"), devices: Path = Path("/dev/input"),
    cards: Path = Path("/proc/asound/cards"),
) -> Iterator[Socket]:  # fmt: skip
    """The sockets of this machine."""
    names = _names(cards)
    for folder in sorted(inputs.glob("event*")):
        with suppress(OSError, ValueError):
            switches = (folder / "device" / "capabilities" / "sw").read_text("ascii").split()
            if switches and int(switches[-1], 16) >> HEADPHONE & 1:
                found = _CARD.search(f"{folder.resolve()}/")
                yield Socket(devices / folder.name, names.get(found[1], "") if found else "")


def _names(cards: Path) -> dict[str, str]:
    """What the sound cards are called, by their numbers: ` 1 [Headset ]: USB-Audio - USB Headset`."""
    with suppress(OSError):
        lines = cards.read_text("utf-8", "replace").splitlines()
        found = (re.match(r"\s*(\d+) \[[^]]*\]: .*? - (.+)", line) for line in lines)
        return {line[1]: line[2].strip() for line in found if line}
    return {}


class Headphones:
    """Tells when headphones are plugged in or pulled out, in a thread of its own."""

    def __init__(
        self, tell: Callable[[Socket | None], object], look: Callable[[], Iterator[Socket]] = sockets
    ) -> None:
        """`tell` is given the socket that headphones are in (None: in none) whenever that changed; it must
        return at once."""
        self._tell, self._look = tell, look
        self._open: dict[Socket, int] = {}
        self._in: dict[Socket, bool] = {}
        self.socket: Socket | None = None
        self._thread = WakingThread(self._run, "headphones")

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def look_again(self) -> None:
        """Look for sockets now."""
        self._thread.wake()

    def close(self) -> None:
        """End; harmless to repeat."""
        if self._thread.end():
            for file in self._open.values():
                os.close(file)
            self._open.clear()

    def _run(self) -> None:
        while not self._thread.ending:
            self._find()
            self._say()
            self._hear()
            self._say()

    def _find(self) -> None:
        there = set(self._look())
        for gone in set(self._open) - there:
            self._lose(gone)
        for new in there - set(self._open):
            with suppress(OSError):
                self._open[new] = os.open(new.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
                self._in[new] = _plugged(self._open[new])

    def _hear(self) -> None:
        """Wait for news of the sockets, so long at most."""
        with selectors.DefaultSelector() as all_:
            all_.register(self._thread.woken, selectors.EVENT_READ)
            for socket, file in self._open.items():
                all_.register(file, selectors.EVENT_READ, socket)
            for key, _ in all_.select(LOOK_SECONDS):
                if key.data is None:
                    self._thread.awake()
                else:
                    self._read(key.data)

    def _read(self, socket: Socket) -> None:
        try:
            data = os.read(self._open[socket], _AT_ONCE)
        except OSError:
            data = b""
        if not data:
            self._lose(socket)
            return
        for _, _, kind, code, value in EVENT.iter_unpack(data[: len(data) - len(data) % EVENT.size]):
            if (kind, code) == (EV_SWITCH, HEADPHONE):
                self._in[socket] = bool(value)

    def _lose(self, socket: Socket) -> None:
        os.close(self._open.pop(socket))
        self._in.pop(socket, None)

    def _say(self) -> None:
        now = next((socket for socket, plugged in self._in.items() if plugged), None)
        if now == self.socket or self._thread.ending:
            return
        self.socket = now
        log.info("headphones", plugged=now is not None, card=now.card if now else "")
        self._tell(now)


def _plugged(file: int) -> bool:
    """Whether something is in a socket; of what is no device (a pipe) nobody knows before it says so."""
    state = bytearray(8)
    with suppress(OSError):
        fcntl.ioctl(file, _SWITCHES, state)
    return bool(state[0] >> HEADPHONE & 1)

"""Name resolution: where the hub is on the network, and a connection as soon as somebody answers there."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

#: Real seconds: the first looking up is waited for, and a name is looked up again so often at most.
LOOK_UP_SECONDS, AGAIN_SECONDS = 3.0, 5.0
#: A host with more addresses than this has something else wrong with it.
_MOST = 4

_Place = tuple[socket.AddressFamily, tuple[object, ...]]


class NobodyThereError(ConnectionError):
    """No machine took a connection: the network is down, or no program listens. It cost nobody anything."""


class HubAddress:
    """The addresses of a hub's name.

    A name server that is cut off too makes looking up take ten seconds and more. So once it is known where
    the hub is, names are looked up in the background and the last known place is tried meanwhile.
    """

    def __init__(self, url: str, ca: Path | None = None) -> None:
        """`ca` is the only authority whose certificates are trusted; None: those of the system."""
        parts = urlsplit(url)
        self._ca = ca
        self._secure = parts.scheme in ("https", "wss")
        self._host, self._port = parts.hostname or "", parts.port or (443 if self._secure else 80)
        self._places: list[_Place] = []
        self._looked_at = float("-inf")
        self._looking: threading.Thread | None = None

    def connect(self, connect_timeout: float, hold: Callable[[socket.socket], None]) -> socket.socket:
        """A connection to the first place that takes one, waiting `connect_timeout` real seconds for each;
        TLS where the URL asks for it. `hold` is given each socket before it waits, so that another
        thread can end the waiting by shutting it down.

        Raises NobodyThereError, and OSError where somebody was there with whom TLS was not possible.
        """
        reason: OSError | None = None
        for place in self._known():
            raw = socket.socket(place[0], socket.SOCK_STREAM)
            hold(raw)
            try:
                raw.settimeout(connect_timeout)
                raw.connect(place[1])
            except OSError as fault:
                raw.close()
                reason = fault
                continue
            # The others are tried again only when this one fails.
            self._places = [place, *(other for other in self._places if other != place)]
            return self._dressed(raw, hold)
        self._look_up()
        raise NobodyThereError(f"{self._host}:{self._port}: {reason or 'the name is not known'}")

    def _dressed(self, raw: socket.socket, hold: Callable[[socket.socket], None]) -> socket.socket:
        try:
            raw.settimeout(LOOK_UP_SECONDS)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if not self._secure:
                return raw
            shell = ssl.create_default_context(cafile=self._ca).wrap_socket(
                raw, server_hostname=self._host, do_handshake_on_connect=False
            )
            raw = shell
            hold(shell)
            shell.do_handshake()
        except OSError:
            raw.close()
            raise
        return shell

    def _known(self) -> list[_Place]:
        if not self._places:
            looking = self._look_up()
            if looking is not None:
                looking.join(LOOK_UP_SECONDS)
        return self._places[:_MOST]

    def _look_up(self) -> threading.Thread | None:
        """Begin to look the name up, unless that is going on or was done just now."""
        if self._looking is not None and self._looking.is_alive():
            return self._looking
        if time.monotonic() - self._looked_at < AGAIN_SECONDS:
            return None
        self._looked_at = time.monotonic()
        self._looking = threading.Thread(target=self._ask, name="hub-address", daemon=True)
        self._looking.start()
        return self._looking

    def _ask(self) -> None:
        with contextlib.suppress(OSError, UnicodeError):
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            self._places = [(family, where) for family, _, _, _, where in found]

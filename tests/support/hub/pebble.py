"""An authority of the internet that is none: pebble, which speaks ACME (RFC 8555) for tests, and a server of
names that knows one machine, this one.

with Pebble(folder, http_port) as authority:
    authority.directory     # https://localhost:.../dir, by the certificate that `environment` trusts
"""

from __future__ import annotations

import json
import os
import socket
import socketserver
import struct
import subprocess
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, cast

from demo.driving.wait import eventually
from server.usecases.address.authority import make_authority, make_certificate
from tests.support.hub.services import free_port

#: DNS (RFC 1035): an answer without a fault that this server itself knows; an address; where it was asked.
_ANSWER, _ADDRESS, _ASKED = 0x8580, 1, b"\xc0\x0c"


class _Names(socketserver.BaseRequestHandler):
    """Every name is this machine, which has no IPv6."""

    def handle(self) -> None:
        asked, line = cast(tuple[bytes, socket.socket], self.request)
        end = asked.index(b"\0", 12) + 5
        kind = struct.unpack("!H", asked[end - 4 : end - 2])[0]
        known = kind == _ADDRESS
        head = asked[:2] + struct.pack("!5H", _ANSWER, 1, int(known), 0, 0)
        row = _ASKED + struct.pack("!HHIH", kind, 1, 1, 4) + socket.inet_aton("127.0.0.1")
        line.sendto(head + asked[12:end] + (row if known else b""), self.client_address)


class Pebble:
    """The authority, which looks for answers at `http_port`; ended when the context is left."""

    def __init__(self, folder: Path, http_port: int) -> None:
        self._folder, self._http_port, self._parts = folder, http_port, ExitStack()
        self._port = free_port()

    @property
    def directory(self) -> str:
        """Its address."""
        return f"https://localhost:{self._port}/dir"

    @property
    def environment(self) -> dict[str, str]:
        """What lets a program of Python's trust it."""
        return {**os.environ, "REQUESTS_CA_BUNDLE": str(self._folder / "ca.pem")}

    def __enter__(self) -> Self:
        self._folder.mkdir()
        now = datetime.now(UTC)
        make_authority(self._folder, "pebble.test", now)
        make_certificate(self._folder, "pebble.test", (), now)
        names = self._parts.enter_context(socketserver.UDPServer(("127.0.0.1", 0), _Names))
        serving = threading.Thread(target=names.serve_forever, args=(0.05,))
        serving.start()
        self._parts.callback(serving.join)
        self._parts.callback(names.shutdown)
        place = self._folder / "pebble.json"
        place.write_text(json.dumps({"pebble": self._settings()}))
        host, port = names.server_address[:2]
        log = self._parts.enter_context((self._folder / "pebble.log").open("w"))
        running = subprocess.Popen(
            ["pebble", "-config", str(place), "-dnsserver", f"{host!s}:{port}"], stdout=log, stderr=log,
            env={**os.environ, "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"},
        )  # fmt: skip
        self._parts.callback(running.wait, 10)
        self._parts.callback(running.terminate)
        eventually(self._answers, what=f"pebble: {(self._folder / 'pebble.log').read_text()}")
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()

    def _settings(self) -> dict[str, object]:
        return {
            "listenAddress": f"127.0.0.1:{self._port}", "managementListenAddress": "",
            "certificate": str(self._folder / "hub.crt"), "privateKey": str(self._folder / "hub.pem"),
            "httpPort": self._http_port, "tlsPort": 1, "ocspResponderURL": "",
            "externalAccountBindingRequired": False,
        }  # fmt: skip

    def _answers(self) -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", self._port)) == 0

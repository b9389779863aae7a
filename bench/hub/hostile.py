"""Row on numbers beside 48 hostile clients: what nobody known asks of a hub, at full speed, from one address.

The clients are a process of their own (`python -m bench.hub.hostile PORT`): each asks again as soon as it was
answered, opens its connection again where it was closed, and half of them never finish what they say.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import cycle, islice

from bench.harness import Pair, Round
from bench.hub.hall import hall
from bench.stage import HOST, Stage, load
from demo.driving.hubs import ROOT

ROWS = ("ticket_hostile",)
CLIENTS = 48
#: Tickets a second of one kiosk, and for how long.
PACE, SECONDS = 25.0, 4.0
_WRONG = json.dumps({"username": "petugas", "password": "salah-sekali"})
_JSON = "Content-Type: application/json\r\n"
_SOCKET = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
#: An event that is not on the list, and an attachment of 300 MB of which the first bytes come.
_MASK = b"\0\0\0\0"
_CONNECT = b'42/hall,["connect"]'
_EVENT = b"\x81" + bytes((0x80 | len(_CONNECT),)) + _MASK + _CONNECT
_ATTACHMENT = b"\x82\xff" + (300_000_000).to_bytes(8) + _MASK + b"x" * 4096
_OPENED = f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\n{_SOCKET}\r\n"
ASKED = (
    "GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET /openapi/openapi.json HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET /api/v1/state HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer nobody\r\n\r\n",
    "GET /health HTTP/1.1\r\nHost: h\r\n\r\n",
    f"POST /api/v1/session HTTP/1.1\r\nHost: h\r\n{_JSON}Content-Length: {len(_WRONG)}\r\n\r\n{_WRONG}",
    _OPENED,
    _OPENED + _EVENT.decode("latin-1"),
    _OPENED + _ATTACHMENT.decode("latin-1"),
    "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
    "POST /api/v1/visits HTTP/1.1\r\nHost: h\r\nX-Half: ",
)


@contextmanager
def hostile(stage: Stage, _: frozenset[str]) -> Iterator[Round]:
    """One kiosk that gives numbers, quietly and beside the hostile clients in turn; a fresh hub a round."""

    def measure(number: int) -> Mapping[str, Pair]:
        with hall("small") as running, stage.listening(running.listeners()):
            plan = replace(running.issuing(), rate=PACE, seconds=SECONDS)
            found: dict[bool, float] = {}
            for loud in (True, False) if number % 2 else (False, True):
                if loud:
                    with clients(running.hub.port):
                        found[loud] = load(plan)["p50_ms"]
                else:
                    found[loud] = load(plan)["p50_ms"]
            return {"ticket_hostile": (found[True], found[False])}

    yield measure


@contextmanager
def clients(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The hostile clients while this lasts; their process may be stopped and let go on meanwhile."""
    command = [sys.executable, "-m", "bench.hub.hostile", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()


async def _ask_again(port: int, request: bytes) -> None:
    while True:
        with suppress(OSError, asyncio.IncompleteReadError, ValueError):
            reader, writer = await asyncio.open_connection(HOST, port)
            try:
                while True:
                    writer.write(request)
                    head = await reader.readuntil(b"\r\n\r\n")
                    length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
                    await reader.readexactly(int(length))
            finally:
                writer.close()


async def _flood(port: int) -> None:
    asked = islice(cycle(ASKED), CLIENTS)
    tasks = [asyncio.create_task(_ask_again(port, one.encode("latin-1"))) for one in asked]
    await asyncio.sleep(0)
    print("{}", flush=True)
    await asyncio.gather(*tasks)


if __name__ == "__main__":
    asyncio.run(_flood(int(sys.argv[1])))

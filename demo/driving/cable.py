"""A network cable between a device and its hub: pulled out, put in again, or swallowing everything."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine
from time import monotonic
from typing import Any, Self

from demo.driving.hubs import steady_port

_TIMEOUT = 10.0


class Cable:
    """Relays TCP connections to a hub on this machine, from a port that stays the same.

    `came` are the moments (real monotonic seconds) at which somebody connected.
    """

    def __init__(self, port: int) -> None:
        """Plug it in before the hub at `port`."""
        self.port, self.came = steady_port(), list[float]()
        self.url = f"http://127.0.0.1:{self.port}"
        self._target = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cable", daemon=True)
        self._thread.start()
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._flows = asyncio.Event()
        self._loop.call_soon_threadsafe(self._flows.set)
        self._full: list[socket.socket] = []
        self.plug()

    @property
    def plugged(self) -> bool:
        """Whether who asks for a connection is let through."""
        return self._server is not None

    def plug(self) -> float:
        """Put it in, and let everything through. Returns the moment."""
        for end in self._full:
            end.close()
        self._full.clear()
        self._loop.call_soon_threadsafe(self._flows.set)
        if self._server is None:
            self._do(self._listen())
        return monotonic()

    def pull(self) -> None:
        """Pull it out so that both ends notice: connections break, nobody answers any more."""
        self._do(self._cut())

    def swallow(self) -> None:
        """From now on nothing that is sent arrives, and no connection ends."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def unreachable(self) -> None:
        """Pull it out so that nobody notices: who asks for a connection hears nothing, not even a no."""
        self.pull()
        # A listener with a full backlog drops what asks for a connection.
        deaf = socket.create_server(("127.0.0.1", self.port), backlog=0)
        self._full.append(deaf)
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self._full.append(filler)

    def close(self) -> None:
        """Pull it out for good."""
        self.plug()
        self.pull()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_TIMEOUT)
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_TIMEOUT)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", self.port, backlog=256)

    async def _cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in list(self._ends):
            end.transport.abort()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came.append(monotonic())
        self._ends.add(writer)
        with contextlib.suppress(OSError):
            try:
                there, onward = await asyncio.open_connection("127.0.0.1", self._target)
            except OSError:
                writer.transport.abort()
                raise
            finally:
                self._ends.discard(writer)
            self._ends |= {writer, onward}
            await asyncio.gather(self._pump(reader, onward), self._pump(there, writer))
            self._ends -= {writer, onward}

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                await self._flows.wait()
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        sink.transport.abort()

"""FROZEN. The reference fan-out: a plain gevent WebSocket server that sends a text to every client in a loop.

`GET /` with an upgrade joins; `POST /send` sends its body, as it is, to all that joined, then answers.
It has the hub's server settings and no rooms, queues, pings or sequence numbers. Part of what the
targets are held to; do not change it.
"""

# ruff: noqa: E402  # gevent patches before anything else is imported
from __future__ import annotations

from gevent import monkey

monkey.patch_all()

from collections.abc import Callable, Iterable
from typing import Any

from geventwebsocket.handler import WebSocketHandler

from bench.references.serving import serve

joined: set[Any] = set()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    socket = environ.get("wsgi.websocket")
    if socket is not None:
        joined.add(socket)
        while socket.receive() is not None:
            pass
        joined.discard(socket)
        return []
    text = environ["wsgi.input"].read().decode()
    for client in tuple(joined):
        client.send(text)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]


if __name__ == "__main__":
    serve(application, handler_class=WebSocketHandler)

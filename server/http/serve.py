"""Entry point of the hub's process: gevent patches the standard library before anything else is imported."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import date

import gevent
from gevent import monkey

from balai.clock import Clock
from balai.program.lean import load_uncollected
from balai.program.shell import running
from balai.program.sparing import without
from server.config import HubConfig

#: Whoever is told to end has ended then, by itself or not; systemd waits for a little longer.
GRACE_SECONDS = 18
#: What the libraries of sockets load for clients that are programs of their own, or as a server's WebSocket.
_UNUSED = ("requests", "urllib3", "websocket", "geventwebsocket")


def serve(config: HubConfig, clock: Clock, confirmed: date | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then let what runs finish and end. `confirmed` is the date that a
    person gave for a clock that is doubted.

    Raises what `create_app` raises, and OSError where the address is taken.
    """
    load_uncollected()
    # Before the rest is imported: psycopg imported first would freeze the whole hub in a query.
    monkey.patch_all()
    with without(*_UNUSED, *(() if config.redis else ("redis",))):
        from server.http.process import run

    with running("hub", _on_signal) as shell:
        run(shell, config, clock, confirmed)


def _on_signal(number: int, act: Callable[[], None]) -> None:
    def told() -> None:
        # Whatever it hangs in then, a database or a disk: what was acknowledged is kept.
        signal.alarm(GRACE_SECONDS)
        act()

    gevent.signal_handler(number, told)

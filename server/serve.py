"""Where the hub's process begins."""

from __future__ import annotations

from gevent import monkey

from balai.clock import Clock
from server.config import HubConfig


def serve(config: HubConfig, clock: Clock) -> None:
    """Serve until SIGTERM or SIGINT, then let what runs finish and end.

    Raises what `create_app` raises, and OSError where the address is taken.
    """
    # Before the rest is imported: psycopg imported first would freeze the whole hub in a query.
    monkey.patch_all()
    from server.process import run

    run(config, clock)

"""The estimator's process: step, wait, end on a signal."""

from __future__ import annotations

import json
import signal
import threading
from types import FrameType

import structlog

from balai.clock import Clock
from balai.domain.errors import BrokenLog
from server.config import HubConfig
from server.estimates.follower import Follower
from server.logs import configure_logs
from server.setup import find_hall
from server.store import StoreUnavailable, open_store

log = structlog.get_logger(__name__)
EVERY_SECONDS = 3.0
SHORTEST_WAIT = 0.5
TROUBLE_SECONDS = 10.0


def run(config: HubConfig, clock: Clock) -> None:
    """Follow the hall until SIGTERM or SIGINT. Raises what opening the store and finding the hall raise."""
    configure_logs()
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with open_store(config.store.url) as store:
        hall_id = find_hall(config, store, clock)
        follower = Follower(store, hall_id, clock)
        print(json.dumps({"ready": True, "hall": hall_id}), flush=True)  # noqa: T201  # the ready line
        follow(follower, clock, ended)


def follow(follower: Follower, clock: Clock, ended: threading.Event) -> None:
    """Step after step, at most one each three seconds of the hall's clock; a store that is away is
    tried again."""
    while not ended.is_set():
        wait = max(SHORTEST_WAIT, clock.real(EVERY_SECONDS))
        try:
            follower.step()
        except (StoreUnavailable, BrokenLog) as fault:
            log.warning("not_estimated", error=str(fault))
            wait = TROUBLE_SECONDS
        ended.wait(wait)

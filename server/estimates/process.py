"""The estimator's process: step, wait, end on a signal."""

from __future__ import annotations

import structlog

from balai.clock import Clock
from balai.domain.errors import BrokenLog
from balai.program.shell import Shell
from balai.words.said import say
from server.config import HubConfig
from server.estimates.follower import Follower
from server.logs import configure_logs
from server.setup import find_hall
from server.store import StoreUnavailable, open_store

log = structlog.get_logger(__name__)
EVERY_SECONDS = 3.0
SHORTEST_WAIT = 0.5
TROUBLE_SECONDS = 10.0


def run(shell: Shell, config: HubConfig, clock: Clock) -> None:
    """Follow the hall until told to end. Raises what opening the store and finding the hall raise."""
    configure_logs()
    store = shell.parts.enter_context(open_store(config.store.url))
    hall_id = find_hall(config, store, clock)
    follower = Follower(store, hall_id, clock, beat=shell.beat)
    shell.ready(hall=hall_id)
    follow(follower, clock, shell)


def follow(follower: Follower, clock: Clock, shell: Shell) -> None:
    """Step after step, at most one each three seconds of the hall's clock; a store that is away is
    tried again."""
    while not shell.ended.is_set():
        wait = max(SHORTEST_WAIT, clock.real(EVERY_SECONDS))
        shell.beat()
        try:
            follower.step()
            shell.status(say("cli.estimate.works"))
        except (StoreUnavailable, BrokenLog) as fault:
            log.warning("not_estimated", error=str(fault))
            shell.status(say("cli.estimate.waits", fault=fault))
            wait = TROUBLE_SECONDS
        shell.rest(wait)

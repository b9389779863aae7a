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
from server.store import Store, StoreUnavailable, open_store
from server.store.errors import NoHallYet

log = structlog.get_logger(__name__)
EVERY_SECONDS = 3.0
SHORTEST_WAIT = 0.5
TROUBLE_SECONDS = 10.0


def run(shell: Shell, config: HubConfig, clock: Clock) -> None:
    """Follow the hall until told to end, from when there is one. Raises what opening the store and finding
    the hall raise."""
    configure_logs()
    store = shell.parts.enter_context(open_store(config.store.url))
    hall_id = _hall(shell, config, store, clock)
    if hall_id is None:
        return
    follower = Follower(store, hall_id, clock, beat=shell.beat)
    shell.ready(hall=hall_id)
    follow(follower, clock, shell)


def _hall(shell: Shell, config: HubConfig, store: Store, clock: Clock) -> str | None:
    """The hall, waited for where nobody has set it up yet; None where the program is to end first."""
    while True:
        try:
            return find_hall(config, store, clock)
        except NoHallYet:
            shell.waits(say("cli.estimate.waits_for_hall"))
            if shell.rest(TROUBLE_SECONDS):
                return None


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

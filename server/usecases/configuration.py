"""The hall's configuration is put in force."""

from __future__ import annotations

from balai.clock import Clock
from balai.domain.commands import ChangeConfiguration
from balai.domain.hall.config import HallConfig
from server.store import Job, Store
from server.usecases.asking import settle
from server.usecases.at_once import todays_log


def put_in_force(store: Store, wanted: HallConfig, clock: Clock, actor: str = "system") -> bool:
    """Put a configuration in force beside a hub, at once and from the next day on; False where it is in
    force already.

    Raises Refusal where the day that is open still needs what would go.
    """
    if store.halls.get(wanted.hall.id) == wanted:
        return False
    with todays_log(store, wanted.hall.id, clock) as log:
        if log is None:
            return store.halls.put(wanted, clock.now())
        settle(log.submit(Job(ChangeConfiguration(actor=actor, config=wanted))))
        return True

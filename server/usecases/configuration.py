"""The hall's configuration is put in force."""

from __future__ import annotations

from enum import StrEnum

from balai.clock import Clock
from balai.domain.commands import ChangeConfiguration
from balai.domain.decide.closing import is_left_behind
from balai.domain.hall.config import HallConfig
from balai.domain.hall.localtime import local_date
from balai.domain.hall.opening import zone_of
from balai.errors import Refusal
from server.store import Job, Store
from server.store.day import eventlog
from server.usecases.asking import settle


class InForce(StrEnum):
    """Since when a configuration is in force: said only of what the state shows."""

    NOW = "now"
    ALREADY = "already"
    NEXT_DAY = "next_day"


def put_in_force(store: Store, wanted: HallConfig, clock: Clock, actor: str = "system") -> InForce:
    """Put a configuration in force beside a hub, at once and from the next day on.

    It is decided against the day that is open in the log, whatever date `clock` shows, and opens none. Of
    a day that is over by that clock, and has left nobody behind, it may also wait for the next.

    Raises Refusal where the day that is open still needs what would go.
    """
    hall_id = wanted.hall.id
    with store.read.connect() as connection:
        has_log = eventlog.last_day(connection, hall_id) is not None
    if not has_log:
        return InForce.NOW if store.halls.put(wanted, clock.now()) else InForce.ALREADY
    writer = store.writer(hall_id, clock, may_open=lambda *_: False)
    before = writer.day
    try:
        if before.config == wanted and store.halls.get(hall_id) == wanted:
            return InForce.ALREADY
        outcome = writer.commit([Job(ChangeConfiguration(actor=actor, config=wanted))]).outcomes[0]
        settle(outcome)
        store.halls.put(wanted, clock.now())
    except Refusal as refusal:
        over = local_date(clock.now(), zone_of(before.config)) > before.date
        if refusal.code != "in_use_today" or not over or is_left_behind(before):
            raise
        store.halls.put(wanted, clock.now())
        return InForce.NEXT_DAY
    finally:
        writer.close()
    return InForce.NOW

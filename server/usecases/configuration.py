"""The hall's configuration is put in force: in a hub, or beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from balai.clock import Clock
from balai.domain.commands import ChangeConfiguration
from balai.domain.day import HallDay, Happened, decide
from balai.domain.decide.closing import is_left_behind
from balai.domain.hall.config import HallConfig
from balai.domain.hall.localtime import local_date
from balai.domain.hall.opening import zone_of
from balai.errors import Refusal
from balai.protocol.answers import HallInForce
from balai.protocol.requests import Change
from server.store import Job, Store
from server.store.day import eventlog
from server.store.day.todays_log import TodaysLog
from server.usecases.asking import Kept, digest_of, settle


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


@dataclass(frozen=True)
class Configuration:
    """The configuration of the hall whose day a hub keeps."""

    store: Store
    log: TodaysLog

    def check(self, wanted: HallConfig) -> None:
        """Raises Refusal where the day that is open still needs what would go. Changes nothing."""
        decide(self.log.refresh(), ChangeConfiguration(config=wanted), self.log.now())

    def change(self, actor: str, wanted: HallConfig, request: Change) -> Kept:
        """Put it in force, at once and from the next day on. Raises Refusal, as `ask` does."""
        command = ChangeConfiguration(actor=actor, config=wanted)
        digest = digest_of(actor, "PUT /hall/file", request)
        outcome = self.log.submit(Job(command, str(request.request_id), digest, _in_force))
        answer = settle(outcome)
        if not outcome.repeated:
            # Another one may lie there for the next day, beside the one that the day has already.
            self.log.run(lambda: self.store.halls.put(wanted, self.log.now()))
        return answer


def _in_force(day: HallDay, _events: tuple[Happened, ...]) -> Mapping[str, Any]:
    return HallInForce(day=day.date.isoformat(), seq=day.seq).model_dump()

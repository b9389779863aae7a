"""The hall's configuration is put in force, in a hub or beside it: now, or when a later day opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from balai.clock import Clock
from balai.domain.commands import ChangeConfiguration, WithdrawChange
from balai.domain.day import HallDay, Happened, decide
from balai.domain.events import ConfigurationChanged, ConfigurationScheduled
from balai.domain.hall.config import HallConfig
from balai.domain.registers.scheduled import Scheduled
from balai.errors import Refusal
from balai.protocol.managed.hall_changes import ChangeRow, HallChange, HallInForce, Since
from balai.protocol.requests import Change
from balai.words.said import say
from server.store import Job, Store
from server.store.day import eventlog
from server.store.day.jobs import Answer
from server.store.day.requests import Answers
from server.store.day.todays_log import TodaysLog
from server.usecases.asking import Kept, RequestIdReused, ask, digest_of, settle
from server.usecases.at_once import AtOnce


def put_in_force(
    store: Store, wanted: HallConfig, clock: Clock, on: date | None = None, *, replaces: bool = False
) -> HallInForce:
    """Put a configuration in force beside a hub, as `Configuration.change` does within it.

    It is decided against the day that is open in the log, whatever date `clock` shows, and opens none. In
    a hall that has not opened a day yet it is in force at once. Raises Refusal.
    """
    with _log_of(store, wanted.hall.id, clock) as log:
        if log is None:
            since: Since = "now" if store.halls.put(wanted, clock.now()) else "already"
            return HallInForce(since=since, day="", seq=0)
        command = ChangeConfiguration(config=wanted, on=on, replaces=replaces)
        kept = settle(log.submit(Job(command, answer=_in_force(wanted))))
        answer = HallInForce.model_validate_json(kept.text)
        if answer.since != "waits" and store.halls.put(wanted, clock.now()):
            # A store of before may hold another one for the next day, beside the one that the day has.
            return answer.model_copy(update={"since": "now"})
        return answer


def withdraw(store: Store, hall_id: str, clock: Clock) -> None:
    """Take back what waits, beside a hub. Raises Refusal."""
    with _log_of(store, hall_id, clock) as log:
        if log is None:
            raise Refusal("nothing_waits", say("error.no_change_waits"))
        settle(log.submit(Job(WithdrawChange())))


def scheduled(store: Store, hall_id: str, clock: Clock) -> Scheduled | None:
    """The change that waits, read beside a hub."""
    with _log_of(store, hall_id, clock) as log:
        return log.day.scheduled if log is not None else None


@contextmanager
def _log_of(store: Store, hall_id: str, clock: Clock) -> Iterator[AtOnce | None]:
    """The log of the hall's last day, whatever date it is; None where it has none."""
    with store.read.connect() as connection:
        has_log = eventlog.last_day(connection, hall_id) is not None
    if not has_log:
        yield None
        return
    writer = store.writer(hall_id, clock, may_open=lambda *_: False)
    try:
        yield AtOnce(writer)
    finally:
        writer.close()


@dataclass(frozen=True)
class Configuration:
    """The configuration of the hall whose day a hub keeps."""

    store: Store
    log: TodaysLog

    def check(self, wanted: HallConfig) -> HallInForce:
        """What putting it in force now would answer. Raises Refusal where it cannot be. Changes nothing."""
        day, now = self.log.refresh(), self.log.now()
        command = ChangeConfiguration(config=wanted, replaces=True)
        events = decide(day, command, now)
        own = tuple(Happened(day.seq + 1, now, "", event) for event in events)
        return HallInForce.model_validate(_in_force(wanted)(day, own))

    def change(
        self,
        actor: str,
        wanted: HallConfig,
        request: Change,
        on: date | None = None,
        *,
        replaces: bool = False,
        route: str = "PUT /hall/file",
    ) -> Kept:
        """Put it in force at once, when the day `on` opens, or when the next does. Raises as `ask`."""
        command = ChangeConfiguration(actor=actor, config=wanted, on=on, replaces=replaces)
        digest = digest_of(actor, route, request)
        outcome = self.log.submit(Job(command, str(request.request_id), digest, _in_force(wanted)))
        kept = settle(outcome)
        if not outcome.repeated and HallInForce.model_validate_json(kept.text).since != "waits":
            # A store of before may hold another one for the next day, beside the one that the day has.
            self.log.run(lambda: self.store.halls.put(wanted, self.log.now(), actor))
        return kept

    def answered(self, actor: str, request: Change, route: str) -> Kept | None:
        """The answer that a request was given before, or None. Raises RequestIdReused."""
        with self.store.read.connect() as connection:
            hall_id, asked = self.log.day.config.hall.id, str(request.request_id)
            known = Answers(connection.dialect).find(connection, hall_id, [asked]).get(asked)
        if known is None:
            return None
        if known.digest != digest_of(actor, route, request):
            raise RequestIdReused(say("detail.reused"))
        return Kept(known.text, known.status)

    def waiting(self) -> HallChange:
        """The change that waits for a later day."""
        return _waiting(self.log.refresh())

    def withdraw(self, actor: str, request: Change) -> Kept:
        """Take back what waits. The answer is a HallChange that holds none. Raises Refusal, as `ask`."""
        command = WithdrawChange(actor=actor)
        return ask(
            self.log, command, request, "POST /hall/change/withdraw",
            lambda day, _: _waiting(day).model_dump(mode="json"),
        )  # fmt: skip


def waiting_row(day: HallDay) -> ChangeRow | None:
    """The change that waits for a later day, without its contents."""
    waits = day.scheduled
    if waits is None:
        return None
    return ChangeRow(on=waits.on, since=waits.since, by=waits.by, in_use=waits.in_use)


def _waiting(day: HallDay) -> HallChange:
    return HallChange(waiting=waiting_row(day), day=day.date.isoformat(), seq=day.seq)


def _in_force(wanted: HallConfig) -> Answer:
    """Since when `wanted` is in force: said only of what the state shows."""

    def answer(day: HallDay, own: tuple[Happened, ...]) -> Mapping[str, Any]:
        waits: Scheduled | ConfigurationScheduled | None
        waits = next((h.event for h in own if isinstance(h.event, ConfigurationScheduled)), None)
        changed = any(isinstance(h.event, ConfigurationChanged) for h in own)
        if waits is None and not changed and day.config != wanted:
            waits = day.scheduled
        since: Since = "waits" if waits else "now" if changed else "already"
        return HallInForce(
            since=since, on=waits.on if waits else None, in_use=waits.in_use if waits else (),
            day=day.date.isoformat(), seq=day.seq,
        ).model_dump(mode="json")  # fmt: skip

    return answer

"""Hand-over: what the kiosk gave out by itself goes to the hub, in order, until the hub has it.

And the other way: numbers to hold, hours and quotas for the next time that the hub is not heard.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import structlog

from balai.clock import Clock
from balai.domain.hall.localtime import local_date
from balai.domain.hall.numbering import parted
from balai.protocol.devices import cut_off as p
from balai.protocol.requests import Channel
from hardware.machine import MachineState
from hardware.ports import HubRefused, HubUnavailable
from kiosk.flow.deadline import Deadline
from kiosk.journal.file import JournalFault
from kiosk.journal.hub_time import Heard, HubTime
from kiosk.journal.journal import Journal
from kiosk.journal.own_numbers import standing
from kiosk.journal.records import Paper, Record
from kiosk.journal.roll import RollBook

#: How long an answer is waited for (real seconds), how often what is known is had anew (the clock's), and
#: when it is tried again (real seconds, with jitter: a hall's kiosks find their hub together).
PATIENCE, REFRESH_SECONDS, AGAIN = 5.0, 600.0, (0.5, 1.5)

#: The hub's no where it has lost something of the chain.
BEHIND = "chain_behind"

log = structlog.get_logger(__name__)


class TakesTickets(Protocol):
    """The part of the link that is used here. Each raises HubRefused and HubUnavailable."""

    def hold_numbers(self, wanted: p.HoldNumbers) -> p.HeldNumbers:
        """Numbers for when the hub is not heard."""

    def offline_facts(self, services: tuple[str, ...]) -> p.OfflineFacts:
        """Hours and quotas of the coming days."""

    def adopt(self, ticket: p.AdoptVisit) -> p.AdoptedVisit:
        """A ticket that was given out."""

    def mark_ticket(self, visit_id: str, request_id: str, *, printed: bool, certain: bool) -> None:
        """What is known of a ticket's paper."""

    def void(self, visit_id: str, what: p.VoidVisit) -> p.AdoptedVisit:
        """What was never handed out."""


class HandOver:
    """A thread of its own, so that no visitor waits for it."""

    def __init__(
        self,
        link: TakesTickets,
        journal: Journal,
        hub_time: HubTime,
        clock: Clock,
        services: frozenset[str],
        *,
        channel: Channel = "kiosk",
        changed: Callable[[], None] = lambda: None,
        restored: Callable[[], None] = lambda: None,
        deadline: Deadline | None = None,
    ) -> None:
        """`services` are those that the kiosk stands for (none: all), `channel` the way by which its visitors
        come; `changed` is called when something was handed over or learned, `restored` when a hub of before
        has it all again."""
        self._link, self._journal, self._time, self._clock = link, journal, hub_time, clock
        self._services, self._changed = tuple(sorted(services)), changed
        self._restored = restored
        self._deadline, self._channel = deadline or Deadline(), channel
        self._linked = self._first = False
        held = journal.kit.held
        self._reached = (held.day, held.seq) if held is not None else ("", 0)
        self._due: float | None = clock.monotonic()
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="hand-over", daemon=True)

    def start(self) -> None:
        """Begin to hand over."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; harmless to repeat."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(0.3)

    def hear(self, *, linked: bool, anew: bool = False) -> None:
        """The hub is heard or not; `anew`: what is known of the hall is old."""
        if linked != self._linked or anew:
            self._linked = linked
            self._due = self._clock.monotonic() if linked else None
            self._wake.set()

    def nudge(self) -> None:
        """Something is to be handed over."""
        self._wake.set()

    def step(self) -> bool:
        """Hand over all that is to be, and learn what is old. Returns whether the hub answered."""
        if not self._linked:
            return True
        try:
            self._bring()
        except HubRefused as refused:
            log.warning("hand_over_refused", code=refused.code, reason=str(refused))
            self._first = refused.code == BEHIND
            return False
        except (HubUnavailable, JournalFault) as fault:
            log.warning("hand_over_waits", reason=str(fault), waiting=len(self._journal.backlog))
            return False
        return True

    def _bring(self) -> None:
        if not self._time.certain:
            self._facts()
        if self._first:  # the hub has lost something: that comes before anything new
            self._learn()
            self._first = False
        for record in self._journal.backlog:
            self._hand(record)
        if self._due is not None and self._clock.monotonic() >= self._due:
            self._learn()

    def _run(self) -> None:
        while not self._stopping.is_set():
            answered = self.step()
            if not answered:
                self._stopping.wait(random.uniform(*AGAIN))  # noqa: S311  # spreads attempts, no secret
                continue
            self._wake.wait(max(AGAIN[0], self._clock.real(5.0)))
            self._wake.clear()

    def _hand(self, record: Record, *, again: bool = False) -> None:
        given = record.number is not None or record.answer is not None
        try:
            day = self._adopt(record, again=again) if given else self._void(record, again=again)
        except HubRefused as refused:
            if refused.code == BEHIND:
                raise
            log.error("ticket_declined", n=record.n, code=refused.code, reason=str(refused))  # noqa: TRY400
            self._journal.decline(record, refused.code, self._date(self._time.now()))
        except ValueError:
            # Nothing that stands in the file may keep what follows it from the hub.
            log.exception("ticket_unfit", n=record.n)
            self._journal.decline(record, "unfit", self._date(self._time.now()))
        else:
            self._journal.handed(record, day)
        self._changed()

    def _void(self, record: Record, *, again: bool) -> str:
        after = 0 if again else self._after(record)
        what = p.VoidVisit(request_id=uuid4(), chain=self._journal.chain, n=record.n, after=after)
        return self._seen(self._ask(lambda: self._link.void(record.visit_id, what)))

    def _seen(self, told: p.AdoptedVisit | p.HeldNumbers) -> str:
        """How far the hub's log has come, as its answer says; the day of it."""
        self._reached = max(self._reached, (told.day, told.seq))
        return told.day

    def _after(self, record: Record) -> int:
        """What the hub has said to have before a press."""
        held = self._journal.kit.held
        return min(self._journal.acked(held.day), record.n - 1) if held else 0

    def _adopt(self, record: Record, *, again: bool) -> str:
        number = record.number or self._hubs_number(record)
        at = self._time.at(record.boot, record.ticks)
        certain = at is not None or record.certain
        when = at or datetime.fromisoformat(record.at)
        ticket = p.AdoptVisit(
            request_id=uuid4(), visit_id=UUID(record.ticket_id), chain=self._journal.chain, n=record.n,
            day=self._date(when if certain else self._time.now()), own=record.number is not None,
            service_id=record.choice["service_id"], also=record.choice["also"],
            channel=self._channel, persons=record.choice["persons"],
            priority_class=record.choice["priority_class"],
            abandons=UUID(record.visit_id) if record.number and record.asked else None,
            occurred_at=when, clock_certain=certain,
            printed="unknown" if self._is_doubtful(record) else "yes",
            after=0 if again else self._after(record), **number,
        )  # fmt: skip
        adopted = self._ask(lambda: self._link.adopt(ticket))
        log.info("ticket_handed_over", n=record.n, number=adopted.number, flags=adopted.flags)
        return self._seen(adopted)

    def _is_doubtful(self, record: Record) -> bool:
        return record.paper is Paper.GIVEN_UP or record.ticket_id in self._journal.doubtful

    def _hubs_number(self, record: Record) -> dict[str, Any]:
        """The number that a hub gave that has lost it."""
        assert record.answer is not None
        prefix, digits = parted(record.answer["number"])
        facts = self._journal.kit.facts
        offered = facts.services.get(record.choice["service_id"]) if facts else None
        series_id = offered.series_id if offered else prefix.lower()
        return {"series_id": series_id, "prefix": prefix, "ordinal": int(digits), "width": len(digits)}

    def _learn(self) -> None:
        held = self._journal.kit.held
        ours = standing(held, self._date(self._time.now())) if held else ()
        claims = tuple(p.ClaimedBlock(**block.model_dump()) for block in ours)
        wanted = p.HoldNumbers(
            request_id=uuid4(), chain=self._journal.chain, services=self._services, claims=claims
        )
        # What the hub says to a press meanwhile may be newer than its answer here.
        said = self._journal.acked_last
        try:
            mine = self._ask(lambda: self._link.hold_numbers(wanted))
            facts, heard = self._facts()
        except HubRefused as refused:
            log.warning("no_own_numbers", code=refused.code, reason=str(refused))
        else:
            self._journal.keep(replace(self._journal.kit, held=mine, facts=facts, heard=heard))
            self._bring_again(mine, said)
            self._journal.roll(mine.day)
            self._changed()
        self._due = self._clock.monotonic() + REFRESH_SECONDS

    def _facts(self) -> tuple[p.OfflineFacts, Heard | None]:
        """Hours and quotas, and the time that came with them."""
        begun = time.monotonic()
        facts: p.OfflineFacts = self._ask(lambda: self._link.offline_facts(self._services))
        return facts, self._time.hear(facts.now, time.monotonic() - begun)

    def _bring_again(self, mine: p.HeldNumbers, said: tuple[str, int]) -> None:
        """A hub that knows less of the chain than it had `said` before it was asked, or less of its day, was
        restored from a copy."""
        on, n = said
        known, shorter = n if on == mine.day else 0, (mine.day, mine.seq) < self._reached
        if known <= mine.last_n and not (shorter and mine.day == self._reached[0]):
            self._seen(mine)
            return
        self._reached = mine.day, mine.seq
        lost = [r for r in self._journal.lost_by(mine.last_n, mine.day) if r.n <= known]
        log.error("hub_is_of_before", knows=mine.last_n, brought=len(lost))
        for record in lost:
            self._hand(record, again=True)
        for ticket_id in self._journal.unsure:
            self._mark(ticket_id)
        # The last may have been no ticket: so that the hub has the whole chain again.
        what = p.VoidVisit(request_id=uuid4(), chain=self._journal.chain, n=known)
        self._ask(lambda: self._link.void(str(uuid4()), what))
        self._restored()

    def _mark(self, ticket_id: str) -> None:
        """Nobody knows of its paper; a hub that has no such visit any more needs not know that."""
        with suppress(HubRefused):
            self._ask(lambda: self._link.mark_ticket(ticket_id, str(uuid4()), printed=False, certain=False))

    def _ask(self, ask: Callable[[], Any]) -> Any:
        return self._deadline.call(PATIENCE, ask)

    def _date(self, moment: datetime) -> Any:
        hall = self._journal.kit.hall
        return local_date(moment, ZoneInfo(hall.hall.time_zone if hall else "Asia/Jakarta"))


@dataclass(frozen=True)
class Kept:
    """What is given out: the journal of it, the hub's time by which it goes, and how the hub gets it; what is
    left of the paper; and how the machine is that keeps all that."""

    journal: Journal
    time: HubTime
    handover: HandOver
    roll: RollBook
    machine: Callable[[], MachineState] = MachineState

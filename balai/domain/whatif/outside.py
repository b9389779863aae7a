"""What came from outside on a day that is played again: numbers given, counters opened and left, closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.closing import overtaken, waiting_legs
from balai.domain.state import Happened
from balai.domain.visit import CounterStatus, LegState
from balai.domain.whatif.recorded import Recording

if TYPE_CHECKING:
    from balai.domain.whatif.player import Player

_AT_COUNTERS = (e.CounterOpened, e.CounterPaused, e.CounterResumed, e.CounterClosed, e.CounterReleased)


class Outside:
    """Makes what came from outside happen again, as far as it still can."""

    def __init__(self, recording: Recording, player: Player) -> None:
        self._recording, self._player = recording, player
        events = recording.outside
        self._taken = {one.event.leg_id for one in events if isinstance(one.event, e.LegTaken)}
        self._issued: dict[str, Happened] = {}
        #: Counters that were left together with the waiting for their services, by moment and actor.
        self._left = {(one.at, one.actor) for one in events if isinstance(one.event, e.CounterClosed)}
        self._ended = {(one.at, one.actor) for one in events if isinstance(one.event, e.VisitUnserved)}

    def as_asked(self, events: Iterable[Happened]) -> Iterator[Happened]:
        """The events, those of one command that one of them stands for once."""
        seen: set[tuple[str, datetime, str]] = set()
        for happened in events:
            if isinstance(happened.event, (e.VisitUnserved, e.VisitRestored)):
                key = happened.event.TYPE, happened.at, happened.actor
                if key in seen:
                    continue
                seen.add(key)
            yield happened

    def happens(self, happened: Happened, now: datetime) -> None:
        """One event."""
        event = happened.event
        if isinstance(event, _AT_COUNTERS):
            self._player.when_free(event.counter_id, partial(self._at_counter, happened), now)
        elif isinstance(event, e.VisitIssued):
            self._comes(happened, event, now)
        elif isinstance(event, e.LegTaken):
            self._player.when_free(event.counter_id, partial(self._taken_at, happened, event), now)
        elif isinstance(event, (e.VisitUnserved, e.VisitRestored)):
            self._closing(happened, now)
        elif isinstance(event, e.ConfigurationChanged):
            self._player.fold(happened, replace(event, config=self._player.under(event.config)), now)
        else:
            self._in_line(happened, now)

    def _comes(self, happened: Happened, event: e.VisitIssued, now: datetime) -> None:
        if event.visit_id in self._recording.void:
            return
        if event.leg_id in self._taken:
            self._issued[event.leg_id] = happened
        else:
            self._player.fold(happened, event, now)

    def _taken_at(self, happened: Happened, event: e.LegTaken, now: datetime) -> None:
        """Somebody who stood at the counter: served there as soon as nobody is."""
        issued = self._issued.pop(event.leg_id, None)
        if issued is not None and self._player.day.counter(event.counter_id).status is CounterStatus.OPEN:
            self._player.fold(issued, issued.event, now, looks=False)
            if self._player.fold(happened, event, now):
                self._player.serve(event.counter_id, now)

    def _in_line(self, happened: Happened, now: datetime) -> None:
        """Who waits goes away, changes, gives up; and what concerns nobody who waits."""
        event, player = happened.event, self._player
        if isinstance(event, e.VisitCancelled):
            player.ask(c.CancelVisit(visit_id=event.visit_id), now)
        elif isinstance(event, e.LegSetAside):
            latest = now + timedelta(minutes=player.day.config.rules.keep_place_minutes)
            player.ask(ec.SetAside(leg_id=event.leg_id, until=min(event.until, latest)), now)
        elif isinstance(event, e.LegReturned):
            player.ask(c.ReturnLeg(leg_id=event.leg_id), now)
        elif isinstance(event, e.VisitChanged):
            visit = player.day.visits.get(event.visit_id)
            leg = player.day.current_leg(visit) if visit is not None else None
            if leg is not None and leg.state is LegState.WAITING:
                player.fold(happened, replace(event, leg_id=leg.id), now)
        else:
            player.fold(happened, event, now)

    def _at_counter(self, happened: Happened, now: datetime) -> None:
        event, actor = happened.event, happened.actor
        command: c.Command
        if isinstance(event, e.CounterOpened):
            command = c.OpenCounter(
                counter_id=event.counter_id,
                session_id=event.session_id,
                actor=actor,
                skills=event.service_ids,
            )
        elif isinstance(event, e.CounterPaused):
            until = event.until if event.until is not None and event.until > now else None
            command = c.PauseCounter(
                counter_id=event.counter_id, until=until, reason=event.reason, actor="system"
            )
        elif isinstance(event, e.CounterResumed):
            command = c.ResumeCounter(counter_id=event.counter_id, actor="system")
        elif isinstance(event, e.CounterReleased):
            command = c.ReleaseCounter(counter_id=event.counter_id)
        else:
            assert isinstance(event, e.CounterClosed)
            ends = (happened.at, actor) in self._ended
            command = c.CloseCounter(
                counter_id=event.counter_id, actor="system", waiting="end" if ends else "stay",
                codes=self._codes() if ends else {},
            )  # fmt: skip
        self._player.ask(command, now)

    def _closing(self, happened: Happened, now: datetime) -> None:
        if isinstance(happened.event, e.VisitRestored):
            self._player.ask(c.Reopen(), now)
        elif (happened.at, happened.actor) not in self._left:
            by_staff = happened.actor.startswith("staff:")
            day = self._player.day
            legs = waiting_legs(day) if by_staff else overtaken(day, now)
            codes = self._codes({leg.visit_id for leg in legs})
            self._player.ask(c.CloseDay(codes=codes), now)

    def _codes(self, visits: set[str] | None = None) -> dict[str, str]:
        """A code for each who waits: nobody reads it."""
        return {
            leg.visit_id: f"W{leg.visit_id}"
            for leg in waiting_legs(self._player.day)
            if visits is None or leg.visit_id in visits
        }

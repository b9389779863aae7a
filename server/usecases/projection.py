"""What each audience hears of an event, and each event's place in the room of that audience. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balai.domain import events as e
from balai.domain.state import HallDay, Happened
from balai.domain.visit import CounterStatus, Leg
from balai.protocol import pushes as p
from balai.protocol.views import Audience
from server.usecases.views import leg_at_counter

AUDIENCES: tuple[Audience, ...] = ("board", "staff", "device")
TAIL = 512


def project(day: HallDay, happened: Happened, audience: Audience) -> dict[str, Any] | None:
    """The push's data (JSON) of an event for one audience, or None where it is not for them.

    `day` is the day after the event or any later state of it: what is told of a leg or a counter
    does not change afterwards, so a batch may be projected when all of it has been folded.
    """
    kind = p.DATA[audience].get(happened.event.TYPE)
    if kind is None:
        return None
    facts = _FACTS[type(happened.event)](day, happened, happened.event)
    return kind.model_validate(facts).model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with its place in one room. What it says there is made only where somebody hears it."""

    audience: Audience
    prev: int
    happened: Happened

    def push(self, day: HallDay) -> p.Push:
        """The push; `day` is the day after the event or any later state of it."""
        happened = self.happened
        data = project(day, happened, self.audience)
        assert data is not None
        return p.Push(
            day=day.date.isoformat(),
            seq=happened.seq,
            prev=self.prev,
            type=happened.event.TYPE,
            at=happened.at,
            data=data,
        )


class Room:
    """One audience's part of today's log: its last seq, and its latest events for those who missed some."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self.day = ""
        self.head = 0
        self._tail: deque[Placed] = deque(maxlen=TAIL)

    def observe(self, date: str, happened: Happened) -> Placed | None:
        """The place of the log's next event in this room, or None where it is not heard here.

        `date` is its day. An event seen before gives None, so a part of the log may be offered twice.
        """
        if isinstance(happened.event, e.DayOpened) and date > self.day:
            self.day, self.head = date, 0
            self._tail.clear()
        known = happened.event.TYPE in p.DATA[self.audience]
        if not known or date != self.day or happened.seq <= self.head:
            return None
        placed = Placed(self.audience, self.head, happened)
        self.head = happened.seq
        self._tail.append(placed)
        return placed

    def after(
        self, position: tuple[str, int], day: HallDay, at: datetime | None = None
    ) -> list[p.Push] | None:
        """The pushes after a (day, seq), in order; None where only a snapshot helps: another day, a seq
        that this room has not reached, too many missed, an event that asks for a snapshot, or a log that
        by its times is not the one in which that seq happened `at`."""
        date, seq = position
        if date != self.day or date != day.date.isoformat() or not seq:
            return None
        missed = [placed for placed in self._tail if placed.happened.seq > seq]
        had = len(self._tail) - len(missed)
        if at is not None and had and self._tail[had - 1].happened.at > at:
            return None
        reaches = missed[0].prev <= seq if missed else self.head <= seq
        if not reaches or any(placed.happened.event.TYPE in p.ASKS_FOR_SNAPSHOT for placed in missed):
            return None
        return [placed.push(day) for placed in missed]


class RoomHeads:
    """All rooms of one hall, fed with its log in order; `replay` rebuilds them from its start."""

    def __init__(self) -> None:
        self.rooms: Mapping[Audience, Room] = {audience: Room(audience) for audience in AUDIENCES}
        self._seen = ("", 0)

    @property
    def seen(self) -> tuple[str, int]:
        """The (day, seq) up to which the log was observed."""
        return self._seen

    def observe(self, date: str, happened: Happened) -> list[Placed]:
        """The places of one event in the rooms that hear it; none for an event observed before."""
        if (date, happened.seq) <= self._seen:
            return []
        self._seen = (date, happened.seq)
        places = (room.observe(date, happened) for room in self.rooms.values())
        return [placed for placed in places if placed is not None]

    def follows(self, date: str, happened: Happened) -> bool:
        """Whether no event was left out between what was observed and this one."""
        if isinstance(happened.event, e.DayOpened):
            return True
        seen, seq = self._seen
        return seen == date and happened.seq <= seq + 1

    def replay(self, date: str, log: Iterable[Happened]) -> None:
        """Observe a whole log (from `day_opened`) without telling anybody."""
        for happened in log:
            self.observe(date, happened)

    def begin(self, date: str, after: int, log: Iterable[Happened]) -> None:
        """Start within a day, from the events after seq `after`.

        A room that heard nothing since then takes `after` as its last seq: who has less than that
        takes a snapshot, once, and nobody misses anything.
        """
        if after:
            for room in self.rooms.values():
                room.day, room.head = date, after
            self._seen = (date, after)
        self.replay(date, log)


Facts = dict[str, Any]


def _nothing(day: HallDay, h: Happened, event: e.Event) -> Facts:
    return {}


def _agency_of(day: HallDay, leg: Leg) -> str:
    service = day.config.service_by_id.get(leg.service_id)
    return service.agency_id if service else ""


def _called(day: HallDay, h: Happened, event: e.LegCalled | e.LegRecalled) -> Facts:
    leg = day.legs[event.leg_id]
    counter = day.config.counter_by_id.get(event.counter_id)
    first = isinstance(event, e.LegCalled)
    return {
        "leg_id": leg.id,
        "number": leg.number,
        "service_id": leg.service_id,
        "agency_id": _agency_of(day, leg),
        "counter_id": event.counter_id,
        "counter_number": counter.number if counter else 0,
        "called_at": h.at if first else leg.called_at or h.at,
        "recalls": 0 if isinstance(event, e.LegCalled) else event.times,
    }


def _at_counter(day: HallDay, h: Happened, event: Any) -> Facts:
    return {
        "leg_id": event.leg_id,
        "counter_id": event.counter_id,
        "presumed": getattr(event, "presumed", False),
        "when": h.when,
    }


def _aside(day: HallDay, h: Happened, event: e.LegParked | e.LegMissed) -> Facts:
    leg = day.legs[event.leg_id]
    until = event.until if isinstance(event, e.LegParked) else None
    missed_at = h.when if isinstance(event, e.LegMissed) else None
    aside = {**_waits(leg), "counter_id": event.counter_id, "until": until, "missed_at": missed_at}
    return {**_at_counter(day, h, event), "aside": aside}


def _waits(leg: Leg) -> Facts:
    return {
        "leg_id": leg.id,
        "visit_id": leg.visit_id,
        "number": leg.number,
        "service_id": leg.service_id,
        "priority_class": leg.priority_class,
        "arrived_at": leg.arrived_at,
        "order": leg.order,
    }


def _leg_waits(day: HallDay, h: Happened, event: e.VisitIssued | e.LegReturned | e.LegReinstated) -> Facts:
    return _waits(day.legs[event.leg_id])


def _transferred(day: HallDay, h: Happened, event: e.LegTransferred) -> Facts:
    visit_id = day.legs[event.leg_id].visit_id
    waits = _next_waits(day, visit_id, event.new_leg_id, event.service_id)
    return {**_at_counter(day, h, event), "waits": waits}


def _begun(day: HallDay, h: Happened, event: e.LegBegun) -> Facts:
    return _next_waits(day, event.visit_id, event.leg_id, event.service_id)


def _next_waits(day: HallDay, visit_id: str, leg_id: str, service_id: str) -> Facts:
    # The leg itself is gone in a later day where its beginning was undone.
    first = day.legs[day.visits[visit_id].leg_ids[0]]
    return {**_waits(first), "leg_id": leg_id, "service_id": service_id}


def _cancelled(day: HallDay, h: Happened, event: e.VisitCancelled) -> Facts:
    return {"visit_id": event.visit_id, "leg_id": event.leg_id}


def _unserved(day: HallDay, h: Happened, event: e.VisitUnserved) -> Facts:
    leg = day.legs[event.leg_id]
    return {
        "visit_id": event.visit_id,
        "leg_id": event.leg_id,
        "number": leg.number,
        "service_id": leg.service_id,
        "voucher": event.voucher,
        "valid_on": event.valid_on,
    }


def _reinstated(day: HallDay, h: Happened, event: e.LegReinstated) -> Facts:
    return {**_at_counter(day, h, event), **_leg_waits(day, h, event)}


def _restored(day: HallDay, h: Happened, event: e.StepUndone) -> Facts:
    return {
        "counter_id": event.counter_id,
        "leg": leg_at_counter(day.legs[event.leg_id]),
        "removed_leg_id": event.removed_leg_id,
    }


def _announced(day: HallDay, h: Happened, event: e.AnnouncementMade) -> Facts:
    return {
        "announcement_id": event.announcement_id,
        "zone_id": event.zone_id,
        "language": event.language,
        "times": event.times,
    }


def _counter(status: CounterStatus) -> Callable[[HallDay, Happened, Any], Facts]:
    def facts(day: HallDay, h: Happened, event: Any) -> Facts:
        holder = None if status is CounterStatus.CLOSED else h.actor
        if holder == "system":
            holder = day.counter(event.counter_id).holder
        until = getattr(event, "until", None)
        reason = getattr(event, "reason", None)
        return {
            "counter_id": event.counter_id,
            "status": status.value,
            "until": until,
            "holder": holder,
            "reason": reason,
        }

    return facts


_FACTS: Mapping[type[e.Event], Callable[[HallDay, Happened, Any], Facts]] = {
    e.DayOpened: _nothing,
    e.ConfigurationChanged: _nothing,
    e.VisitIssued: _leg_waits,
    e.VisitCancelled: _cancelled,
    e.LegCalled: _called,
    e.LegRecalled: _called,
    e.LegStarted: _at_counter,
    e.LegFinished: _at_counter,
    e.LegMissed: _aside,
    e.LegParked: _aside,
    e.LegReturned: _leg_waits,
    e.LegTransferred: _transferred,
    e.CounterOpened: _counter(CounterStatus.OPEN),
    e.CounterPaused: _counter(CounterStatus.PAUSED),
    e.CounterResumed: _counter(CounterStatus.OPEN),
    e.CounterClosed: _counter(CounterStatus.CLOSED),
    e.CounterReleased: _counter(CounterStatus.CLOSED),
    e.VisitUnserved: _unserved,
    e.LegReinstated: _reinstated,
    e.LegBegun: _begun,
    e.StepUndone: _restored,
    e.AnnouncementMade: _announced,
}

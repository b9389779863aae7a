"""What a hall's log teaches about time: how long services take, who does not come, who rests when.

Fed with every event and the day after it, as the log has them; sees nothing else. All lengths are in
seconds; a time of day is in seconds from the hall's local midnight.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from statistics import median

from balai.domain import events as e
from balai.domain.registers.bookings import BookingMade, BookingReleased
from balai.domain.state import HallDay, Happened
from balai.domain.visit import AT_COUNTER, Leg, LegState
from balai.domain.waits.learned.habits import Breaks
from balai.domain.waits.learned.hours import break_before, opening_before
from balai.domain.waits.learned.pace import Spread, spread_of
from balai.domain.waits.learned.record import AT_LEAST, AT_MOST, EXACT, DayRecord, Ended, pooled, waited_group

DAYS_KEPT = 20
#: A desk that calls nobody for longer, with somebody in line, was away: no gap between two visitors.
LONGEST_GAP = 5400.0
#: Who has just come is called within so many seconds by a desk that is free.
AT_ONCE = 120.0
#: A desk that has been free for so long at most goes into a break from its work.
JUST_FREE = timedelta(minutes=3)
#: A length counts at most so many times the service's standard, or its own usual length.
CAP = 4.0
#: Of so many latest lengths the usual one is told, where there are not too few.
USUAL, FEW = 40, 5
#: A pause that begins so long before a break of the calendar is that break.
BREAK_EARLY = timedelta(minutes=20)

#: The events with which a leg leaves its counter.
Left = e.LegFinished | e.LegMissed | e.LegParked | e.LegTransferred


class Memory:
    """Today's record and those of earlier days, the latest last. Mutable; one per hall."""

    def __init__(self) -> None:
        self.days: list[DayRecord] = []
        self.today: DayRecord | None = None
        self.version = 0
        self.spread = Spread()
        self._free: dict[str, datetime] = {}
        self._resting: dict[str, datetime] = {}
        self._due: dict[str, datetime] = {}
        self._told: dict[str, datetime | None] = {}
        #: What each counter's breaks of days like today are; by id, for as long as the day lasts.
        self.breaks: dict[str, Breaks] = {}
        self._aside: dict[str, datetime] = {}
        self._ended: dict[str, Ended] = {}
        self._last: dict[str, str] = {}
        self._calls: dict[str, datetime] = {}

    @property
    def finished(self) -> int:
        """How many services have ended, over all days kept."""
        kept = [*self.days, self.today] if self.today else self.days
        return sum(len(lengths) for day in kept for lengths in day.served.values())

    def see(self, day: HallDay, happened: Happened) -> None:
        """Learn from an event; `day` is the day right after it."""
        event = happened.event
        if isinstance(event, e.DayOpened) or self.today is None:
            self._turn(day)
        learn = _LEARN.get(type(event))
        if learn is not None:
            getattr(self, learn)(day, happened, event)

    def rests_since(self, counter_id: str) -> datetime | None:
        """Since when a counter pauses."""
        return self._resting.get(counter_id)

    def free_since(self, counter_id: str) -> datetime | None:
        """When a counter last became free."""
        return self._free.get(counter_id)

    def last_call(self, counter_id: str) -> datetime | None:
        """When a counter last called somebody today."""
        return self._calls.get(counter_id)

    def _turn(self, day: HallDay) -> None:
        if self.today is not None:
            self.days = [*self.days, self.today][-DAYS_KEPT:]
            self.spread = spread_of(self.days)
        midnight = datetime.combine(day.date, time(), day.config.zone).astimezone(UTC)
        self.today = DayRecord(midnight, day.date.weekday())
        self.today.booked = sum(1 for _ in day.bookings.on(day.date))
        self._free, self._resting, self._aside, self._ended = {}, {}, {}, {}
        self._last, self._calls, self._due, self._told, self.breaks = {}, {}, {}, {}, {}

    def share_kept(self, usual: float, weight: float) -> float:
        """Of those who booked the share who came for it, on earlier days; held near the `usual` one."""
        booked, kept = sum(day.booked for day in self.days), sum(day.kept for day in self.days)
        return (kept + weight * usual) / (booked + weight)

    @property
    def _now(self) -> DayRecord:
        assert self.today is not None
        return self.today

    def _booking(self, day: HallDay, h: Happened, event: BookingMade | BookingReleased) -> None:
        """Whoever takes a booking back will not be awaited; who is late was, and has not come."""
        if day.bookings[event.code].on != day.date:
            return
        if isinstance(event, BookingMade):
            self._now.booked += 1
        elif event.reason == "cancelled":
            self._now.booked -= 1

    def _issued(self, day: HallDay, h: Happened, event: e.VisitIssued) -> None:
        leg = day.legs[event.leg_id]
        kind = leg.service_id, leg.priority_class
        self._now.kept += event.booking is not None
        self._now.arrivals[kind].append(self._now.clock(h.at))
        self._now.leads[kind].append((leg.base - h.at).total_seconds())

    def _called(self, day: HallDay, h: Happened, event: e.LegCalled) -> None:
        counter_id, leg = event.counter_id, day.legs[event.leg_id]
        self._calls[counter_id] = h.at
        self._now.waited += (h.at - leg.joined_at).total_seconds()
        free = self._free.get(counter_id)
        began, since = self._served_from(day, counter_id, h.at), leg.joined_at
        if began is not None and since <= began and free is not None and free < began:
            self._began(counter_id, (h.at - began).total_seconds())
        elif free is not None:
            waited_then = since <= free
            length = (h.at - (free if waited_then else since)).total_seconds()
            if length <= LONGEST_GAP:
                (self._now.gaps[counter_id] if waited_then else self._now.reactions).append(length)
        if event.settles is not None:
            self._settled(day, h.at, event.settles, leg)

    def _served_from(self, day: HallDay, counter_id: str, at: datetime) -> datetime | None:
        """From when the calendar lets a counter serve: the end of its last break, or its opening."""
        counter = day.config.counter_by_id.get(counter_id)
        return opening_before(day.config, counter, day.date, at) if counter is not None else None

    def _began(self, counter_id: str, late: float) -> None:
        """A counter called its first after its opening, or after a break of the calendar."""
        if counter_id in self._now.late:
            self._now.back_late.append(late)
        else:
            self._now.late[counter_id] = late

    def _settled(self, day: HallDay, at: datetime, leg_id: str, called: Leg) -> None:
        """A service ended when the next was called. Where that one had just come to a free desk, nobody knows
        how long the desk had been free: the service lasted at most until then."""
        ended = self._ended.get(leg_id)
        counter = day.desk(ended.counter_id) if ended else None
        if ended is None or counter is None or ended.absent:
            return
        lines = (line for service in counter.service_ids for line in day.lanes.get(service, {}).values())
        first = min((leg.joined_at for line in lines for leg in line), default=called.joined_at)
        first = min(first, called.joined_at)
        idle = ended.length - (at - first).total_seconds()
        if (at - first).total_seconds() <= AT_ONCE and idle > 0:
            self._now.lazy[counter.id] += 1
            self._again(leg_id, ended._replace(length=ended.length, known=AT_MOST))
            return
        began, rest = day.legs[leg_id].called_at, break_before(day.config, counter, day.date, at)
        if began is not None and rest is not None and began <= rest[0] and rest[1] <= at:
            # The break of the calendar lay between, in which nobody was served.
            length = (at - began - (rest[1] - rest[0])).total_seconds()
            if length <= self._most(day, ended.service_id):
                self._again(leg_id, ended._replace(length=length, known=AT_MOST))

    def _again(self, leg_id: str, better: Ended) -> None:
        """What was learned of a leg is learned anew."""
        self._ended[leg_id].take_from(self._now)
        self._ended[leg_id] = better
        better.add_to(self._now)
        self.version += 1

    def _left(self, day: HallDay, h: Happened, event: Left) -> None:
        leg, counter_id = day.legs[event.leg_id], event.counter_id
        self._free[counter_id] = h.at
        if leg.called_at is None:
            return
        length, absent = (h.at - leg.called_at).total_seconds(), isinstance(event, e.LegMissed)
        aside = isinstance(event, e.LegParked)
        to = leg.service_id if aside else getattr(event, "service_id", None)
        most = self._most(day, leg.service_id)
        known = AT_LEAST if length > most and not absent else EXACT
        group = waited_group((leg.called_at - leg.joined_at).total_seconds())
        length = length if absent else min(length, most)
        ended = Ended(absent, group, leg.service_id, counter_id, length, h.at, to, known)
        self._ended[leg.id], self._last[counter_id] = ended, leg.id
        ended.add_to(self._now)
        self.version += 1
        if not absent:
            self._walked(leg, leg.called_at)
        if isinstance(event, e.LegFinished) and not _anybody(day, counter_id):
            self._now.prompt[counter_id] += 1
        if aside:
            self._aside[leg.id] = h.at

    def _walked(self, leg: Leg, called_at: datetime) -> None:
        """How long after the call a visitor was at the counter, where staff said so."""
        if leg.started_at is None or leg.presumed:
            self._now.unsaid += 1
        else:
            self._now.walks.append((leg.started_at - called_at).total_seconds())

    def _most(self, day: HallDay, service_id: str) -> float:
        """The longest length that is believed: whoever is at a desk for longer has been forgotten there."""
        service = day.config.service_by_id.get(service_id)
        kept = pooled([*self.days[-5:], self._now], service_id, USUAL)
        usual = median(kept) if len(kept) >= FEW else 0.0
        return CAP * max(usual, 60.0 * service.service_minutes if service else 0.0) or float("inf")

    def _corrected(self, day: HallDay, h: Happened, event: e.LegCorrected) -> None:
        """What was learned of a leg is learned anew from the corrected facts."""
        leg = day.legs[event.leg_id]
        before = self._ended.get(leg.id)
        if before is None or leg.called_at is None or leg.ended_at is None:
            return
        length = (leg.ended_at - leg.called_at).total_seconds()
        absent = leg.state is LegState.MISSED
        self._again(
            leg.id, before._replace(absent=absent, service_id=leg.service_id, length=length, known=EXACT)
        )

    def _undone(self, day: HallDay, h: Happened, event: e.StepUndone | e.CallUndone) -> None:
        """An end that was taken back teaches nothing: the leg is at its counter again."""
        leg_id = self._last.get(event.counter_id, "")
        leg = day.legs.get(leg_id)
        if leg is not None and leg.state in AT_COUNTER and leg_id in self._ended:
            self._ended.pop(leg_id).take_from(self._now)
            self._free.pop(event.counter_id, None)
            self._aside.pop(leg_id, None)
            self.version += 1

    def _begun(self, day: HallDay, h: Happened, event: e.LegBegun) -> None:
        before = day.visits[event.visit_id].leg_ids[-2]
        ended = self._ended.get(before)
        if ended is not None and not ended.absent:
            self._again(before, ended._replace(to=event.service_id))

    def _returned(self, day: HallDay, h: Happened, event: e.LegReturned) -> None:
        since = self._aside.pop(event.leg_id, None)
        if since is not None:
            self._now.aside.append((h.at - since).total_seconds())

    def _cancelled(self, day: HallDay, h: Happened, event: e.VisitCancelled) -> None:
        leg = day.legs[event.leg_id]
        waited = (h.at - leg.joined_at).total_seconds()
        self._now.left.append(waited)
        self._now.waited += waited

    def _opened(self, day: HallDay, h: Happened, event: e.CounterOpened) -> None:
        counter_id, at = event.counter_id, self._now.clock(h.at)
        self._free[counter_id] = h.at
        self._now.openings[counter_id].append(at)
        began = self._served_from(day, counter_id, h.at)
        if (
            began is not None
            and counter_id not in self._now.late
            and len(self._now.openings[counter_id]) == 1
        ):
            self._now.late[counter_id] = (h.at - began).total_seconds()
        closed = self._now.shut.get(counter_id)
        if closed and closed[-1][1] is None:
            closed[-1] = closed[-1][0], at - closed[-1][0]

    def _paused(self, day: HallDay, h: Happened, event: e.CounterPaused) -> None:
        counter_id = event.counter_id
        self._resting.setdefault(counter_id, h.at)
        self._due.setdefault(counter_id, self._due_since(counter_id, h.at))
        self._told[counter_id] = event.until

    def _due_since(self, counter_id: str, at: datetime) -> datetime:
        """Since when a break that began now had been due: who serves somebody goes when that is done, so that
        it fell due in the middle of the service, on average."""
        called, free = self._calls.get(counter_id), self._free.get(counter_id)
        if called is None or free is None or called > free or at - free > JUST_FREE:
            return at
        return called + (at - called) / 2

    def _resumed(self, day: HallDay, h: Happened, event: e.CounterResumed) -> None:
        counter_id = event.counter_id
        since, due = self._resting.pop(counter_id, None), self._due.pop(counter_id, h.at)
        told = self._told.pop(counter_id, None)
        self._free[counter_id] = h.at
        if since is None:
            return
        if told is not None:
            self._now.after_told.append((h.at - told).total_seconds())
        ends = _break_of(day, counter_id, since, h.at)
        if ends is not None:
            self._now.back_late.append(max(0.0, (h.at - ends).total_seconds()))
        else:
            length = (h.at - since).total_seconds()
            self._now.pauses[counter_id].append((self._now.clock(due), length))

    def _closed(self, day: HallDay, h: Happened, event: e.CounterClosed | e.CounterReleased) -> None:
        counter_id = event.counter_id
        self._resting.pop(counter_id, None)
        self._due.pop(counter_id, None)
        self._free.pop(counter_id, None)
        self._now.shut[counter_id].append((self._now.clock(h.at), None))
        leg_id = self._last.get(counter_id, "")
        ended = self._ended.get(leg_id)
        if isinstance(event, e.CounterReleased) and ended and ended.at == h.at and not ended.absent:
            # Its holder had left: the service had ended some time before, or had not ended at all.
            self._again(leg_id, ended._replace(known=AT_MOST))


def _anybody(day: HallDay, counter_id: str) -> bool:
    counter = day.desk(counter_id)
    return counter is not None and any(day.waiting_count(service) for service in counter.service_ids)


def _break_of(day: HallDay, counter_id: str, since: datetime, until: datetime) -> datetime | None:
    """The end of the break of the calendar that a pause was; such breaks come again by the calendar."""
    counter = day.config.counter_by_id.get(counter_id)
    span = break_before(day.config, counter, day.date, until) if counter is not None else None
    return span[1] if span is not None and span[0] - BREAK_EARLY <= since < span[1] else None


_LEARN = {
    BookingMade: "_booking",
    BookingReleased: "_booking",
    e.VisitIssued: "_issued",
    e.LegCalled: "_called",
    e.LegFinished: "_left",
    e.LegMissed: "_left",
    e.LegParked: "_left",
    e.LegTransferred: "_left",
    e.LegCorrected: "_corrected",
    e.StepUndone: "_undone",
    e.CallUndone: "_undone",
    e.LegBegun: "_begun",
    e.LegReturned: "_returned",
    e.VisitCancelled: "_cancelled",
    e.CounterOpened: "_opened",
    e.CounterPaused: "_paused",
    e.CounterResumed: "_resumed",
    e.CounterClosed: "_closed",
    e.CounterReleased: "_closed",
}

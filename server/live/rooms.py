"""Rooms (pub/sub topics) as this hub knows them: what was committed is put in place and told, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import gevent
import structlog
from gevent.event import Event

from balai.clock import Clock
from balai.domain.errors import BalaiError
from balai.domain.events import VisitIssued
from balai.domain.log import happened_of
from balai.domain.state import HallDay, Happened
from balai.protocol.hello import Position
from balai.protocol.pushes import Heartbeat
from balai.protocol.rooms import RoomKey
from server.live.direct import Written
from server.store.day.todays_log import ReadsLog
from server.views.room import RoomHeads
from server.views.room_kinds import KINDS

log = structlog.get_logger(__name__)

WINDOW = 2000
#: Steps after which others get their turn: those that nobody hears, and those that are told in one piece.
UNHEARD_STEPS = TOGETHER = 32
#: Beyond so many snapshots within these seconds, who comes gets the last one and what has happened since.
MOST_A_SECOND, KEPT_SECONDS = 10, 1.0
Told = tuple[str, dict[str, Any]]
#: The queue lengths that a room was told last; None where it was told none.
Lengths = Callable[[RoomKey], dict[str, Any] | None]
#: Sends one message to a room of this hub; never waits.
Emit = Callable[[str, dict[str, Any], RoomKey], None]
#: Whether anybody hears a room here.
Heard = Callable[[RoomKey], bool]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A snapshot of a day, and when it was made (the clock's seconds)."""

    day: HallDay
    made_at: float
    data: dict[str, Any]


class _Latest:
    """A date's day as it was taken last. What is told of an event may be read of any later state, so that the
    days in between are not kept until then: in a large hall each has copies of hundreds of lines."""

    __slots__ = ("date", "day")

    def __init__(self, day: HallDay) -> None:
        self.day, self.date = day, day.date.isoformat()


class Rooms:
    """Feeds the rooms from what was committed. One greenlet at a time works on them, and none of this
    yields while it does, except where it reads the log."""

    def __init__(
        self,
        source: ReadsLog,
        clock: Clock,
        emit: Emit,
        heard: Heard,
        lengths: Lengths,
        together: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """What is emitted in `together` reaches a client in one piece."""
        self._together = together
        self._source, self._clock, self._emit, self._heard = source, clock, emit, heard
        self._lengths = lengths
        self._heads = RoomHeads()
        self._steps: deque[tuple[_Latest, Happened]] = deque()
        self._latest: _Latest | None = None
        #: Whether anything but new numbers is among them, and whether one for whom nobody waited.
        self._hurried = self._first = False
        self._snapshots: dict[tuple[RoomKey, bool], _Kept] = {}
        self._made: deque[float] = deque(maxlen=MOST_A_SECOND)
        self._begun = False
        self.wake = Event()
        self.changed = Event()

    def take(self, steps: Iterable[tuple[HallDay, Happened]]) -> None:
        """Steps of the log in order, whichever hub has made them; `tell_few` is to follow. Does not wait."""
        if not self._steps:
            self._hurried = self._first = False
        for day, happened in steps:
            latest = self._latest
            if latest is None or latest.day.date != day.date or happened.seq == 1:
                latest = self._latest = _Latest(day)
            latest.day = day
            self._steps.append((latest, happened))
            if type(happened.event) is not VisitIssued:
                self._hurried = True
            elif day.waiting_count(happened.event.service_id) == 1:
                self._first = True

    def begin(self) -> None:
        """Read the end of today's log, so that clients find their place after a restart."""
        day = self._source.day
        after = max(0, day.seq - WINDOW)
        entries = self._source.entries(day.date.isoformat(), after, WINDOW)
        self._heads = RoomHeads()
        log = [happened_of(entry) for entry in entries if entry.seq <= day.seq]
        self._heads.begin(day.date.isoformat(), after, log)
        self._begun = True

    def pump(self) -> Iterator[None]:
        """Tell what was taken, several steps together; the caller may let others run in between."""
        while self._steps and self._begun:
            if not self._follows():
                log.warning("rooms_rebuilt", seq=self._steps[0][1].seq)
                self.begin()
            with self._together():
                busy = self._some()
            self.changed.set()
            if busy:
                yield

    def tell_few(self) -> None:
        """Tell what was taken at once where it is little and all else is told: a call is on its way to the
        walls before its officer has the answer. `pump` is woken for the rest, as for somebody for whose
        service nobody waited: a counter may be waiting for them. That lines have only become longer is told
        with their lengths, all that came until then in one piece."""
        if not self._hurried:
            (self.wake if self._first else self.changed).set()
            return
        try:
            if self._begun and 0 < len(self._steps) <= TOGETHER and self._follows():
                with self._together():
                    self._some()
                self.changed.set()
        finally:
            if self._steps:
                self.wake.set()

    def _follows(self) -> bool:
        latest, happened = self._steps[0]
        return self._heads.follows(latest.date, happened)

    def _some(self) -> bool:
        """Tell the next steps, such as the end of a service and the call after it; whether it is time to give
        way to others."""
        told = 0
        for count in range(UNHEARD_STEPS):
            if told >= TOGETHER:
                break
            if not self._steps or (count and not self._follows()):
                return told > 0
            latest, happened = self._steps.popleft()
            heard = False
            for placed in self._heads.observe(latest.date, happened, latest.day):
                if self._heard(placed.key):
                    self._emit("push", placed.said(latest.day), placed.key)
                    heard = True
            told += heard
        return True

    def known(self) -> list[RoomKey]:
        """The rooms that there are."""
        return list(self._heads.rooms)

    def heads(self) -> None:
        """Say where each room stands. Where another hub took a day back, the log stands on an earlier one."""
        if self._heads.seen[0] > self._source.day.date.isoformat():
            self.begin()
        self._heads.keep(self._heard)
        for key in self._heads.rooms:
            for event, head in self._head(key):
                self._emit(event, head, key)

    def first(self, key: RoomKey, last: Position | None, *, apart: bool = False) -> Callable[[], list[Told]]:
        """What a client is told on connecting, to be made when it has joined its room; the head too, so
        that it knows the hub's time from the start. `apart`: it has the catalogue by itself."""
        if last is not None and self._ahead(last):
            self._refresh()

        def told() -> list[Told]:
            missed = self._missed(key, last) if last is not None else None
            if missed is None:
                return [*self._whole(key, apart=apart), *self._head(key)]
            return [*(("push", push) for push in missed), *self._head(key)]

        return told

    def catch_up(self, key: RoomKey, position: Position, *, apart: bool = False) -> dict[str, Any]:
        """The answer to a client that asks what came after its position."""
        missed = self._missed(key, position)
        if not missed:
            self._refresh()
            missed = self._missed(key, position)
        if missed is None:
            return {"snapshot": self.snapshot(key, apart=apart)}
        return {"pushes": missed}

    def snapshot(self, key: RoomKey, *, apart: bool = False) -> dict[str, Any]:
        """The whole, as JSON data; made once for a day's seq."""
        day = self._source.day
        kept = self._snapshots.get((key, apart))
        if kept is None or kept.day is not day:
            data = Written(KINDS[key.kind].snapshot(day, key.id, apart).model_dump(mode="json"))
            now = self._clock.monotonic()
            self._made.append(now)
            kept = self._snapshots[key, apart] = _Kept(day, now, data)
        return kept.data

    def _whole(self, key: RoomKey, *, apart: bool) -> list[Told]:
        """The whole; or, where many come back at once, what was whole within the last second with what came
        since, so that it is not made anew for each of them."""
        kept = self._snapshots.get((key, apart))
        if kept is not None and self._many(kept):
            position = Position(day=kept.data["day"], seq=kept.data["seq"])
            since = self._missed(key, position)
            if since is not None:
                lengths = self._lengths(key) if since else None
                queues = [("queues", lengths)] if lengths is not None else []
                return [("snapshot", kept.data), *(("push", push) for push in since), *queues]
        return [("snapshot", self.snapshot(key, apart=apart))]

    def _many(self, kept: _Kept) -> bool:
        since = self._clock.monotonic() - KEPT_SECONDS
        return kept.made_at > since and len(self._made) == MOST_A_SECOND and self._made[0] > since

    def _head(self, key: RoomKey) -> list[Told]:
        room = self._heads.room(key, self._source.day)
        if not room.day:
            return []
        head = Heartbeat(day=room.day, head=room.head, now=self._clock.now())
        return [("head", head.model_dump(mode="json"))]

    def _missed(self, key: RoomKey, position: Position) -> list[dict[str, Any]] | None:
        if position.day is None or self._ahead(position):
            return None
        if position.at is not None and self._heads.has(position.seq, position.at) is False:
            # The store was put back, and this seq is another event now, which this room need not have heard.
            return None
        day = self._source.day
        room = self._heads.room(key, day)
        missed = room.after((position.day, position.seq), day, position.at)
        return None if missed is None else [placed.said(day) for placed in missed]

    def _ahead(self, position: Position) -> bool:
        day = self._source.day
        return (position.day or "", position.seq) > (day.date.isoformat(), day.seq)

    def _refresh(self) -> None:
        try:
            self._source.refresh()
        except BalaiError as fault:
            # The database does not answer: what is known is told, the heads bring the rest later.
            log.warning("live_waits", reason=fault.code)
            return
        for _ in self.pump():
            pass


def yield_between(steps: Iterator[None]) -> None:
    """Work through steps, letting other greenlets run after each."""
    for _ in steps:
        gevent.sleep(0)  # noqa: TID251  # gives way, waits for nothing

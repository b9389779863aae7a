"""Sequence numbers of each room: where an event stands in each room that hears it. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balai.domain import events as e
from balai.domain.state import HallDay, Happened
from balai.domain.values.quick_made import quick_made
from balai.protocol.base import moment_text
from balai.protocol.pushes import ASKS_FOR_SNAPSHOT
from balai.protocol.rooms import RoomKey
from server.views.room_kinds import AUDIENCES, KINDS

TAIL = 512


@quick_made
@dataclass(frozen=True, slots=True)
class Placed:
    """An event with its place in one room. What it says there is made only where somebody hears it."""

    key: RoomKey
    prev: int
    happened: Happened
    type: str

    def said(self, day: HallDay) -> dict[str, Any]:
        """The push as JSON data; `day` is the day after the event or any later state of it. The model that
        clients read it with would take longer than all else."""
        happened = self.happened
        return {
            "day": day.date.isoformat(),
            "seq": happened.seq,
            "prev": self.prev,
            "type": self.type,
            "at": moment_text(happened.at),
            "data": KINDS[self.key.kind].data(day, happened, self.key.id),
        }


class Room:
    """One room's part of today's log: its last seq, and its latest events for those who missed some."""

    def __init__(self, key: RoomKey) -> None:
        self.key = key
        self.day = ""
        self.head = 0
        self._tail: deque[Placed] = deque(maxlen=TAIL)
        self._hears = KINDS[key.kind].hears

    def observe(self, date: str, happened: Happened, day: HallDay | None = None) -> Placed | None:
        """The place of the log's next event in this room, or None where it is not heard here.

        `date` is its day, `day` that day after the event or later, which a room of the whole hall does
        without. An event seen before gives None, so a part of the log may be offered twice.
        """
        if isinstance(happened.event, e.DayOpened) and date > self.day:
            self.day, self.head = date, 0
            self._tail.clear()
        told_as = self._hears(day, happened, self.key.id)
        if told_as is None or date != self.day or happened.seq <= self.head:
            return None
        placed = Placed(self.key, self.head, happened, told_as)
        self.head = happened.seq
        self._tail.append(placed)
        return placed

    def after(
        self, position: tuple[str, int], day: HallDay, at: datetime | None = None
    ) -> list[Placed] | None:
        """What to tell after a (day, seq), in order; None where only a snapshot helps: another day, a seq
        that this room has not reached, too many missed, an event that asks for a snapshot, or a log that
        by its times is not the one in which that seq happened `at`."""
        date, seq = position
        if date != self.day or date != day.date.isoformat() or not seq:
            return None
        missed = [placed for placed in self._tail if placed.happened.seq > seq]
        had = len(self._tail) - len(missed)
        if at is not None and (at > day.at or (had and self._tail[had - 1].happened.at > at)):
            return None
        reaches = missed[0].prev <= seq if missed else self.head <= seq
        if not reaches or any(placed.type in ASKS_FOR_SNAPSHOT for placed in missed):
            return None
        return missed


class RoomHeads:
    """All rooms of one hall, fed with its log in order; `replay` rebuilds them from its start.

    Those of the whole hall are always there, those about one of many from when somebody hears them.
    """

    def __init__(self) -> None:
        self.rooms: dict[RoomKey, Room] = {RoomKey(a): Room(RoomKey(a)) for a in AUDIENCES}
        self._seen = ("", 0)
        self._recent: deque[Happened] = deque(maxlen=TAIL)

    @property
    def seen(self) -> tuple[str, int]:
        """The (day, seq) up to which the log was observed."""
        return self._seen

    def room(self, key: RoomKey, day: HallDay) -> Room:
        """A room, made from the latest events where nobody heard it before; `day` is as it is now."""
        room = self.rooms.get(key)
        if room is None:
            room = self.rooms[key] = Room(key)
            room.day = self._seen[0]
            room.head = self._recent[0].seq - 1 if self._recent else self._seen[1]
            for happened in self._recent:
                room.observe(room.day, happened, day)
        return room

    def keep(self, heard: Callable[[RoomKey], bool]) -> None:
        """Forget the rooms about one of many that nobody hears any more."""
        for key in [key for key in self.rooms if key.id and not heard(key)]:
            del self.rooms[key]

    def observe(self, date: str, happened: Happened, day: HallDay | None = None) -> list[Placed]:
        """The places of one event in the rooms that hear it; none for an event observed before."""
        if (date, happened.seq) <= self._seen:
            return []
        if date != self._seen[0]:
            self._recent.clear()
        self._seen = (date, happened.seq)
        self._recent.append(happened)
        found = []
        for room in self.rooms.values():
            placed = room.observe(date, happened, day)
            if placed is not None:
                found.append(placed)
        return found

    def has(self, seq: int, at: datetime) -> bool | None:
        """Whether this log is the one whose seq was news of that time: what happened then, or the log's time
        as it did. None where that was too many events ago to tell."""
        known = [happened for happened in self._recent if happened.seq <= seq]
        if not known or known[-1].seq != seq:
            return None
        return known[-1].at <= at <= max(happened.at for happened in known)

    def follows(self, date: str, happened: Happened) -> bool:
        """Whether no event was left out between what was observed and this one."""
        seen, seq = self._seen
        if isinstance(happened.event, e.DayOpened):
            return date > seen
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

"""Each event's place in the room of each audience that hears it. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from balai.domain import events as e
from balai.domain.state import HallDay, Happened
from balai.protocol import pushes as p
from balai.protocol.views import Audience
from server.views.projection import project

AUDIENCES: tuple[Audience, ...] = ("board", "staff", "device")
TAIL = 512


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

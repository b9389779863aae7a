"""When a hall is open, as its manager wrote it: hours, breaks and closed days. `opening` reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

HALL = "hall"
# A field may be called `date` and still be of that type.
Day = date


def agency_scope(agency_id: str) -> str:
    """The scope of hours and closed days that hold for one agency only."""
    return f"agency:{agency_id}"


def service_scope(service_id: str) -> str:
    """The scope of hours and closed days that hold for one service only."""
    return f"service:{service_id}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a day, in the hall's local time: from `opens`, up to but without `closes`."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of the desks. One that names weekdays (Monday 0) stands there instead of those that
    name none: Friday's longer break replaces the daily one."""

    opens: time
    closes: time
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """Desks of `scope` are open on `weekdays` (Monday 0), from `opens` to `closes` but for `breaks`.

    Between the dates `start` and `end`, both included, it replaces hours of a longer or no period
    on the weekdays that it names; this is how Ramadan has hours of its own. Numbers are given out from
    `tickets_from`, before the desks, to `tickets_until`, before they close; where these are None,
    from the hall's opening for as long as somebody could still be served.
    """

    weekdays: tuple[int, ...]
    opens: time
    closes: time
    breaks: tuple[Break, ...] = ()
    scope: str = HALL
    start: date | None = None
    end: date | None = None
    tickets_from: time | None = None
    tickets_until: time | None = None

    def covers(self, day: date) -> bool:
        """Whether its period, not its weekdays, contains `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def period(self) -> int:
        """The length of its period in days; hours without one, or half of one, are the longest."""
        if self.start is None or self.end is None:
            return date.max.toordinal() + (self.start is None and self.end is None)
        return (self.end - self.start).days

    def pauses(self, weekday: int) -> tuple[Break, ...]:
        """The breaks of a weekday, in order."""
        own = [b for b in self.breaks if weekday in b.weekdays]
        return tuple(
            sorted(own or [b for b in self.breaks if not b.weekdays], key=lambda b: (b.opens, b.closes))
        )

    def spans(self, weekday: int) -> tuple[Span, ...]:
        """The open parts of a weekday that it names, in order and without its breaks."""
        found, begins = [], self.opens
        for pause in self.pauses(weekday):
            if begins < pause.opens:
                found.append(Span(begins, min(pause.opens, self.closes)))
            begins = max(begins, pause.closes)
        if begins < self.closes:
            found.append(Span(begins, self.closes))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which `scope` is closed. A proposal (`confirmed` false) closes nothing."""

    date: Day
    name: str
    scope: str = HALL
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """All hours and closed days of a hall, its agencies and its services.

    A scope without hours of its own is open whenever the wider one is; an empty calendar never closes.
    """

    hours: tuple[Hours, ...] = ()
    closed: tuple[ClosedDay, ...] = ()

    @property
    def hall_has_hours(self) -> bool:
        """Whether the hall itself has hours, of whatever period."""
        return any(h.scope == HALL for h in self.hours)

    @property
    def always_open(self) -> bool:
        """Whether nothing is written in it."""
        return not self.hours and not self.closed

    def hours_on(self, scope: str, day: date) -> tuple[Hours, ...] | None:
        """The hours of `scope` in force on `day`; empty where it stays closed, None where it has none.

        Of the hours that name the weekday, those of the shortest period hold.
        """
        own = [h for h in self.hours if h.scope == scope and h.covers(day)]
        if not own:
            # A hall whose hours have all ended or not begun is closed, not open day and night; what is
            # part of it is open with it.
            return () if scope == HALL and self.hall_has_hours else None
        named = [h for h in own if day.weekday() in h.weekdays]
        shortest = min((h.period for h in named), default=0)
        return tuple(h for h in named if h.period == shortest)

    def closing(self, scopes: Iterable[str], day: date) -> ClosedDay | None:
        """The confirmed closed day that closes one of `scopes` on `day`, the first of them."""
        wanted = tuple(scopes)
        found = [c for c in self.closed if c.date == day and c.confirmed and c.scope in wanted]
        return min(found, key=lambda c: wanted.index(c.scope), default=None)

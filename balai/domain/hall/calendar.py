"""When a hall is open, as its manager wrote it: hours, breaks and closed days. `opening` reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

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
    on the weekdays that it names; this is how Ramadan has hours of its own. With `dates` it holds on
    these alone, whatever their weekday. `every` counts weeks from that of `start` (2: every second week),
    `nth` names which of its weekdays in a month (1 to 5, -1 the last). Of hours that name one day the
    more exact hold (see `exactness`).

    Numbers are given out from `tickets_from`, before the desks, to `tickets_until`, before they close;
    where these are None, from the hall's opening for as long as somebody could still be served. With
    `stop_before_break` they stop so many minutes before each break and go on at its end. An agency or
    service that works `through_breaks` does so in those of the wider scopes. One that is `suspended` opens
    on no day, and yet stands for its scope: which is closed until that is taken back.
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
    dates: tuple[date, ...] = ()
    every: int = 1
    nth: tuple[int, ...] = ()
    through_breaks: bool = False
    stop_before_break: int | None = None
    suspended: bool = False

    def covers(self, day: date) -> bool:
        """Whether its period, not its weekdays, contains `day`. Hours of single dates bind all others,
        too: there is nobody then."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def names(self, day: date) -> bool:
        """Whether it opens on `day`."""
        if self.suspended:
            return False
        if self.dates:
            return day in self.dates
        if not self.covers(day) or day.weekday() not in self.weekdays:
            return False
        if self.start is not None and (monday(day) - monday(self.start)).days // 7 % self.every:
            return False
        return not self.nth or (day.day + 6) // 7 in self.nth or (-1 in self.nth and _is_last(day))

    @property
    def exactness(self) -> tuple[bool, int, bool, bool, int]:
        """Smaller is more exact: single dates, then the shorter period with both its ends, then certain
        weeks of a month, then every so many weeks, then a period with one end."""
        bounded = min(self.period, date.max.toordinal())
        return not self.dates, bounded, not self.nth, self.every == 1, self.period

    @property
    def period(self) -> int:
        """The length of its period in days; hours without one, or half of one, are the longest."""
        if self.dates:
            return 0
        if self.start is None or self.end is None:
            return date.max.toordinal() + (self.start is None and self.end is None)
        return (self.end - self.start).days

    def pauses(self, weekday: int) -> tuple[Break, ...]:
        """The breaks of a weekday, in order."""
        own = [b for b in self.breaks if weekday in b.weekdays]
        return tuple(
            sorted(own or [b for b in self.breaks if not b.weekdays], key=lambda b: (b.opens, b.closes))
        )

    def spans(self, weekday: int, *, through: bool = False) -> tuple[Span, ...]:
        """The open parts of a weekday that it names, in order and without its breaks (`through`: with)."""
        if through:
            return (Span(self.opens, self.closes),)
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

        Of the hours that name the day, the most exact hold.
        """
        own = [h for h in self.hours if h.scope == scope and h.covers(day)]
        if not own:
            # A hall whose hours have all ended or not begun is closed, not open day and night; what is
            # part of it is open with it.
            return () if scope == HALL and self.hall_has_hours else None
        named = [h for h in own if h.names(day)]
        most_exact = min((h.exactness for h in named), default=None)
        return tuple(h for h in named if h.exactness == most_exact)

    def closing(self, scopes: Iterable[str], day: date) -> ClosedDay | None:
        """The confirmed closed day that closes one of `scopes` on `day`, the first of them."""
        wanted = tuple(scopes)
        found = [c for c in self.closed if c.date == day and c.confirmed and c.scope in wanted]
        return min(found, key=lambda c: wanted.index(c.scope), default=None)


def monday(day: date) -> date:
    """The first day of a date's week."""
    return day - timedelta(days=day.weekday())


def _is_last(day: date) -> bool:
    return (day + timedelta(days=7)).month != day.month

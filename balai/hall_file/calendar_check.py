"""What the calendar of a hall's file must say as a whole: times in order, nothing twice, known names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from pydantic import ValidationError

from balai.config import Source, no_such
from balai.domain.hall import calendar as cal
from balai.errors import Fault
from balai.hall_file.calendar import DAYS, LONGEST_CLOSING, ClosedSection, HoursSection, Scoped
from balai.words.said import say

TWO_YEARS = 731
S = TypeVar("S", bound=Scoped)
_SHORT = {at: day for day, at in DAYS.items()}


def calendar_faults(source: Source, agencies: list[str], services: list[str]) -> Iterator[Fault]:
    """All faults among the [[hours]] and [[closed]] of a file, also where other parts are wrong.

    Settings that do not read by themselves are passed over: the file's own reading names them.
    """
    for name in ("hours", "closed"):
        yield from _references(source, name, {"agency": agencies, "service": services})
    hours = _read(source, "hours", HoursSection)
    for index, section in hours:
        yield from _within(source, index, section)
    # What is suspended meets nothing: it opens on no day.
    hours = [(index, section) for index, section in hours if not section.suspended]
    yield from _twice(source, hours)
    yield from _never_open(source, hours)
    yield from without_effect(source, hours)
    closings = _read(source, "closed", ClosedSection)
    for index, closed in closings:
        yield from _range(source, index, closed)
    yield from _closed_twice(source, closings)
    yield from _open_while_closed(source, hours, closings)


def _rows(source: Source, name: str) -> Iterable[tuple[int, object]]:
    rows = source.data.get(name)
    return enumerate(rows) if isinstance(rows, list) else ()


def _read(source: Source, name: str, kind: type[S]) -> list[tuple[int, S]]:
    found = []
    for index, row in _rows(source, name):
        try:
            found.append((index, kind.model_validate(row)))
        except ValidationError:
            continue
    return found


def _references(source: Source, name: str, known: dict[str, list[str]]) -> Iterator[Fault]:
    for index, row in _rows(source, name):
        for field, ids in known.items():
            word = row.get(field) if isinstance(row, dict) else None
            if isinstance(word, str) and word and word not in ids:
                message = no_such(word, field, ids)
                yield source.fault((name, index, field), message)
        if isinstance(row, dict) and row.get("agency") and row.get("service"):
            message = say("setting.agency_and_service")
            yield source.fault((name, index, "agency"), message)


def _within(source: Source, index: int, section: HoursSection) -> Iterator[Fault]:
    def fault(message: str, *field: str | int) -> Fault:
        return source.fault(("hours", index, *field), message)

    opens, closes = section.opens, section.closes
    if closes <= opens:
        yield fault(
            say("setting.closes_before_opens", closes=f"{closes:%H.%M}", opens=f"{opens:%H.%M}"), "closes"
        )
        return
    if section.tickets_from is not None and section.tickets_from > opens:
        yield fault(
            say("setting.tickets_after_opening", at=f"{section.tickets_from:%H.%M}", opens=f"{opens:%H.%M}"),
            "tickets_from",
        )
    if section.tickets_until is not None and not opens <= section.tickets_until <= closes:
        message = say(
            "setting.outside",
            at=f"{section.tickets_until:%H.%M}",
            opens=f"{opens:%H.%M}",
            closes=f"{closes:%H.%M}",
        )
        yield fault(message, "tickets_until")
    if section.start is not None and section.until is not None and section.until < section.start:
        yield fault(say("setting.before_first_day", day=section.until, first=section.start), "until")
    for at, pause in enumerate(section.breaks):
        wrong = _break_fault(section, at, pause)
        if wrong:
            yield fault(wrong, "breaks", at)


def _break_fault(section: HoursSection, at: int, pause: cal.Break) -> str:
    shown = f"{pause.opens:%H.%M}-{pause.closes:%H.%M}"
    if pause.closes <= pause.opens:
        return say("setting.ends_before_begin", span=shown)
    if pause.opens < section.opens or pause.closes > section.closes:
        return say(
            "setting.outside", at=shown, opens=f"{section.opens:%H.%M}", closes=f"{section.closes:%H.%M}"
        )
    stray = [_SHORT[day] for day in pause.weekdays if section.days and day not in section.days]
    if stray:
        return say("setting.days_elsewhere", days=", ".join(stray))
    for other in section.breaks[:at]:
        same_days = bool(pause.weekdays) == bool(other.weekdays) and (
            not pause.weekdays or set(pause.weekdays) & set(other.weekdays)
        )
        if same_days and pause.opens < other.closes and other.opens < pause.closes:
            return say(
                "setting.breaks_overlap",
                span=shown,
                opens=f"{other.opens:%H.%M}",
                closes=f"{other.closes:%H.%M}",
            )
    return ""


def _twice(source: Source, rows: list[tuple[int, HoursSection]]) -> Iterator[Fault]:
    """Hours of one scope that claim the same time of the same days with the same right."""
    seen: set[int] = set()
    for (at, first), (index, second) in combinations(rows, 2):
        if index not in seen and _collide(first.hours(), second.hours()):
            seen.add(index)
            days = ", ".join(_SHORT[d] for d in sorted(set(first.days) & set(second.days)))
            span = f"{first.opens:%H.%M}-{first.closes:%H.%M}"
            line = _line(source, "hours", at)
            message = say(
                "setting.hours_overlap", span=span, days=days or say("setting.same_dates"), line=line
            )
            yield source.fault(("hours", index, "days"), message)


def _collide(one: cal.Hours, other: cal.Hours) -> bool:
    if one.scope != other.scope or one.exactness != other.exactness:
        return False
    if one.dates or other.dates:
        return (
            bool(set(one.dates) & set(other.dates)) and one.opens < other.closes and other.opens < one.closes
        )
    if not set(one.weekdays) & set(other.weekdays) or (one.nth and not set(one.nth) & set(other.nth)):
        return False
    if one.every == other.every > 1 and not _weeks_meet(one, other):
        return False
    starts = [h.start for h in (one, other) if h.start is not None]
    ends = [h.end for h in (one, other) if h.end is not None]
    if starts and ends and max(starts) > min(ends):
        return False
    return one.opens < other.closes and other.opens < one.closes


def _never_open(source: Source, rows: list[tuple[int, HoursSection]]) -> Iterator[Fault]:
    """Days of an agency or a service on which the hall, in its usual week, is not open at that time."""
    usual = [
        (at, row) for at, row in rows if row.scope == cal.HALL and row.start is None and row.until is None
    ]
    for index, row in rows:
        if not usual or row.scope == cal.HALL or row.start is not None or row.until is not None:
            continue
        closed = [
            _SHORT[day]
            for day in sorted(set(row.days))
            if not any(day in h.days and h.opens < row.closes and row.opens < h.closes for _, h in usual)
        ]
        if closed:
            line = _line(source, "hours", usual[0][0])
            message = say("setting.hall_closed", days=", ".join(closed), line=line)
            yield source.fault(("hours", index, "days"), message)


def _weeks_meet(one: cal.Hours, other: cal.Hours) -> bool:
    assert one.start is not None
    assert other.start is not None
    apart = (cal.monday(one.start) - cal.monday(other.start)).days // 7
    return apart % one.every == 0


def _line(source: Source, name: str, index: int) -> str:
    return say("setting.line", line=source.fault((name, index), "").line)


def without_effect(source: Source, rows: list[tuple[int, HoursSection]]) -> Iterator[Fault]:
    """Hours that name no day, or only days on which more exact ones of the same scope hold."""
    in_order = [(i, s) for i, s in rows if not (s.start and s.until and s.until < s.start)]
    every = [(index, section.hours()) for index, section in in_order]
    for index, hours in every:
        days = _named_days(hours)
        first = next(days, None)
        if first is None:
            yield source.fault(("hours", index), say("setting.hours_of_no_day"))
        if first is None or hours.end is None:
            continue
        better = [(at, h) for at, h in every if h.scope == hours.scope and h.exactness < hours.exactness]
        winners = [next((at for at, h in better if h.names(day)), None) for day in (first, *days)]
        if None not in winners:
            line = _line(source, "hours", int(winners[0] or 0))
            message = say("setting.hours_without_effect", line=line)
            yield source.fault(("hours", index), message)


def _named_days(hours: cal.Hours) -> Iterator[date]:
    """The days that hours name: all of a period, else those of two years."""
    if hours.dates:
        yield from hours.dates
        return
    start = hours.start or (hours.end - timedelta(days=TWO_YEARS) if hours.end else date(2024, 1, 1))
    end = min(hours.end or date.max, start + timedelta(days=TWO_YEARS))
    days = (start + timedelta(days=at) for at in range((end - start).days + 1))
    yield from (day for day in days if hours.names(day))


def _closed_twice(source: Source, rows: list[tuple[int, ClosedSection]]) -> Iterator[Fault]:
    """One day of one scope closed by two entries, or by one that is confirmed and one that is proposed."""
    first: dict[tuple[str, date], tuple[int, ClosedSection]] = {}
    for index, section in rows:
        for day in section.days():
            at, before = first.setdefault((section.scope, day.date), (index, section))
            if at != index:
                line = _line(source, "closed", at)
                same = before.confirmed == section.confirmed
                key = "setting.closed_already" if same else "setting.confirmed_and_proposed"
                yield source.fault(("closed", index, "date"), say(key, day=day.date, line=line))
                break


def _open_while_closed(
    source: Source, hours: list[tuple[int, HoursSection]], closings: list[tuple[int, ClosedSection]]
) -> Iterator[Fault]:
    """Single dates on which somebody is said to be present while the hall, or they, are closed."""
    closed = {
        (section.scope, day.date): index
        for index, section in closings
        if section.confirmed
        for day in section.days()
    }
    for index, section in hours:
        for day in section.dates:
            at = closed.get((cal.HALL, day), closed.get((section.scope, day)))
            if at is not None:
                message = say("setting.closed_then", day=day, line=_line(source, "closed", at))
                yield source.fault(("hours", index, "dates"), message)
                break


def _range(source: Source, index: int, closed: ClosedSection) -> Iterator[Fault]:
    if closed.until is None:
        return
    if closed.until < closed.date:
        yield source.fault(
            ("closed", index, "until"), say("setting.before_date", until=closed.until, date=closed.date)
        )
    elif (closed.until - closed.date).days >= LONGEST_CLOSING:
        message = say("setting.closing_too_long", days=LONGEST_CLOSING)
        yield source.fault(("closed", index, "until"), message)

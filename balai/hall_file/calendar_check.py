"""What the calendar of a hall's file must say as a whole: times in order, nothing twice, known names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TypeVar

from pydantic import ValidationError

from balai.config import Source, did_you_mean
from balai.domain.hall import calendar as cal
from balai.errors import Fault
from balai.hall_file.calendar import DAYS, LONGEST_CLOSING, ClosedSection, HoursSection, Scoped

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
    yield from _twice(source, hours)
    yield from _never_open(source, hours)
    for index, closed in _read(source, "closed", ClosedSection):
        yield from _range(source, index, closed)


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
                message = f'"{word}" is no {field} of this file{did_you_mean(word, ids)}'
                yield source.fault((name, index, field), message)
        if isinstance(row, dict) and row.get("agency") and row.get("service"):
            message = "a service belongs to its agency already; write one of the two"
            yield source.fault((name, index, "agency"), message)


def _within(source: Source, index: int, section: HoursSection) -> Iterator[Fault]:
    def fault(message: str, *field: str | int) -> Fault:
        return source.fault(("hours", index, *field), message)

    opens, closes = section.opens, section.closes
    if closes <= opens:
        yield fault(f"{closes:%H.%M} is not after the opening at {opens:%H.%M}", "closes")
        return
    if section.tickets_from is not None and section.tickets_from > opens:
        yield fault(f"{section.tickets_from:%H.%M} is after the opening at {opens:%H.%M}", "tickets_from")
    if section.tickets_until is not None and not opens <= section.tickets_until <= closes:
        message = f"{section.tickets_until:%H.%M} is outside {opens:%H.%M}-{closes:%H.%M}"
        yield fault(message, "tickets_until")
    if section.start is not None and section.until is not None and section.until < section.start:
        yield fault(f"{section.until} is before the first day {section.start}", "until")
    for at, pause in enumerate(section.breaks):
        message = _break_fault(section, at, pause)
        if message:
            yield fault(message, "breaks", at)


def _break_fault(section: HoursSection, at: int, pause: cal.Break) -> str:
    shown = f"{pause.opens:%H.%M}-{pause.closes:%H.%M}"
    if pause.closes <= pause.opens:
        return f"{shown} ends before it begins"
    if pause.opens < section.opens or pause.closes > section.closes:
        return f"{shown} is outside {section.opens:%H.%M}-{section.closes:%H.%M}"
    stray = [_SHORT[day] for day in pause.weekdays if day not in section.days]
    if stray:
        return f"{', '.join(stray)} is not among the days of these hours"
    for other in section.breaks[:at]:
        same_days = bool(pause.weekdays) == bool(other.weekdays) and (
            not pause.weekdays or set(pause.weekdays) & set(other.weekdays)
        )
        if same_days and pause.opens < other.closes and other.opens < pause.closes:
            return f"{shown} overlaps the break {other.opens:%H.%M}-{other.closes:%H.%M}"
    return ""


def _twice(source: Source, rows: list[tuple[int, HoursSection]]) -> Iterator[Fault]:
    """Hours of one scope that claim the same time of the same days with the same right."""
    seen: set[int] = set()
    for (_, first), (index, second) in combinations(rows, 2):
        if index not in seen and _collide(first.hours(), second.hours()):
            seen.add(index)
            days = ", ".join(_SHORT[d] for d in sorted(set(first.days) & set(second.days)))
            span = f"{first.opens:%H.%M}-{first.closes:%H.%M}"
            message = f"overlaps other hours of the same days, {span} on {days}"
            yield source.fault(("hours", index, "days"), message)


def _collide(one: cal.Hours, other: cal.Hours) -> bool:
    if one.scope != other.scope or one.period != other.period or not set(one.weekdays) & set(other.weekdays):
        return False
    starts = [h.start for h in (one, other) if h.start is not None]
    ends = [h.end for h in (one, other) if h.end is not None]
    if starts and ends and max(starts) > min(ends):
        return False
    return one.opens < other.closes and other.opens < one.closes


def _never_open(source: Source, rows: list[tuple[int, HoursSection]]) -> Iterator[Fault]:
    """Days of an agency or a service on which the hall, in its usual week, is not open at that time."""
    usual = [row for _, row in rows if row.scope == cal.HALL and row.start is None and row.until is None]
    for index, row in rows:
        if not usual or row.scope == cal.HALL or row.start is not None or row.until is not None:
            continue
        closed = [
            _SHORT[day]
            for day in sorted(set(row.days))
            if not any(day in h.days and h.opens < row.closes and row.opens < h.closes for h in usual)
        ]
        if closed:
            message = f"the hall itself is closed then on {', '.join(closed)}"
            yield source.fault(("hours", index, "days"), message)


def _range(source: Source, index: int, closed: ClosedSection) -> Iterator[Fault]:
    if closed.until is None:
        return
    if closed.until < closed.date:
        yield source.fault(("closed", index, "until"), f"{closed.until} is before {closed.date}")
    elif (closed.until - closed.date).days >= LONGEST_CLOSING:
        message = f"more than {LONGEST_CLOSING} days; write the hours of the week instead"
        yield source.fault(("closed", index, "until"), message)

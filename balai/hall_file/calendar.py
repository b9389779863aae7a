"""[[hours]] and [[closed]] of a hall's file: when the hall, an agency or a service is open.

[[hours]]
days = ["sen", "sel", "rab", "kam", "jum"]
opens = "08.00"
closes = "15.00"
breaks = ["12.00-13.00", "jum 11.30-13.00"]
tickets_from = "07.45"

[[closed]]
date = 2026-08-17
name = "Hari Kemerdekaan"
confirmed = true
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from balai.config import Section, did_you_mean
from balai.domain.hall import calendar as cal
from balai.words.said import say

DAYS: Mapping[str, int] = {
    day: at for at, day in enumerate(["sen", "sel", "rab", "kam", "jum", "sab", "min"])
}
_LONG = {day: at for at, day in enumerate(["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"])}
_LONG |= {"jum'at": 4, "ahad": 6}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONG |= {day: at for at, day in enumerate(_ENGLISH)}
#: What keyboards and word processors put for an apostrophe.
_APOSTROPHES = re.compile("[’‘`´ʼ′]")
WEEKS: Mapping[str, int] = {
    "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "terakhir": -1,
}  # fmt: skip
#: Months in Indonesian and English, with older spellings; three letters of one, or a short form, name it.
_MONTHS = (
    ("januari", "january"), ("februari", "february", "pebruari"), ("maret", "march"), ("april",),
    ("mei", "may"), ("juni", "june"), ("juli", "july"), ("agustus", "august", "agt", "ags", "agst"),
    ("september",), ("oktober", "october"), ("november", "nopember"), ("desember", "december"),
)  # fmt: skip
_CLOCK = r"([0-9]{1,2})[.:]([0-9]{2})"
#: What people write before a time: pukul, pkl., jam.
_AT = r"(?:(?:pukul|pkl\.?|jam)\s*)?"
#: What stands between two times: 08.00-12.00, 08.00 s.d. 12.00, 08.00 sampai 12.00.
SPAN = r"\s*(?:[-–—]|s\.?/?d\.?|sampai(?:\s+dengan)?)\s*"
_WEEKDAY = r"(?:(?P<day>[a-z']+),?\s+)?"
_DATES = (
    r"(?P<y>[0-9]{4})\s?[-/.]\s?(?P<m>[0-9]{1,2})\s?[-/.]\s?(?P<d>[0-9]{1,2})",
    _WEEKDAY + r"(?P<d>[0-9]{1,2})\s?[-/.]\s?(?P<m>[0-9]{1,2})\s?[-/.]\s?(?P<y>[0-9]{4})",
    _WEEKDAY + r"(?P<d>[0-9]{1,2})[-/.\s]+(?P<name>[a-z]{3,9})[-/.\s]+(?P<y>[0-9]{4})",
)
_BREAK = re.compile(
    rf"(?P<days>(?:[^\W\d]+(?:'[^\W\d]+)?[ ,]+)*?){_AT}(?P<opens>{_CLOCK}){SPAN}(?P<closes>{_CLOCK})"
)
LONGEST_CLOSING = 366


def clock_of(value: object) -> time:
    """A local time as people write it. Raises ValueError."""
    if isinstance(value, time) and value.second == value.microsecond == 0:
        return value.replace(tzinfo=None)
    found = re.fullmatch(_AT + _CLOCK, value.strip().lower()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(say("setting.time"))
    return time(int(found[1]), int(found[2]))


def end_of(value: object) -> time:
    """A time at which something ends: 24.00, the end of the day, is its last minute. Raises ValueError."""
    if isinstance(value, str) and re.fullmatch(f"{_AT}24[.:]00", value.strip().lower()):
        return time(23, 59)
    return clock_of(value)


def _weekday(value: object) -> int:
    word = _plain(value)
    at = DAYS.get(word, _LONG.get(word))
    if at is None:
        raise ValueError(
            say("setting.no_day", days=", ".join(DAYS), near=did_you_mean(word, [*DAYS, *_LONG]))
        )
    return at


def _break(value: object) -> cal.Break:
    found = _BREAK.fullmatch(_plain(value))
    if found is None:
        raise ValueError(say("setting.break"))
    days = tuple(_weekday(word) for word in re.split(r"[ ,]+", found["days"]) if word)
    return cal.Break(clock_of(found["opens"]), end_of(found["closes"]), tuple(sorted(set(days))))


def date_of(value: object) -> date:
    """A date as people and spreadsheets write it. Raises ValueError."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()  # as spreadsheets write a date
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    found = next((f for form in _DATES if (f := re.fullmatch(form, _plain(value)))), None)
    try:
        parts = found.groupdict() if found else {}
        month = int(parts["m"]) if "m" in parts else _month(parts["name"])
        written = date(int(parts["y"]), month, int(parts["d"]))
    except (KeyError, ValueError):
        raise ValueError(say("setting.date")) from None
    if parts.get("day") and _weekday(parts["day"]) != written.weekday():
        raise ValueError(say("setting.other_weekday", date=written, day=_short(written.weekday())))
    return written


def _month(word: str) -> int:
    for number, names in enumerate(_MONTHS, start=1):
        if any(name.startswith(word) for name in names):
            return number
    raise KeyError(word)


def _plain(value: object) -> str:
    """A word or date in small letters, with one kind of apostrophe."""
    return _APOSTROPHES.sub("'", value.strip().lower()) if isinstance(value, str) else ""


def _written_as(*examples: str) -> WithJsonSchema:
    """What the interface's page tells of a value that is written as text."""
    return WithJsonSchema({"type": "string", "examples": list(examples)})


Clock = Annotated[time, BeforeValidator(clock_of), _written_as("08.00")]
EndClock = Annotated[time, BeforeValidator(end_of), _written_as("15.00", "24.00")]
Date = Annotated[date, BeforeValidator(date_of), _written_as("2026-08-17", "17 Agustus 2026")]


def _week(value: object) -> int:
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in WEEKS:
        raise ValueError(say("setting.no_week", weeks=", ".join(WEEKS), near=did_you_mean(word, WEEKS)))
    return WEEKS[word]


WeekOfMonth = Annotated[int, BeforeValidator(_week), _written_as(*WEEKS)]
Weekday = Annotated[int, BeforeValidator(_weekday), _written_as(*DAYS)]
Pause = Annotated[cal.Break, BeforeValidator(_break), _written_as("12.00-13.00", "jum 11.30-13.00")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Scoped(Section):
    """What holds for the hall, or only for `agency`, or only for `service` where one is named."""

    agency: str = ""
    service: str = ""

    @property
    def scope(self) -> str:
        """The scope in the words of the core."""
        if self.service:
            return cal.service_scope(self.service)
        return cal.agency_scope(self.agency) if self.agency else cal.HALL


class HoursSection(Scoped):
    """[[hours]]: desks are open on `days` (sen sel rab kam jum sab min) from `opens` to `closes`.

    `breaks`: times, after a day's name for that day only, where it replaces the others.
    `tickets_from`, `tickets_until`: the first and the last number. `from`, `until`: only between
    these dates, instead of hours of a longer or no period. `dates` instead of `days`: on these dates
    alone. `every_weeks = 2`: every second week from that of `from`. `weeks_of_month`: pertama, kedua,
    ketiga, keempat, kelima, terakhir. `stop_before_break`: minutes before each break in which no numbers
    are given, nor in it. `through_breaks`: an agency or service works through the hall's breaks. `suspended`:
    they hold no more, until somebody opens what they are of again.
    """

    days: Annotated[tuple[Weekday, ...], Field(max_length=14)] = ()
    dates: Annotated[tuple[Date, ...], Field(max_length=366)] = ()
    every: Annotated[int, Field(ge=1, le=8)] = Field(1, alias="every_weeks")
    nth: Annotated[tuple[WeekOfMonth, ...], Field(max_length=12)] = Field((), alias="weeks_of_month")
    stop_before_break: Annotated[int, Field(ge=0, le=240)] | None = None
    through_breaks: bool = False
    suspended: bool = False
    opens: Clock
    closes: EndClock
    breaks: Annotated[tuple[Pause, ...], Field(max_length=40)] = ()
    tickets_from: Clock | None = None
    tickets_until: EndClock | None = None
    start: Date | None = Field(None, alias="from")
    until: Date | None = None

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if bool(self.days) == bool(self.dates):
            raise ValueError(say("setting.no_days"))
        if self.every > 1 and self.start is None:
            raise ValueError(say("setting.weeks_from"))
        return self

    def hours(self) -> cal.Hours:
        """The same for the core."""
        return cal.Hours(
            tuple(sorted(set(self.days))), self.opens, self.closes, self.breaks, self.scope,
            self.start, self.until, self.tickets_from, self.tickets_until, tuple(sorted(set(self.dates))),
            self.every, tuple(sorted(set(self.nth))), self.through_breaks, self.stop_before_break,
            self.suspended,
        )  # fmt: skip


class ClosedSection(Scoped):
    """[[closed]]: closed on `date`, or from it to `until`; a proposal until `confirmed = true`."""

    date: Date
    until: Date | None = None
    name: Name
    confirmed: bool = False

    def days(self) -> tuple[cal.ClosedDay, ...]:
        """The same for the core, a day each."""
        count = ((self.until or self.date) - self.date).days + 1
        return tuple(
            cal.ClosedDay(self.date + timedelta(days=at), self.name, self.scope, self.confirmed)
            for at in range(min(count, LONGEST_CLOSING))
        )


def calendar_of(hours: tuple[HoursSection, ...], closed: tuple[ClosedSection, ...]) -> cal.Calendar:
    """The calendar that these parts of a file, free of faults, make."""
    return cal.Calendar(
        tuple(section.hours() for section in hours),
        tuple(day for section in closed for day in section.days()),
    )


def sections_of(calendar: cal.Calendar) -> dict[str, list[dict[str, Any]]]:
    """The entries of [[hours]] and [[closed]] that `calendar_of` reads back equal."""
    return {
        "hours": [_hours_entry(hours) for hours in calendar.hours],
        "closed": [
            {"date": c.date, "name": c.name, **_scope_entry(c.scope), "confirmed": c.confirmed}
            for c in calendar.closed
        ],
    }


def _hours_entry(hours: cal.Hours) -> dict[str, Any]:
    entry = {
        **_scope_entry(hours.scope),
        "from": hours.start,
        "until": hours.end,
        "days": [_short(day) for day in hours.weekdays] or None,
        "dates": list(hours.dates) or None,
        "every_weeks": hours.every if hours.every > 1 else None,
        "weeks_of_month": [word for word, number in WEEKS.items() if number in hours.nth] or None,
        "stop_before_break": hours.stop_before_break,
        "through_breaks": hours.through_breaks or None,
        "suspended": hours.suspended or None,
        "opens": f"{hours.opens:%H.%M}",
        "closes": f"{hours.closes:%H.%M}",
        "breaks": [_break_text(pause) for pause in hours.breaks],
        "tickets_from": f"{hours.tickets_from:%H.%M}" if hours.tickets_from is not None else None,
        "tickets_until": f"{hours.tickets_until:%H.%M}" if hours.tickets_until is not None else None,
    }
    return {name: value for name, value in entry.items() if value is not None}


def _scope_entry(scope: str) -> dict[str, str]:
    kind, _, name = scope.partition(":")
    return {kind: name} if name else {}


def _break_text(pause: cal.Break) -> str:
    return " ".join([*(_short(day) for day in pause.weekdays), f"{pause.opens:%H.%M}-{pause.closes:%H.%M}"])


def _short(weekday: int) -> str:
    return list(DAYS)[weekday]

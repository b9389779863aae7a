"""Why a day's hours are what they are, in words: the rule of the calendar that holds that day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from balai.domain.hall.calendar import HALL, Break, Calendar, Hours, agency_scope
from balai.words import Language, words_in
from balai.words.dates import long_date, weekday


def reasons(calendar: Calendar, day: date, agency_id: str, language: Language) -> list[str]:
    """What holds on `day` other than every week alike, for the hall ("") or one agency."""
    say = words_in(language)
    scope = agency_scope(agency_id) if agency_id else HALL
    own = calendar.hours_on(scope, day)
    ruling = own if own is not None else calendar.hours_on(HALL, day)
    told = [say("week.own_hours")] if agency_id and own is not None else []
    if agency_id and own == ():
        return [say("week.own_closed", weekday=weekday(day, language))]
    for hours in ruling or ():
        told += [*_period(hours, day, language), *_breaks(hours, day, language)]
    closed = calendar.closing((scope,), day) if agency_id else None
    return [*dict.fromkeys(told), *([say("week.agency_closed", name=closed.name)] if closed else [])]


def _period(hours: Hours, day: date, language: Language) -> Iterable[str]:
    say = words_in(language)
    if hours.dates:
        yield say("week.single_dates")
    elif hours.start is not None and hours.end is not None:
        yield say("week.period", first=long_date(hours.start, language), last=long_date(hours.end, language))
    elif hours.start is not None and hours.every == 1:
        yield say("week.since", first=long_date(hours.start, language))
    if hours.every > 1 or hours.nth:
        yield say("week.some_weeks", weekday=weekday(day, language))


def _breaks(hours: Hours, day: date, language: Language) -> Iterable[str]:
    """Breaks of this weekday alone, where other days have another: the reason that one looks for."""
    say = words_in(language)
    for pause in hours.pauses(day.weekday()):
        if day.weekday() in pause.weekdays:
            minutes, name = _minutes(pause), weekday(day, language)
            yield say("week.weekday_break", minutes=minutes, weekday=name, at=f"{pause.opens:%H.%M}")


def _minutes(pause: Break) -> int:
    def moment(clock: time) -> datetime:
        return datetime.combine(date.min, clock)

    return int((moment(pause.closes) - moment(pause.opens)).total_seconds() // 60)

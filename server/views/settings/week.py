"""A week of a hall's calendar as its settings make it: hall and agencies by day, with each rule. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from balai.domain.hall.calendar import HALL
from balai.domain.hall.config import HallConfig, Service
from balai.domain.hall.opening import ServiceDay, service_day
from balai.protocol.managed.drafts import Week, WeekDay, WeekRow, WeekSpan
from balai.words import Language, words_in
from balai.words.dates import long_date, together
from server.views.settings.reasons import reasons

_DAYS = 7


def week_of(config: HallConfig, monday: date, language: Language, agency_id: str | None = None) -> Week:
    """Seven days from `monday` on: the hall, then its agencies, of which one where `agency_id` names it."""
    days = [monday + timedelta(days=at) for at in range(_DAYS)]
    view = _View(config, {day: long_date(day, language) for day in days}, language)
    hall = WeekRow(days=tuple(view.day(config.services, day, "") for day in days))
    rows = []
    for agency in config.agencies:
        if agency_id in (None, agency.id):
            own = [service for service in config.services if service.agency_id == agency.id]
            told = (view.day(own, whole.date, agency.id, whole.spans) for whole in hall.days)
            rows.append(WeekRow(agency=agency.id, days=tuple(told)))
    return Week(monday=monday, rows=(hall, *rows))


@dataclass(frozen=True)
class _View:
    config: HallConfig
    dates: Mapping[date, str]
    language: Language

    def day(
        self, services: Iterable[Service], day: date, agency_id: str, hall: tuple[WeekSpan, ...] | None = None
    ) -> WeekDay:
        """When any of these services is open on a day, if as the `hall` is, and the rule in words with its
        reason."""
        every = (service_day(self.config, one, day) for one in services)
        # Most services of an agency have one day in common.
        found = list({id(known): known for known in every if known is not None}.values())
        spans = _merged(span for known in found for span in known.openings)
        told = tuple(WeekSpan(opens=self._clock(a), closes=self._end(b, day)) for a, b in spans)
        closed = self.config.calendar.closing((HALL,), day)
        name = closed.name if closed is not None else ""
        why = [] if closed is not None else reasons(self.config.calendar, day, agency_id, self.language)
        rule = " ".join([self._told(day, told, name, found), *why])
        return WeekDay(date=day, spans=told, closed_for=name, same=told == hall, told=rule)

    def _told(self, day: date, spans: tuple[WeekSpan, ...], name: str, found: list[ServiceDay]) -> str:
        say, on = words_in(self.language), self.dates[day]
        proposed = [one.name for one in self.config.calendar.closed if one.date == day and not one.confirmed]
        more = [say("week.proposed", name=each) for each in dict.fromkeys(proposed)]
        if not spans:
            return " ".join([say("week.closed_for" if name else "week.closed", date=on, name=name), *more])
        opened = together([f"{one.opens}–{one.closes}" for one in spans], self.language)
        if any(known.pauses for known in found):
            more.insert(0, say("week.pauses"))
        first = self._clock(min(known.tickets_from for known in found))
        last = self._clock(max(known.latest for known in found))
        return " ".join([say("week.open", date=on, spans=opened, first=first, last=last), *more])

    def _end(self, moment: datetime, day: date) -> str:
        """A day ends at 24.00, not at the 00.00 of the next."""
        return self._clock(moment) if moment.astimezone(self.config.zone).date() == day else "24.00"

    def _clock(self, moment: datetime) -> str:
        zone: tzinfo = self.config.zone
        return f"{moment.astimezone(zone):%H.%M}"


def _merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans in order, those that meet or overlap made one."""
    joined: list[tuple[datetime, datetime]] = []
    for opens, closes in sorted(spans):
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(closes, joined[-1][1])
        else:
            joined.append((opens, closes))
    return joined

"""Today's hours of a hall and its agencies, summed over their services. Pure; days in the hall's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from balai.domain.hall.calendar import HALL
from balai.domain.hall.config import HallConfig
from balai.domain.hall.opening import LOOK_AHEAD_DAYS, ServiceDay, service_day


@dataclass(frozen=True, slots=True)
class AgencyDay:
    """An agency's first opening, last closing and last ticket on one date, in aware UTC."""

    agency_id: str
    opens: datetime
    closes: datetime
    last_ticket: datetime


@dataclass(frozen=True, slots=True)
class HallHours:
    """A date in a hall: its agencies that open, from when numbers are given out, why it is closed if a
    holiday closes it, and the first opening of a later day (aware UTC; None within 60 days)."""

    agencies: tuple[AgencyDay, ...]
    tickets_from: datetime | None
    closed_for: str
    next_opens: datetime | None


def hall_hours(config: HallConfig, day: date) -> HallHours | None:
    """The hours of `day`; None for a hall without a calendar, which never closes."""
    if config.calendar.always_open:
        return None
    found = [(s.agency_id, d) for s in config.services if (d := service_day(config, s, day)) is not None]
    holiday = config.calendar.closing((HALL,), day)
    return HallHours(
        tuple(
            _agency_day(agency.id, [d for agency_id, d in found if agency_id == agency.id])
            for agency in config.agencies
            if any(agency_id == agency.id for agency_id, _ in found)
        ),
        min((d.tickets_from for _, d in found), default=None),
        holiday.name if holiday else "",
        _next_opens(config, day),
    )


def _agency_day(agency_id: str, days: list[ServiceDay]) -> AgencyDay:
    return AgencyDay(
        agency_id,
        min(d.openings[0][0] for d in days),
        max(d.openings[-1][1] for d in days),
        max(d.latest for d in days),
    )


def _next_opens(config: HallConfig, after: date) -> datetime | None:
    for ahead in range(1, LOOK_AHEAD_DAYS + 1):
        day = after + timedelta(days=ahead)
        opens = [d.openings[0][0] for s in config.services if (d := service_day(config, s, day)) is not None]
        if opens:
            return min(opens)
    return None

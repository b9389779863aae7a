"""Calendars for tests: a hall's usual week, Ramadan, and a desk that opens twice a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from balai.domain.hall.calendar import Break, Calendar, ClosedDay, Hours, agency_scope
from balai.domain.hall.config import HallConfig, Service
from tests.support.days import small_hall

WITA = ZoneInfo("Asia/Makassar")
WEEK = Hours(
    weekdays=(0, 1, 2, 3, 4),
    opens=time(8),
    closes=time(15),
    breaks=(Break(time(12), time(13)), Break(time(11, 30), time(13), (4,))),
    tickets_from=time(7, 45),
)
RAMADAN = replace(
    WEEK,
    closes=time(14),
    breaks=(Break(time(12), time(12, 30)), Break(time(11, 30), time(12, 30), (4,))),
    start=date(2026, 2, 19),
    end=date(2026, 3, 19),
)
DESK = Hours(weekdays=(0, 2), opens=time(8), closes=time(12), scope=agency_scope("dua"))


def hall(*hours: Hours, closed: tuple[ClosedDay, ...] = (), zone: str = "Asia/Makassar") -> HallConfig:
    """The small hall with these hours."""
    config = small_hall()
    return replace(config, hall=replace(config.hall, time_zone=zone), calendar=Calendar(tuple(hours), closed))


def service(config: HallConfig, service_id: str = "ktp") -> Service:
    """One of its services."""
    return config.service_by_id[service_id]


def wita(day: date, hour: int, minute: int = 0) -> datetime:
    """A local time of the hall."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=WITA)

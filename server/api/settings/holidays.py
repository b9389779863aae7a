"""The route of holidays that a calendar may confirm."""

from __future__ import annotations

import gevent

from balai.domain.hall.calendar import ClosedDay
from balai.errors import PartMissing
from balai.hall_file.holidays_proposed import proposals
from balai.protocol.managed.drafts import Holiday, HolidayList
from server.api.paths import YearQuery
from server.api.routing import Routes
from server.auth.roles import Permission


def _proposed(year: int) -> tuple[ClosedDay, ...]:
    """Nothing where this installation has no such calendar."""
    try:
        return proposals(year)
    except PartMissing:
        return ()


def add_holidays(routes: Routes) -> None:
    """National holidays and cuti bersama, as proposals."""

    def show_holidays(query: YearQuery) -> HolidayList:
        """The holidays of a year, proposed by a calendar that needs no network; movable feasts are
        estimates."""
        # The library is loaded by the first who asks, which takes a while on a small machine.
        days = gevent.get_hub().threadpool.apply(_proposed, (query.year,))
        found = tuple(Holiday(date=day.date, name=day.name) for day in days)
        return HolidayList(year=query.year, days=found)

    routes.add("GET", "/hall/holidays", show_holidays, may=Permission.DRAFT_READ, answers=HolidayList)

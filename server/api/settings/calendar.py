"""Routes of what follows from the draft: weeks, holidays that may be confirmed, ways seen from walls."""

from __future__ import annotations

import gevent

from balai.domain.hall.calendar import ClosedDay
from balai.domain.hall.plan import wall_ways
from balai.errors import PartMissing
from balai.hall_file.holidays_proposed import proposals
from balai.protocol.managed.drafts import Glance, Holiday, HolidayList, PlanWays, Week
from server.api.paths import GlanceQuery, WeekQuery, YearQuery
from server.api.routing import Routes
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.problems import language_asked
from server.usecases.settings.drafts import Drafts
from server.views.settings.span import glance_of
from server.views.settings.week import week_of

MAY = Permission.DRAFT_READ


def add_calendar(routes: Routes, drafts: Drafts) -> None:
    """The calendar of the draft, and national holidays and cuti bersama as proposals."""

    def show_week(who: Principal, query: WeekQuery) -> Week:
        """Seven days as the draft makes them; while it has faults, as what is in force does."""
        wanted = drafts.checked(drafts.now()).config or drafts.log.day.config
        return week_of(wanted, query.monday, language_asked(), who.limit(MAY))

    def show_glance(query: GlanceQuery) -> Glance:
        """Days of the hall as the draft makes them; while it has faults, as what is in force does."""
        wanted = drafts.checked(drafts.now()).config or drafts.log.day.config
        return Glance(first=query.first, days=glance_of(wanted.calendar, query.first, query.count))

    def show_holidays(query: YearQuery) -> HolidayList:
        """The holidays of a year, proposed by a calendar that needs no network; movable feasts are
        estimates."""
        # The library is loaded by the first who asks, which takes a while on a small machine.
        days = gevent.get_hub().threadpool.apply(_proposed, (query.year,))
        found = tuple(Holiday(date=day.date, name=day.name) for day in days)
        return HolidayList(year=query.year, days=found)

    def show_ways() -> PlanWays:
        """Where counters lie, seen from each wall, as the draft makes it; while it has faults, as what is in
        force does."""
        wanted = drafts.checked(drafts.now()).config or drafts.log.day.config
        told = {
            wall.id: {str(number): way for number, way in wall_ways(wanted, wall).items()}
            for wall in wanted.walls
        }
        return PlanWays(ways=told)

    routes.add("GET", "/hall/draft/ways", show_ways, may=Permission.HISTORY_READ, answers=PlanWays)
    routes.add("GET", "/hall/draft/week", show_week, may=MAY, answers=Week)
    routes.add("GET", "/hall/draft/days", show_glance, may=MAY, answers=Glance)
    routes.add("GET", "/hall/holidays", show_holidays, may=MAY, answers=HolidayList)


def _proposed(year: int) -> tuple[ClosedDay, ...]:
    """Nothing where this installation has no such calendar."""
    try:
        return proposals(year)
    except PartMissing:
        return ()

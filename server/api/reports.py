"""Routes of reports: figures of a span of days, what is behind a figure, files, the way of one number."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Response
from pydantic import Field, StringConstraints

from balai.clock import Clock
from balai.protocol.base import Message, Slug
from balai.protocol.managed.reports import NumberStory, ReportAnswer, ReportCounter, ReportLegs
from balai.words import LANGUAGES, Language
from server.api.routing import Routes
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.reports.days import Span, checked
from server.usecases.reports.files import Format, file_of
from server.usecases.reports.reporting import Reporting, What
from server.usecases.reports.story import Stories
from server.views.days import Today
from server.views.reports.summing import By

Hour = Annotated[str, StringConstraints(pattern=r"^[0-2][0-9]$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class SpanQuery(Message):
    """A span of days and what of it, by a dimension."""

    first: date
    last: date
    by: By = "agency"
    agency: Slug | None = None
    service: Slug | None = None
    counter: Slug | None = None
    hour: Hour | None = None
    kind: Word | None = None
    channel: Word | None = None
    day: date | None = None

    def chosen(self, agency_id: str | None) -> dict[By, str]:
        """What is chosen; of one agency where the asker sees no more."""
        found: dict[By, str | None] = {
            "agency": agency_id or self.agency, "service": self.service, "counter": self.counter,
            "hour": self.hour, "class": self.kind, "channel": self.channel,
            "day": self.day.isoformat() if self.day else None,
        }  # fmt: skip
        return {by: value for by, value in found.items() if value is not None}


class ReportQuery(SpanQuery):
    """The same, and another span to compare with."""

    before_first: date | None = None
    before_last: date | None = None

    @property
    def before(self) -> Span | None:
        """The span to compare with."""
        if self.before_first is None or self.before_last is None:
            return None
        return checked(self.before_first, self.before_last)


class LegsQuery(SpanQuery):
    """Which figure is opened, and of refusals which code."""

    what: What
    code: Word | None = None


class CounterQuery(Message):
    """A counter in a span of days."""

    first: date
    last: date
    counter: Slug


class FileQuery(SpanQuery):
    """The same as a file."""

    format: Format = "csv"
    language: Annotated[Language, Field(json_schema_extra={"enum": list(LANGUAGES)})] = "id"


class StoryQuery(Message):
    """A number as a person types it, on a day."""

    day: date
    number: Annotated[str, StringConstraints(min_length=1, max_length=20)]


def add_reports(routes: Routes, reporting: Reporting, stories: Stories, days: Today, clock: Clock) -> None:
    """A manager's reports are of the hall, a supervisor's of the own agency."""
    may = Permission.REPORTS_READ

    def show_report(who: Principal, query: ReportQuery) -> ReportAnswer:
        """A span of days in figures, by a dimension, and another span beside it."""
        span, chosen = checked(query.first, query.last), query.chosen(who.limit(may))
        return reporting.answer(days.current(), clock.now(), span, query.by, chosen, query.before)

    def show_legs(who: Principal, query: LegsQuery) -> ReportLegs:
        """What a figure is made of: the first of its legs or refusals, and how many there are."""
        span, chosen = checked(query.first, query.last), query.chosen(who.limit(may))
        return reporting.legs(days.current(), clock.now(), span, query.what, chosen, query.code or "")

    def show_report_counter(who: Principal, query: CounterQuery) -> ReportCounter:
        """What a counter's times in a span are made of: its days; of a single day all that it did on it."""
        span, limit = checked(query.first, query.last), who.limit(may)
        return reporting.counter(days.current(), clock.now(), span, query.counter, limit)

    def show_report_file(who: Principal, query: FileQuery) -> Response:
        """The same as a file: CSV with semicolons and byte order mark, or XLSX."""
        span, chosen = checked(query.first, query.last), query.chosen(who.limit(may))
        answer = reporting.answer(days.current(), clock.now(), span, query.by, chosen)
        name, kind, data = file_of(answer, query.format, query.language)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(data, 200, headers, content_type=kind)

    def show_story(who: Principal, query: StoryQuery) -> NumberStory:
        """All that happened to a number of any day and the reason of each call, with the hash that the day's
        log ends in."""
        return stories.of(query.day, query.number, who.limit(may))

    routes.add("GET", "/reports", show_report, may=may, answers=ReportAnswer, refuses=True)
    routes.add("GET", "/reports/legs", show_legs, may=may, answers=ReportLegs, refuses=True)
    routes.add("GET", "/reports/counter", show_report_counter, may=may, answers=ReportCounter, refuses=True)
    routes.add("GET", "/reports/file", show_report_file, may=may, answers=None, refuses=True)
    routes.add("GET", "/reports/number", show_story, may=may, answers=NumberStory, refuses=True)

"""A report over a span of days, what a figure of it is made of, and whether it is what the log says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select

from balai.domain.log import happened_of
from balai.domain.state import HallDay
from balai.protocol.managed.reports import (
    CounterDay,
    CounterStretch,
    Report,
    ReportAnswer,
    ReportCounter,
    ReportLeg,
    ReportLegs,
    ReportRefusal,
)
from server.store import Store
from server.store.day import eventlog, report_days
from server.store.tables.day import visits
from server.usecases.reports.days import Offload, ReportDays, Span, figures, on_the_spot, unusable
from server.views.reports.desks import stretches_of
from server.views.reports.packed import Columns
from server.views.reports.summing import By, Chosen, picked, report

What = Literal[
    "visits", "waits", "within", "over", "service", "finished", "transferred", "missed", "cancelled",
    "unserved", "refused",
]  # fmt: skip
MOST_SHOWN = 200


@dataclass(frozen=True)
class Reporting:
    """Reports of one hall. `settle` makes the read tables true, from which numbers are told."""

    store: Store
    hall_id: str
    days: ReportDays
    settle: Callable[[], object]
    offload: Offload = on_the_spot

    def answer(
        self, day: HallDay, now: datetime, span: Span, by: By, chosen: Chosen, before: Span | None = None
    ) -> ReportAnswer:
        """A span by a dimension, and another beside it. `day` is the open one at `now` (aware)."""
        found = self._report(day, now, span, by, chosen)
        config = day.config
        names = {
            **{f"agency:{one.id}": one.short_name for one in config.agencies},
            **{f"service:{one.id}": one.name for one in config.services},
            **{f"counter:{one.id}": one.shown for one in config.counters},
        }
        standards = {
            agency.id: min(
                (s.wait_minutes for s in config.services if s.agency_id == agency.id), default=0
            )
            for agency in config.agencies
        }  # fmt: skip
        return ReportAnswer(
            first=span.first, last=span.last, by=by, report=found, names=names, standards=standards,
            before=self._report(day, now, before, by, chosen) if before is not None else None,
        )  # fmt: skip

    def _report(self, day: HallDay, now: datetime, span: Span, by: By, chosen: Chosen) -> Report:
        found = self.days.of(span, day, now)
        return self.offload(lambda: report(found, by, chosen))

    def legs(
        self, day: HallDay, now: datetime, span: Span, what: What, chosen: Chosen, code: str = ""
    ) -> ReportLegs:
        """What a figure is made of: its legs, or its refusals (of one `code`), the first of them."""
        days = self.days.of(span, day, now)
        if what == "refused":
            refusals = [row for one in days for row in _refusals(one, chosen, code)]
            return ReportLegs(count=len(refusals), refusals=tuple(refusals[:MOST_SHOWN]))
        places = [(one, at) for one in days for at in _places(one, what, chosen)]
        self.settle()
        shown = tuple(self._leg(one, at) for one, at in places[:MOST_SHOWN])
        return ReportLegs(count=len(places), legs=shown)

    def counter(
        self, day: HallDay, now: datetime, span: Span, counter_id: str, agency_id: str | None = None
    ) -> ReportCounter:
        """What a counter's times are made of: its days, and of a single one each stretch with the event that
        began it; nothing where it is not of `agency_id`. Raises BrokenLog."""
        columns = self.days.of(span, day, now)
        rows = [row for one in columns for row in _desk_of(one, counter_id, agency_id)]
        if span.first != span.last or not rows:
            return ReportCounter(days=tuple(rows))
        opened = span.first == day.date
        entries = self.store.entries(self.hall_id, span.first.isoformat())
        log = [happened_of(one) for one in entries if not opened or one.seq <= day.seq]
        found = self.offload(lambda: stretches_of(log, counter_id, now if opened else None))
        shown = tuple(CounterStretch(**one._asdict()) for one in found)
        return ReportCounter(days=tuple(rows), stretches=shown)

    def _leg(self, day: Columns, at: int) -> ReportLeg:
        legs, words, seq = day.legs, day.words, day.legs["seq"][at]
        within = legs["within"][at]
        return ReportLeg(
            day=date.fromisoformat(day.day), seq=seq, number=self._number(day.day, seq),
            service_id=words[legs["service_id"][at]], counter_id=words[legs["counter_id"][at]],
            state=words[legs["state"][at]], wait=_known(legs["wait"][at]),
            service=_known(legs["served"][at]), within=None if within < 0 else bool(within),
        )  # fmt: skip

    def _number(self, day: str, seq: int) -> str:
        mine = visits.c.hall_id == self.hall_id, visits.c.day == day, visits.c.seq == seq
        with self.store.read.connect() as connection:
            return connection.scalar(select(visits.c.number).where(*mine)) or ""


def differing(store: Store, hall_id: str, span: Span, opened: str) -> Iterator[tuple[str, str]]:
    """The closed days of a span whose kept figures are not those of the log, each with what is so: "missing",
    "stale" (of another log or version) or "differs". Reads the log alone. Raises BrokenLog."""
    first, last = span.first.isoformat(), span.last.isoformat()
    with store.read.connect() as connection:
        logged = [d for d in eventlog.days(connection, hall_id) if first <= d <= last and d != opened]
        marks, bodies = report_days.kept(connection, hall_id, first, last)
        ends = report_days.ends(connection, hall_id, logged)
    found = unusable(marks, ends)
    for day in logged:
        if day in found:
            yield day, found[day]
        elif bodies[day] != figures(store.entries(hall_id, day)):
            yield day, "differs"


def _desk_of(day: Columns, counter_id: str, agency_id: str | None) -> Iterator[CounterDay]:
    table, words = day.desks, day.words
    for at, number in enumerate(table["counter_id"]):
        if words[number] == counter_id and agency_id in (None, words[table["agency_id"][at]]):
            times = {name: table[name][at] for name in ("open", "paused", "serving", "idle")}
            yield CounterDay(day=date.fromisoformat(day.day), **times)


def _known(value: int) -> int | None:
    return None if value < 0 else value


def _places(day: Columns, what: What, chosen: Chosen) -> list[int]:
    legs = day.legs
    marks = picked(day, legs, chosen)
    state = day.words.index(what) if what in day.words else -2
    tests: dict[str, Callable[[int], bool]] = {
        "visits": lambda at: legs["first"][at] == 1,
        "waits": lambda at: legs["wait"][at] >= 0,
        "within": lambda at: legs["within"][at] == 1,
        "over": lambda at: legs["within"][at] == 0,
        "service": lambda at: legs["served"][at] >= 0,
    }
    counts = tests[what] if what in tests else lambda at: legs["state"][at] == state
    return [at for at in range(len(legs["seq"])) if (marks is None or marks[at]) and counts(at)]


def _refusals(day: Columns, chosen: Chosen, code: str) -> Iterator[ReportRefusal]:
    rows, words = day.refused, day.words
    marks = picked(day, rows, chosen)
    for at, seq in enumerate(rows["seq"]):
        told = words[rows["code"][at]]
        if (marks is None or marks[at]) and code in ("", told):
            service_id = words[rows["service_id"][at]]
            yield ReportRefusal(day=date.fromisoformat(day.day), seq=seq, service_id=service_id, code=told)

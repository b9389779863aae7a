"""Many days' facts together: by agency, service, counter, hour, class, channel or day. Pure.

A percentile is the smallest value that so many in a hundred do not exceed (nearest rank), in whole seconds.
"""

from __future__ import annotations

from array import array
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, compress
from operator import add
from typing import Literal, get_args

from balai.protocol.managed.reports import DeskRow, HeatCell, Report, ReportRow, Spread
from server.views.reports.packed import Columns

By = Literal["agency", "service", "counter", "hour", "class", "channel", "day"]
BY: tuple[By, ...] = get_args(By)
_COLUMNS = {
    "agency": "agency_id", "service": "service_id", "counter": "counter_id", "class": "priority_class",
    "channel": "channel", "hour": "hour",
}  # fmt: skip
Chosen = Mapping[By, str]
_STATES = ("finished", "transferred", "missed", "cancelled", "unserved")


class _Names:
    """Numbers for names, in the order in which they are met."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, words: list[str], column: Iterable[int]) -> dict[int, int]:
        """For each number of a day's words that stands in a column, the number here."""
        return {at: self.number(words[at]) for at in set(column)}

    def number(self, name: str) -> int:
        """The number of a name."""
        return self.numbers.setdefault(name, len(self.numbers))


class _Values:
    """Seconds by group; `sort` before asking. Short lists are sorted sooner than a long one, and a long one
    sooner once its parts are."""

    def __init__(self) -> None:
        self._of: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, groups: Iterable[int], seconds: Iterable[int]) -> None:
        """Those that are known, each with its group."""
        of = self._of
        for group, value in zip(groups, seconds, strict=True):
            if value >= 0:
                of[group].append(value)

    def sort(self) -> None:
        """Put each group's in order."""
        for values in self._of.values():
            values.sort()

    def spread(self, group: int) -> Spread:
        """How a group's are spread."""
        return _spread(self._of.get(group, ()))

    def whole(self) -> Spread:
        """How all are spread."""
        return _spread(sorted(chain.from_iterable(self._of.values())))

    def median(self, group: int) -> tuple[int, int]:
        """How many a group has, and half of them."""
        values = self._of.get(group, ())
        return len(values), _at(values, 50) if values else 0


def _at(values: Sequence[int], hundredths: int) -> int:
    """The nearest rank, rounded up, of a part of sorted values, of which there is one at least."""
    return values[-(-len(values) * hundredths // 100) - 1]


def _spread(values: Sequence[int]) -> Spread:
    if not values:
        return Spread()
    return Spread(count=len(values), p50=_at(values, 50), p90=_at(values, 90), longest=values[-1])


class _Sums:
    """What is counted over many days."""

    def __init__(self, by: By, chosen: Chosen) -> None:
        self._by, self._chosen = by, chosen
        self._groups, self._agencies = _Names(), _Names()
        self._waits, self._served, self._heat = _Values(), _Values(), _Values()
        self._visits: Tally[int] = Tally()
        self._within: Tally[int] = Tally()
        self._states: Tally[tuple[int, str]] = Tally()
        self._refused: Tally[tuple[int, str]] = Tally()
        self._desks: dict[str, Tally[str]] = {}
        self._days = 0

    def add(self, day: Columns) -> None:
        """One more day."""
        self._days += 1
        self._add_legs(day)
        self._add_refused(day)
        self._add_desks(day)

    def report(self) -> Report:
        """What they came to."""
        for values in (self._waits, self._served, self._heat):
            values.sort()
        names = sorted(self._groups.numbers.items())
        heat = [
            HeatCell(agency_id=agency, hour=hour, count=count, p50=half)
            for agency, number in sorted(self._agencies.numbers.items())
            for hour in range(24)
            for count, half in [self._heat.median(number * 24 + hour)]
            if count
        ]
        desks = [DeskRow(counter_id=id_, **spent) for id_, spent in sorted(self._desks.items())]
        rows = tuple(self._row(name, number) for name, number in names)
        return Report(
            days=self._days, total=self._total(rows), rows=rows, heat=tuple(heat), desks=tuple(desks)
        )

    def _row(self, name: str, group: int) -> ReportRow:
        refused = {code: n for (of, code), n in sorted(self._refused.items()) if of == group}
        return ReportRow(
            key=name, visits=self._visits[group], wait=self._waits.spread(group), within=self._within[group],
            service=self._served.spread(group), refused=refused,
            **{state: self._states[group, state] for state in _STATES},
        )  # fmt: skip

    def _total(self, rows: Iterable[ReportRow]) -> ReportRow:
        rows = tuple(rows)
        refused: Tally[str] = Tally()
        for row in rows:
            refused.update(row.refused)
        counted = {name: sum(getattr(row, name) for row in rows) for name in ("visits", "within", *_STATES)}
        return ReportRow(
            key="", wait=self._waits.whole(), service=self._served.whole(),
            refused=dict(sorted(refused.items())), **counted,
        )  # fmt: skip

    def _add_legs(self, day: Columns) -> None:
        legs, marks = day.legs, picked(day, day.legs, self._chosen)

        def rows(name: str) -> Sequence[int]:
            return legs[name] if marks is None else list(compress(legs[name], marks))

        groups, waits, agencies = self._groups_of(day, legs, marks), rows("wait"), rows("agency_id")
        hours = {at: number * 24 for at, number in self._agencies.of(day.words, agencies).items()}
        self._waits.add(groups, waits)
        self._heat.add(map(add, map(hours.__getitem__, agencies), rows("hour")), waits)
        self._served.add(groups, rows("served"))
        self._visits.update(compress(groups, rows("first")))
        self._within.update(compress(groups, map((0).__lt__, rows("within"))))
        for (group, state), count in Tally(zip(groups, rows("state"), strict=True)).items():
            self._states[group, day.words[state]] += count

    def _add_refused(self, day: Columns) -> None:
        marks = picked(day, day.refused, self._chosen)
        groups = self._groups_of(day, day.refused, marks)
        codes = day.refused["code"]
        for group, code in zip(groups, codes if marks is None else compress(codes, marks), strict=True):
            self._refused[group, day.words[code]] += 1

    def _groups_of(
        self, day: Columns, table: Mapping[str, array[int]], marks: list[bool] | None
    ) -> list[int]:
        """The group of each row that is chosen."""
        count = len(table["seq"]) if marks is None else sum(marks)
        column = table.get(_COLUMNS.get(self._by, ""))
        if column is None or self._by == "day":
            name = day.day if self._by == "day" else ""
            return [self._groups.number(name)] * count if count else []
        values = list(column if marks is None else compress(column, marks))
        if self._by == "hour":
            known = {hour: self._groups.number(f"{hour:02}") for hour in set(values)}
        else:
            known = self._groups.of(day.words, values)
        return list(map(known.__getitem__, values))

    def _add_desks(self, day: Columns) -> None:
        chosen, table = self._chosen, day.desks
        if chosen.get("day", day.day) != day.day:
            return
        for at, number in enumerate(table["counter_id"]):
            counter, agency = day.words[number], day.words[table["agency_id"][at]]
            if chosen.get("agency", agency) == agency and chosen.get("counter", counter) == counter:
                spent = self._desks.setdefault(counter, Tally())
                for name in ("open", "paused", "serving", "idle"):
                    spent[name] += table[name][at]


def report(days: Iterable[Columns], by: By, chosen: Chosen) -> Report:
    """All days together, by a dimension; only what is `chosen` by others (each a word, an hour or a date)."""
    sums = _Sums(by, chosen)
    for day in days:
        sums.add(day)
    return sums.report()


def picked(day: Columns, table: Mapping[str, array[int]], chosen: Chosen) -> list[bool] | None:
    """Which rows of a table are among what is chosen; None: all."""
    marks: list[bool] | None = None
    for by, wanted in chosen.items():
        if by == "day":
            here = [day.day == wanted] * len(table["seq"])
        elif by == "hour":
            here = [f"{hour:02}" == wanted for hour in table["hour"]]
        else:
            column = table.get(_COLUMNS[by])
            number = day.words.index(wanted) if wanted in day.words else -1
            # A refusal has no counter, so it is at none.
            here = (
                [value == number for value in column] if column is not None else [False] * len(table["seq"])
            )
        marks = here if marks is None else [a and b for a, b in zip(marks, here, strict=True)]
    return marks

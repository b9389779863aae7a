"""Many days' facts together: by agency, service, counter, hour, class, channel or day. Pure.

A percentile is the smallest value that so many in a hundred do not exceed (nearest rank), in whole seconds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import compress
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
#: A group's number and a value of seconds are kept in one number, so that all are sorted at once.
_BITS = 20
_MASK = (1 << _BITS) - 1
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


@dataclass
class _Values:
    """Seconds by group (of one day each, so far below what a number holds); `sort` before asking."""

    all: list[int] = field(default_factory=list)

    def add(self, groups: Iterable[int], seconds: Iterable[int]) -> None:
        """Those that are known, each with its group."""
        self.all += [group << _BITS | s for group, s in zip(groups, seconds, strict=True) if s >= 0]

    def sort(self) -> None:
        """Put each group's together, in order."""
        self.all.sort()

    def spread(self, group: int) -> Spread:
        """How a group's are spread."""
        return _spread(self.all, *self._place(group))

    def whole(self) -> Spread:
        """How all are spread."""
        values = sorted(one & _MASK for one in self.all)
        return _spread(values, 0, len(values))

    def median(self, group: int) -> tuple[int, int]:
        """How many a group has, and half of them."""
        begins, ends = self._place(group)
        return ends - begins, _at(self.all, begins, ends, 50)

    def _place(self, group: int) -> tuple[int, int]:
        return bisect_left(self.all, group << _BITS), bisect_left(self.all, (group + 1) << _BITS)


def _at(values: list[int], begins: int, ends: int, hundredths: int) -> int:
    """The nearest rank, rounded up, of a part of sorted values; 0 of none."""
    rank = -(-(ends - begins) * hundredths // 100)
    return values[begins + rank - 1] & _MASK if rank else 0


def _spread(values: list[int], begins: int, ends: int) -> Spread:
    if begins == ends:
        return Spread()
    half, most = (_at(values, begins, ends, part) for part in (50, 90))
    return Spread(count=ends - begins, p50=half, p90=most, longest=values[ends - 1] & _MASK)


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

        def rows(name: str) -> list[int]:
            return list(legs[name] if marks is None else compress(legs[name], marks))

        groups = self._groups_of(day, day.legs, marks)
        agencies = rows("agency_id")
        known = self._agencies.of(day.words, agencies)
        cells = [known[agency] * 24 + hour for agency, hour in zip(agencies, rows("hour"), strict=True)]
        waits = rows("wait")
        self._waits.add(groups, waits)
        self._heat.add(cells, waits)
        self._served.add(groups, rows("served"))
        self._visits.update(compress(groups, rows("first")))
        self._within.update(compress(groups, [one == 1 for one in rows("within")]))
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
        return [known[value] for value in values]

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

"""Many days' facts together: by agency, service, counter, hour, class, channel or day. Pure.

A percentile is the smallest value that so many in a hundred do not exceed (nearest rank), in whole seconds.
"""

from __future__ import annotations

from array import array
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
Values = list[int]


@dataclass
class Group:
    """What is counted of some legs and refusals together."""

    visits: int = 0
    within: int = 0
    waits: Values = field(default_factory=list)
    served: Values = field(default_factory=list)
    states: Tally[str] = field(default_factory=Tally)
    refused: Tally[str] = field(default_factory=Tally)

    def add(self, other: Group) -> None:
        """Count another's as well."""
        self.visits += other.visits
        self.within += other.within
        self.waits += other.waits
        self.served += other.served
        self.states.update(other.states)
        self.refused.update(other.refused)


def percentile(values: Values, hundredths: int) -> int | None:
    """Of sorted values; None of none."""
    return values[-(-len(values) * hundredths // 100) - 1] if values else None


def report(days: Iterable[Columns], by: By, chosen: Chosen) -> Report:
    """All days together, by a dimension; only what is `chosen` by others (each a word, an hour or a date)."""
    groups: dict[str, Group] = {}
    heat: dict[tuple[str, int], Values] = {}
    desks: dict[str, Tally[str]] = {}
    count = 0
    for day in days:
        count += 1
        _legs(day, by, chosen, groups, heat)
        _refused(day, by, chosen, groups)
        _desks(day, chosen, desks)
    total = Group()
    for group in groups.values():
        total.add(group)
    return Report(
        days=count,
        total=_row("", total),
        rows=tuple(_row(key, group) for key, group in sorted(groups.items())),
        heat=tuple(
            HeatCell(agency_id=agency, hour=hour, count=len(waits), p50=percentile(sorted(waits), 50) or 0)
            for (agency, hour), waits in sorted(heat.items())
        ),
        desks=tuple(_desk(id_, spent) for id_, spent in sorted(desks.items())),
    )


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


def _keys(day: Columns, table: Mapping[str, array[int]], by: By) -> tuple[Iterable[int], dict[int, str]]:
    """The group of each row as a number, and what each number is called."""
    if by == "day":
        return [0] * len(table["seq"]), {0: day.day}
    if by == "hour":
        return table["hour"], {hour: f"{hour:02}" for hour in range(24)}
    names = dict(enumerate(day.words))
    column = table.get(_COLUMNS[by])
    return (column, names) if column is not None else ([-1] * len(table["seq"]), {-1: ""})


def _legs(
    day: Columns, by: By, chosen: Chosen, groups: dict[str, Group], heat: dict[tuple[str, int], Values]
) -> None:
    legs, words = day.legs, day.words
    keys, names = _keys(day, legs, by)
    marks = picked(day, legs, chosen)
    mine: dict[int, Group] = {}
    hot: dict[tuple[int, int], Values] = {}
    names_of_columns = ("first", "state", "wait", "served", "within", "agency_id", "hour")
    rows = zip(keys, *(legs[name] for name in names_of_columns), strict=True)
    for at, (key, first, state, wait, served, within, agency, hour) in enumerate(rows):
        if marks is not None and not marks[at]:
            continue
        group = mine.get(key)
        if group is None:
            group = mine[key] = groups.setdefault(names[key], Group())
        group.visits += first
        group.states[words[state]] += 1
        if wait >= 0:
            group.waits.append(wait)
            group.within += within == 1
            hot.setdefault((agency, hour), []).append(wait)
        if served >= 0:
            group.served.append(served)
    for (agency, hour), waits in hot.items():
        heat.setdefault((words[agency], hour), []).extend(waits)


def _refused(day: Columns, by: By, chosen: Chosen, groups: dict[str, Group]) -> None:
    keys, names = _keys(day, day.refused, by)
    marks = picked(day, day.refused, chosen)
    for at, (key, code) in enumerate(zip(keys, day.refused["code"], strict=True)):
        if marks is None or marks[at]:
            groups.setdefault(names[key], Group()).refused[day.words[code]] += 1


def _desks(day: Columns, chosen: Chosen, desks: dict[str, Tally[str]]) -> None:
    wanted = {by: chosen[by] for by in ("agency", "counter") if by in chosen}
    if chosen.get("day", day.day) != day.day:
        return
    table = day.desks
    for at, number in enumerate(table["counter_id"]):
        counter, agency = day.words[number], day.words[table["agency_id"][at]]
        if wanted.get("agency", agency) == agency and wanted.get("counter", counter) == counter:
            spent = desks.setdefault(counter, Tally())
            spent.update({name: table[name][at] for name in ("open", "paused", "serving", "idle")})


def _row(key: str, group: Group) -> ReportRow:
    states = group.states
    return ReportRow(
        key=key, visits=group.visits, wait=_spread(group.waits), within=group.within,
        service=_spread(group.served), finished=states["finished"], transferred=states["transferred"],
        missed=states["missed"], cancelled=states["cancelled"], unserved=states["unserved"],
        refused=dict(sorted(group.refused.items())),
    )  # fmt: skip


def _spread(values: Values) -> Spread:
    values.sort()
    return Spread(
        count=len(values), p50=percentile(values, 50), p90=percentile(values, 90),
        longest=values[-1] if values else None,
    )  # fmt: skip


def _desk(counter_id: str, spent: Tally[str]) -> DeskRow:
    return DeskRow(
        counter_id=counter_id, open=spent["open"], paused=spent["paused"], serving=spent["serving"],
        idle=spent["idle"],
    )  # fmt: skip

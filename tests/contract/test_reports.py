"""Reports say what the log says: equal to a count that is written apart, on days that nobody foresaw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from math import ceil
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from balai.domain.state import Happened
from balai.protocol.managed.reports import Report
from server.views.reports.desks import stretches_of
from server.views.reports.facts import DayFacts, facts_of
from server.views.reports.packed import columns, packed, unpacked
from server.views.reports.summing import BY, By, report
from tests.support.days import busy_day, journey_hall, small_hall
from tests.support.random_days.halls import opening
from tests.support.random_days.machine import RandomDay, random_steps
from tests.support.recounting import Recount

FEW = settings(max_examples=max(8, settings().max_examples // 8))


class Unasked(RandomDay):
    """A random day that nobody looks at meanwhile: what each view answers is tried elsewhere."""

    def every_view_answers(self) -> None:
        """Passed over."""


def random_log(seed: int, count: int) -> list[Happened]:
    """What happens on a random day."""
    day = Unasked(opening(Random(seed)))
    for name, own in random_steps(seed, count):
        getattr(day, name)(Random(own))
        day.check()
    return day.log


def rows(facts: DayFacts) -> tuple[list[Any], list[Any], list[Any]]:
    return list(map(tuple, facts.legs)), list(map(tuple, facts.refused)), list(map(tuple, facts.desks))


def assert_counted(log: Sequence[Any]) -> DayFacts:
    facts, again = facts_of(log), Recount().count(log)
    assert facts is not None
    assert rows(facts) == (again.legs, again.refused, again.desks)
    return facts


@given(st.integers(0, 10**6), st.integers(20, 160))
@example(102, 68)  # a counter goes to another agency at the very end
@example(29, 99)  # the settings come to offer just what its holder serves
@example(321361, 120)  # whoever holds a counter serves a part of what it offers
@FEW
def test_facts_equal_a_count_that_is_written_apart_on_random_days(seed: int, count: int) -> None:
    facts = assert_counted(random_log(seed, count))
    assert unpacked(packed(facts)) == facts


@given(st.lists(st.integers(0, 22 * 60), max_size=150), st.booleans())
@FEW
def test_facts_equal_it_on_busy_days(choices: list[int], journeys: bool) -> None:
    assert_counted(busy_day(iter(choices), journey_hall() if journeys else small_hall()).log)


@given(st.integers(0, 10**6), st.integers(20, 120))
@FEW
def test_what_a_counter_did_stretch_by_stretch_adds_up_to_its_figures(seed: int, count: int) -> None:
    log = random_log(seed, count)
    facts = facts_of(log)
    assert facts is not None
    for desk in facts.desks:
        found = stretches_of(log, desk.counter_id)
        assert all(before.ends <= after.begins for before, after in pairwise(found))
        assert [one.seq for one in found] == sorted({one.seq for one in found})

        def seconds(*doing: str, of: Sequence[Any] = found) -> int:
            spent = sum((one.ends - one.begins for one in of if one.doing in doing), timedelta())
            return spent // timedelta(seconds=1)

        told = tuple(map(seconds, ("paused", "serving", "idle")))
        assert (desk.open, *told) == (
            seconds("open", "serving", "idle"),
            desk.paused,
            desk.serving,
            desk.idle,
        )


def lists_of(facts: list[DayFacts], by: By, key: str) -> dict[str, Any]:
    """One row of a report, counted the long way round."""
    names = {
        "class": "priority_class",
        "agency": "agency_id",
        "service": "service_id",
        "counter": "counter_id",
    }

    def here(day: DayFacts, row: Any) -> bool:
        value = day.day if by == "day" else getattr(row, names.get(by, by), "")
        return (f"{value:02}" if by == "hour" else value) == key

    legs = [leg for day in facts for leg in day.legs if here(day, leg)]
    waits = sorted(leg.wait for leg in legs if leg.wait is not None)
    served = sorted(leg.served for leg in legs if leg.served is not None)
    codes = [row.code for day in facts for row in day.refused if here(day, row)]
    states = ("finished", "transferred", "missed", "cancelled", "unserved")
    return {
        "key": key,
        "visits": sum(leg.first for leg in legs),
        "within": sum(leg.within is True for leg in legs),
        "wait": spread(waits),
        "service": spread(served),
        "refused": {code: codes.count(code) for code in sorted(set(codes))},
        **{state: sum(leg.state == state for leg in legs) for state in states},
    }


def spread(values: list[int]) -> dict[str, Any]:
    def nearest_rank(part: float) -> int | None:
        return values[ceil(part * len(values)) - 1] if values else None

    return {
        "count": len(values), "p50": nearest_rank(0.5), "p90": nearest_rank(0.9),
        "longest": max(values, default=None),
    }  # fmt: skip


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=3))
@settings(max_examples=max(4, settings().max_examples // 25))
def test_sums_equal_the_facts_by_every_dimension(seeds: list[int]) -> None:
    facts = [assert_counted(random_log(seed, 120)) for seed in seeds]
    packs = [columns(packed(day)) for day in facts]
    for by in BY:
        told = report(packs, by, {})
        for row in told.rows:
            assert row.model_dump() == lists_of(facts, by, row.key)
        assert told.total.visits == sum(row.visits for row in told.rows)
        assert sum(cell.count for cell in told.heat) == told.total.wait.count
    for desk in report(packs, "agency", {}).desks:
        mine = [d for day in facts for d in day.desks if d.counter_id == desk.counter_id]
        assert desk.idle == sum(d.idle for d in mine)
        assert desk.open == sum(d.open for d in mine)


def test_what_is_chosen_adds_up_to_all() -> None:
    facts = [
        facts_of(busy_day(iter(Random(n).choices(range(22 * 60), k=140)), journey_hall()).log)
        for n in range(4)
    ]
    packs = [columns(packed(day)) for day in facts if day is not None]
    whole = report(packs, "agency", {})
    parts: list[Report] = [report(packs, "service", {"agency": row.key}) for row in whole.rows]
    assert whole.total.visits == sum(part.total.visits for part in parts) > 0
    assert [
        part.total.model_copy(update={"key": row.key}) for part, row in zip(parts, whole.rows, strict=True)
    ] == list(whole.rows)
    assert report(packs, "agency", {"agency": "nobody"}).rows == ()


@pytest.mark.parametrize("data", [b"", b"nothing", packed(DayFacts("2026-04-14", 1, (), (), ()))[:-3]])
def test_bytes_that_are_no_days_figures_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        columns(data)

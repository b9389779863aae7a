"""Ticket numbers: no number twice in a day, whatever is edited; and what comes after the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.events import NumbersReserved, VisitIssued
from balai.domain.hall.config import HallConfig, Series
from balai.domain.hall.numbering import Given, Numbers, draw, gave, label, parted
from tests.support.days import DayDriver, small_hall


def hall(*series: Series) -> HallConfig:
    return replace(small_hall(), series=series)


def issue(day: DayDriver, service_id: str = "ktp") -> str:
    visit_id = f"v{len(day.log)}"
    issued = day.do(c.IssueVisit(visit_id=visit_id, service_id=service_id))[0].event
    assert isinstance(issued, VisitIssued)
    return issued.number


def edit(day: DayDriver, *series: Series) -> None:
    day.do(c.ChangeConfiguration(config=replace(day.day.config, series=series)))


A, B = Series("a", "A"), Series("b", "B")


def test_the_next_number_belongs_to_the_printed_prefix_when_letters_are_swapped() -> None:
    day = DayDriver(hall(A, B))
    given = [issue(day), issue(day), issue(day, "pajak")]
    edit(day, replace(A, letter="B"), replace(B, letter="A"))
    given += [issue(day), issue(day, "pajak")]
    assert given == ["A-001", "A-002", "B-001", "B-002", "A-003"]


def test_the_next_number_goes_on_when_a_series_has_another_id() -> None:
    day = DayDriver(hall(A, B))
    issue(day)
    renamed = replace(day.day.config, series=(replace(A, id="aa"), B))
    services = tuple(replace(s, series_id="aa") if s.series_id == "a" else s for s in renamed.services)
    day.do(c.ChangeConfiguration(config=replace(renamed, services=services)))
    assert issue(day) == "A-002"


def test_a_range_that_grows_into_numbers_that_were_given_passes_them_over() -> None:
    day = DayDriver(hall(Series("a", "A", 1, 2), Series("b", "A", 3, 5)))
    assert [issue(day), issue(day, "pajak")] == ["A-001", "A-003"]
    edit(day, Series("a", "A", 1, 5), Series("b", "B", 3, 5))
    assert issue(day) == "A-004"


def test_the_form_of_numbers_stays_all_day() -> None:
    day = DayDriver(hall(A, B))
    issue(day)
    edit(day, replace(A, last=9999), B)
    assert issue(day) == "A-002"


def test_after_the_last_number_come_the_configured_prefixes_and_then_the_numbers_beyond() -> None:
    day = DayDriver(hall(Series("a", "A", 1, 2, then=("AA",)), B))
    assert [issue(day) for _ in range(6)] == ["A-001", "A-002", "AA-001", "AA-002", "AA-003", "AA-004"]


def test_numbers_beyond_the_last_do_not_meet_those_of_another_range() -> None:
    day = DayDriver(hall(Series("a", "A", 1, 2), Series("b", "A", 3, 4)))
    assert [issue(day) for _ in range(3)] + [issue(day, "pajak")] == ["A-001", "A-002", "A-005", "A-003"]


def test_a_second_session_begins_again_with_a_prefix_of_its_own() -> None:
    day = DayDriver(hall(Series("a", "A", second_letter="S", second_from=time(13)), B))
    first = issue(day)
    day.now = day.now.replace(hour=5, minute=0)
    assert [first, issue(day), issue(day)] == ["A-001", "S-001", "S-002"]


def test_numbers_set_aside_are_of_the_prefix_of_their_moment() -> None:
    day = DayDriver(hall(A, B))
    block = day.do(c.ReserveNumbers(series_id="a", count=3, actor="device:k1"))[0].event
    assert isinstance(block, NumbersReserved)
    assert (block.prefix, block.first, block.last, block.width) == ("A", 1, 3, 3)
    edit(day, replace(A, letter="C"), replace(B, letter="A"))
    assert [issue(day, "pajak"), issue(day)] == ["A-004", "C-001"]


@pytest.mark.parametrize(
    ("prefix", "ordinal", "width", "printed"),
    [("A", 23, 3, "A-023"), ("Z1A", 1, 3, "Z1A-001"), ("3C-8", 7, 3, "3C-8-007"), ("A", 1000, 3, "A-1000")],
)
def test_a_number_is_read_apart_as_it_was_put_together(
    prefix: str, ordinal: int, width: int, printed: str
) -> None:
    assert label(prefix, ordinal, width) == printed
    assert parted(printed)[0] == prefix
    assert int(parted(printed)[1]) == ordinal


PREFIXES = st.sampled_from(["A", "B", "A1"])
RANGES = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: (min(ends), max(ends)))
SERIES = st.builds(
    lambda letter, ends, then: Series("s", letter, ends[0], ends[1], tuple(then)),
    PREFIXES, RANGES, st.lists(PREFIXES, max_size=2),
)  # fmt: skip


@given(st.lists(st.tuples(SERIES, st.integers(1, 4)), max_size=25))
def test_whatever_the_series_are_edited_to_be_no_number_is_given_twice(
    draws: list[tuple[Series, int]],
) -> None:
    numbers: Numbers = {}
    seen: set[tuple[str, int]] = set()
    for series, count in draws:
        block = draw(hall(series), numbers, series, time(9), count)
        fresh = {(block.prefix, n) for n in range(block.first, block.last + 1)}
        assert len(fresh) == count
        assert not fresh & seen
        seen |= fresh
        numbers = gave(numbers, block.prefix, block.first, block.last, block.width)
        assert {(p, n) for p, g in numbers.items() for a, b in g.spans for n in range(a, b + 1)} == seen


def test_spans_that_touch_are_one() -> None:
    numbers = gave(gave(gave({}, "A", 1, 2, 3), "A", 4, 4, 3), "A", 3, 3, 4)
    assert numbers == {"A": Given(((1, 4),), 3)}

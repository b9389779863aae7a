"""A checkpoint of a day: equal to what the log gives, made in small slices, good for one program alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain.commands import IssueVisit
from balai.domain.day import replay
from balai.domain.state import HallDay
from balai.domain.values.rows import Rows
from balai.domain.visit import Visit
from server.store.day.beside import form, made_by
from server.store.day.beside.form import SLICE, Folded, pieces
from server.store.day.beside.visit_index import VisitIndex
from server.store.day.head import LogHead
from tests.support.days import DayDriver, busy_day, journey_hall, small_hall
from tests.support.golden import scripted_day
from tests.support.random_days.truths.kept import folded, gone_on, kept

CHOICES = st.lists(st.integers(0, 22 * 60), min_size=1, max_size=60)


def _order(day: HallDay | None) -> str:
    """All that has an order in it, as it stands: who iterates sees the same."""
    assert day is not None
    shards = {"visits", "legs", "heard", "bookings"}
    return repr([getattr(day, f.name) for f in fields(day) if f.name not in {*shards, "config"}])


@given(CHOICES, st.booleans(), st.data())
def test_a_checkpoint_and_what_came_after_it_are_the_day(
    choices: list[int], journeys: bool, data: st.DataObject
) -> None:
    driver = busy_day(iter(choices), journey_hall() if journeys else small_hall())
    at = data.draw(st.integers(1, len(driver.log)))
    assert gone_on(driver.log, at) == driver.day
    value = folded(driver.log[:at])
    back = kept(value)
    assert back == value
    assert _order(back.head.day) == _order(value.head.day)


def test_a_day_with_everything_in_it_comes_back_at_each_of_its_events() -> None:
    log = scripted_day().log
    for at in range(1, len(log) + 1):
        assert gone_on(log, at) == replay(log)


def test_what_happens_while_it_is_made_is_no_part_of_it() -> None:
    log = scripted_day().log
    half, index = len(log) // 2, VisitIndex()
    for happened in log:
        index.see(happened)
    value = folded(log[:half])
    assert kept(Folded(value.head, index.all())) == value


def _crowded(visits: int) -> HallDay:
    driver = DayDriver(small_hall())
    for _ in range(visits):
        driver.do(IssueVisit(visit_id=str(uuid.uuid4()), service_id="ktp", actor="device:k1"))
    return driver.day


def test_others_get_a_turn_after_each_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nothing but the number of visits makes it long."""
    count = 9 * SLICE
    head, written, put = LogHead(_crowded(count)), list[Visit](), form._Piece.put

    def counted(piece: form._Piece, kind: int, value: object) -> None:
        if isinstance(value, Visit):
            written.append(value)
        put(piece, kind, value)

    monkeypatch.setattr(form._Piece, "put", counted)
    turns = [len(written) for _ in pieces(Folded(head, {}))]
    assert len(written) == count
    assert all(later - earlier <= SLICE for earlier, later in pairwise([0, *turns]))


def test_another_program_is_told_from_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made_by.made_by.cache_clear()
    this = made_by.made_by()
    assert len(this) == 64
    assert str(made_by.made_by()) == this
    monkeypatch.setattr(made_by, "_FILES", made_by._FILES[:1])
    made_by.made_by.cache_clear()
    assert made_by.made_by() not in ("", this)
    monkeypatch.setattr(made_by, "_FOLDERS", ())
    made_by.made_by.cache_clear()
    assert made_by.made_by() == ""
    made_by.made_by.cache_clear()


@dataclass(frozen=True, slots=True)
class _Odd:
    found: complex


def test_what_has_no_form_is_found_before_anything_is_written() -> None:
    with pytest.raises(TypeError, match="complex"):
        Rows(_Odd)

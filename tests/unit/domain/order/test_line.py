"""A line says how many stand before a place as if all of them were counted, however long it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from balai.domain.order.line import Line, place
from balai.domain.visit import Leg, LegState

START = datetime(2026, 8, 17, 1, tzinfo=UTC)
#: Some come at one time, and are ordered by the log.
MINUTES = st.lists(st.integers(0, 40), min_size=1, max_size=400)


def _leg(order: int, minute: int) -> Leg:
    at = START + timedelta(minutes=minute)
    return Leg(f"{order}.1", str(order), "A-001", "ktp", "regular", LegState.WAITING, at, order, at, at, at)


@given(MINUTES, st.data())
def test_a_line_counts_who_stands_before_a_place(minutes: list[int], data: st.DataObject) -> None:
    legs = [_leg(order, minute) for order, minute in enumerate(minutes)]
    line = Line()
    for leg in legs:
        line = line.joined(leg)
    every = sorted(map(place, legs))
    between = st.tuples(st.integers(-1, 41), st.integers(-1, len(legs)))
    minute, order = data.draw(between)
    for spot in (*every[:3], *every[-3:], (START + timedelta(minutes=minute), order)):
        assert line.before(spot) == sum(one < spot for one in every)

"""Which breaks of a desk are a habit, over any days."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from balai.domain.waits.learned.habits import FEWEST, NEAR, SHARE, SHORTER, Rest, breaks_of

RESTS = st.tuples(st.floats(0.0, 9 * 3600.0), st.floats(60.0, 5400.0))
DAYS = st.lists(st.lists(RESTS, max_size=4), max_size=8)


def alike(one: Rest, other: Rest) -> bool:
    shorter, longer = sorted((one[1], other[1]))
    return abs(one[0] - other[0]) <= NEAR and shorter >= SHORTER * longer


@given(DAYS)
def test_each_break_is_part_of_one_habit_or_chance(days: list[list[Rest]]) -> None:
    found = breaks_of(days)
    for number, day in enumerate(days):
        of_habit = [habit[number] for habit in found.habits]
        assert sorted([*found.chance[number], *(rest for rest in of_habit if rest)]) == sorted(day)


@given(DAYS)
def test_a_habit_is_had_on_most_days_at_about_one_time_and_as_long(days: list[list[Rest]]) -> None:
    for habit in breaks_of(days).habits:
        had = [rest for rest in habit if rest is not None]
        assert len(had) >= max(FEWEST, SHARE * len(days))
        every = [rest for day in days for rest in day]
        assert any(all(alike(one, other) for other in had) for one in every), "as one of them"


@given(
    st.lists(st.tuples(st.floats(-600.0, 600.0), st.floats(1500.0, 2100.0)), min_size=1, max_size=10),
    st.floats(300.0, 700.0),
)
def test_lunch_is_a_habit_from_the_third_day_on_whatever_short_break_is_near_it(
    lunches: list[Rest], short: float
) -> None:
    noon = 12 * 3600.0
    days = [[(noon + late, length)] for late, length in lunches]
    days[0].append((noon - 1800.0, short))
    found = breaks_of(days)
    if len(days) < FEWEST:
        assert found.habits == ()
    else:
        assert found.habits == (tuple(day[0] for day in days),)
        assert found.chance[0] == ((noon - 1800.0, short),)

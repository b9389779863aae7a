"""Pages of counters: every page is seen, also while calls take the screen again and again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.clock import ManualClock, ScaledClock
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.turning import ROUND_SECONDS, Pages
from tests.support.wall import halls
from tests.support.wall.walls import START, called, leg, snapshot, view


def seen(pages: int, seconds: float, every: float = 0.0, lasts: float = 0.0) -> dict[int, list[float]]:
    """When each page was seen; calls take the screen every so many seconds and for so long."""
    clock = ManualClock(START)
    turning, shown = Pages(clock), dict[int, list[float]]()
    for step in range(round(seconds * 4)):
        at = step / 4
        hidden = every > 0 and at % every < lasts
        turning.tick(pages, hidden=hidden)
        if not hidden:
            shown.setdefault(turning.position, []).append(at)
        clock.advance(0.25)
    return shown


@given(st.integers(1, 12))
def test_without_calls_a_round_takes_less_than_a_minute(pages: int) -> None:
    shown = seen(pages, 60)
    assert sorted(shown) == list(range(pages))
    assert all(len(times) >= min(12, ROUND_SECONDS / pages) * 4 - 2 for times in shown.values())


@given(st.integers(2, 6), st.floats(6, 40), st.floats(0.2, 0.6))
def test_however_often_calls_come_every_page_is_seen_for_three_seconds(
    pages: int, every: float, share: float
) -> None:
    shown = seen(pages, 200, every, every * share)
    assert sorted(shown) == list(range(pages))
    assert all(len(times) >= 12 for times in shown.values())


@pytest.mark.parametrize("pages", [2, 5])
def test_time_runs_on_while_a_call_has_the_screen(pages: int) -> None:
    clock = ManualClock(START)
    turning = Pages(clock)
    for hidden, seconds in ((False, 4), (True, 9), (False, 1)):
        for _ in range(seconds):
            turning.tick(pages, hidden=hidden)
            clock.advance(1)
    assert turning.position == 1


def test_on_a_fast_clock_a_page_stays_for_a_real_second() -> None:
    clock = ScaledClock(0.0, START, 1000)
    assert clock.real(Pages(clock)._period(60)) >= 1


def test_numbers_that_wait_for_their_visitor_stand_on_every_page() -> None:
    board = Board.from_snapshot(snapshot(halls.many(40)))
    for n, at in ((33, 412), (40, 413)):
        board = board.apply(called("A-900", n % 12 or 12, seq=at))
    grids = [grid for page in range(6) if (grid := compose(board, ViewState(START, page=page)).grid)]
    assert [sum(cell.text == "A-900" for cell in grid.cells) for grid in grids] == [2] * 6
    assert all(grid.cells[0].text == "A-900" for grid in grids)
    shown = {cell.counter for grid in grids for cell in grid.cells}
    assert shown == {str(counter.number) for counter in board.view.counters}


def test_each_unanswered_call_stands_in_front_in_turn_with_its_place_to_go() -> None:
    board = Board.from_snapshot(snapshot(view()))
    for number, counter, seq in (("A-901", 3, 412), ("F-902", 4, 413), ("H-903", 5, 414)):
        board = board.apply(called(number, counter, seq=seq, leg_id=leg(500 + counter)))
    heroes = [compose(board, ViewState(START, turn=turn)).hero for turn in range(3)]
    assert {(hero.number, hero.counter) for hero in heroes if hero} >= {
        ("A-901", "3"),
        ("F-902", "4"),
        ("H-903", "5"),
    }
    assert heroes[0] is not None
    assert (heroes[0].number, heroes[0].title) == ("H-903", "Panggilan terakhir")
    assert heroes[1] is not None
    assert heroes[1].title == "Masih dipanggil"

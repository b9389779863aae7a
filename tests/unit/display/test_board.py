"""What the wall makes of snapshots and pushes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from display.picture.board import Board, Cell
from tests.support.wall.walls import START, called, leg, moved, snapshot, view


def cell(board: Board, counter: int) -> Cell:
    return next(cell for cell in board.cells if cell.counter.number == counter)


@pytest.fixture
def board() -> Board:
    return Board.from_snapshot(snapshot())


def test_a_snapshot_gives_every_counter_in_order(board: Board) -> None:
    assert [c.counter.number for c in board.cells] == list(range(1, 13))
    assert cell(board, 1).number == "A-027"
    assert cell(board, 9).number is None
    assert cell(board, 9).counter.status == "paused"
    assert [call.number for call in board.calls] == ["R-072", "K-058", "H-034", "L-017"]
    assert board.calls[0].counter.number == 10


def test_the_snapshot_of_another_audience_is_no_board() -> None:
    other = snapshot().model_copy(update={"audience": "staff", "data": object()})
    with pytest.raises(TypeError, match="staff"):
        Board.from_snapshot(other)


def test_a_call_changes_its_cell_and_is_the_latest(board: Board) -> None:
    later = board.apply(called("A-023", 3, leg_id=leg(3)))
    assert cell(later, 3).number == "A-023"
    assert cell(later, 3).fresh
    assert [c.counter.number for c in later.cells if c.fresh] == [3]
    assert [call.number for call in later.calls[:2]] == ["A-023", "R-072"]
    assert (later.seq, later.heard_at) == (412, START)
    assert cell(board, 3).number == "A-022"


def test_a_leg_called_again_elsewhere_stands_once_in_the_list(board: Board) -> None:
    twice = board.apply(called("A-023", 3, leg_id=leg(50))).apply(called("A-023", 1, leg_id=leg(50), seq=413))
    assert [call.number for call in twice.calls].count("A-023") == 1
    assert twice.calls[0].counter.number == 1


@pytest.mark.parametrize("kind", ["leg_finished", "leg_missed", "leg_transferred"])
def test_the_number_of_a_leg_that_is_over_is_no_longer_fresh(board: Board, kind: str) -> None:
    over = board.apply(called("A-023", 3, leg_id=leg(3))).apply(moved(kind, leg(3), 3))
    assert cell(over, 3).ended
    assert not cell(over, 3).fresh
    assert over.calls[0].number == "A-023"


def test_news_of_an_older_leg_leaves_the_counter_alone(board: Board) -> None:
    later = board.apply(called("A-023", 3, leg_id=leg(77))).apply(moved("leg_finished", leg(3), 3))
    assert cell(later, 3).number == "A-023"
    assert not cell(later, 3).ended


def test_an_unknown_kind_of_news_only_moves_the_position(board: Board) -> None:
    later = board.apply(moved("leg_did_something_new", leg(3), 3, seq=500))
    assert later.view == board.view
    assert later.seq == 500


def test_the_link_goes_down_and_comes_back(board: Board) -> None:
    since = datetime(2026, 4, 14, 2, 37, tzinfo=UTC)
    assert board.link_down(since).down_since == since
    assert board.link_down(since).link_up() == board


def test_calls_to_counters_that_are_gone_are_left_out() -> None:
    gone = view()
    gone = gone.model_copy(update={"counters": tuple(c for c in gone.counters if c.number != 10)})
    board = Board.from_snapshot(snapshot(gone, START + timedelta(seconds=1)))
    assert [call.number for call in board.calls] == ["K-058", "H-034", "L-017"]

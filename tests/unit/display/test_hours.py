"""What the wall says of opening hours, which counters it is for, and calls of other parts of the hall."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from display.frame import BoardFile
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.layout import too_small
from display.picture.panel import Panel
from display.picture.scene import Scene
from display.picture.scope import Scope
from tests.support.wall.halls import at, closed, with_hours
from tests.support.wall.walls import called, hall, leg, snapshot


def scene(file: BoardFile, now: datetime) -> Scene:
    return compose(Board(file), ViewState(now))


def test_an_agency_that_closes_before_the_others_is_told_all_day() -> None:
    strip = scene(with_hours(hall()), at(10, 42)).strip
    assert strip is not None
    assert strip.closing == ("Bankaltimtara tutup 14.00,", " nomor terakhir 13.30")


def test_what_closes_with_the_hall_is_told_in_its_last_hour() -> None:
    file = with_hours(hall())
    strip = scene(file, at(14, 1)).strip
    assert strip is not None
    assert strip.closing == ("Semua loket tutup 15.00,", " nomor terakhir 14.45")
    file = file.model_copy(update={"wall": replace(file.wall, hours=file.wall.hours[:1])})
    early = scene(file, at(13, 44)).strip
    assert early is not None
    assert early.closing is None


@pytest.mark.parametrize(
    ("now", "title", "opens", "hint"),
    [
        (at(7, 30), "Belum buka", "Buka pukul 08.00", "Nomor antrean dapat diambil mulai 07.45."),
        (at(7, 50), "Belum buka", "Buka pukul 08.00", "Nomor antrean sudah dapat diambil."),
        (
            at(15, 1), "Sudah tutup", "Buka lagi Rabu, 15 April, pukul 08.00",
            "Nomor antrean berlaku hari ini saja.",
        ),
    ],
)  # fmt: skip
def test_a_closed_hall_says_when_it_opens(now: datetime, title: str, opens: str, hint: str) -> None:
    rest = scene(closed(), now).rest
    assert rest is not None
    assert (rest.title, rest.opens, rest.hint) == (title, opens, hint)


def test_where_numbers_stay_over_night_the_closed_wall_does_not_call_them_void() -> None:
    file = closed()
    kept = file.model_copy(update={"wall": replace(file.wall, over_night="order")})
    rest = scene(kept, at(15, 1)).rest
    assert rest is not None
    assert rest.hint == "Nomor yang belum dilayani tetap berlaku."


def test_a_holiday_is_named() -> None:
    file = closed()
    wall = replace(file.wall, hours=(), closed_for="Hari Kemerdekaan")
    rest = scene(file.model_copy(update={"wall": wall}), at(10)).rest
    assert rest is not None
    assert (rest.title, rest.hint) == ("Hari ini tutup", "Hari Kemerdekaan")


def test_while_somebody_works_the_wall_stays() -> None:
    assert scene(with_hours(hall()), at(16)).rest is None
    assert scene(closed(), at(10)).rest is None


@pytest.mark.parametrize(
    ("scope", "counters"),
    [
        (Scope(agencies=frozenset({"samsat"})), [10, 11]),
        (Scope(counters=frozenset({"loket-1", "loket-9"})), [1, 9]),
        (Scope(zone="elsewhere"), []),
    ],
)
def test_a_wall_shows_its_own_counters(scope: Scope, counters: list[int]) -> None:
    board = Board.from_snapshot(snapshot(), scope)
    assert [cell.counter.number for cell in board.cells] == counters


def test_calls_elsewhere_do_not_crowd_out_a_walls_own() -> None:
    board = Board.from_snapshot(snapshot(), Scope(agencies=frozenset({"samsat"})))
    for n in range(20):
        board = board.apply(called(f"A-{n:03}", 3, leg_id=leg(100 + n), seq=412 + n))
    assert [call.number for call in board.calls] == ["R-072"]
    assert board.seq == 431


def test_a_panel_that_is_too_small_says_so() -> None:
    assert not too_small(Panel())
    assert too_small(Panel(800, 480, 7))

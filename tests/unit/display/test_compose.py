"""What stands on the wall, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from balai.domain.hall.config import PRACTICE
from balai.protocol.views import BoardView
from balai.speech import SpokenCall
from display.picture.board import Board
from display.picture.compose import Composer, ViewState, compose
from display.picture.scene import Hero, Info, Scene
from display.speaking.announcer import CallAnnouncement
from tests.support.wall.halls import in_english_too
from tests.support.wall.walls import START, called, hall, leg, moved, snapshot, view

CALL = CallAnnouncement(leg(3), "A-023", "loket-3", SpokenCall("A-023", 3), 0.0)


def board_of(*pushes: object, data: BoardView | None = None) -> Board:
    board = Board.from_snapshot(snapshot(data))
    for push in pushes or (called("A-023", 3, leg_id=leg(3)),):
        board = board.apply(push)  # type: ignore[arg-type]  # only pushes are given
    return board


def scene(board: Board | None, **moment: object) -> Scene:
    return compose(board, ViewState(START, **moment))  # type: ignore[arg-type]  # as ViewState takes them


def many(count: int, number: str = "A-001") -> BoardView:
    first = view().counters[0]
    assert first.leg is not None
    counters = tuple(
        first.model_copy(
            update={
                "id": f"loket-{n}",
                "number": n,
                "leg": first.leg.model_copy(update={"leg_id": leg(n), "number": number, "state": "serving"}),
            }
        )
        for n in range(1, count + 1)
    )
    return view().model_copy(update={"counters": counters})


def test_the_top_bar_reads_as_drawn() -> None:
    header = scene(board_of()).header
    assert header is not None
    assert (header.hall, header.regency) == ("MPP Kecamatan Tenggarong", "Kabupaten Kutai Kartanegara")
    assert (header.date, header.time, header.zone) == ("Selasa, 14 April 2026", "10.42", "WITA")


def test_the_top_bar_of_a_training_hall_stands_on_another_colour() -> None:
    real = view()
    training = real.model_copy(update={"hall": real.hall.model_copy(update={"id": PRACTICE})})
    headers = [scene(board_of(data=data)).header for data in (real, training)]
    assert [header.practice for header in headers if header is not None] == [False, True]


def test_the_latest_call_and_the_three_before() -> None:
    shown = scene(board_of())
    assert shown.hero is not None
    assert shown.strip is not None
    assert (shown.hero.title, shown.hero.time) == ("Panggilan terakhir", "10.42")
    assert (shown.hero.number, shown.hero.counter) == ("A-023", "3")
    assert shown.strip.label == "Sebelumnya"
    assert shown.strip.calls == (("R-072", "10"), ("K-058", "7"), ("H-034", "5"))


def test_a_break_says_until_when() -> None:
    grid = scene(board_of()).grid
    assert grid is not None
    assert (grid.cells[8].kind, grid.cells[8].text, grid.cells[8].detail) == (
        "paused", "Istirahat", ("Buka lagi", "11.00"),
    )  # fmt: skip


def test_before_any_call() -> None:
    none = view()
    counters = tuple(c.model_copy(update={"leg": None, "status": "closed"}) for c in none.counters)
    shown = scene(Board.from_snapshot(snapshot(none.model_copy(update={"counters": counters, "calls": ()}))))
    assert shown.hero is not None
    assert shown.grid is not None
    assert shown.hero.title == "Belum ada panggilan"
    assert {cell.text for cell in shown.grid.cells} == {"Tutup"}
    assert shown.strip is not None
    assert (shown.strip.label, shown.strip.calls) == ("", ())


def test_nothing_heard_yet() -> None:
    shown = scene(None)
    assert shown.message == "Menyambung ke pusat antrean"
    assert shown.hints[0] == "Petugas memanggil dengan suara."
    assert replace(shown, message="", hints=()) == Scene()
    assert "belum terdaftar" in scene(None, refused="token_invalid").message
    assert "Versi" in scene(None, refused="protocol_unsupported").message


def test_cut_off_says_when_it_was_last_tried() -> None:
    down = board_of().link_down(START)
    tried = scene(down, tried=START + timedelta(minutes=4, seconds=59))
    assert tried.strip is not None
    assert tried.strip.right == "Menyambung ulang, percobaan terakhir 10.46"
    untried = scene(down)
    assert untried.strip is not None
    assert untried.strip.right == "Menyambung ulang"


def test_what_a_wall_shows_changes_once_a_minute_by_itself() -> None:
    composer, board = Composer(), board_of()
    first = composer(board, ViewState(START, tried=START))
    assert (
        composer(board, ViewState(START + timedelta(seconds=59), tried=START + timedelta(seconds=59)))
        is first
    )
    assert composer(board, ViewState(START + timedelta(seconds=60))) is not first


def test_english_stands_beside_where_the_hall_wants_it() -> None:
    english = replace(board_of(), view=in_english_too(board_of().view))
    shown = scene(english.link_down(START))
    assert shown.notice is not None
    assert shown.notice[2] == "Connection lost since 10:42. This display shows what was so at 10:42."
    assert shown.strip is not None
    assert shown.strip.beside == "Numbers on this display may have changed."
    assert shown.beside == "en"
    assert scene(english).hero == replace(scene(board_of()).hero or Hero(""), beside="Latest call")
    assert scene(board_of()).beside is None


def test_cut_off_says_since_when_and_what_to_do() -> None:
    since = datetime(2026, 4, 14, 2, 37, tzinfo=UTC)
    shown = scene(board_of().link_down(since), info=Info("Akta Kelahiran"))
    assert shown.notice == (
        "Sambungan terputus sejak 10.37.",
        " Layar ini menampilkan keadaan terakhir pukul 10.37.",
    )
    assert shown.hero is not None
    assert shown.hero.title == "Panggilan terakhir yang diterima"
    assert shown.info is not None
    assert shown.info.title == "Antrean tetap berjalan"
    assert [row.text for row in shown.info.rows] == [
        "Petugas memanggil dengan suara.",
        "Nomor Anda tidak hilang.",
        "Ragu? Tanyakan di Meja Informasi.",
    ]
    assert shown.grid is not None
    assert all(cell.stale and not cell.fresh for cell in shown.grid.cells)
    assert shown.strip is not None
    assert shown.strip.plain + shown.strip.heavy == "Nomor di layar ini mungkin sudah berganti."


def test_a_call_has_the_screen_with_its_way() -> None:
    shown = scene(board_of(), announcing=CALL, directions={"loket-3": "right"})
    assert shown.overlay is not None
    assert shown.strip is not None
    assert (shown.overlay.number, shown.overlay.counter) == ("A-023", "3")
    assert shown.overlay.direction == "right"
    assert shown.overlay.sign is not None
    assert shown.overlay.sign.tagline == "Kependudukan"
    assert shown.strip.tall
    assert "A-023" not in dict(shown.strip.calls)


def test_the_cell_changes_at_once_while_another_call_has_the_screen() -> None:
    newer = board_of(called("A-023", 3, leg_id=leg(3)), called("F-012", 4, seq=413))
    shown = scene(newer, announcing=CALL)
    assert shown.overlay is not None
    assert shown.grid is not None
    assert shown.overlay.number == "A-023"
    assert shown.grid.cells[3].text == "F-012"
    assert shown.grid.cells[3].fresh


def test_a_served_number_stays_dim() -> None:
    grid = scene(board_of(called("A-023", 3, leg_id=leg(3)), moved("leg_finished", leg(3), 3))).grid
    assert grid is not None
    assert (grid.cells[2].kind, grid.cells[2].text, grid.cells[2].fresh) == ("ended", "A-023", False)


@pytest.mark.parametrize(
    ("count", "columns", "rows"),
    [(1, 1, 1), (2, 2, 1), (3, 2, 2), (5, 3, 2), (8, 4, 2), (9, 3, 3), (10, 4, 3), (12, 4, 3), (30, 4, 3)],
)
def test_the_grid_takes_the_shape_of_its_counters(count: int, columns: int, rows: int) -> None:
    grid = scene(Board.from_snapshot(snapshot(many(count)))).grid
    assert grid is not None
    assert (grid.columns, grid.rows, len(grid.cells)) == (columns, rows, min(count, 12))


def test_more_than_twelve_counters_turn_over() -> None:
    board = Board.from_snapshot(snapshot(many(30)))
    seen: list[str] = []
    for page in range(3):
        shown = scene(board, page=page)
        assert shown.grid is not None
        assert shown.strip is not None
        seen += [cell.counter for cell in shown.grid.cells]
        if page == 2:
            assert shown.strip.right == "Loket 19–30 dari 30"
    # The last page is filled up with counters that also stand on the one before.
    assert seen == [str(number) for number in [*range(1, 25), *range(19, 31)]]


def test_counters_of_fresh_calls_come_first_where_pages_turn() -> None:
    board = Board.from_snapshot(snapshot(many(30)))
    push = called("A-023", 3, leg_id=leg(999))
    to_20 = push.model_copy(update={"data": {**push.data, "counter_id": "loket-20", "counter_number": 20}})
    grid = scene(board.apply(to_20)).grid
    assert grid is not None
    assert [cell.counter for cell in grid.cells[:3]] == ["20", "1", "2"]
    assert grid.cells[0].fresh


@pytest.mark.parametrize(
    ("number", "count", "columns", "rows"),
    [("A-1023", 12, 3, 3), ("A-10234", 12, 2, 3), ("A-10234", 3, 2, 2), ("A-1023", 5, 3, 2)],
)
def test_longer_numbers_get_wider_columns(number: str, count: int, columns: int, rows: int) -> None:
    grid = scene(Board.from_snapshot(snapshot(many(count, number)))).grid
    assert grid is not None
    assert (grid.columns, grid.rows) == (columns, rows)


def test_the_time_is_the_halls(monkeypatch: pytest.MonkeyPatch) -> None:
    jayapura = hall().hall.model_copy(update={"time_zone": "Asia/Jayapura"})
    board = Board.from_snapshot(snapshot(view().model_copy(update={"hall": jayapura})))
    late = compose(board, ViewState(START + timedelta(hours=13))).header
    assert late is not None
    assert (late.time, late.zone, late.date) == ("00.42", "WIT", "Rabu, 15 April 2026")

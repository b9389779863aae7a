"""What the wall says beside a call, in a call that is cut off, and while staff announce something."""

from __future__ import annotations

from datetime import timedelta

from balai.speech import SpokenCall
from balai.words import words_in
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.panel import Panel
from display.picture.scene import Scene
from display.slides.papers import said
from display.speaking.announcer import CallAnnouncement
from tests.support.wall.halls import at, closed, many
from tests.support.wall.walls import START, called, leg, snapshot

SAY = words_in("id")

CALL = CallAnnouncement(leg(3), "A-023", "loket-3", SpokenCall("A-023", 3), 0.0)


def board(*later: object) -> Board:
    made = Board.from_snapshot(snapshot()).apply(called("A-023", 3, leg_id=leg(3)))
    for push in later:
        made = made.apply(push)  # type: ignore[arg-type]  # only pushes are given
    return made


def scene(known: Board, **moment: object) -> Scene:
    return compose(known, ViewState(START, **moment))  # type: ignore[arg-type]  # as ViewState takes them


def test_a_call_that_waits_for_its_turn_stands_below_the_one_on_screen() -> None:
    strip = scene(board(called("F-012", 4, seq=413)), announcing=CALL).strip
    assert strip is not None
    assert (strip.label, strip.calls[0]) == ("Panggilan lain", ("F-012", "4"))
    assert strip.calls[1] == ("R-072", "10")


def test_what_stands_below_a_recall_is_not_said_to_be_older() -> None:
    recall = CallAnnouncement(leg(3), "A-022", "loket-3", SpokenCall("A-022", 3, recall=True), 0.0)
    known = Board.from_snapshot(snapshot()).apply(called("A-022", 3, leg_id=leg(3), recalls=1))
    strip = scene(known, announcing=recall).strip
    assert strip is not None
    assert (strip.label, strip.calls[0]) == ("Panggilan lain", ("R-072", "10"))


def test_a_call_that_is_cut_off_says_since_when() -> None:
    shown = scene(board().link_down(START), announcing=CALL)
    assert shown.overlay is not None
    assert shown.notice is not None
    assert shown.notice[0] == "Sambungan terputus sejak 10.42."
    assert shown.strip is None


def test_a_wall_that_is_refused_does_not_claim_to_connect() -> None:
    cut = board().link_down(START)
    waiting, refused = scene(cut).strip, scene(cut, refused="token_invalid").strip
    assert waiting is not None
    assert refused is not None
    assert (waiting.right, waiting.reconnecting) == ("Menyambung ulang", True)
    assert (refused.right, refused.reconnecting) == ("Layar ini belum terdaftar di pusat antrean", False)


def test_an_announcement_takes_the_place_of_the_latest_call_which_moves_down() -> None:
    shown = scene(board(), info=said("Mobil KT 1234 menyala lampunya.", SAY))
    assert shown.said == "Mobil KT 1234 menyala lampunya."
    assert (shown.hero, shown.info) == (None, None)
    assert shown.grid is not None
    assert shown.strip is not None
    assert shown.strip.calls[0] == ("A-023", "3")


def test_a_call_goes_before_an_announcement() -> None:
    shown = scene(board(), info=said("Mobil", SAY), announcing=CALL)
    assert shown.said == ""
    assert shown.overlay is not None


def test_an_announcement_is_shown_in_a_closed_hall_too() -> None:
    moment = ViewState(at(16), info=said("Gedung ditutup.", SAY))
    shown = compose(Board(closed()), moment)
    assert (shown.said, shown.rest, shown.grid) == ("Gedung ditutup.", None, None)
    later = compose(Board(closed()), ViewState(at(16) + timedelta(minutes=1)))
    assert later.rest is not None


def test_a_page_of_one_counter_is_named_by_one_number() -> None:
    open_now = many(3).model_copy(update={"calls": ()})
    shown = compose(Board(open_now), ViewState(START, page=1, panel=Panel(inches=13)))
    assert shown.grid is not None
    assert shown.strip is not None
    assert (shown.grid.columns, shown.grid.rows) == (1, 1)
    assert shown.strip.right == "Loket 2 dari 3"

"""A wall that shows nothing says so, and why."""

from __future__ import annotations

import pytest

from balai.words import words_in
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.scene import Direction
from display.picture.scope import Scope, unknown
from display.slides.papers import said
from tests.support.wall.walls import START, snapshot, view

AGENCY = view().counters[0].agency_id
OTHER = next(c for c in view().counters if c.agency_id != AGENCY)


@pytest.mark.parametrize(
    ("scope", "directions", "found"),
    [
        (Scope(), {"loket-3": "left"}, []),
        (Scope(zone=view().counters[0].zone_id), {}, []),
        (Scope(zone="ruang-b"), {}, [("zone_unknown", ("ruang-b",))]),
        (Scope(agencies=frozenset({AGENCY, "taspen"})), {}, [("agency_unknown", ("taspen",))]),
        (Scope(counters=frozenset({"loket-9", "loket-99"})), {}, [("counter_unknown", ("loket-99",))]),
        (Scope(), {"loket-77": "left"}, [("direction_unknown", ("loket-77",))]),
        (Scope(agencies=frozenset({AGENCY}), counters=frozenset({OTHER.id})), {}, [("shows_nothing", ())]),
    ],
)  # fmt: skip
def test_what_the_hall_does_not_have_has_a_name(
    scope: Scope, directions: dict[str, Direction], found: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(u.code, u.ids) for u in unknown(view(), scope, directions)] == found
    scene = compose(Board.from_snapshot(snapshot(), scope), ViewState(START, directions=directions))
    if not Board.from_snapshot(snapshot(), scope).cells:
        assert scene.message == "Layar ini belum menampilkan loket"
        assert all(any(name in hint for hint in scene.hints) for _, names in found for name in names)
        assert "berkas layar" in scene.hints[-1]
    else:
        assert scene.strip is not None
        assert all(names[0] in scene.strip.right for _, names in found)


def test_a_wall_without_counters_still_shows_an_announcement() -> None:
    board = Board.from_snapshot(snapshot(), Scope(zone="ruang-b"))
    scene = compose(board, ViewState(START, said("Mobil KT 1234 menghalangi jalan.", words_in("id"))))
    assert scene.said == "Mobil KT 1234 menghalangi jalan."
    assert scene.message == ""

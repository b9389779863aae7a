"""The order of slides: each kind within its time, whatever there is to tell."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from display.picture.scene import Info
from display.slides.programme import KINDS, Kind, Programme, Slides


def slides(counts: Mapping[Kind, int], languages: int = 1) -> Slides:
    return {
        kind: tuple(
            tuple(
                Info(f"{kind} {at} {language}", picture=kind if kind == "pictures" else "")
                for language in range(languages)
            )
            for at in range(counts.get(kind, 0))
        )
        for kind in KINDS
    }


def shown(programme: Programme, turns: int, *, alone: bool = False) -> list[str]:
    made = []
    for _ in range(turns):
        made.append(programme.now.title + (" full" if programme.now.full else "") if programme.now else "")
        programme.turn(alone=alone)
    return made


def first(made: list[str], what: str) -> int:
    return next(at for at, title in enumerate(made) if title.startswith(what))


HARD: Mapping[Kind, int] = {
    "missed": 2, "waiting": 6, "papers": 24, "gone": 2, "notices": 3, "pictures": 40, "address": 1,
}  # fmt: skip


def test_in_the_hardest_hall_each_kind_comes_within_its_time() -> None:
    programme = Programme()
    programme.fill(slides(HARD))
    made = shown(programme, 400)
    for begin in range(300):
        rest = made[begin:]
        assert first(rest, "missed") < 5, "a minute at twelve seconds"
        assert all(first(rest, kind) < 15 for kind in KINDS), "three minutes"
        assert all(first(rest, f"waiting {at}") < 20 for at in range(6)), "four minutes"


@given(st.fixed_dictionaries({kind: st.integers(0, 4) for kind in KINDS}))
def test_whatever_there_is_all_of_it_is_seen_and_nothing_else(counts: dict[Kind, int]) -> None:
    programme = Programme()
    programme.fill(slides(counts))
    made = shown(programme, 80)
    assert set(made) == ({f"{kind} {at} 0" for kind in KINDS for at in range(counts[kind])} or {""})


@given(
    st.fixed_dictionaries({kind: st.integers(0, 3) for kind in KINDS}), st.integers(0, 9), st.integers(0, 2)
)
def test_what_changes_takes_no_slide_away_that_is_still_told(
    later: dict[Kind, int], turns: int, version: int
) -> None:
    programme = Programme()
    programme.fill(slides(HARD, languages=2))
    for _ in range(turns):
        programme.turn()
    before = programme.now
    assert before is not None
    programme.fill(slides(later, languages=2))
    kind, at, _ = before.title.split()
    if later[kind] > int(at):  # type: ignore[index]  # a kind
        assert programme.now == before
    for _ in range(version):
        programme.turn()
    assert (programme.now is None) == (not any(later.values()))


def test_a_slide_is_told_in_both_languages_before_the_next() -> None:
    programme = Programme()
    programme.fill(slides({"papers": 2}, languages=2))
    assert shown(programme, 5) == ["papers 0 0", "papers 0 1", "papers 1 0", "papers 1 1", "papers 0 0"]


def test_while_nobody_waits_pictures_have_the_screen_in_every_other_turn() -> None:
    programme = Programme()
    programme.fill(slides({"papers": 1, "pictures": 2}))
    made = shown(programme, 9, alone=True)
    assert [title.endswith("full") for title in made] == [False, True] * 4 + [False]
    assert {"pictures 0 0 full", "pictures 1 0 full"} <= set(made)
    assert not any(title.endswith("full") for title in shown(programme, 6)[1:])

"""A store's log that lost its end without a trace in its file: noticed, told, and no number given again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from server.store import open_store
from server.store.safety.copies import back_up
from server.store.safety.highwater import beside, marks, missing
from tests.integration.store.test_damage import Place
from tests.support.days import MORNING, small_hall
from tests.support.hub import damaged
from tests.support.hub.stores import HALL, WriterHarness, issue


def _killed(whole: Place, cut: Path, *, kept: int, more: int, copied: int | None = None) -> Place:
    """A hub that gave `kept` numbers, wrote its log into the file, gave `more`, and was killed. A copy was
    made after `copied` of the latter."""
    with open_store(whole.url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store, whole.clock)
        harness.commit(*(issue() for _ in range(kept)))
        damaged.settled(whole.file)
        for given in range(more):
            if given == copied:
                back_up(whole.url, cut.parent / "kept", MORNING)
            harness.commit(issue())
        damaged.cut_off(whole.file, cut)
        harness.writer.close()
    if copied is not None:
        shutil.move(cut.parent / "kept", cut / "copies")
    return Place(cut, whole.clock)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Killed with five numbers in its file and eight in all."""
    return _killed(Place(tmp_path), tmp_path / "cut", kept=5, more=3)


def test_a_log_that_was_deleted_is_noticed_and_what_it_held_is_not_given_again(place: Place) -> None:
    damaged.without_log(place.file)
    assert missing(place.file) == [("2026-04-14", 3, 3)]
    told = place.told()
    assert "-wal was deleted" in told
    assert "Lost: 3 entries of 2026-04-14, up to 3 numbers" in told
    assert "A-006 to A-105" in told
    assert place.served() == ["A-106"]
    assert place.recovered() is None


def test_a_hub_that_was_killed_lost_nothing_and_says_nothing(place: Place) -> None:
    assert missing(place.file) == []
    assert place.recovered() is None
    assert place.served() == ["A-009"]


def test_however_many_numbers_a_minute_took_none_of_them_is_given_again(tmp_path: Path) -> None:
    place = _killed(Place(tmp_path), tmp_path / "cut", kept=1, more=130)
    damaged.without_log(place.file)
    assert "A-002 to A-131" in place.told()
    assert place.served() == ["A-132"]


def test_a_copy_that_has_more_than_the_file_takes_its_place(tmp_path: Path) -> None:
    place = _killed(Place(tmp_path), tmp_path / "cut", kept=5, more=6, copied=4)
    damaged.without_log(place.file)
    told = place.told()
    assert "goes on from the copy" in told
    assert "Lost: 2 entries" in told
    assert "A-010 to A-109" in told
    assert place.served() == ["A-110"]


def test_a_damaged_copy_that_has_more_stops_no_hub(tmp_path: Path) -> None:
    place = _killed(Place(tmp_path), tmp_path / "cut", kept=5, more=6, copied=4)
    damaged.without_log(place.file)
    for copy in place.copies.iterdir():
        damaged.changed(9)(copy)
    assert "Lost: 6 entries" in place.told()
    assert place.served() == ["A-106"]


def test_an_older_file_that_somebody_puts_back_is_noticed(tmp_path: Path) -> None:
    place = Place(tmp_path)
    _killed(place, tmp_path / "early", kept=4, more=0)
    place.served(issue(), issue(), issue())
    shutil.copyfile(tmp_path / "early" / "balai.db", place.file)
    assert "Lost: 3 entries" in place.told()
    assert place.served() == ["A-105"]


def test_a_file_that_is_gone_begins_no_day_anew_unnoticed(place: Place) -> None:
    damaged.gone(place.file)
    damaged.without_log(place.file)
    with open_store(place.url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
    assert "A-001 to A-100" in place.told()
    assert place.served() == ["A-101"]


def _older(place: Place) -> None:
    shutil.copyfile(place.folder.parent / "older", beside(place.file))


def _torn(place: Place) -> None:
    damaged.overwrite(beside(place.file), 12, 8)


def _none(place: Place) -> None:
    beside(place.file).unlink()


@pytest.mark.parametrize("what", [_older, _torn, _none])
def test_a_mark_that_is_behind_or_does_not_read_says_nothing(
    place: Place, what: Callable[[Place], None]
) -> None:
    elsewhere = place.folder.parent / "elsewhere"
    elsewhere.mkdir()
    early = _killed(Place(elsewhere), place.folder.parent / "early", kept=2, more=0)
    shutil.copyfile(beside(early.file), place.folder.parent / "older")
    what(place)
    assert place.recovered() is None
    assert place.served() == ["A-009"]


def test_a_mark_never_goes_back_by_itself_and_is_for_its_own_user_alone(place: Place) -> None:
    damaged.without_log(place.file)
    before = marks(place.file)[HALL]
    place.served()
    assert marks(place.file)[HALL] == before
    assert beside(place.file).stat().st_mode & 0o077 == 0


def test_a_mark_that_cannot_be_written_holds_up_no_number(tmp_path: Path) -> None:
    place = Place(tmp_path)
    beside(place.file).mkdir()
    with open_store(place.url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
    assert place.served() == ["A-001"]

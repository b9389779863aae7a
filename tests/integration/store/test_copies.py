"""Backup beside a running hub, restore on a new machine: verified copies, and no number given again."""

from __future__ import annotations

import shutil
import sqlite3
import time as real_time
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from balai.clock import ManualClock
from balai.domain.events import NumbersReserved
from balai.domain.hall.calendar import Calendar, Hours
from balai.domain.log import happened_of
from server.cli.copies import backup, restore
from server.config import CopiesAt, HubConfig, StoreAt
from server.store import Store, open_store
from server.store.errors import StoreBusy, StoreError
from server.store.safety.copies import (
    Restored,
    back_up,
    name_at,
    newest_first,
    outdated,
    restored,
    verified,
)
from server.usecases.machine.keeping import copies
from server.usecases.machine.restoring import Gap, pass_over
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'balai.db'}"


def _back(folder: Path, copy: Path) -> AbstractContextManager[Restored]:
    return restored(_url(folder), copy, MORNING)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy made at 08.00 beside a hub that then gave three numbers more."""
    with open_store(_url(tmp_path), hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        harness.commit(*(issue() for _ in range(5)), issue("pajak"))
        made = back_up(_url(tmp_path), tmp_path / "copies", MORNING)
        assert (made.days, made.entries) == (1, 7)
        harness.commit(*(issue() for _ in range(3)))
        harness.writer.close()
    return made.path


def test_a_copy_made_beside_a_running_hub_holds_what_was_acknowledged(copy: Path) -> None:
    assert copy.name == "balai-20260414T000000Z.db"
    assert verified(copy).entries == 7
    assert sorted(path.name for path in copy.parent.iterdir()) == [copy.name]


def test_only_the_newest_copies_are_kept(tmp_path: Path, copy: Path) -> None:
    for day in range(1, 5):
        back_up(_url(tmp_path), copy.parent, MORNING + timedelta(days=day), keep=3)
    names = sorted(path.name for path in copy.parent.iterdir())
    assert names == [f"balai-2026041{d}T000000Z.db" for d in (6, 7, 8)]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30), st.integers(1, 5))
def test_a_clock_that_was_wrong_costs_no_later_copy_its_place(days: list[int], keep: int) -> None:
    there: list[str] = []
    for day in days:
        made = name_at(MORNING + timedelta(days=day))
        there = sorted({*there, made})
        there = [name for name in there if name not in outdated(there, made, keep)]
        before = [name for name in there if name <= made]
        assert made in there
        assert len(before) <= keep
        assert len(there) <= 2 * keep


def test_copies_of_a_clock_that_was_ahead_are_passed_over_for_those_that_have_more(
    tmp_path: Path, copy: Path
) -> None:
    """Fourteen copies of the wrong year once kept every later one from staying, and were put back first."""
    for day in range(400, 404):
        shutil.copyfile(copy, copy.with_name(name_at(MORNING + timedelta(days=day))))
    later = back_up(_url(tmp_path), copy.parent, MORNING + timedelta(hours=1), keep=3).path
    shutil.copyfile(copy, copy.with_name("balai-yang-pentingZ.db"))
    names = sorted(path.name for path in copy.parent.iterdir())
    kept = [name_at(MORNING + timedelta(days=day)) for day in (401, 402, 403)]
    assert names == [copy.name, later.name, *kept, "balai-yang-pentingZ.db"]
    copy.with_name(kept[2]).write_bytes(b"no store")
    first, *_, last = newest_first([copy.parent])
    assert (first, last.name) == (later, kept[2])
    settings = HubConfig(
        store=StoreAt(url=_url(tmp_path)), copies=(CopiesAt(folder=copy.parent, oldest_hours=3),)
    )
    for hours, well in ((2, True), (5, False)):
        (found,) = copies(settings, settings.copies, MORNING + timedelta(hours=hours))
        assert found.well == well, found.told


def test_a_hall_that_has_opened_no_day_yet_is_put_back_too(tmp_path: Path) -> None:
    with open_store(_url(tmp_path)) as store:
        store.halls.put(small_hall(), MORNING)
    copy = back_up(_url(tmp_path), tmp_path / "copies", MORNING).path
    settings = tmp_path / "hub.toml"
    settings.write_text(f'[store]\nurl = "{_url(tmp_path)}"\n')
    done = CliRunner().invoke(restore, [str(copy), "--config", str(settings)])
    assert done.exit_code == 0, done.output
    assert "no day" in done.output


def test_numbers_given_after_the_copy_are_never_given_again(tmp_path: Path, copy: Path) -> None:
    place = tmp_path / "new"
    with restored(_url(place), copy, MORNING) as (store, before):
        harness = WriterHarness(store)
        harness.writer.close()
        assert before is None
        assert pass_over(store, HALL, harness.clock) == [Gap("A-006", "A-105"), Gap("B-002", "B-101")]
        again = WriterHarness(store)
        assert numbers(again.commit(issue(), issue("pajak")).outcomes) == ["A-106", "B-102"]
        again.writer.close()
        assert [check.fault for check in store.audit(HALL)] == [None]
        log = [happened_of(entry) for entry in store.entries(HALL, "2026-04-14")]
    assert {h.actor for h in log if isinstance(h.event, NumbersReserved)} == {"system:restore"}
    reserved = [h.event for h in log if isinstance(h.event, NumbersReserved)]
    assert [bool(event.chain) for event in reserved] == [True, True, False, False], (
        "what kiosks may hold, too"
    )


def test_the_faster_numbers_went_the_more_are_passed_over(tmp_path: Path, copy: Path) -> None:
    with restored(_url(tmp_path / "new"), copy, MORNING) as (store, _):
        harness = WriterHarness(store)
        harness.clock.advance(3600)
        gaps = pass_over(store, HALL, harness.clock)
        harness.writer.close()
    assert gaps[0] == Gap("A-006", "A-502")


def test_a_copy_of_a_day_that_is_over_leaves_no_gap_before_the_first_number_of_today(
    tmp_path: Path, copy: Path
) -> None:
    with restored(_url(tmp_path / "new"), copy, MORNING) as (store, _):
        day = _hours(store)
        early = ManualClock(day - timedelta(minutes=16))
        assert pass_over(store, HALL, early) == []
        assert numbers(WriterHarness(store, ManualClock(day)).commit(issue()).outcomes) == ["A-001"]


def test_a_copy_of_a_day_that_is_over_leaves_a_gap_as_long_as_busy_days_are(
    tmp_path: Path, copy: Path
) -> None:
    with restored(_url(tmp_path / "new"), copy, MORNING) as (store, _):
        busy = WriterHarness(store)
        busy.commit(*(issue() for _ in range(60)))
        busy.writer.close()
        late = ManualClock(_hours(store) + timedelta(hours=1))
        assert pass_over(store, HALL, late, lambda *_: True) == [Gap("A-001", "A-130"), Gap("B-001", "B-100")]


def _hours(store: Store) -> datetime:
    """Numbers are given from 07.45 on, from the next day on; that day at 08.00."""
    hours = Hours((0, 1, 2, 3, 4), time(8), time(15), tickets_from=time(7, 45))
    store.halls.put(replace(small_hall(), calendar=Calendar((hours,))), MORNING)
    return MORNING + timedelta(days=1)


def test_the_store_of_before_is_set_aside_and_never_deleted(tmp_path: Path, copy: Path) -> None:
    with restored(_url(tmp_path), copy, MORNING) as (store, before):
        assert sum(check.entries for check in store.audit(HALL)) == 7
    assert before == tmp_path / "balai.db.before-20260414T000000Z"
    assert verified(before).entries == 10


def test_nothing_is_restored_under_a_running_hub(tmp_path: Path, copy: Path) -> None:
    with open_store(_url(tmp_path), hub=True) as store:
        with pytest.raises(StoreBusy, match="untouched"), _back(tmp_path, copy):
            pass
        assert sum(check.entries for check in store.audit(HALL)) == 10


@pytest.mark.parametrize("damage", ["page", "half", "text", "chain", "other"])
def test_a_damaged_copy_is_refused_and_nothing_is_changed(tmp_path: Path, copy: Path, damage: str) -> None:
    content = copy.read_bytes()
    if damage == "page":
        copy.write_bytes(content[:20000] + b"\xff" * 4096 + content[24096:])
    elif damage == "half":
        copy.write_bytes(content[: len(content) // 2])
    elif damage == "text":
        copy.write_text("not a store")
    else:
        connection = sqlite3.connect(copy)
        change = "UPDATE events SET actor = 'x' WHERE seq = 3" if damage == "chain" else "DROP TABLE events"
        connection.execute(change)
        connection.commit()
        connection.close()
    with pytest.raises(StoreError, match=r"damaged|not as it was written"), _back(tmp_path, copy):
        pass
    with open_store(_url(tmp_path), hub=True) as store:
        assert sum(check.entries for check in store.audit(HALL)) == 10
    assert not list(tmp_path.glob("*.restoring*"))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:////nowhere/balai.db", "nothing to copy"),
        ("postgresql+psycopg://u@localhost/d", "pg_dump"),
    ],
)
def test_what_cannot_be_copied_says_what_to_do(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        back_up(url, tmp_path, MORNING)


def test_a_folder_that_takes_nothing_is_named_and_the_hall_goes_on(tmp_path: Path, copy: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="untouched"):
        back_up(_url(tmp_path), tmp_path / "file", MORNING)


def test_at_a_terminal_a_copy_is_made_and_put_back_and_says_what_is_lost(tmp_path: Path, copy: Path) -> None:
    settings = tmp_path / "hub.toml"
    settings.write_text(f'[store]\nurl = "{_url(tmp_path)}"\n')
    more = [
        "--config",
        str(settings),
        "--clock",
        f"scaled:{real_time.time():.0f}:1:2026-04-14T00:00:00+00:00",
    ]
    made = CliRunner().invoke(backup, [str(tmp_path / "stick"), *more])
    assert made.exit_code == 0, made.output
    assert "(1 days, 10 entries)" in made.output
    back = CliRunner().invoke(restore, [str(copy), "--as-copied", *more])
    assert back.exit_code == 0, back.output
    assert "what came after the copy is not in it" in back.output
    assert "not given again today: A-006 to A-105, B-002 to B-101" in back.output
    newer = next((tmp_path / "stick").iterdir())
    whole = CliRunner().invoke(restore, [str(newer), *more])
    assert whole.exit_code == 0, whole.output
    assert CliRunner().invoke(restore, [str(tmp_path / "none"), *more]).exit_code == 1


def test_a_stick_that_is_out_is_told_and_the_other_folders_get_their_copy(tmp_path: Path, copy: Path) -> None:
    settings = tmp_path / "hub.toml"
    places = (
        f'[[copies]]\nfolder = "{tmp_path}/media/stick"\nother_disk = true\n[[copies]]\nfolder = "here"\n'
    )
    settings.write_text(f'[store]\nurl = "{_url(tmp_path)}"\n{places}')
    made = CliRunner().invoke(backup, ["--config", str(settings)])
    assert made.exit_code == 1
    assert "Put the stick in" in made.output
    assert not (tmp_path / "media").exists()
    assert len(list((tmp_path / "here").iterdir())) == 1

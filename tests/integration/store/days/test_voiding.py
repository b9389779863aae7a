"""A day that was opened on a wrong clock is taken back, and the hall goes on where it stood before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from balai.domain.commands import CallNext, OpenCounter, VoidDay
from balai.domain.errors import Refusal
from balai.domain.events import DayVoided
from balai.domain.registers.voided import VoidedDay, blocks_of
from server.store import Job, StoreUnavailable, open_store
from server.store.day.upkeep import voiding
from server.store.day.upkeep.voiding import Opened
from server.store.engine import sqlite_path
from server.store.safety.copies import back_up
from server.store.safety.highwater import beside, marks, missing
from server.store.safety.rescue import rescue
from server.store.tables.day import voided as voided_days
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers

TODAY, TOMORROW = "2026-04-14", "2026-04-15"
ANSWER: Callable[..., dict[str, Any]] = lambda day, own: {"day": day.date.isoformat()}  # noqa: E731


def _job(opened: Opened) -> Job:
    date = opened.day.date
    command = VoidDay(
        actor="staff:citra", date=date, entries=len(opened.entries), last_hash=opened.last_hash,
        visits=len(opened.day.visits),
        voided=(*opened.day.voided, VoidedDay(date, blocks_of(opened.day.numbers))),
    )  # fmt: skip
    return Job(command, "6f2b7d1e-0000-4000-8000-000000000001", "asked", ANSWER)


def _may(_opened: Opened) -> None:
    """Nothing stands against it."""


def sound(harness: WriterHarness) -> bool:
    return all(check.fault is None for check in harness.store.audit(HALL))


def _leap(harness: WriterHarness, days: float) -> None:
    harness.clock.set(harness.clock.now() + timedelta(days=days))


def test_the_hall_goes_back_to_the_right_day_and_everybody_is_where_they_were(harness: WriterHarness) -> None:
    harness.do(OpenCounter(actor="staff:ana", counter_id="l1", session_id="s"))
    harness.commit(issue(), issue())
    harness.do(CallNext(actor="staff:ana", counter_id="l1", finishes=None))
    before = harness.writer.day
    _leap(harness, 1)
    assert numbers(harness.commit(issue(), issue()).outcomes) == ["A-001", "A-002"]
    assert harness.today() == TOMORROW
    _leap(harness, -1)
    voided = harness.writer.void(_may, _job)
    assert voided.outcomes[0].answer == {"day": TODAY}
    assert [h.event.TYPE for h in voided.news] == ["day_voided"]
    day = harness.writer.day
    assert (day.date.isoformat(), day.seq) == (TODAY, before.seq + 1)
    assert (day.visits, day.legs, day.counters, day.lanes) == (
        before.visits, before.legs, before.counters, before.lanes,
    )  # fmt: skip
    assert numbers(harness.commit(issue()).outcomes) == ["A-003"]
    assert sound(harness)


def test_numbers_of_the_day_that_was_taken_back_are_never_given_again_on_its_date(
    harness: WriterHarness,
) -> None:
    _leap(harness, 2)
    assert numbers(harness.commit(issue(), issue(), issue()).outcomes) == ["A-001", "A-002", "A-003"]
    _leap(harness, -2)
    harness.writer.void(_may, _job)
    _leap(harness, 1)
    assert numbers(harness.commit(issue()).outcomes) == ["A-001"], "the date between has its own"
    _leap(harness, 1)
    assert numbers(harness.commit(issue()).outcomes) == ["A-004"]
    _leap(harness, 1)
    assert numbers(harness.commit(issue()).outcomes) == ["A-001"]
    assert sound(harness)


def test_a_date_that_is_taken_back_twice_gives_no_number_twice(harness: WriterHarness) -> None:
    given = []
    for _ in range(2):
        _leap(harness, 1)
        given += numbers(harness.commit(issue(), issue()).outcomes)
        _leap(harness, -1)
        opened = harness.writer.void(_may, lambda o: Job(_job(o).command, answer=ANSWER))
        assert opened.outcomes[0].text is not None
    _leap(harness, 1)
    given += numbers(harness.commit(issue()).outcomes)
    assert given == [f"A-00{n}" for n in range(1, 6)]


def test_what_was_taken_out_is_kept_whole_and_named_in_the_log(harness: WriterHarness) -> None:
    harness.commit(issue())
    _leap(harness, 1)
    harness.commit(issue(), issue())
    gone = harness.store.entries(HALL, TOMORROW)
    _leap(harness, -1)
    (noted,) = harness.writer.void(_may, _job).news
    assert isinstance(noted.event, DayVoided)
    assert (noted.actor, noted.event.entries, noted.event.last_hash) == ("staff:citra", 3, gone[-1].hash)
    with harness.store.read.connect() as connection:
        ((day, log),) = voiding.kept(connection, HALL)
        entries = log()
    voiding.check(entries)
    assert (day, entries[-3:]) == (TOMORROW, gone)
    assert [entry.type for entry in entries[:-3]] == ["visit_unserved"], "what ended the day before"
    assert harness.store.entries(HALL, TOMORROW) == []


def test_where_the_date_in_between_has_come_its_day_is_opened(harness: WriterHarness) -> None:
    harness.commit(issue(visit_id="v"))
    _leap(harness, 3)
    harness.commit(issue())
    _leap(harness, -2)
    voided = harness.writer.void(_may, _job)
    assert [h.event.TYPE for h in voided.news] == ["visit_unserved", "day_opened", "day_voided"]
    assert harness.today() == TOMORROW
    assert len(harness.writer.day.vouchers) == 1, "who waited yesterday has a right today"


def test_what_is_refused_or_fails_changes_nothing(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.commit(issue())
    _leap(harness, 1)
    harness.commit(issue())
    _leap(harness, -1)

    def no(_opened: Opened) -> None:
        raise Refusal("visits_lost", "Somebody waits.")

    with pytest.raises(Refusal, match="Somebody waits"):
        harness.writer.void(no, _job)
    with pytest.raises(ZeroDivisionError):
        harness.writer.void(_may, lambda o: Job(_job(o).command, answer=_fails))
    assert numbers(harness.commit(issue()).outcomes) == ["A-002"]
    assert harness.today() == TOMORROW
    assert harness.writer.index.seqs(next(iter(harness.writer.day.visits)))
    assert sound(harness)


def test_the_same_request_is_answered_alike_when_it_comes_again(harness: WriterHarness) -> None:
    _leap(harness, 1)
    harness.commit(issue())
    _leap(harness, -1)
    first = harness.writer.void(_may, _job).outcomes[0]
    again = harness.writer.void(_never, _job).outcomes[0]
    assert (again.text, again.repeated) == (first.text, True)
    assert harness.today() == TODAY


def test_another_writer_follows(harness: WriterHarness) -> None:
    other = WriterHarness(harness.store, harness.clock)
    harness.commit(issue())
    _leap(harness, 1)
    harness.commit(issue())
    other.writer.catch_up()
    assert other.today() == TOMORROW
    _leap(harness, -1)
    harness.writer.void(_may, _job)
    other.writer.catch_up()
    assert (other.writer.day, other.today()) == (harness.writer.day, TODAY)
    assert numbers(other.commit(issue()).outcomes) == ["A-002"]
    other.writer.close()


def test_a_log_that_was_taken_out_and_changed_is_found(harness: WriterHarness) -> None:
    _leap(harness, 1)
    harness.commit(issue())
    _leap(harness, -1)
    harness.writer.void(_may, _job)
    harness.store.run(lambda c: c.execute(update(voided_days).values(log=b"changed")))
    faults = [check.fault for check in harness.store.audit(HALL)]
    assert [fault is None for fault in faults] == [True, False]


def _fails(_day: object, _own: object) -> str:
    return str(1 / 0)


def _never(_opened: Opened) -> None:
    raise StoreUnavailable("asked again")


def _wrong_and_taken_back(url: str, folder: Path) -> list[str]:
    """A hub in a wrong day, of which a copy is made; the day is taken back and more is given today."""
    with open_store(url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        given = numbers(harness.commit(issue()).outcomes)
        _leap(harness, 1)
        harness.commit(issue(), issue())
        back_up(url, folder, MORNING)
        shutil.copyfile(beside(sqlite_path(store.url)), folder / "mark")
        _leap(harness, -1)
        harness.writer.void(_may, _job)
        given += numbers(harness.commit(issue()).outcomes)
        harness.writer.close()
    return given


def test_the_mark_beside_the_log_goes_back_with_it(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'balai.db'}", tmp_path / "balai.db"
    assert _wrong_and_taken_back(url, tmp_path / "copies") == ["A-001", "A-002"]
    assert (marks(file)[HALL].day, missing(file)) == (TODAY, [])
    shutil.copyfile(tmp_path / "copies" / "mark", beside(file))
    assert (marks(file)[HALL].day, missing(file)) == (TOMORROW, []), "killed before the mark was written"


def test_a_copy_of_the_wrong_day_takes_over_that_it_was_taken_back(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'balai.db'}", tmp_path / "balai.db"
    _wrong_and_taken_back(url, tmp_path / "copies")
    (copy,) = (tmp_path / "copies").glob("balai-*.db")
    old = tmp_path / "old.db"
    shutil.move(file, old)
    shutil.copyfile(copy, file)
    with open_store(url, hub=True) as store:
        rescue(old, store)
        harness = WriterHarness(store)
        assert harness.today() == TODAY
        assert numbers(harness.commit(issue()).outcomes) == ["A-003"]
        assert sound(harness)
        harness.writer.close()

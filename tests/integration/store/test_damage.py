"""A hub finds a damaged store before it serves, goes on from a good copy, and gives no number twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from balai.clock import ManualClock
from balai.domain.errors import Refusal
from balai.domain.state import HallDay
from server.config import CopiesAt, HubConfig, StoreAt
from server.store import Store, open_store
from server.store.errors import StoreError
from server.store.safety.copies import back_up, gap_falls_due, verified
from server.store.safety.soundness import fault_in, lost_commits
from server.usecases.machine.recovering import Recovery, recover
from tests.support.days import MORNING, small_hall
from tests.support.hub import damaged
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers, sit

Damage = Callable[[Path], None]


def _always(_day: HallDay | None, _now: object) -> bool:
    return True


@dataclass
class Place:
    """A hub's folder: its store and where copies go."""

    folder: Path
    clock: ManualClock = field(default_factory=lambda: ManualClock(MORNING))

    @property
    def file(self) -> Path:
        return self.folder / "balai.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    @property
    def copies(self) -> Path:
        return self.folder / "copies"

    def recovered(self) -> Recovery | None:
        """What a hub does before it serves."""
        config = HubConfig(store=StoreAt(url=self.url), copies=(CopiesAt(folder=self.copies),))
        return recover(config, self.clock, _always)

    def told(self) -> str:
        found = self.recovered()
        return " ".join(found.told) if found else ""

    def served(self, *jobs: object) -> list[str]:
        """The numbers that the hub gives then."""
        with open_store(self.url, hub=True) as store:
            harness = WriterHarness(store, self.clock)
            given = numbers(harness.commit(*(jobs or (issue(),))).outcomes)  # type: ignore[arg-type]  # jobs
            harness.writer.close()
            assert [check.fault for check in store.audit(HALL)] == [None] * len(store.audit(HALL))
        return given


def _filled(store: Store, place: Place) -> None:
    """Five numbers and a desk, a copy, three numbers more, the last with a request that is known."""
    store.halls.put(small_hall(), MORNING)
    harness = WriterHarness(store, place.clock)
    harness.commit(*(issue() for _ in range(5)))
    harness.do(sit("l1"))
    back_up(place.url, place.copies, MORNING)
    harness.commit(issue(), issue(), issue(request_id="r8"))
    harness.writer.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    with open_store(made.url, hub=True) as store:
        _filled(store, made)
    return made


def test_a_whole_store_is_served_as_it_is(place: Place) -> None:
    before = place.file.read_bytes()
    assert place.recovered() is None
    assert place.file.read_bytes() == before
    assert place.served() == ["A-009"]


def test_a_new_hub_has_nothing_to_recover(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place.recovered() is None
    place.file.touch()
    assert place.recovered() is None


@pytest.mark.parametrize("table", ["legs", "visits", "speakers", "devices"])
def test_damage_beside_the_log_loses_nothing(place: Place, table: str) -> None:
    damaged.page(table)(place.file)
    told = place.told()
    assert "was damaged" in told
    assert "nothing is missing" in told
    assert place.served(issue()) == ["A-009"]
    assert next(place.folder.glob("balai.db.before-*")).stat().st_size > 0


def test_a_request_answered_after_the_copy_is_answered_alike_after_the_damage(place: Place) -> None:
    damaged.page("legs")(place.file)
    place.recovered()
    assert place.served(issue(request_id="r8"), issue()) == ["A-008", "A-009"]


@pytest.mark.parametrize("damage", [damaged.half, damaged.gone, damaged.emptied, damaged.page("events")])
def test_what_the_copy_cannot_have_is_told_and_passed_over(place: Place, damage: Damage) -> None:
    damage(place.file)
    told = place.told()
    assert "goes on from the copy" in told
    assert "A-006 to A-105" in told
    assert place.served() == ["A-106"]


def test_the_log_is_read_up_to_where_it_was_changed(place: Place) -> None:
    damaged.changed(9)(place.file)
    assert "seq 9" in (fault_in(place.file) or "")
    told = place.told()
    assert "1 entries that came after the copy were read" in told
    assert "A-007 to A-106" in told
    assert place.served() == ["A-107"]


def test_a_change_before_the_copy_loses_nothing(place: Place) -> None:
    damaged.changed(3)(place.file)
    assert "nothing is missing" in place.told()
    assert place.served() == ["A-009"]


def test_a_damaged_copy_is_passed_over_for_an_older_one(place: Place) -> None:
    newer = back_up(place.url, place.copies, MORNING + timedelta(hours=1))
    damaged.half(newer.path)
    damaged.half(place.file)
    assert "balai-20260414T000000Z.db" in place.told()
    assert place.served() == ["A-106"]


def test_without_a_good_copy_a_person_is_asked_and_nothing_is_changed(place: Place) -> None:
    for copy in place.copies.iterdir():
        damaged.half(copy)
    damaged.half(place.file)
    before = place.file.read_bytes()
    with pytest.raises(StoreError, match="no good copy") as refused:
        place.recovered()
    assert refused.value.code == "store_damaged"
    assert place.file.read_bytes() == before


def test_power_that_goes_before_numbers_are_passed_over_gives_none_twice(place: Place) -> None:
    gap_falls_due(place.file)
    assert "A-009 to A-108" in place.told()
    assert place.recovered() is None
    assert place.served() == ["A-109"]


def test_a_torn_log_is_told_and_numbers_are_passed_over(tmp_path: Path) -> None:
    place = Place(tmp_path / "cut")
    whole = Place(tmp_path)
    with open_store(whole.url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store, whole.clock)
        for _ in range(8):
            harness.commit(issue())
        damaged.cut_off(whole.file, place.folder)
        harness.writer.close()
    assert not lost_commits(place.file)
    size = place.file.with_name("balai.db-wal").stat().st_size
    damaged.torn_log(place.file, (size - 32) // (damaged.PAGE + 24) - 12)
    assert lost_commits(place.file)
    told = place.told()
    assert "did not read after the hub was cut off" in told
    given = place.served()
    assert int(given[0].removeprefix("A-")) > 100
    assert list(place.folder.glob("balai.db-wal.torn-*"))


@pytest.mark.parametrize(("cut", "lost"), [(1, False), (4096, False), (None, True)])
def test_only_commits_that_do_not_read_are_missed(tmp_path: Path, cut: int | None, lost: bool) -> None:
    place = Place(tmp_path)
    with open_store(place.url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store, place.clock)
        harness.commit(issue())
        file = damaged.cut_off(place.file, tmp_path / "cut")
        harness.writer.close()
    log = file.with_name("balai.db-wal")
    content = log.read_bytes()
    log.write_bytes(b"\xff" * 32 + content[32:] if cut is None else content[:-cut])
    assert lost_commits(file) is lost


def test_a_copy_of_yesterday_passes_over_what_today_may_have_given(place: Place) -> None:
    damaged.gone(place.file)
    place.clock.advance(86400)
    told = place.told()
    assert "A-001 to A-100" in told
    assert place.served() == ["A-101"]
    assert verified(place.file).days == 2


def test_a_doubted_clock_opens_no_day_for_it_and_is_asked_again(place: Place) -> None:
    damaged.gone(place.file)
    place.clock.advance(86400)
    config = HubConfig(store=StoreAt(url=place.url), copies=(CopiesAt(folder=place.copies),))
    with pytest.raises(Refusal) as refused:
        recover(config, place.clock, lambda _day, _now: False)
    assert refused.value.code == "clock_unconfirmed"
    with suppress(Refusal):
        recover(config, place.clock, lambda _day, _now: False)
    assert "A-001 to A-100" in place.told()
    with open_store(place.url) as store:
        assert store.halls.get(HALL) is not None
        with store.read.connect():
            assert date(2026, 4, 15).isoformat() in {check.day for check in store.audit(HALL)}

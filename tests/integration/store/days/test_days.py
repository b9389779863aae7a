"""A new date in the hall begins a new log; a clock that steps back never reopens an old one."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from balai.domain.commands import CallNext, CloseDay, Finish, OpenCounter
from balai.domain.entry import Entry
from balai.domain.events import DayOpened, Unknown
from balai.domain.hall.config import Rules
from balai.domain.hall.learned import Lasting, Learned, Usual
from balai.domain.log import GENESIS, entry_of, happened_of
from balai.domain.state import HallDay, Happened
from server.store import Store
from server.store.day import eventlog
from server.store.tables.day import events, requests
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers

#: Midnight in Asia/Makassar (UTC+8) between 14 and 15 April.
MIDNIGHT = datetime(2026, 4, 14, 16, 0, tzinfo=UTC)


def _opening(harness: WriterHarness, day: str) -> DayOpened:
    event = happened_of(harness.store.entries(HALL, day, limit=1)[0]).event
    assert isinstance(event, DayOpened)
    return event


def test_the_day_is_the_date_in_the_hall_not_in_utc(harness: WriterHarness) -> None:
    harness.clock.set(MIDNIGHT - timedelta(microseconds=1))
    harness.commit(issue())
    assert harness.today() == "2026-04-14"
    harness.clock.set(MIDNIGHT)
    committed = harness.commit(issue())
    assert harness.today() == "2026-04-15"
    assert numbers(committed.outcomes) == ["A-001"]
    # Who waited still has a right for another day, which ends the day before.
    assert [(h.seq, h.event.TYPE) for h in committed.news] == [
        (3, "visit_unserved"),
        (1, "day_opened"),
        (2, "visit_issued"),
    ]


def test_catching_up_after_midnight_opens_the_day_by_itself(harness: WriterHarness) -> None:
    harness.clock.set(MIDNIGHT + timedelta(seconds=2))
    assert [happened.event.TYPE for happened in harness.writer.catch_up()] == ["day_opened"]
    assert harness.writer.catch_up() == ()
    assert harness.today() == "2026-04-15"


def test_a_day_carries_the_last_hash_of_the_day_before(harness: WriterHarness) -> None:
    harness.commit(issue(), issue())
    assert _opening(harness, "2026-04-14").previous_hash == GENESIS
    harness.clock.set(MIDNIGHT + timedelta(days=2))
    harness.commit(issue())
    last = harness.store.entries(HALL, "2026-04-14")[-1]
    assert _opening(harness, "2026-04-17").previous_hash == last.hash
    assert [(check.day, check.entries, check.fault) for check in harness.store.audit(HALL)] == [
        ("2026-04-14", 5, None),  # opened, two numbers, and a right left behind for each
        ("2026-04-17", 2, None),
    ]


def test_yesterdays_requests_are_still_answered_today(harness: WriterHarness) -> None:
    job = issue(request_id=str(uuid.uuid4()))
    first = harness.commit(job).outcomes[0]
    harness.clock.set(MIDNIGHT)
    assert harness.commit(job).outcomes[0].text == first.text


def test_a_clock_that_steps_back_stays_on_the_open_day_and_its_time(harness: WriterHarness) -> None:
    harness.clock.set(MIDNIGHT + timedelta(minutes=1))
    harness.commit(issue())
    harness.clock.set(MIDNIGHT - timedelta(hours=3))
    committed = harness.commit(issue())
    assert numbers(committed.outcomes) == ["A-002"]
    assert harness.today() == "2026-04-15"
    assert committed.news[0].at == MIDNIGHT + timedelta(minutes=1)
    restarted = WriterHarness(harness.store, harness.clock)
    assert restarted.today() == "2026-04-15"
    assert len(harness.store.entries(HALL, "2026-04-14")) == 1
    restarted.writer.close()


def test_a_loaded_configuration_holds_from_the_next_day_on(harness: WriterHarness) -> None:
    config = small_hall()
    quicker = type(config)(
        config.hall, config.zones, config.series, config.agencies, config.services, config.counters,
        Rules(presence_seconds=30),
    )  # fmt: skip
    assert harness.store.halls.put(quicker, harness.clock.now())
    assert not harness.store.halls.put(quicker, harness.clock.now())
    harness.commit(issue())
    assert harness.writer.day.config == config
    harness.clock.set(MIDNIGHT)
    harness.commit(issue())
    assert harness.writer.day.config == _opening(harness, "2026-04-15").config == quicker


def test_a_right_that_closing_left_behind_goes_on_to_the_next_day(harness: WriterHarness) -> None:
    harness.commit(issue(visit_id="v"))
    harness.do(CloseDay(codes={"v": "a-code"}))
    assert set(harness.writer.day.unserved) == {"a-code"}
    harness.clock.set(MIDNIGHT)
    harness.commit()
    assert harness.writer.day.vouchers["a-code"].number == "A-001"
    assert [voucher.code for voucher in _opening(harness, "2026-04-15").carried] == ["a-code"]


def test_answers_are_kept_sixty_days(harness: WriterHarness) -> None:
    old, newer = issue(request_id="old"), issue(request_id="newer")
    harness.commit(old)
    harness.clock.advance(86400)
    harness.commit(newer)
    harness.clock.set(MORNING + timedelta(days=61))
    harness.commit()
    with harness.store.read.connect() as connection:
        assert list(connection.scalars(select(requests.c.request_id))) == ["newer"]


def test_a_second_writer_meets_the_day_that_the_first_opened(store: Store) -> None:
    first, second = WriterHarness(store), WriterHarness(store)
    first.clock.set(MIDNIGHT)
    first.commit(issue())
    second.clock.set(MIDNIGHT)
    committed = second.commit(issue())
    assert [happened.event.TYPE for happened in committed.seen] == ["day_opened", "visit_issued"]
    assert numbers(committed.outcomes) == ["A-002"]
    assert first.writer.catch_up() == committed.news
    assert first.writer.day == second.writer.day
    first.writer.close()
    second.writer.close()


class _Watched:
    """Entries handed out one by one, counting the days as values that came to be alive meanwhile."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = entries
        self._before = _days_alive()
        self.most_days = 0

    def __iter__(self) -> Iterator[Entry]:
        for number, entry in enumerate(self._entries, 1):
            if number % 150 == 0:
                self.most_days = max(self.most_days, _days_alive() - self._before)
            yield entry


def _days_alive() -> int:
    gc.collect()
    return sum(isinstance(found, HallDay) for found in gc.get_objects())


def test_a_restart_keeps_one_day_in_memory_and_not_one_for_each_event(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.commit(*(issue() for _ in range(300)))
    watched: list[_Watched] = []
    stream = eventlog.stream

    def counting(connection: Connection, hall_id: str, day: str) -> _Watched:
        watched.append(_Watched(stream(connection, hall_id, day)))
        return watched[-1]

    monkeypatch.setattr(eventlog, "stream", counting)
    again = WriterHarness(harness.store)
    assert again.writer.day == harness.writer.day
    again.writer.close()
    assert harness.store.rebuild(HALL) == 1
    assert [w.most_days < 10 for w in watched] == [True, True]


def test_after_a_fault_only_what_came_since_is_read(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.commit(issue(), issue())
    with monkeypatch.context() as broken:
        broken.setattr(eventlog, "row", lambda _entry: 1 // 0)
        assert harness.commit(issue()).outcomes[0].status == 500
    monkeypatch.setattr(eventlog, "stream", lambda *_: 1 // 0)
    assert numbers(harness.commit(issue()).outcomes) == ["A-003"]


def _written_by_a_newer_hub(harness: WriterHarness) -> None:
    """One event that this version does not know, in the chain as any other."""
    before = harness.store.entries(HALL, harness.today())[-1]
    event = Unknown("counter_moved", 2, '{"counter_id":"l1","zone_id":"utama"}')
    entry = entry_of(HALL, harness.today(), Happened(before.seq + 1, MORNING, "system", event), before.hash)
    with harness.store.write.begin() as connection:
        connection.execute(
            insert(events).values(dict(zip(eventlog.COLUMNS, eventlog.row(entry), strict=True)))
        )


def test_a_hub_goes_on_for_the_day_after_what_a_newer_one_wrote(harness: WriterHarness) -> None:
    harness.commit(issue())
    _written_by_a_newer_hub(harness)
    assert numbers(harness.commit(issue()).outcomes) == ["A-002"]
    again = WriterHarness(harness.store)
    assert numbers(again.commit(issue()).outcomes) == ["A-003"]
    assert again.writer.day.passed_over == (3,)
    assert harness.store.audit(HALL)[0].fault is None
    again.writer.close()


def test_a_day_opens_with_what_the_days_before_taught(harness: WriterHarness) -> None:
    """Three mornings on which one counter opens at 08.30 and serves each visitor in six minutes."""
    for days in range(3):
        harness.clock.set(MORNING + timedelta(days=days, minutes=30))
        harness.do(OpenCounter(counter_id="l1", session_id=f"s{days}", actor="staff:1"))
        for _ in range(3):
            harness.do(issue().command, CallNext(counter_id="l1", finishes=None, actor="staff:1"))
            harness.clock.advance(359)
            leg_id = harness.writer.day.counter("l1").leg_id
            assert leg_id is not None
            harness.do(Finish(counter_id="l1", leg_id=leg_id, actor="staff:1"))
    harness.clock.set(MORNING + timedelta(days=3))
    harness.commit(issue())
    assert _opening(harness, "2026-04-17").learned == Learned(
        3, (Usual("l1", time(8, 30)),), (Lasting("ktp", 6.0),)
    )
    assert _opening(harness, "2026-04-16").learned == Learned(2, (), ())

"""A new date in the hall begins a new log; a clock that steps back never reopens an old one."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from balai.domain.commands import CallNext, CloseDay, Finish, OpenCounter
from balai.domain.events import DayOpened, Unknown
from balai.domain.hall.config import Rules
from balai.domain.hall.learned import Lasting, Learned, Usual
from balai.domain.log import GENESIS, Entry, entry_of, happened_of
from balai.domain.state import HallDay, Happened
from server.store import Store
from server.store.day import eventlog
from server.store.tables import events, requests
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, Desk, issue, numbers

#: Midnight in Asia/Makassar (UTC+8) between 14 and 15 April.
MIDNIGHT = datetime(2026, 4, 14, 16, 0, tzinfo=UTC)


def _opening(desk: Desk, day: str) -> DayOpened:
    event = happened_of(desk.store.entries(HALL, day, limit=1)[0]).event
    assert isinstance(event, DayOpened)
    return event


def test_the_day_is_the_date_in_the_hall_not_in_utc(desk: Desk) -> None:
    desk.clock.set(MIDNIGHT - timedelta(microseconds=1))
    desk.commit(issue())
    assert desk.today() == "2026-04-14"
    desk.clock.set(MIDNIGHT)
    committed = desk.commit(issue())
    assert desk.today() == "2026-04-15"
    assert numbers(committed.outcomes) == ["A-001"]
    assert [(h.seq, h.event.TYPE) for h in committed.news] == [(1, "day_opened"), (2, "visit_issued")]


def test_catching_up_after_midnight_opens_the_day_by_itself(desk: Desk) -> None:
    desk.clock.set(MIDNIGHT + timedelta(seconds=2))
    assert [happened.event.TYPE for happened in desk.writer.catch_up()] == ["day_opened"]
    assert desk.writer.catch_up() == ()
    assert desk.today() == "2026-04-15"


def test_a_day_carries_the_last_hash_of_the_day_before(desk: Desk) -> None:
    desk.commit(issue(), issue())
    assert _opening(desk, "2026-04-14").previous_hash == GENESIS
    desk.clock.set(MIDNIGHT + timedelta(days=2))
    desk.commit(issue())
    last = desk.store.entries(HALL, "2026-04-14")[-1]
    assert _opening(desk, "2026-04-17").previous_hash == last.hash
    assert [(check.day, check.entries, check.fault) for check in desk.store.audit(HALL)] == [
        ("2026-04-14", 3, None),
        ("2026-04-17", 2, None),
    ]


def test_yesterdays_requests_are_still_answered_today(desk: Desk) -> None:
    job = issue(request_id=str(uuid.uuid4()))
    first = desk.commit(job).outcomes[0]
    desk.clock.set(MIDNIGHT)
    assert desk.commit(job).outcomes[0].text == first.text


def test_a_clock_that_steps_back_stays_on_the_open_day_and_its_time(desk: Desk) -> None:
    desk.clock.set(MIDNIGHT + timedelta(minutes=1))
    desk.commit(issue())
    desk.clock.set(MIDNIGHT - timedelta(hours=3))
    committed = desk.commit(issue())
    assert numbers(committed.outcomes) == ["A-002"]
    assert desk.today() == "2026-04-15"
    assert committed.news[0].at == MIDNIGHT + timedelta(minutes=1)
    restarted = Desk(desk.store, desk.clock)
    assert restarted.today() == "2026-04-15"
    assert len(desk.store.entries(HALL, "2026-04-14")) == 1
    restarted.writer.close()


def test_a_loaded_configuration_holds_from_the_next_day_on(desk: Desk) -> None:
    config = small_hall()
    quicker = type(config)(
        config.hall, config.zones, config.series, config.agencies, config.services, config.counters,
        Rules(presence_seconds=30),
    )  # fmt: skip
    assert desk.store.halls.put(quicker, desk.clock.now())
    assert not desk.store.halls.put(quicker, desk.clock.now())
    desk.commit(issue())
    assert desk.writer.day.config == config
    desk.clock.set(MIDNIGHT)
    desk.commit(issue())
    assert desk.writer.day.config == _opening(desk, "2026-04-15").config == quicker


def test_a_right_that_closing_left_behind_goes_on_to_the_next_day(desk: Desk) -> None:
    desk.commit(issue(visit_id="v"))
    desk.do(CloseDay(codes={"v": "a-code"}))
    assert set(desk.writer.day.unserved) == {"a-code"}
    desk.clock.set(MIDNIGHT)
    desk.commit()
    assert desk.writer.day.vouchers["a-code"].number == "A-001"
    assert [voucher.code for voucher in _opening(desk, "2026-04-15").carried] == ["a-code"]


def test_answers_are_kept_sixty_days(desk: Desk) -> None:
    old, newer = issue(request_id="old"), issue(request_id="newer")
    desk.commit(old)
    desk.clock.advance(86400)
    desk.commit(newer)
    desk.clock.set(MORNING + timedelta(days=61))
    desk.commit()
    with desk.store.read.connect() as connection:
        assert list(connection.scalars(select(requests.c.request_id))) == ["newer"]


def test_a_second_writer_meets_the_day_that_the_first_opened(store: Store) -> None:
    first, second = Desk(store), Desk(store)
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
    """Entries handed out one by one, counting how many days as values are alive meanwhile."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = entries
        self.most_days = 0

    def __iter__(self) -> Iterator[Entry]:
        for number, entry in enumerate(self._entries, 1):
            if number % 50 == 0:
                gc.collect()
                alive = sum(isinstance(found, HallDay) for found in gc.get_objects())
                self.most_days = max(self.most_days, alive)
            yield entry


def test_a_restart_keeps_one_day_in_memory_and_not_one_for_each_event(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.commit(*(issue() for _ in range(300)))
    watched: list[_Watched] = []
    stream = eventlog.stream

    def counting(connection: Connection, hall_id: str, day: str) -> _Watched:
        watched.append(_Watched(stream(connection, hall_id, day)))
        return watched[-1]

    monkeypatch.setattr(eventlog, "stream", counting)
    again = Desk(desk.store)
    assert again.writer.day == desk.writer.day
    again.writer.close()
    assert desk.store.rebuild(HALL) == 1
    assert [w.most_days < 10 for w in watched] == [True, True]


def test_after_a_fault_only_what_came_since_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.commit(issue(), issue())
    with monkeypatch.context() as broken:
        broken.setattr(eventlog, "row", lambda _entry: 1 // 0)
        assert desk.commit(issue()).outcomes[0].status == 500
    monkeypatch.setattr(eventlog, "stream", lambda *_: 1 // 0)
    assert numbers(desk.commit(issue()).outcomes) == ["A-003"]


def _written_by_a_newer_hub(desk: Desk) -> None:
    """One event that this version does not know, in the chain as any other."""
    before = desk.store.entries(HALL, desk.today())[-1]
    event = Unknown("counter_moved", 2, '{"counter_id":"l1","zone_id":"utama"}')
    entry = entry_of(HALL, desk.today(), Happened(before.seq + 1, MORNING, "system", event), before.hash)
    with desk.store.write.begin() as connection:
        connection.execute(
            insert(events).values(dict(zip(eventlog.COLUMNS, eventlog.row(entry), strict=True)))
        )


def test_a_hub_goes_on_for_the_day_after_what_a_newer_one_wrote(desk: Desk) -> None:
    desk.commit(issue())
    _written_by_a_newer_hub(desk)
    assert numbers(desk.commit(issue()).outcomes) == ["A-002"]
    again = Desk(desk.store)
    assert numbers(again.commit(issue()).outcomes) == ["A-003"]
    assert again.writer.day.passed_over == (3,)
    assert desk.store.audit(HALL)[0].fault is None
    again.writer.close()


def test_a_day_opens_with_what_the_days_before_taught(desk: Desk) -> None:
    """Three mornings on which one desk opens at 08.30 and serves each visitor in six minutes."""
    for days in range(3):
        desk.clock.set(MORNING + timedelta(days=days, minutes=30))
        desk.do(OpenCounter(counter_id="l1", session_id=f"s{days}", actor="staff:1"))
        for _ in range(3):
            desk.do(issue().command, CallNext(counter_id="l1", finishes=None, actor="staff:1"))
            desk.clock.advance(359)
            leg_id = desk.writer.day.counter("l1").leg_id
            assert leg_id is not None
            desk.do(Finish(counter_id="l1", leg_id=leg_id, actor="staff:1"))
    desk.clock.set(MORNING + timedelta(days=3))
    desk.commit(issue())
    assert _opening(desk, "2026-04-17").learned == Learned(
        3, (Usual("l1", time(8, 30)),), (Lasting("ktp", 6.0),)
    )
    assert _opening(desk, "2026-04-16").learned == Learned(2, (), ())

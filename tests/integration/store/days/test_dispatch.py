"""The dispatcher: batches what waits, answers only what is committed, publishes in order, drains."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest
from gevent.event import Event

from server.store import Committed, Store, StoreUnavailable, open_store
from server.store.day import alone
from server.usecases.dispatch import BATCH, Dispatcher, dispatcher_for
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import WriterHarness, issue


class Running:
    """A dispatcher with what it published and the size of each batch."""

    def __init__(self, store: Store) -> None:
        self.harness = WriterHarness(store)
        self.published: list[Committed] = []
        self.sizes: list[int] = []
        commit = self.harness.writer.commit

        def counted(jobs: Any, apart: Any) -> Committed:
            self.sizes.append(len(jobs))
            return commit(jobs, apart)

        self.harness.writer.commit = counted  # type: ignore[method-assign,assignment]  # watched
        self.dispatcher = dispatcher_for(store, self.harness.writer, self.published.append)


@pytest.fixture
def running(store: Store) -> Iterator[Running]:
    made = Running(store)
    yield made
    made.dispatcher.close()


def test_what_waits_together_is_one_batch(running: Running) -> None:
    jobs = [issue() for _ in range(BATCH + 40)]
    greenlets = [gevent.spawn(running.dispatcher.submit, job) for job in jobs]
    answers = [greenlet.get().answer for greenlet in greenlets]
    seqs = [answer["seq"] for answer in answers if answer]
    assert seqs == [*range(2, 2 + len(jobs))]
    assert max(running.sizes) == BATCH
    assert sum(running.sizes) == len(jobs)
    news = [happened.seq for committed in running.published for happened in committed.news]
    assert news == seqs


def test_who_asks_alone_is_served_in_place_and_who_comes_with_others_in_a_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone, "TRIES", 0)  # whatever the disk takes here
    with open_store(f"sqlite:///{tmp_path / 'balai.db'}") as store:
        store.halls.put(small_hall(), MORNING)
        running = Running(store)

        def ask(count: int) -> list[int]:
            """Ask for so many at once; the sizes of all batches until then."""
            jobs = [issue(request_id=f"{running.dispatcher.day.seq}-{number}") for number in range(count)]
            asking = [gevent.spawn(running.dispatcher.submit, job) for job in jobs]
            assert {greenlet.get().status for greenlet in asking} == {201}
            return running.sizes

        assert ask(1) == []
        assert ask(20) == [19], "the first was alone"
        assert ask(1) == [19, 1], "others came a moment ago"
        assert ask(1) == [19, 1]
        news = [happened.seq for committed in running.published for happened in committed.news]
        assert news == [*range(2, 25)]
        running.dispatcher.close()


def test_a_write_of_another_kind_comes_between_two_batches_and_raises_to_its_caller(running: Running) -> None:
    before = gevent.spawn(running.dispatcher.submit, issue())
    asked = gevent.spawn(running.dispatcher.run, lambda: running.harness.writer.day.seq)
    after = gevent.spawn(running.dispatcher.submit, issue())
    assert (before.get().status, asked.get(), after.get().status) == (201, 2, 201)
    assert running.dispatcher.day.seq == 3
    with pytest.raises(ZeroDivisionError):
        running.dispatcher.run(lambda: 1 // 0)


def test_refreshing_publishes_what_another_process_did(running: Running) -> None:
    other = WriterHarness(running.harness.store)
    other.commit(issue(), issue())
    assert running.dispatcher.refresh() == other.writer.day
    assert [h.seq for committed in running.published for h in committed.seen] == [2, 3]
    assert running.dispatcher.refresh().seq == 3
    assert len(running.published) == 1
    assert [e.seq for e in running.dispatcher.entries(other.today(), after=1)] == [2, 3]
    other.writer.close()


def test_a_publisher_that_fails_stops_nothing(store: Store) -> None:
    def broken(_committed: Committed) -> None:
        raise RuntimeError

    harness = WriterHarness(store)
    dispatcher = Dispatcher(harness.writer, broken)
    assert [dispatcher.submit(issue()).status for _ in range(2)] == [201, 201]
    dispatcher.close()


def test_closing_finishes_what_waits_and_takes_nothing_new(running: Running) -> None:
    greenlets = [gevent.spawn(running.dispatcher.submit, issue()) for _ in range(20)]
    closing = gevent.spawn(running.dispatcher.close)
    assert {greenlet.get().status for greenlet in greenlets} == {201}
    closing.get()
    with pytest.raises(StoreUnavailable):
        running.dispatcher.submit(issue())
    assert running.harness.store.entries("uji", running.harness.today())[-1].seq == 21


def test_the_hubs_loop_runs_on_while_sqlite_waits(tmp_path: Path) -> None:
    held, go, ticks = threading.Event(), threading.Event(), 0

    def slow() -> int:
        held.set()
        assert go.wait(30)
        return threading.get_ident()

    with open_store(f"sqlite:///{tmp_path / 'balai.db'}") as store:
        store.halls.put(small_hall(), MORNING)
        dispatcher = dispatcher_for(store, WriterHarness(store).writer, lambda _: None)
        writing = gevent.spawn(dispatcher.run, slow)
        tick = Event()
        while not held.is_set() or ticks < 5:
            tick.wait(0.01)
            ticks += 1
        assert not writing.ready()
        go.set()
        assert writing.get() != threading.get_ident()
        dispatcher.close()


def test_an_error_that_nobody_foresaw_is_answered_and_leaves_a_dispatcher_that_is_known_to_be_dead(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Running(store)
    monkeypatch.setattr(gevent.get_hub(), "print_exception", lambda *_: None)

    def broken(_jobs: Any, _apart: Any) -> Committed:
        raise ZeroDivisionError

    running.harness.writer.commit = broken  # type: ignore[method-assign,assignment]  # a fault of ours
    before = running.dispatcher.dead
    with pytest.raises(ZeroDivisionError):
        running.dispatcher.submit(issue())
    gevent.idle()
    assert (before, running.dispatcher.dead) == (False, True)
    running.harness.writer.close()

"""Several writers of one hall behave as one."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from balai.clock import ManualClock
from balai.domain import commands as c
from balai.domain.events import LegCalled, VisitIssued
from balai.domain.hall.config import Rules
from balai.domain.log import happened_of, verify
from server.store import Job, Store, open_store
from server.store.day.beside import behind
from server.store.day.reads import READ_TABLES
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, call, issue, numbers, sit, tables_of

BATCHES = 25


def _work(url: str, counter_id: str) -> tuple[list[str], list[int]]:
    """Issue and call at one counter, from a store of its own; the numbers given and seqs seen."""
    with open_store(url) as store:
        writer, given, seen = store.writer(HALL, ManualClock(MORNING)), [], []
        choices = random.Random(counter_id)
        writer.commit([Job(sit(counter_id))])
        for _ in range(BATCHES):
            jobs = [issue(choices.choice(["ktp", "kk"])) for _ in range(choices.randint(1, 6))]
            finishes = writer.day.counter(counter_id).leg_id
            committed = writer.commit([*jobs, Job(call(counter_id, finishes))])
            assert all(outcome.text for outcome in committed.outcomes), committed.outcomes
            given += numbers(committed.outcomes[:-1])
            seen += [happened.seq for happened in (*committed.seen, *committed.news)]
        writer.close()
    return given, seen


def test_two_writers_give_no_number_twice_and_call_nobody_twice(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "MANY", 5)  # each writes the read tables in turn, between the other's events
    with open_store(postgres_url) as store:
        store.halls.put(small_hall(), MORNING)
        with ThreadPoolExecutor(2) as pool:
            (one, seen_one), (two, seen_two) = pool.map(_work, [postgres_url] * 2, ["l1", "l2"])
        harness = WriterHarness(store)
        happened = [happened_of(entry) for entry in harness.writer.entries(harness.today())]
        issued = [h.event.number for h in happened if isinstance(h.event, VisitIssued)]
        called = [h.event.leg_id for h in happened if isinstance(h.event, LegCalled)]
        assert Counter(issued) == Counter(one + two)
        assert max(Counter(issued).values()) == max(Counter(called).values()) == 1
        assert len(called) == 2 * BATCHES
        assert [h.seq for h in happened] == [*range(1, len(happened) + 1)]
        for seen in (seen_one, seen_two):
            assert seen == [*range(seen[0], seen[-1] + 1)], "an event was passed over"
        verify(harness.writer.entries(harness.today()))
        written = tables_of(store, *READ_TABLES)
        store.rebuild(HALL)
        assert tables_of(store, *READ_TABLES) == written
        harness.writer.close()


def test_a_repeat_at_another_process_reads_the_first_answer(store: Store) -> None:
    here, there = WriterHarness(store), WriterHarness(store)
    job = issue(request_id="r")
    first = here.commit(job).outcomes[0]
    committed = there.commit(issue(), job)
    assert committed.outcomes[1].text == first.text
    assert [h.event.TYPE for h in committed.seen] == ["visit_issued"]
    assert here.writer.catch_up() == committed.news
    assert here.writer.day == there.writer.day
    here.writer.close()
    there.writer.close()


def test_a_command_beside_the_hub_is_seen_by_it(store_url: str) -> None:
    with open_store(store_url, hub=True) as hub, open_store(store_url) as beside:
        hub.halls.put(small_hall(), MORNING)
        harness = WriterHarness(hub)
        harness.commit(issue())
        other = WriterHarness(beside)
        quicker = replace(small_hall(), rules=Rules(presence_seconds=20))
        other.do(c.ChangeConfiguration(config=quicker))
        other.writer.close()
        committed = harness.commit(issue())
        assert [h.event.TYPE for h in committed.seen] == ["configuration_changed"]
        assert harness.writer.day.config == quicker
        assert [day.seq for day, _ in committed.steps] == [3, 4]
        harness.writer.close()

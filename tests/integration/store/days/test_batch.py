"""A batch: one lock, one commit, answers kept, refusals without a trace. On both databases."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from balai.domain import commands as c
from balai.domain.day import HallDay, Happened, replay
from balai.domain.log import happened_of, verify
from server.store import Store
from server.store.day.jobs import Job
from server.store.tables.day import events, requests
from tests.support.hub.stores import HALL, WriterHarness, call, issue, numbers, sit


def _count(store: Store, table: Any) -> int:
    with store.read.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_commands_of_a_batch_are_decided_one_after_another(harness: WriterHarness) -> None:
    committed = harness.commit(*(issue() for _ in range(64)))
    assert numbers(committed.outcomes) == [f"A-{n:03d}" for n in range(1, 65)]
    assert [outcome.answer["waiting"] for outcome in committed.outcomes if outcome.answer] == [*range(1, 65)]
    assert [happened.seq for happened in committed.news] == [*range(2, 66)]


def test_the_log_replays_to_the_day_in_memory_and_verifies(harness: WriterHarness) -> None:
    harness.commit(*(issue(service) for service in ("ktp", "kk", "pajak") * 5))
    harness.do(sit("l1"), sit("l3"), call("l1", None), call("l3", None))
    entries = harness.writer.entries(harness.today())
    assert replay(map(happened_of, entries)) == harness.writer.day
    assert verify(entries) == entries[-1].hash
    assert harness.store.entries(HALL, harness.today(), after=3, limit=2) == entries[3:5]


def test_a_new_writer_goes_on_where_the_old_one_stopped(harness: WriterHarness) -> None:
    harness.commit(issue(), issue("pajak"))
    again = WriterHarness(harness.store, harness.clock)
    assert again.writer.day == harness.writer.day
    assert numbers(again.commit(issue()).outcomes) == ["A-002"]
    again.writer.close()


def test_a_refused_command_appends_nothing_and_spoils_nothing(harness: WriterHarness) -> None:
    before = _count(harness.store, events)
    committed = harness.commit(issue(), issue("nothing-such", str(uuid.uuid4())), issue())
    refused = committed.outcomes[1]
    assert refused.refusal is not None
    assert (refused.refusal.code, refused.status, refused.text) == ("service_unknown", 409, None)
    assert numbers(committed.outcomes) == ["A-001", "A-002"]
    assert _count(harness.store, events) == before + 2
    assert _count(harness.store, requests) == 0


def test_a_refused_request_may_be_corrected_under_its_id(harness: WriterHarness) -> None:
    request_id = str(uuid.uuid4())
    harness.commit(issue("nothing-such", request_id))
    corrected = harness.commit(issue("ktp", request_id, digest="corrected")).outcomes
    assert numbers(corrected) == ["A-001"]


def test_an_unexpected_fault_fails_its_command_alone(harness: WriterHarness) -> None:
    def broken(_day: HallDay, _own: Sequence[Happened]) -> Mapping[str, Any]:
        raise ZeroDivisionError

    bad = Job(c.IssueVisit(visit_id="v", service_id="ktp"), str(uuid.uuid4()), "d", broken)
    committed = harness.commit(issue(), bad, issue())
    assert isinstance(committed.outcomes[1].error, ZeroDivisionError)
    assert committed.outcomes[1].status == 500
    assert numbers(committed.outcomes) == ["A-001", "A-002"]
    assert "v" not in harness.writer.day.visits


def test_text_that_no_database_takes_fails_its_command_alone(harness: WriterHarness) -> None:
    bad = [
        issue(actor="device:\0"),
        issue(actor="device:\ud800"),
        issue(request_id="\0"),
        issue("ktp", "\ud800"),
    ]
    committed = harness.commit(issue(), *bad, issue())
    assert [outcome.status for outcome in committed.outcomes] == [201, 500, 500, 500, 500, 201]
    assert numbers(harness.commit(issue()).outcomes) == ["A-003"]


def test_a_repeat_reads_the_first_answer_also_after_a_restart(harness: WriterHarness) -> None:
    job = issue(request_id=str(uuid.uuid4()))
    first = harness.commit(job).outcomes[0]
    harness.commit(issue())
    repeat = harness.commit(job).outcomes[0]
    restarted = WriterHarness(harness.store, harness.clock)
    after = restarted.commit(job)
    assert first.text == repeat.text == after.outcomes[0].text
    assert (first.repeated, repeat.repeated, after.outcomes[0].repeated) == (False, True, True)
    assert [o.status for o in (first, repeat, after.outcomes[0])] == [201, 201, 201]
    assert after.news == ()
    restarted.writer.close()


def test_a_repeat_within_one_batch_gets_the_same_answer(harness: WriterHarness) -> None:
    job = issue(request_id=str(uuid.uuid4()))
    committed = harness.commit(job, issue(), job)
    assert committed.outcomes[0].text == committed.outcomes[2].text
    assert [outcome.repeated for outcome in committed.outcomes] == [False, False, True]
    assert len(committed.news) == 2


def test_a_request_id_for_something_else_is_refused(harness: WriterHarness) -> None:
    request_id = str(uuid.uuid4())
    first = issue(request_id=request_id)
    other_body = issue(request_id=request_id, digest="another")
    other_actor = issue(request_id=request_id, actor="device:k2")
    batches = [
        *harness.commit(first, other_body).outcomes[1:],
        *harness.commit(other_body, other_actor).outcomes,
    ]
    assert [(o.refusal.code, o.status) for o in batches if o.refusal] == [("request_id_reused", 422)] * 3


def test_the_same_request_id_belongs_to_each_hall_by_itself(harness: WriterHarness) -> None:
    with harness.store.write.begin() as connection:
        connection.execute(
            requests.insert(),
            {"hall_id": "other", "request_id": "r", "actor": "a", "digest": "d", "status": 200,
             "answer": "{}", "day": "2026-04-14", "at": "2026-04-14T00:00:00.000000+00:00"},
        )  # fmt: skip
    assert numbers(harness.commit(issue(request_id="r")).outcomes) == ["A-001"]


def test_what_changes_nothing_is_answered_and_kept_too(harness: WriterHarness) -> None:
    harness.do(sit("l1"))
    again = Job(sit("l1"), "r1", "d", lambda day, own: {"seq": day.seq, "own": len(own)})
    committed = harness.commit(again)
    assert committed.outcomes[0].answer == {"seq": 2, "own": 0}
    assert harness.commit(again).outcomes[0].repeated


def test_every_step_comes_with_the_day_right_after_it(harness: WriterHarness) -> None:
    committed = harness.commit(issue(), issue(), issue("pajak"))
    assert [day.seq for day, _ in committed.steps] == [happened.seq for _, happened in committed.steps]
    assert [len(day.visits) for day, _ in committed.steps] == [1, 2, 3]
    assert committed.steps[-1][0] == committed.day == harness.writer.day


def test_the_configuration_in_force_follows_the_log(harness: WriterHarness) -> None:
    config = harness.writer.day.config
    without = type(config)(config.hall, config.zones, config.series, config.agencies, config.services, ())
    harness.do(c.ChangeConfiguration(config=without))
    assert harness.store.halls.get(HALL) == harness.writer.day.config == without

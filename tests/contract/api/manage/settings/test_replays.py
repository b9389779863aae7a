"""The latest days under a draft's rules, as they are asked for: worked out once beside the hub, and ended."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import gevent
import pytest

from balai.protocol.managed.replays import Replay
from demo.driving.wait import eventually
from server.usecases.settings.replays import PROGRAM
from tests.contract.api.manage.test_reports import work
from tests.support.days import small_hall
from tests.support.hub.inside import Inside


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """A hub with a closed day, and a second one that goes on."""
    hall = small_hall()
    drawn = (replace(one, shape="bulat", ink="#0B5CAD", lit="#8FC7FF") for one in hall.agencies)
    hall = replace(hall, agencies=tuple(drawn))
    with Inside(tmp_path_factory.mktemp("hub"), hall) as inside:
        assert looked(inside).state == "no_days"
        work(inside)
        inside.clock.advance(timedelta(days=1).total_seconds() - 3600)
        work(inside)
        yield inside


@pytest.fixture
def hub(worked: Inside) -> Inside:
    worked.app.hub.replays.stop()
    replays = worked.app.hub.replays
    replays.program = PROGRAM
    replays.forget()
    return worked


def looked(hub: Inside) -> Replay:
    answer = hub.staff("citra").get("/hall/draft/replay")
    assert answer.status_code == 200, answer.text
    return Replay.model_validate(answer.get_json())


def becomes(hub: Inside, state: str) -> Replay:
    """What is told in the end; the greenlet that waits for the process has its turn."""

    def look() -> Replay:
        gevent.idle()
        found = looked(hub)
        assert found.state == state
        return found

    return eventually(look)


def edit(hub: Inside, field: str, value: object) -> None:
    draft = hub.staff("citra").get("/hall/draft").get_json()
    edits = [{"do": "set", "section": "rules", "row": "", "field": field, "value": value}]
    hub.staff("citra").done("/hall/draft/edit", state=draft["state"], seen=draft["seen"], edits=edits)


def discard(hub: Inside) -> None:
    state = hub.staff("citra").get("/hall/draft").get_json()["state"]
    hub.staff("citra").done("/hall/draft/discard", state=state)


def test_it_is_worked_out_by_a_process_of_its_own_and_kept(hub: Inside) -> None:
    assert looked(hub).state == "running"
    found = becomes(hub, "ready")
    assert [str(day) for day in found.days] == ["2026-04-14"]
    regular, priority = found.rows
    assert regular.real.called == regular.now.called == 2
    assert priority.real.unserved == 1
    assert found.off_p50 == found.off_p95 == 0
    hub.app.hub.replays.program = (sys.executable, "-c", "raise SystemExit(1)")
    assert looked(hub) == found
    edit(hub, "undo_seconds", 31)
    assert becomes(hub, "failed").rows == ()
    discard(hub)
    assert looked(hub) == found


def test_what_is_played_for_other_rules_ends_and_a_faulty_draft_plays_nothing(hub: Inside) -> None:
    replays = hub.app.hub.replays
    replays.program = (sys.executable, "-c", "import sys; sys.stdin.read(); sys.stdin.close(); input()")
    assert looked(hub).state == "running"
    first = replays.running
    edit(hub, "ratio", 4)
    assert looked(hub).state == "running"
    assert first is not None
    assert first.poll() is not None
    assert replays.running is not first
    edit(hub, "ratio", "x")
    assert looked(hub).state == "faulty"
    discard(hub)


def test_one_that_takes_too_much_is_ended_by_the_kernel_and_told_so(hub: Inside) -> None:
    hub.app.hub.replays.program = (
        sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)",
    )  # fmt: skip
    assert becomes(hub, "too_long").rows == ()

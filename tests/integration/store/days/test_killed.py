"""A writer that is killed at any moment has lost nothing that it acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from balai.domain.log import verify
from server.store import Store, open_store
from server.store.day.reads import READ_TABLES
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers, tables_of

ROUNDS = 4


def _killed_after(url: str, start: int, lines: int, each: int) -> dict[str, str]:
    """What the child acknowledged, killed when it had said `lines` things."""
    command = [sys.executable, "-m", "tests.support.hub.writer_child", url, str(start), str(each)]
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            said.append(line)
            if len(said) == lines:
                child.kill()
                break
        said += child.stdout.readlines()
    # The last line may be cut off by the kill; then it was not heard.
    return dict(line.rstrip("\n").split(" ", 1) for line in said if line.endswith("\n"))


@pytest.mark.parametrize("each", [1, 8])
def test_what_was_acknowledged_is_there_once_and_answers_alike(
    store: Store, tables_url: str, each: int
) -> None:
    moments, heard = random.Random(5), {}
    for attempt in range(ROUNDS):
        heard.update(_killed_after(tables_url, attempt * 1_000_000, moments.randint(1, 60), each))
    with open_store(tables_url, hub=True) as again:
        harness = WriterHarness(again)
        repeats = [harness.commit(issue(request_id=request_id)).outcomes[0] for request_id in heard]
        assert [repeat.text for repeat in repeats] == list(heard.values())
        assert all(repeat.repeated for repeat in repeats)
        entries = harness.writer.entries(harness.today())
        verify(entries)
        given = numbers(repeats)
        assert len(set(given)) == len(given)
        assert len(entries) == 1 + len(harness.writer.day.visits) >= len(given)
        assert numbers(harness.commit(issue()).outcomes) == [f"A-{len(entries):03d}"]
        assert [check.fault for check in again.audit(HALL)] == [None]
        harness.writer.settle()
        kept = tables_of(again, *READ_TABLES)
        again.rebuild(HALL)
        assert tables_of(again, *READ_TABLES) == kept
        assert len(kept["visits"]) == len(harness.writer.day.visits)
        harness.writer.close()

"""What is to be tried in a training hall is known by what happened there, and every task has its sentence."""

from __future__ import annotations

import pytest

from balai.domain.events import KINDS
from balai.words import words_in
from server.views.practice import MANAGER, STAFF, tasks


@pytest.mark.parametrize("wanted", [STAFF, MANAGER])
def test_a_task_is_done_once_all_of_its_events_have_happened(wanted: dict[str, tuple[str, ...]]) -> None:
    assert not any(task.done for task in tasks(wanted, ()))
    for key, events in wanted.items():
        assert key in {task.key for task in tasks(wanted, events) if task.done}
        short = tasks(wanted, events[:-1])
        assert not any(task.done for task in short if task.key == key)


def test_every_task_waits_for_something_that_can_happen_and_has_its_words() -> None:
    known = {type_ for type_, _ in KINDS}
    assert {event for wanted in (STAFF, MANAGER) for events in wanted.values() for event in events} <= known
    for key in (*STAFF, *MANAGER):
        assert words_in("id")(f"practice_page.task.{key}")

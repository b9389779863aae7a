"""What is handed to the writer of a hall's day, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from balai.domain.commands import Command
from balai.domain.day import HallDay, Happened
from balai.domain.errors import Refusal
from balai.domain.values.quick_made import quick_made
from server.store.day.head import Step

#: JSON data, or its text.
Answer = Callable[[HallDay, tuple[Happened, ...]], Mapping[str, Any] | str]
#: Runs a function and gives what it returns.
Apart = Callable[[Callable[[], Any]], Any]


@quick_made
@dataclass(frozen=True, slots=True)
class Job:
    """A command with how to answer it.

    `answer` is pure: the day after this command and the command's own events give JSON data or text. It is
    kept as text with `request_id` and `digest` (of method, path and body without the request_id),
    so that a repeat is answered alike, with the same `status`.
    """

    command: Command
    request_id: str | None = None
    digest: str | None = None
    answer: Answer = lambda _day, _events: {}
    status: int = 200


@quick_made
@dataclass(frozen=True, slots=True)
class JobResult:
    """What became of a job: `text` (the answer's JSON), or `refusal`, or `error`.

    `status` is the HTTP status it stands for: the job's own, 409 refused, 422 a request_id used
    for something else, 503 not taken by the database, 500 a fault of ours.
    """

    text: str | None = None
    refusal: Refusal | None = None
    error: BaseException | None = None
    repeated: bool = False
    status: int = 200

    @property
    def answer(self) -> dict[str, Any] | None:
        """The answer as data, read from the text that is kept."""
        return None if self.text is None else json.loads(self.text)


@quick_made
@dataclass(frozen=True, slots=True)
class Committed:
    """A batch after its commit.

    `outcomes` stand as the jobs did. `news` are our own new events, `seen` those that other
    processes appended before them; `day` is the day after all of them. `steps` are `seen` and
    then `news`, each with the day right after it.
    """

    outcomes: tuple[JobResult, ...]
    news: tuple[Happened, ...]
    seen: tuple[Happened, ...]
    day: HallDay
    steps: tuple[tuple[HallDay, Happened], ...]


def committed_of(
    outcomes: tuple[JobResult, ...], seen: list[Step], news: list[Step], day: HallDay
) -> Committed:
    """What a batch came to, after what other processes did."""
    return Committed(
        outcomes,
        tuple([step.happened for step in news]),
        tuple([step.happened for step in seen]),
        day,
        tuple([(step.day, step.happened) for step in (*seen, *news)]),
    )


def directly(work: Callable[[], Any]) -> Any:
    """Run it here and now."""
    return work()

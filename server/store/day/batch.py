"""Group commit: commands decided one after another on the day as it will be, then appended at once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import structlog

from balai.domain.commands import Command, EndDay, OpenDay
from balai.domain.day import Happened, decide, evolve
from balai.domain.decide.closing import overtaken
from balai.domain.decide.issuing.turning_away import after_refusal
from balai.domain.entry import Entry
from balai.domain.errors import Refusal
from balai.domain.log import GENESIS, entry_of
from balai.domain.state import HallDay
from balai.domain.values.json_text import writer
from balai.domain.values.quick_made import quick_made
from balai.words.said import say
from server.store.day.codes import fresh_codes
from server.store.day.head import LogHead, Step, seated
from server.store.day.jobs import Job, JobResult
from server.store.day.sittings import Sittings, touched

log = structlog.get_logger(__name__)
_encode = writer()


@quick_made
@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered before: whose it was, what it asked, what it got."""

    actor: str
    digest: str
    status: int
    text: str


class Batch:
    """Decides jobs on `head` at `at` (aware; never before the head's own time) and keeps what is to
    be written. A job that fails leaves no trace, one that is
    refused none but that somebody was turned away."""

    def __init__(self, hall_id: str, head: LogHead, at: datetime, answered: Mapping[str, Answered]) -> None:
        self.head = head
        self.at = at
        self.entries: list[Entry] = []
        self.steps: list[Step] = []
        self.new_answers: dict[str, Answered] = {}
        self._hall_id = hall_id
        self._answered = answered

    def run(self, job: Job) -> JobResult:
        """Decide one job; never raises."""
        try:
            first = self._first_answer(job)
            return self._decide(job) if first is None else first
        except Refusal as refusal:
            status = 422 if refusal.code == "request_id_reused" else 409
            return self._turned_away(job.command, refusal) or JobResult(refusal=refusal, status=status)
        except Exception as error:
            with suppress(OSError):
                log.exception("command_failed", command=type(job.command).__name__)
            return JobResult(error=error, status=500)

    def open_day(self, command: OpenDay) -> None:
        """Begin the log of a date, before the jobs."""
        self._happen(command)

    def end_day(self, day: HallDay) -> None:
        """End a day whose date is over before the next begins, so that nobody is left behind in it."""
        left = [
            *(leg.visit_id for leg in overtaken(day, None)),
            *(leg.visit_id for leg in day.legs_at_counters()),
        ]
        self._happen(EndDay(codes=fresh_codes(day, left)))

    def _turned_away(self, command: Command, refusal: Refusal) -> JobResult | None:
        """Note that somebody got no number; the fault of it, where it fails."""
        noted = after_refusal(command, refusal)
        try:
            if noted is not None:
                self._happen(noted)
        except Exception as error:
            log.exception("command_failed", command=type(noted).__name__)
            return JobResult(error=error, status=500)
        return None

    def _first_answer(self, job: Job) -> JobResult | None:
        if job.request_id is None:
            return None
        first = self.new_answers.get(job.request_id) or self._answered.get(job.request_id)
        if first is None:
            return None
        if (first.actor, first.digest) != (job.command.actor, job.digest or ""):
            raise Refusal("request_id_reused", say("detail.reused"))
        return JobResult(first.text, repeated=True, status=first.status)

    def _happen(self, command: Command) -> None:
        steps, sittings = self._steps(command)
        self._take(steps, sittings, self._chain(steps))

    def _decide(self, job: Job) -> JobResult:
        steps, sittings = self._steps(job.command)
        day = steps[-1].day if steps else self.head.day
        assert day is not None
        answer = job.answer(day, tuple([step.happened for step in steps]))
        text = answer if isinstance(answer, str) else _encode(answer)
        entries = self._chain(steps)
        if job.request_id is not None:
            answered = Answered(job.command.actor, job.digest or "", job.status, text)
            _storable(job.request_id + answered.actor + answered.digest)
            self.new_answers[job.request_id] = answered
        self._take(steps, sittings, entries)
        return JobResult(text, status=job.status)

    def _steps(self, command: Command) -> tuple[list[Step], Sittings]:
        """What a command makes happen, and who sits where after it."""
        # A new date begins a log of its own, whatever day was open.
        head = LogHead() if isinstance(command, OpenDay) else self.head
        day, sittings, steps = head.day, head.sittings, list[Step]()
        for event in decide(day, command, self.at):
            happened = Happened(
                1 if day is None else day.seq + 1,
                self.at, command.actor, event, command.occurred_at, command.clock_certain,
            )  # fmt: skip
            day = evolve(day, happened)
            sitting = touched(sittings, happened)
            if sitting is not None:
                sittings = seated(sittings, sitting)
            steps.append(Step(day, happened, sitting))
        return steps, sittings

    def _chain(self, steps: list[Step]) -> list[Entry]:
        last, entries = self.head.hash, []
        for day, happened, _ in steps:
            before = GENESIS if happened.seq == 1 else last
            entry = entry_of(self._hall_id, day.date.isoformat(), happened, before)
            _storable(entry.actor + entry.body)
            entries.append(entry)
            last = entry.hash
        return entries

    def _take(self, steps: list[Step], sittings: Sittings, entries: list[Entry]) -> None:
        if not steps:
            return
        self.head = LogHead(steps[-1].day, entries[-1].hash, sittings)
        self.steps += steps
        self.entries += entries


def _storable(text: str) -> None:
    # One text that a database refuses would fail the whole batch.
    if "\0" in text:
        raise ValueError("text for the store holds a NUL character")
    text.encode()

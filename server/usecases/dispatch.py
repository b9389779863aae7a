"""Single writer of a day: what waits is taken as a batch, committed, answered, published."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import Any, TypeVar

import gevent
import structlog
from gevent.event import AsyncResult
from gevent.queue import SimpleQueue

from balai.domain.entry import Entry
from balai.domain.state import HallDay
from balai.words.said import say
from server.store import Committed, DayWriter, Job, JobResult, Store, StoreUnavailable
from server.store.day.upkeep.voiding import Opened
from server.usecases.giving_way import let_in_what_arrived
from server.usecases.native_thread import NativeThread

log = structlog.get_logger(__name__)
T = TypeVar("T")
BATCH = 256
#: How long somebody waits for a database beside the hub; one that is a file is waited for.
ANSWER_SECONDS = 1.8

Offload = Callable[[Callable[[], Any]], Any]


class Dispatcher:
    """Takes jobs from any greenlet of the hub and gives each its outcome.

    One greenlet works through everything in order, so that nothing else writes meanwhile:
    batches of jobs, and what `run` and `refresh` ask for. `offload` runs a function and returns
    what it returns: in one native thread for SQLite, on the spot for PostgreSQL. `publish` gets
    every Committed that has news or seen events, after the jobs were answered; it must not wait.
    `finish` is called once all is done, by `close`.
    """

    def __init__(
        self,
        writer: DayWriter,
        publish: Callable[[Committed], None],
        offload: Offload = lambda fn: fn(),
        finish: Callable[[], object] = lambda: None,
        patience: float | None = None,
    ) -> None:
        """Whoever asks waits for `patience` real seconds at most (None: for ever)."""
        self._writer, self._publish, self._offload, self._finish = writer, publish, offload, finish
        self._waiting: SimpleQueue[tuple[Job | Callable[[], Any] | None, AsyncResult[Any]]] = SimpleQueue()
        self._closing, self._patience = False, patience
        #: Whether something is being done, the last batch was of several, and somebody was served in place in
        #: this round of the loop.
        self._busy = self._together = self._paused = False
        #: Nobody waits for these any more, and none of them has been begun.
        self._given_up: set[AsyncResult[Any]] = set()
        #: When something was last kept (real seconds), and whether the last try failed.
        self.kept_at, self.failing = monotonic(), False
        self._greenlet = gevent.spawn(self._work)

    @property
    def day(self) -> HallDay:
        """The day as last committed."""
        return self._writer.day

    @property
    def dead(self) -> bool:
        """Whether nothing is written any more, though it was not closed."""
        return self._greenlet.dead and not self._closing

    def now(self) -> datetime:
        """The time that an event would get now, aware UTC."""
        return self._writer.time()

    def submit(self, job: Job) -> JobResult:
        """Hand in a job and wait for its outcome; only the calling greenlet waits.

        Who comes alone hands nothing in where the disk is quick: what others would have to wait for is less
        than handing it over and back would cost.
        """
        if not (self._busy or self._together or self._paused or self._closing) and self._waiting.empty():
            committed = self._writer.in_place(job)
            if committed is not None:
                # Those who have arrived meanwhile are not alone.
                self._paused = True
                gevent.get_hub().loop.run_callback(self._go_on)
                self._took(committed)
                self._tell(committed)
                return committed.outcomes[0]
        outcome: JobResult = self._ask(job)
        return outcome

    def run(self, fn: Callable[[], T]) -> T:
        """Run `fn` where the day is written, between two batches; raises what it raises."""
        answer: T = self._ask(fn)
        return answer

    def refresh(self) -> HallDay:
        """Catch up with other processes, publish what they did, and return the day as it is now.

        Raises StoreUnavailable when the database does not answer.
        """
        return self.run(self._writer.sync).day

    def settle(self) -> None:
        """Make the read tables true. Raises StoreUnavailable when the database does not answer."""
        if self._writer.unsettled:
            self.run(self._writer.settle)

    def void(self, check: Callable[[Opened], None], job: Callable[[Opened], Job]) -> JobResult:
        """Take the latest day back; see `DayWriter.void`."""
        return self.run(lambda: self._writer.void(check, job)).outcomes[0]

    def durability(self) -> str:
        """How the connection that writes keeps its commits, asked of the database."""
        return self.run(self._writer.durability)

    def entries(self, day: str, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries of a day after a seq, as committed."""
        return self.run(lambda: self._writer.entries(day, after, limit))

    def seqs_of(self, visit_id: str) -> tuple[int, ...]:
        """Where something happened to a visit of the open day, in the log as last committed."""
        return self._writer.index.seqs(visit_id)

    def close(self) -> None:
        """Take nothing new, finish what waits, and give the writer's connection back."""
        if not self._closing:
            self._closing = True
            self._waiting.put((None, AsyncResult()))
        self._greenlet.join()

    def _ask(self, what: Job | Callable[[], Any]) -> Any:
        if self._closing:
            raise StoreUnavailable(say("error.hub_stopping"))
        answer: AsyncResult[Any] = AsyncResult()
        self._waiting.put((what, answer))
        try:
            return answer.get(timeout=self._patience)
        except gevent.Timeout:
            # Asked again with its request_id it is answered alike, whether it is kept after all or not.
            self._given_up.add(answer)
            raise StoreUnavailable(say("error.store_slow")) from None

    def _work(self) -> None:
        while True:
            self._busy = False
            what, answer = self._waiting.get()
            self._busy = True
            if what is None:
                break
            if answer in self._given_up:
                self._given_up.discard(answer)
                continue
            if not isinstance(what, Job):
                self._run(what, answer)
                continue
            if self._together:
                # Requests that have arrived hand in their jobs, so that one batch takes them all.
                let_in_what_arrived()
            jobs, answers = [what], [answer]
            while len(jobs) < BATCH and self._a_job_waits():
                more, its_answer = self._waiting.get()
                assert isinstance(more, Job)
                if its_answer in self._given_up:
                    self._given_up.discard(its_answer)
                    continue
                jobs.append(more)
                answers.append(its_answer)
            self._commit(jobs, answers)
            # Who asks alone waits for nobody; those who come meanwhile are the next batch.
            self._together = len(jobs) > 1
        self._offload(self._writer.close)
        self._finish()

    def _a_job_waits(self) -> bool:
        return not self._waiting.empty() and isinstance(self._waiting.peek()[0], Job)

    def _run(self, fn: Callable[[], Any], answer: AsyncResult[Any]) -> None:
        try:
            result = self._offload(fn)
            if isinstance(result, Committed):
                self._tell(result)
            answer.set(result)
        except Exception as error:
            log.debug("run_failed", exc_info=error)
            answer.set_exception(error)
        self._given_up.discard(answer)

    def _commit(self, jobs: list[Job], answers: list[AsyncResult[Any]]) -> None:
        try:
            committed = self._writer.commit(jobs, self._offload)
        except BaseException as error:
            # Nobody foresaw it: what is kept is read anew by the next process, and nobody waits for ever.
            for answer in answers:
                answer.set_exception(error)
            raise
        self._took(committed)
        for answer, outcome in zip(answers, committed.outcomes, strict=True):
            answer.set(outcome)
            self._given_up.discard(answer)
        self._tell(committed)

    def _go_on(self) -> None:
        self._paused = False

    def _took(self, committed: Committed) -> None:
        self.failing = any(isinstance(outcome.error, StoreUnavailable) for outcome in committed.outcomes)
        if committed.news:
            self.kept_at = monotonic()

    def _tell(self, committed: Committed) -> None:
        if not committed.steps:
            return
        try:
            self._publish(committed)
        except Exception:
            with suppress(OSError):
                log.exception("publish_failed", seq=committed.day.seq)


def dispatcher_for(store: Store, writer: DayWriter, publish: Callable[[Committed], None]) -> Dispatcher:
    """A dispatcher as the store needs it: SQLite is written from one native thread."""
    if not store.one_writer:
        return Dispatcher(writer, publish, patience=ANSWER_SECONDS)
    thread = NativeThread()
    return Dispatcher(writer, publish, thread.apply, thread.kill)

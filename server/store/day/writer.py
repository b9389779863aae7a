"""The writer of a hall's day: takes the hall's lock, catches up, commits a batch once, only then answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from balai.clock import Clock, LogTime
from balai.domain.decide.closing import is_left_behind
from balai.domain.entry import Entry
from balai.domain.errors import BalaiError
from balai.domain.events import ConfigurationChanged
from balai.domain.log import stamp
from balai.domain.state import HallDay, Happened
from balai.words.said import say
from server.store.day import eventlog
from server.store.day.alone import Alone, OthersWrite, are_few, may_come_alone, suits
from server.store.day.batch import Batch
from server.store.day.beside.beside import Beside
from server.store.day.beside.checkpoint import Making
from server.store.day.beside.visit_index import VisitIndex
from server.store.day.head import LogHead, Reached, Step, advance, date_to_open
from server.store.day.jobs import Apart, Committed, Job, JobResult, committed_of, directly
from server.store.day.opening import opening
from server.store.day.requests import Answers
from server.store.day.upkeep import voiding
from server.store.driver import give_up
from server.store.engine import begin_at_once, committing_each, durability, lock_hall
from server.store.errors import StoreUnavailable, unavailable
from server.store.kept.halls import put_config
from server.store.kept.trail import prune_trail
from server.store.kept.walls.announcements import forget_other_days
from server.store.statements import BulkWrite
from server.store.tables.day import events

log = structlog.get_logger(__name__)


T = TypeVar("T")
MayOpen = Callable[[HallDay | None, datetime], bool]
Way = AbstractContextManager[Connection]


class DayWriter:
    """Appends to the log of one hall. One thread uses it at a time; on SQLite there is one in all.

    Raises HallUnknown when the hall's configuration was never loaded, StoreUnavailable when the
    database does not answer, BrokenLog when the log cannot be folded.
    """

    def __init__(
        self, engine: Engine, hall_id: str, clock: Clock, may_open: MayOpen = lambda _day, _now: True,
        reached: Reached | None = None,
    ) -> None:  # fmt: skip
        """`may_open` says whether the clock is good enough to open a day by; asked at each batch."""
        self.hall_id = hall_id
        self._engine, self._clock, self._may_open = engine, clock, may_open
        self._reached = reached
        self._time = LogTime(clock)
        self._connection: Connection | None = None
        self._at_once = engine.dialect.name == "sqlite"
        self._events = BulkWrite(events, engine.dialect)
        self._beside = Beside(hall_id, engine.dialect)
        self._answers = Answers(engine.dialect)
        self._one = Alone(engine)
        self._head = LogHead()
        self._stale = True
        #: What is kept beside the head may be of another day: the log is read from its day's start.
        self._astray = False
        #: A day was taken out since the log's end was noted.
        self._went_back = False
        self.sync()

    @property
    def day(self) -> HallDay:
        """The day as last committed."""
        assert self._head.day is not None
        return self._head.day

    def commit(self, jobs: Sequence[Job], apart: Apart = directly) -> Committed:
        """Decide the jobs one after another, append everything, commit once. Never raises.

        `apart` runs what may wait for the disk, and may let others go on meanwhile. When the database does
        not take the batch, every job gets StoreUnavailable as its error, nobody was told anything, and the
        same requests may be sent again.
        """
        return self._or_failed(
            jobs, lambda: self._alone(jobs, apart) or self._few(jobs) or apart(lambda: self._commit(jobs))
        )

    def in_place(self, job: Job) -> Committed | None:
        """The same of one job, by whoever asks; None, and nothing is done, where that may take long."""
        return self._or_failed((job,), lambda: self._alone((job,), directly)) if self._one.is_short else None

    def _or_failed(self, jobs: Sequence[Job], work: Callable[[], T]) -> T | Committed:
        try:
            return work()
        except BaseException as fault:
            self._drop_connection()
            if not isinstance(fault, Exception):
                raise
            with suppress(OSError):  # a full disk may refuse the line as well
                log.exception("batch_failed", jobs=len(jobs))
            gone = isinstance(fault, SQLAlchemyError)
            outcome = JobResult(error=unavailable(fault) if gone else fault, status=503 if gone else 500)
            return Committed((outcome,) * len(jobs), (), (), self.day, ())

    def sync(self) -> Committed:
        """Catch up with other processes and open the day if its time has come.

        Raises StoreUnavailable when the database does not answer.
        """
        try:
            if self._stale or self._opens(self._head.day, self._clock.now()):
                return self._commit(())
            with self._transaction(reads_once=True) as connection:
                found = self._followed(connection)
            if found is None:
                with self._transaction() as connection:
                    found = self._caught_up(connection)
        except SQLAlchemyError as fault:
            raise unavailable(fault) from fault
        self._head, seen = found
        return committed_of((), seen, [], self.day)

    def catch_up(self) -> tuple[Happened, ...]:
        """What others appended since, and a day that was opened meanwhile. Raises as `sync`."""
        committed = self.sync()
        return committed.seen + committed.news

    def settle(self) -> Committed:
        """Write to the read tables what they lack. Catches up and raises as `sync`."""
        try:
            return self._commit((), settle=True)
        except SQLAlchemyError as fault:
            raise unavailable(fault) from fault

    def void(
        self, check: Callable[[voiding.Opened], None], job: Callable[[voiding.Opened], Job]
    ) -> Committed:
        """Take the latest day out of the log and do `job` on the day that the hall goes back to, which is
        opened where its time has come. `check` raises where that may not be; nothing is changed then.

        Raises what `check` raises, Refusal for a `job` that is refused, StoreUnavailable.
        """
        try:
            return self._void(check, job)
        except SQLAlchemyError as fault:
            raise unavailable(fault) from fault

    def _void(
        self, check: Callable[[voiding.Opened], None], job: Callable[[voiding.Opened], Job]
    ) -> Committed:
        with self._transaction() as connection:
            lock_hall(connection, self.hall_id)
            head, seen = self._caught_up(connection)
            assert head.day is not None
            opened, now = voiding.read(connection, self.hall_id, head.day), self._clock.now()
            asked = job(opened)
            known = self._answers.find(connection, self.hall_id, [asked.request_id or ""])
            if known:
                batch = Batch(self.hall_id, head, self._time_in(head.day, now), known)
                return committed_of((batch.run(asked),), seen, [], head.day)
            check(opened)
            voiding.take_out(connection, self.hall_id, opened, now)
            self._astray = True
            head, _ = self._beside.read(connection, None)
            put_config(connection, opened.config_before(head.day), now)
            batch = Batch(self.hall_id, head, now, {})
            if self._opens(head.day, now):
                self._open_day(connection, batch, now)
            else:
                batch.at = self._time_in(head.day, now)
            outcome = batch.run(asked)
            if outcome.text is None:
                raise outcome.refusal or outcome.error or StoreUnavailable(say("detail.not_kept"))
            self._write(connection, batch)
        self._astray, self._went_back = False, True
        self._note(batch)
        return self._took(batch, (outcome,), [])

    @property
    def index(self) -> VisitIndex:
        """Where each visit stands in the open day's log; read by any thread."""
        return self._beside.index

    @property
    def unsettled(self) -> bool:
        """Whether the read tables lack anything of the day as last committed."""
        return self._beside.behind.waits

    def entries(self, day: str, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries of a day after a seq. For the thread that writes; others use the store's."""
        with self._transaction() as connection:
            return eventlog.entries(connection, self.hall_id, day, after=after, limit=limit)

    def durability(self) -> str:
        """How the connection that writes keeps its commits: "synchronous=FULL" on SQLite,
        "synchronous_commit=on" on PostgreSQL."""
        with self._transaction() as connection:
            return durability(connection)

    def time(self) -> datetime:
        """The time that an event would get now (aware UTC); see `LogTime`."""
        return self._time_in(self._head.day, self._clock.now())

    @property
    def checkpoint_is_due(self) -> bool:
        """Whether much has happened since the day was last kept as folded."""
        return self._beside.checkpoints.is_due(self._head)

    def checkpoint(self) -> Making:
        """The day as last committed, to be kept as folded beside its log; `write` takes its parts."""
        return self._beside.making(self._head)

    def write(self, fn: Callable[[Connection], None]) -> None:
        """Write something beside the log in a transaction of its own. Raises StoreUnavailable."""
        try:
            with self._transaction() as connection:
                fn(connection)
        except SQLAlchemyError as fault:
            raise unavailable(fault) from fault

    def close(self) -> None:
        """Make the read tables true, keep the day as folded, and give the connection back. A later call opens
        another."""
        try:
            if self.unsettled:
                self.settle()
            if self._beside.checkpoints.is_due(self._head, ends=True):
                self.write(self.checkpoint().at_once)
        except BalaiError as fault:
            log.warning("unsettled", reason=fault.code)  # the next start writes it
        self._one.close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _commit(self, jobs: Sequence[Job], way: Way | None = None, *, settle: bool = False) -> Committed:
        with way or self._transaction() as connection:
            lock_hall(connection, self.hall_id)
            head, seen = self._caught_up(connection)
            now = self._clock.now()
            opens, starts = self._opens(head.day, now), self._head.day is None
            # A day that ends is written with its end.
            behind = self._beside.behind
            settle = behind.waits and not opens and (settle or starts or behind.much)
            if settle and head.day is not None:
                behind.write(connection, head.day)
            ids = [job.request_id for job in jobs if job.request_id is not None]
            known = self._answers.find(connection, self.hall_id, ids)
            at = now if opens else self._time_in(head.day, now)
            batch = Batch(self.hall_id, head, at, known)
            if opens:
                self._open_day(connection, batch, now)
            outcomes = tuple(batch.run(job) for job in jobs)
            self._write(connection, batch)
        if settle:
            behind.written()
        if batch.steps:
            self._one.wrote()
        self._note(batch)
        return self._took(batch, outcomes, seen)

    def _few(self, jobs: Sequence[Job]) -> Committed | None:
        """Commit a few numbers at once, by whoever asks; None where that may take long."""
        if not self._one.is_short or not are_few(jobs) or self._at_hand() is None:
            return None
        try:
            return self._commit(jobs, self._one.transaction())
        except OthersWrite:
            return None

    def _at_hand(self) -> datetime | None:
        """Now, where numbers may be written on SQLite with nothing else to be done before."""
        day, now = self._head.day, self._clock.now()
        waits = not self._at_once or self._stale or self._beside.behind.much
        return None if waits or day is None or self._opens(day, now) else now

    def _alone(self, jobs: Sequence[Job], apart: Apart) -> Committed | None:
        """Commit a number that is asked for alone, where this is SQLite; None where that is for the way of
        many. Only its one statement is run `apart`."""
        if not may_come_alone(jobs) or (now := self._at_hand()) is None:
            return None
        batch = Batch(self.hall_id, self._head, self._time_in(self.day, now), {})
        outcome = batch.run(jobs[0])

        def kept() -> bool:
            done = self._one.write(batch)
            if done:
                self._note(batch)
            return done

        if not suits(batch, outcome) or not apart(kept):
            return None
        return self._took(batch, (outcome,), [])

    def _note(self, batch: Batch) -> None:
        """Note how far the log has come, before anybody is answered."""
        if self._reached is not None and batch.steps:
            self._reached(self.hall_id, batch.head, back=self._went_back)
            self._went_back = False

    def _took(self, batch: Batch, outcomes: tuple[JobResult, ...], seen: list[Step]) -> Committed:
        """What was committed is what is known from now on."""
        for step in batch.steps:
            self._beside.see(step)
        self._head, self._stale = batch.head, False
        self._time.reached(batch.at)
        return committed_of(outcomes, seen, batch.steps, self.day)

    def _caught_up(self, connection: Connection) -> tuple[LogHead, list[Step]]:
        if (followed := self._followed(connection)) is not None:
            return followed
        tail = self._head.tail
        if tail is not None and not self._astray:
            log.warning("log_replaced", day=tail.day, seq=tail.seq)
            self._went_back = voiding.is_kept(connection, self.hall_id, tail)
        read = self._beside.read(connection, tail)
        self._astray = False
        return read

    def _followed(self, connection: Connection) -> tuple[LogHead, list[Step]] | None:
        """What came after the head; None where the head cannot be gone on from. After a fault too: what it
        knows was committed, and the hash says whether it still is."""
        tail = None if self._astray else self._head.tail
        if tail is None or (found := eventlog.since(connection, self.hall_id, tail)) is None:
            return None
        head, seen = advance(self._head, found)
        for step in seen:
            self._beside.see(step)
        return head, seen

    def _opens(self, day: HallDay | None, now: datetime) -> bool:
        may = self._may_open(day, now)
        return may and (day is None or date_to_open(day, now) is not None)

    def _time_in(self, day: HallDay | None, now: datetime) -> datetime:
        return self._time.at(day.at if day else None, now)

    def _open_day(self, connection: Connection, batch: Batch, now: datetime) -> None:
        day = batch.head.day
        if day is not None and is_left_behind(day, now):
            batch.end_day(day)
            day = batch.head.day
        if batch.head.day is not None and (self._beside.behind.waits or batch.steps):
            # The tables hold a day to its end before the next begins.
            self._beside.behind.write(connection, batch.head.day, batch.steps)
        command = opening(connection, self.hall_id, batch.head, now)
        batch.open_day(command)
        self._answers.prune(connection, self.hall_id, command.date)
        forget_other_days(connection, self.hall_id, command.date.isoformat())
        prune_trail(connection, self.hall_id, now)

    def _write(self, connection: Connection, batch: Batch) -> None:
        day = batch.head.day
        assert day is not None
        for step in batch.steps:
            happened = step.happened
            if isinstance(happened.event, ConfigurationChanged):
                put_config(connection, happened.event.config, happened.at, happened.actor)
        self._events.write(connection, [eventlog.row(entry) for entry in batch.entries])
        self._answers.keep(connection, self.hall_id, day.date.isoformat(), stamp(batch.at), batch.new_answers)

    @contextmanager
    def _transaction(self, *, reads_once: bool = False) -> Iterator[Connection]:
        """`reads_once`: one statement that changes nothing, for which PostgreSQL is not told of a beginning
        and an end."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            if self._at_once:
                begin_at_once(self._connection)
                yield self._connection
                self._one.commit(self._connection)
            elif reads_once:
                with self._connection.begin(), committing_each(self._connection):
                    yield self._connection
            else:
                with self._connection.begin():
                    yield self._connection
        except BaseException:
            self._drop_connection()
            raise

    def _drop_connection(self) -> None:
        # What memory and this connection say is no longer sure: both are had anew.
        self._stale = True
        with suppress(SQLAlchemyError):
            self._one.close()
        connection, self._connection = self._connection, None
        if connection is not None:
            give_up(connection)

"""All that a writer keeps beside the head of a hall's log, and how both are had when it starts."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from sqlalchemy import Connection, Dialect

from balai.domain.entry import Entry
from server.store.day import eventlog
from server.store.day.beside.behind import WriteBehind
from server.store.day.beside.checkpoint import Checkpoints, Making
from server.store.day.beside.form import Folded
from server.store.day.beside.visit_index import VisitIndex
from server.store.day.eventlog import Tail
from server.store.day.head import Fold, LogHead, Step

log = structlog.get_logger(__name__)


class Beside:
    """What the read tables lack, where each visit stands in the open day's log, and how far the day is kept
    as folded."""

    def __init__(self, hall_id: str, dialect: Dialect) -> None:
        self._hall_id = hall_id
        self.behind = WriteBehind(hall_id, dialect)
        #: Where each visit stands in the open day's log; read by any thread.
        self.index = VisitIndex()
        self.checkpoints = Checkpoints(hall_id)

    def see(self, step: Step) -> None:
        """Take what happened into what is kept."""
        self.behind.see(step)
        self.index.see(step.happened)

    def making(self, head: LogHead) -> Making:
        """A checkpoint of the day as it is at `head`, to be written."""
        return Making(self._hall_id, Folded(head, self.index.all()), self.checkpoints)

    def read(self, connection: Connection, tail: Tail | None) -> tuple[LogHead, list[Step]]:
        """The latest day of the log, folded, keeping only the steps after what was known of it (`tail`).

        A start that knows nothing yet goes on from a checkpoint, where there is one that stands on this very
        log; else, and where the log was replaced beneath a running hub, the day is folded from its start.
        """
        last = eventlog.last_day(connection, self._hall_id)
        if last is None:
            return LogHead(), []
        read_to = self.behind.begin(connection, last)
        folded, entries = self._to_fold(connection, last, None if tail is not None else read_to)
        self.index = VisitIndex(folded.seqs)
        fold, seen = Fold(folded.head), list[Step]()
        tells = tail is not None and last >= tail.day
        after = tail.seq if tail is not None and last == tail.day else 0
        for step in map(fold.step, entries):
            self.index.see(step.happened)
            if step.happened.seq > read_to:
                self.behind.see(step)
            if tells and step.happened.seq > after:
                seen.append(step)
        return fold.head, seen

    def _to_fold(self, connection: Connection, day: str, until: int | None) -> tuple[Folded, Iterable[Entry]]:
        """What is folded of a day, and the entries that are not; from a checkpoint that is not after `until`,
        so far as the read tables hold the log, if that is said."""
        folded = self.checkpoints.find(connection, day, until) if until else None
        tail = folded.head.tail if folded is not None else None
        if folded is not None and tail is not None:
            found = eventlog.since(connection, self._hall_id, tail)
            if found is not None:
                self.checkpoints.kept(tail)
                return folded, found
            log.info("checkpoint_of_another_log", day=tail.day, seq=tail.seq)
        return Folded(LogHead(), {}), eventlog.stream(connection, self._hall_id, day)

"""When a day is kept as folded so far, and how one such checkpoint is written beside the hall's work."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from server.store.day.beside import rows
from server.store.day.beside.form import Folded, frame_of, pieces
from server.store.day.beside.made_by import made_by
from server.store.day.eventlog import Tail
from server.store.day.head import LogHead

#: Of fewer events folding them takes less than the rest of a start.
LEAST, LEAST_AT_END = 1000, 200
#: So large a part of the day may be left to be folded; what is written in a day stays a few times its last.
_LEFT = 8


class Checkpoints:
    """Those of one hall, as one process knows them."""

    def __init__(self, hall_id: str) -> None:
        self._hall_id = hall_id
        self._last = Tail("", 0, "")

    def is_due(self, head: LogHead, *, ends: bool = False) -> bool:
        """Whether so much has happened since the last that it is worth another; `ends` as the hub does."""
        tail = head.tail
        if tail is None or not made_by():
            return False
        left = tail.seq - (self._last.seq if self._last.day == tail.day else 0)
        return left >= (LEAST_AT_END if ends else max(LEAST, tail.seq // _LEFT))

    def find(self, connection: Connection, day: str, until: int) -> Folded | None:
        """The latest of a day, not after the seq `until`; None where there is none that is good."""
        return rows.find(connection, self._hall_id, day, until)

    def kept(self, at: Tail) -> None:
        """One that stands on the entry `at` is there, whole."""
        self._last = at


class Making:
    """A checkpoint on its way. Made of values that change no more, so that it may take its time."""

    def __init__(self, hall_id: str, folded: Folded, of: Checkpoints) -> None:
        assert folded.head.tail is not None
        self._hall_id, self._folded, self._of = hall_id, folded, of
        self._at, self._made = folded.head.tail, list[bytes]()

    def pieces(self) -> Iterator[bytes | None]:
        """What `put` takes, piece by piece; None where others may go on meanwhile."""
        return pieces(self._folded)

    def put(self, piece: bytes, connection: Connection) -> None:
        """Write a piece."""
        self._made.append(piece)
        rows.put_piece(connection, self._hall_id, self._at, len(self._made), piece)

    def complete(self, connection: Connection) -> None:
        """Make it count, when all pieces are committed: as far as the read tables hold the log, since what
        they lack is told by the events alone."""
        rows.put_frame(connection, self._hall_id, self._at, frame_of(self._folded), self._made)
        self._of.kept(self._at)

    def at_once(self, connection: Connection) -> None:
        """Write all of it."""
        for piece in self.pieces():
            if piece is not None:
                self.put(piece, connection)
        self.complete(connection)

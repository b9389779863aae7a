"""Checkpoints at rest: the pieces of each, and a frame that is written last and says what it stands on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import Connection, delete, insert, or_, select

from server.store.day.beside.form import Folded, read
from server.store.day.beside.made_by import made_by
from server.store.day.eventlog import Tail
from server.store.tables.day import checkpoints

log = structlog.get_logger(__name__)
_C = checkpoints.c
_FRAME = 0


def put_piece(connection: Connection, hall_id: str, at: Tail, n: int, body: bytes) -> None:
    """Keep the `n`th piece, from 1, of the checkpoint that stands on the entry `at`."""
    _put(connection, hall_id, at, n, body)


def put_frame(connection: Connection, hall_id: str, at: Tail, frame: bytes, made: Sequence[bytes]) -> None:
    """Keep the frame of a checkpoint whose pieces are kept, which makes it whole. What this hall had before
    goes."""
    head = {"made_by": made_by(), "hash": at.hash, "digest": _digest(hall_id, at, (frame, *made))}
    _put(connection, hall_id, at, _FRAME, json.dumps(head).encode() + b"\n" + frame)
    before = or_(_C.day < at.day, (_C.day == at.day) & (_C.seq < at.seq))
    beyond = (_C.day == at.day) & (_C.seq == at.seq) & (_C.n > len(made))
    connection.execute(delete(checkpoints).where(_C.hall_id == hall_id, or_(before, beyond)))


def find(connection: Connection, hall_id: str, day: str, until: int) -> Folded | None:
    """The latest checkpoint of a day, not after the seq `until`, that is whole and was made by this program.
    Whether the log still has what it stands on is for the caller to see."""
    mine = (_C.hall_id == hall_id, _C.day == day, _C.seq <= until)
    rows = connection.execute(select(_C.seq, _C.n, _C.body).where(*mine).order_by(_C.seq.desc(), _C.n))
    for seq, group in groupby(rows, lambda row: row.seq):
        numbers, bodies = zip(*((row.n, row.body) for row in group), strict=True)
        if numbers != tuple(range(len(numbers))):
            continue  # whoever wrote it was ended before it was whole
        try:
            folded = _read(hall_id, day, seq, bodies)
        except Exception as fault:  # noqa: BLE001  # whatever is wrong with it: the log says the same
            log.warning("checkpoint_damaged", day=day, seq=seq, fault=type(fault).__name__)
            continue
        if folded is not None:
            return folded
    return None


def _read(hall_id: str, day: str, seq: int, bodies: Sequence[bytes]) -> Folded | None:
    said, _, frame = bytes(bodies[0]).partition(b"\n")
    head: dict[str, Any] = json.loads(said)
    if not made_by() or head["made_by"] != made_by():
        log.info("checkpoint_of_another_program", day=day, seq=seq)
        return None
    at, made = Tail(day, seq, head["hash"]), [bytes(body) for body in bodies[1:]]
    if head["digest"] != _digest(hall_id, at, (frame, *made)):
        raise ValueError("not as it was written")
    folded = read(frame, made)
    if folded.head.tail != at:
        raise ValueError("of another place in the log")
    return folded


def _put(connection: Connection, hall_id: str, at: Tail, n: int, body: bytes) -> None:
    key = {"hall_id": hall_id, "day": at.day, "seq": at.seq, "n": n}
    connection.execute(delete(checkpoints).filter_by(**key))
    connection.execute(insert(checkpoints).values(**key, body=body))


def _digest(hall_id: str, at: Tail, bodies: Sequence[bytes]) -> str:
    digest = hashlib.sha256(json.dumps([hall_id, *at, made_by(), *map(len, bodies)]).encode())
    for body in bodies:
        digest.update(body)
    return digest.hexdigest()

"""Idempotency keys: answers kept by request_id, so that a repeated request reads the first answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, Dialect, Integer, delete, func, literal_column, select

from server.store.day.batch import Answered
from server.store.driver import run
from server.store.statements import BulkWrite, Row
from server.store.tables.day import requests

KEPT_DAYS = 60
_LAST_ROW = 2**63 - 1
_FOUND = "SELECT request_id, actor, digest, status, answer FROM requests WHERE hall_id = {} AND request_id {}"
#: One text for any number of ids, so that it stays prepared.
_FOUND_SQLITE = _FOUND.format("?", "IN (SELECT value FROM json_each(?))")
#: Who asks alone, as nearly always in a hall, is looked for by the key itself.
_FOUND_ALONE = _FOUND.format("?", "= ?")
_FOUND_POSTGRES = _FOUND.format("%s", "= ANY(%s)")


class Answers:
    """The table of answers."""

    def __init__(self, dialect: Dialect) -> None:
        self._insert = BulkWrite(requests, dialect)

    def find(self, connection: Connection, hall_id: str, ids: Sequence[str]) -> dict[str, Answered]:
        """The answers that these requests have had."""
        usable = [i for i in ids if "\0" not in i and i.isprintable()]
        if not usable:
            return {}
        if connection.dialect.name == "postgresql":
            found = run(connection, _FOUND_POSTGRES, (hall_id, usable))
        elif len(usable) == 1:
            found = run(connection, _FOUND_ALONE, (hall_id, usable[0]))
        else:
            found = run(connection, _FOUND_SQLITE, (hall_id, json.dumps(usable)))
        return {id_: Answered(actor, digest, status, text) for id_, actor, digest, status, text in found}

    def keep(
        self, connection: Connection, hall_id: str, day: str, at: str, answers: Mapping[str, Answered]
    ) -> None:
        """Keep the answers of a batch; `day` and `at` are the log's."""
        self._insert.write(connection, [row(hall_id, id_, a, day, at) for id_, a in answers.items()])

    def prune(self, connection: Connection, hall_id: str, today: date) -> None:
        """Drop answers older than 60 days."""
        oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
        old = [requests.c.hall_id == hall_id, requests.c.day < oldest]
        if connection.dialect.name == "sqlite":
            # In the order in which they were kept: no more is read than is dropped.
            place = literal_column("rowid", Integer)
            kept = (
                select(place).select_from(requests).where(requests.c.day >= oldest).order_by(place).limit(1)
            )
            old.append(place < func.coalesce(kept.scalar_subquery(), _LAST_ROW))
        connection.execute(delete(requests).where(*old))


def row(hall_id: str, request_id: str, answered: Answered, day: str, at: str) -> Row:
    """An answer as a row of the table."""
    a = answered
    return hall_id, request_id, a.actor, a.digest, a.status, a.text, day, at

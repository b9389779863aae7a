"""What the two databases say each in its way: bulk inserts (lists of values on SQLite, one JSON text that
PostgreSQL reads as a table), rows that may be there, the time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Dialect,
    Float,
    Table,
    Text,
    bindparam,
    cast,
    column,
    extract,
    func,
    select,
)
from sqlalchemy.dialects import sqlite

from server.store.driver import run

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Row = tuple[Any, ...]
DAY_SECONDS = 86_400
_CHUNKS = (64, 32, 16, 8, 4, 2, 1)


def upsert_of(dialect: Dialect) -> Callable[[Table], sqlite.Insert | postgresql.Insert]:
    """The insert of a dialect that may replace a row. A hub on SQLite loads nothing of PostgreSQL."""
    if dialect.name != "postgresql":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql

    return postgresql.insert


def database_time(connection: Connection) -> ColumnElement[float]:
    """The database's own time (seconds), which all hubs of a hall have in common."""
    if connection.dialect.name == "postgresql":
        return extract("epoch", func.clock_timestamp()).cast(Float)
    return (func.julianday("now") * DAY_SECONDS).cast(Float)


class BulkWrite:
    """Insert rows given as tuples in the order of the table's columns.

    With `replacing`, a row whose key is there takes the place of the old one. The SQL is made once,
    so that a batch pays for its rows only.
    """

    def __init__(self, table: Table, dialect: Dialect, *, replacing: bool = False) -> None:
        self._names = [column.name for column in table.columns]
        self._as_one = dialect.name == "postgresql"
        insert = _set_insert(table) if self._as_one else sqlite.insert(table)
        if replacing:
            keys, rest = _split(table)
            new = {name: insert.excluded[name] for name in rest}
            insert = insert.on_conflict_do_update(index_elements=keys, set_=new)
        self._sql = str(insert.compile(dialect=dialect))
        self._by_rows = {} if self._as_one else _sql_by_rows(self._sql, len(self._names))

    def write(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write the rows; nothing is sent where there are none."""
        if not rows:
            return
        if self._as_one:
            # The driver makes one text much faster than an array for each column.
            records = [dict(zip(self._names, row, strict=True)) for row in rows]
            run(connection, self._sql, {"rows": json.dumps(records)})
        else:
            self._write_lists(connection, rows)

    def _write_lists(self, connection: Connection, rows: Sequence[Row]) -> None:
        # executemany would hand the interpreter's lock back and forth for every row, which a busy
        # hub pays for dearly; a few sizes of statement stay prepared and take them all at once.
        done = 0
        for size in _CHUNKS:
            while len(rows) - done >= size:
                values = tuple(chain.from_iterable(rows[done : done + size]))
                run(connection, self._by_rows[size], values)
                done += size


def _sql_by_rows(sql: str, columns: int) -> dict[int, str]:
    one = f"({', '.join('?' * columns)})"
    head, found, tail = sql.partition(one)
    assert found, f"an insert of another form: {sql}"
    return {size: head + ", ".join([one] * size) + tail for size in _CHUNKS}


def _set_insert(table: Table) -> postgresql.Insert:
    from sqlalchemy.dialects import postgresql

    given = (
        func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
        .table_valued(*(column(c.name, c.type) for c in table.columns), name="given")
        .render_derived(with_types=True)
    )
    return postgresql.insert(table).from_select([c.name for c in table.columns], select(*given.c))


def _split(table: Table) -> tuple[list[str], list[str]]:
    keys = [column.name for column in table.primary_key]
    return keys, [column.name for column in table.columns if column.name not in keys]

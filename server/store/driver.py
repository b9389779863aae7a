"""The hot path's statements, handed to the driver as they are: building and wrapping each would cost
more than the database's own work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError


def run(connection: Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
    """Run a statement in the connection's transaction and return the driver's cursor.

    Parameters are marked as the driver has it: ? on SQLite, %s or %(name)s on PostgreSQL. Raises
    SQLAlchemy's errors, without the parameters.
    """
    dialect = connection.dialect
    try:
        # The drivers' own connection in both dialects; asking for it as such goes through three properties.
        cursor = connection.connection.dbapi_connection.execute(sql, parameters)  # type: ignore[union-attr]
    except dialect.loaded_dbapi.Error as fault:
        raise DBAPIError.instance(
            sql, None, fault, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
        ) from fault
    return cursor


def give_up(connection: Connection) -> None:
    """Let go of a connection of which nothing is sure any more."""
    with suppress(SQLAlchemyError):
        connection.invalidate()
    with suppress(SQLAlchemyError):
        connection.close()

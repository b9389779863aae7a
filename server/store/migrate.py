"""Bring a store's tables to the version of this program, by the migrations that are packaged with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, func, inspect, select, text

from balai.words.said import say
from server.store.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

#: Kept here so that a start on an up-to-date store need not load Alembic; a test holds them equal.
NEWEST = "0006"


def current(connection: Connection) -> str | None:
    """The version that the tables have, or None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def upgrade(engine: Engine) -> str | None:
    """Bring the tables up to date in one transaction; return the version they had.

    Two programs that start at once wait for each other. Raises StoreError where the tables are of
    a later program.
    """
    with engine.connect() as connection, connection.begin():
        had = current(connection)
    if had == NEWEST:
        return had
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(
                select(func.pg_advisory_xact_lock(func.hashtextextended("balai migration", 0)))
            )
        config = _alembic(connection)
        try:
            if had is not None:
                ScriptDirectory.from_config(config).get_revision(had)
            command.upgrade(config, "head")
        except CommandError as fault:
            raise StoreError(
                say("error.store_newer", version=had),
                code="store_newer",
            ) from fault
    return had


def _alembic(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

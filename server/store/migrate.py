"""Bring a store's tables to the version of this program, by the migrations that are packaged with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)

from balai.words.said import say
from server.store.errors import StoreError, StoreNewer

if TYPE_CHECKING:
    from alembic.config import Config

#: Kept here so that a start on an up-to-date store need not load Alembic; a test holds them equal.
NEWEST = "0021"
#: There only where an earlier program works on tables of a later one.
_REACHED = Table("tables_reached", MetaData(), Column("version", Text, nullable=False))


def current(connection: Connection) -> str | None:
    """The version that the tables have, or None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def versions() -> list[str]:
    """Every version that this program knows, the newest first."""
    from alembic.script import ScriptDirectory

    folder = Path(__file__).with_name("migrations")
    return [script.revision for script in ScriptDirectory(str(folder)).walk_revisions()]


def version_of(engine: Engine) -> str | None:
    """The version that the tables of a store have, or None for an empty database."""
    with engine.connect() as connection, connection.begin():
        return current(connection)


def upgrade(engine: Engine) -> str | None:
    """Bring the tables up to date in one transaction; return the version they had.

    Two programs that start at once wait for each other. Raises StoreError where the tables are of
    a later program.
    """
    had = version_of(engine)
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
            reached = _reached(connection)
            if reached is not None:
                command.stamp(config, reached)
                _REACHED.drop(connection)
            command.upgrade(config, "head")
        except CommandError as fault:
            raise StoreNewer(say("error.store_newer", version=had)) from fault
    return had


def downgrade(engine: Engine, version: str) -> None:
    """Let the program of an earlier version work on these tables. Each migration only adds, so nothing is
    taken away; how far the tables are is noted for the way back up.

    Raises StoreError where there is no such version.
    """
    known = versions()
    with engine.begin() as connection:
        had = current(connection)
        if had not in known or version not in known[known.index(had) :]:
            raise StoreError(say("error.no_such_version", version=version, had=had))
        reached = _reached(connection) or had
        _REACHED.create(connection, checkfirst=True)
        connection.execute(delete(_REACHED))
        connection.execute(insert(_REACHED), {"version": reached})
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": version})


def _reached(connection: Connection) -> str | None:
    """How far the tables are already, where an earlier program has worked on them since."""
    if not inspect(connection).has_table(_REACHED.name):
        return None
    version: str | None = connection.scalar(select(_REACHED.c.version))
    return version


def _alembic(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

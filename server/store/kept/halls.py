"""The configuration that is in force in each hall. TOML files are its import and export."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select

from balai.domain.hall.config import HallConfig, config_from_data, config_to_data
from balai.domain.log import stamp
from balai.words.said import say
from server.store.errors import HallUnknown
from server.store.kept.versions import keep_version
from server.store.tables.kept import halls


def config_in_force(connection: Connection, hall_id: str) -> HallConfig:
    """The hall's configuration. Raises HallUnknown where none was loaded."""
    text = connection.scalar(select(halls.c.config).where(halls.c.hall_id == hall_id))
    if text is None:
        raise HallUnknown(
            say("error.hall_unknown", hall=repr(hall_id)),
            hall_id=hall_id,
        )
    return config_from_data(json.loads(text))


def hall_ids(connection: Connection) -> list[str]:
    """All halls that are loaded, sorted."""
    return list(connection.scalars(select(halls.c.hall_id).order_by(halls.c.hall_id)))


def put_config(connection: Connection, config: HallConfig, at: datetime, by: str = "") -> None:
    """Put a configuration in force, in the caller's transaction. It is a version of its own, asked for `by`
    an actor, unless it is the latest one already."""
    text = json.dumps(config_to_data(config), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    keep_version(connection, config.hall.id, text, at, by)
    connection.execute(delete(halls).where(halls.c.hall_id == config.hall.id))
    connection.execute(insert(halls), {"hall_id": config.hall.id, "config": text, "changed_at": stamp(at)})


class Halls:
    """The halls of a store."""

    def __init__(self, write: Engine, read: Engine) -> None:
        self._write, self._read = write, read

    def ids(self) -> list[str]:
        """All halls that are loaded, sorted."""
        with self._read.connect() as connection:
            return hall_ids(connection)

    def get(self, hall_id: str) -> HallConfig | None:
        """The configuration in force, or None."""
        with self._read.connect() as connection:
            try:
                return config_in_force(connection, hall_id)
            except HallUnknown:
                return None

    def put(self, config: HallConfig, at: datetime, by: str = "") -> bool:
        """Put a configuration in force from the next day on; False when it was in force already.

        Where today is open, submit ChangeConfiguration to the day's writer instead: it does both.
        """
        if self.get(config.hall.id) == config:
            return False
        with self._write.begin() as connection:
            put_config(connection, config, at, by)
        return True

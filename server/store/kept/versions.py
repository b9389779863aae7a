"""Every configuration that was in force in a hall, and the text of its file as it was imported last."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select

from balai.domain.hall.config import HallConfig, config_from_data
from balai.domain.log import stamp
from server.store.tables.kept import hall_texts, hall_versions


@dataclass(frozen=True, slots=True)
class VersionRow:
    """The `n`th configuration of a hall: since when (aware UTC) it was in force, and who asked for it (an
    actor id; empty: nobody knows)."""

    n: int
    at: datetime
    by: str


def keep_version(connection: Connection, hall_id: str, config: str, at: datetime, by: str) -> None:
    """Keep a configuration (JSON text) as the hall's latest version, unless it is that already."""
    packed, v = zlib.compress(config.encode()), hall_versions.c
    latest = connection.execute(
        select(v.n, v.config).where(v.hall_id == hall_id).order_by(v.n.desc()).limit(1)
    ).first()
    if latest is not None and zlib.decompress(latest.config).decode() == config:
        return
    n = 1 if latest is None else latest.n + 1
    row = {"hall_id": hall_id, "n": n, "at": stamp(at), "by": by, "config": packed}
    connection.execute(insert(hall_versions), row)


def put_text(connection: Connection, hall_id: str, text: str) -> None:
    """Keep the text of a hall's file, in the place of the one before."""
    connection.execute(delete(hall_texts).where(hall_texts.c.hall_id == hall_id))
    connection.execute(insert(hall_texts), {"hall_id": hall_id, "toml": zlib.compress(text.encode())})


class Versions:
    """The versions of the halls of a store, read."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def rows(self, hall_id: str, before: int | None = None, limit: int = 20) -> list[VersionRow]:
        """The latest versions of a hall, the latest first; with `before` those before that one."""
        v = hall_versions.c
        chosen = select(v.n, v.at, v.by).where(v.hall_id == hall_id).order_by(v.n.desc()).limit(limit)
        if before is not None:
            chosen = chosen.where(v.n < before)
        with self._read.connect() as connection:
            found = connection.execute(chosen).all()
        return [VersionRow(row.n, datetime.fromisoformat(row.at), row.by) for row in found]

    def config(self, hall_id: str, n: int) -> HallConfig | None:
        """A version's configuration, or None."""
        v = hall_versions.c
        with self._read.connect() as connection:
            packed = connection.scalar(select(v.config).where(v.hall_id == hall_id, v.n == n))
        return None if packed is None else config_from_data(json.loads(zlib.decompress(packed)))

    def count(self, hall_id: str) -> int:
        """How many versions a hall has."""
        v = hall_versions.c
        with self._read.connect() as connection:
            return int(connection.scalar(select(func.count()).where(v.hall_id == hall_id)) or 0)

    def text(self, hall_id: str) -> str | None:
        """The text of the hall's file as it was imported last, or None."""
        t = hall_texts.c
        with self._read.connect() as connection:
            packed = connection.scalar(select(t.toml).where(t.hall_id == hall_id))
        return None if packed is None else zlib.decompress(packed).decode()

"""Devices that ask to be let in: kept for minutes, in the store so that every hub of the hall knows of
them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, delete, func, insert, select, update

from balai.domain.log import stamp
from server.store.tables.kept import admissions


@dataclass(frozen=True, slots=True)
class Ask:
    """A device that asks, from an address. `code` is there once it has told its secret."""

    id: str
    kind: str
    token_hash: str
    commitment: str
    nonce: str
    address: str
    asked_at: datetime
    code: str | None = None


class Asks:
    """Those of one hall. Reading is for any greenlet; on SQLite a hub changes through its dispatcher's
    `run`."""

    def __init__(self, write: Engine, read: Engine, hall_id: str) -> None:
        self._write, self._read, self._hall_id = write, read, hall_id

    def add(self, ask: Ask, since: datetime, of_address: int, of_all: int) -> bool:
        """Keep an ask in place of those from before `since` and, beyond `of_address`, the oldest of its
        address; False where `of_all` others are kept."""
        table = admissions.c
        here = (table.hall_id == self._hall_id, table.address == ask.address)
        with self._write.begin() as connection:
            old = (table.hall_id == self._hall_id, table.asked_at < stamp(since))
            connection.execute(delete(admissions).where(*old))
            later = select(table.ask_id).where(*here).order_by(table.asked_at.desc()).limit(of_address - 1)
            connection.execute(delete(admissions).where(*here, table.ask_id.not_in(later)))
            counted = select(func.count()).where(table.hall_id == self._hall_id)
            if (connection.scalar(counted) or 0) >= of_all:
                return False
            connection.execute(insert(admissions), self._row(ask))
        return True

    def get(self, ask_id: str) -> Ask | None:
        """The ask of that id."""
        with self._read.connect() as connection:
            chosen = (admissions.c.hall_id == self._hall_id, admissions.c.ask_id == ask_id)
            row = connection.execute(select(admissions).where(*chosen)).first()
        return None if row is None else _ask(row)

    def by_code(self, code: str, since: datetime) -> list[Ask]:
        """Those after `since` that show this code."""
        table = admissions.c
        chosen = (table.hall_id == self._hall_id, table.code == code, table.asked_at >= stamp(since))
        with self._read.connect() as connection:
            return [_ask(row) for row in connection.execute(select(admissions).where(*chosen))]

    def show(self, ask_id: str, code: str) -> None:
        """The device shows this code from now on."""
        chosen = (admissions.c.hall_id == self._hall_id, admissions.c.ask_id == ask_id)
        with self._write.begin() as connection:
            connection.execute(update(admissions).where(*chosen).values(code=code))

    def _row(self, ask: Ask) -> dict[str, str | None]:
        return {
            "hall_id": self._hall_id, "ask_id": ask.id, "kind": ask.kind, "token_hash": ask.token_hash,
            "commitment": ask.commitment, "nonce": ask.nonce, "address": ask.address,
            "asked_at": stamp(ask.asked_at), "code": ask.code,
        }  # fmt: skip


def _ask(row: Row[Any]) -> Ask:
    return Ask(
        row.ask_id, row.kind, row.token_hash, row.commitment, row.nonce, row.address,
        datetime.fromisoformat(row.asked_at), row.code,
    )  # fmt: skip

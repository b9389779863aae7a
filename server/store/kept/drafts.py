"""The shared draft of a hall's file: what it was begun from, and every edit since, in order."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from balai.domain.log import stamp
from server.store.tables.kept import draft_edits, drafts


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft: its id, the name of the configuration it was begun from, when and by whom, and that one's file
    (JSON text)."""

    id: str
    base: str
    at: datetime
    by: str
    file: str


@dataclass(frozen=True, slots=True)
class EditRow:
    """The `n`th set of edits of a draft (from 1), as JSON text; `digest` is that of the request."""

    n: int
    at: datetime
    by: str
    request_id: str
    digest: str
    edits: str
    seen: int


def begin_draft(connection: Connection, hall_id: str, row: DraftRow) -> None:
    """Keep a new draft, in the place of any that there was."""
    end_draft(connection, hall_id)
    values = {
        "hall_id": hall_id, "draft_id": row.id, "base": row.base, "at": stamp(row.at), "by": row.by,
        "file": zlib.compress(row.file.encode()),
    }  # fmt: skip
    connection.execute(insert(drafts), values)


def add_edit(connection: Connection, hall_id: str, row: EditRow) -> None:
    """Keep one more set of edits. Raises IntegrityError where there is an `n`th already."""
    values = {
        "hall_id": hall_id, "n": row.n, "at": stamp(row.at), "by": row.by, "request_id": row.request_id,
        "digest": row.digest, "edits": zlib.compress(row.edits.encode()), "seen": row.seen,
    }  # fmt: skip
    connection.execute(insert(draft_edits), values)


def end_draft(connection: Connection, hall_id: str) -> None:
    """Forget a hall's draft."""
    connection.execute(delete(draft_edits).where(draft_edits.c.hall_id == hall_id))
    connection.execute(delete(drafts).where(drafts.c.hall_id == hall_id))


def draft_id(connection: Connection, hall_id: str) -> str | None:
    """The id of a hall's draft, or None where none is begun."""
    found: str | None = connection.scalar(select(drafts.c.draft_id).where(drafts.c.hall_id == hall_id))
    return found


def read_draft_row(connection: Connection, hall_id: str) -> DraftRow | None:
    """A hall's draft as it was begun, or None."""
    row = connection.execute(select(drafts).where(drafts.c.hall_id == hall_id)).first()
    if row is None:
        return None
    file = zlib.decompress(row.file).decode()
    return DraftRow(row.draft_id, row.base, datetime.fromisoformat(row.at), row.by, file)


def read_edits(connection: Connection, hall_id: str, after: int = 0) -> list[EditRow]:
    """The edits of a hall's draft after the first `after`, in order."""
    e = draft_edits.c
    chosen = select(draft_edits).where(e.hall_id == hall_id, e.n > after).order_by(e.n)
    return [
        EditRow(
            row.n, datetime.fromisoformat(row.at), row.by, row.request_id, row.digest,
            zlib.decompress(row.edits).decode(), row.seen,
        )
        for row in connection.execute(chosen)
    ]  # fmt: skip

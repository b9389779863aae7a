"""Log entry: a row as it is stored and sent, read without knowing any event."""

from __future__ import annotations

from dataclasses import dataclass

from balai.domain.values.quick_made import quick_made


@quick_made
@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log, all columns as stored. `at` and `occurred_at` are ISO 8601 text in UTC."""

    hall_id: str
    day: str
    seq: int
    type: str
    version: int
    at: str
    actor: str
    occurred_at: str | None
    clock_certain: bool
    body: str
    prev_hash: str
    hash: str

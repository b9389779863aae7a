"""The store: the log of each hall's day and what is read from it, on SQLite or PostgreSQL.

What it offers is loaded when first asked for: who only hands it a job needs no database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server.store.day.jobs import Committed, Job, JobResult
    from server.store.day.writer import DayWriter
    from server.store.errors import HallUnknown, StoreBusy, StoreError, StoreUnavailable
    from server.store.store import Store, open_store

__all__ = [
    "Committed",
    "DayWriter",
    "HallUnknown",
    "Job",
    "JobResult",
    "Store",
    "StoreBusy",
    "StoreError",
    "StoreUnavailable",
    "open_store",
]
_PLACES = {
    "Committed": "day.jobs", "Job": "day.jobs", "JobResult": "day.jobs", "DayWriter": "day.writer",
    "HallUnknown": "errors", "StoreBusy": "errors", "StoreError": "errors", "StoreUnavailable": "errors",
    "Store": "store", "open_store": "store",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)

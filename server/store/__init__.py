"""The store: the log of each hall's day and what is read from it, on SQLite or PostgreSQL."""

from __future__ import annotations

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

"""The tables. Times are ISO 8601 text in UTC with microseconds, so that a row reads the same everywhere."""

from __future__ import annotations

from server.store.tables import day, kept
from server.store.tables.base import metadata

__all__ = ["day", "kept", "metadata"]

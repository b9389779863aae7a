"""Hints between the hubs of one hall as they are written: how far the log goes."""

from __future__ import annotations

import re

_HINT = re.compile(rb"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{1,15})")


def hint_of(data: object) -> tuple[str, int] | None:
    """The date and seq of a hint as it came, or None for anything else."""
    found = _HINT.fullmatch(data) if isinstance(data, bytes) else None
    return (found[1].decode(), int(found[2])) if found else None

"""The sample hall without its hours, since a demo or a measurement runs at any time of the day."""

from __future__ import annotations

from functools import cache

import tomlkit


@cache
def always_open(hall: str) -> str:
    """The text of a hall's file without [[hours]] and [[closed]]: such a hall never closes."""
    document = tomlkit.parse(hall)
    for name in ("hours", "closed"):
        document.pop(name, None)
    return tomlkit.dumps(document)

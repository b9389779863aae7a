"""Optional dependencies that are not wanted: libraries which others load wherever they are installed, though
this program never asks for them. On a small machine each costs time at every start, and megabytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Within it these libraries seem not to be installed; those that are loaded already stay, and afterwards
    each may be imported as ever. Not for several threads at once."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # importlib's own mark
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]

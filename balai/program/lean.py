"""Loading a library without what it would load beside it where that is installed, and never needs here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def spared(*names: str) -> Iterator[None]:
    """Within, these packages are as if they were not installed, unless they are loaded already; afterwards
    whoever wants them has them."""
    away = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(away))  # type: ignore[arg-type]  # None means that there is none
    try:
        yield
    finally:
        for name in away:
            if sys.modules[name] is None:
                del sys.modules[name]

"""Fault isolation: no exception while drawing, speaking or hearing ends a wall; it is counted and named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog

log = structlog.get_logger(__name__)
T = TypeVar("T")

#: Seconds for which a part that failed is named after its last failure.
NAMED_SECONDS = 600.0
#: Logged at the first time of a kind, and then at every so many more.
_EVERY = 1000


class Mishaps:
    """Counts what failed by part and kind of error, and names it for a while. Used from one thread."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._counts: dict[tuple[str, str], int] = {}
        self._last: dict[tuple[str, str], float] = {}

    @property
    def count(self) -> int:
        """How often anything failed since the start."""
        return sum(self._counts.values())

    @property
    def named(self) -> tuple[str, ...]:
        """The parts that failed lately with the kind of error: `hero (ValueError)`."""
        since = self._monotonic() - NAMED_SECONDS
        return tuple(f"{part} ({kind})" for (part, kind), at in sorted(self._last.items()) if at >= since)

    @contextmanager
    def passing(self, part: str) -> Iterator[None]:
        """Go on after whatever fails within."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # here nothing may come through
            self._note(part, error)

    def attempt(self, part: str, work: Callable[[], T], otherwise: T) -> T:
        """What `work` returns, or `otherwise` where it fails."""
        try:
            return work()
        except Exception as error:  # noqa: BLE001  # here nothing may come through
            self._note(part, error)
            return otherwise

    def _note(self, part: str, error: Exception) -> None:
        key = part, type(error).__name__
        self._last[key] = self._monotonic()
        self._counts[key] = count = self._counts.get(key, 0) + 1
        if count % _EVERY == 1:
            # The trace only: an error's words may hold what somebody typed.
            log.error("part_failed", part=part, error=key[1], count=count, where=_where(error))


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""

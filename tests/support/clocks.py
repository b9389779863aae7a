"""A machine's clock that somebody sets, or that wakes up in the past, while its seconds go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class LooseClock:
    """`advance` lets time pass; `jump` sets the clock without any passing."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._counted = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._counted

    def real(self, seconds: float) -> float:
        return seconds

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._counted += seconds

    def jump(self, **by: float) -> None:
        self._now += timedelta(**by)

"""Clocks to inject: the system's, one that is scaled for rehearsals, one that tests move by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from balai.domain.errors import BalaiError
from balai.words.said import say


class Clock(Protocol):
    """`now` is aware UTC; `monotonic` counts this clock's seconds; `real` turns a span of this
    clock's seconds into the seconds that a thread must really wait."""

    def now(self) -> datetime:
        """The time, aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds of this clock since some start; never runs back."""
        ...

    def real(self, seconds: float) -> float:
        """Real seconds that `seconds` of this clock take."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time, aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some start."""
        return time.monotonic()

    def real(self, seconds: float) -> float:
        """The same span."""
        return seconds


class ScaledClock:
    """A clock that was at `start` when the machine's epoch clock was `origin`, and runs `factor`
    times as fast. All processes given the same three agree."""

    def __init__(self, origin: float, start: datetime, factor: float) -> None:
        self._origin, self._start, self._factor = origin, start.astimezone(UTC), factor

    @property
    def spec(self) -> str:
        """The text from which `parse_clock` makes the same clock."""
        return f"scaled:{self._origin!r}:{self._factor!r}:{self._start.isoformat()}"

    def now(self) -> datetime:
        """The time, aware UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Seconds of this clock since `start`."""
        return (time.time() - self._origin) * self._factor

    def real(self, seconds: float) -> float:
        """Real seconds that the span takes."""
        return seconds / self._factor


class ManualClock:
    """A clock that stands until a test moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._start = self._now

    def now(self) -> datetime:
        """The time, aware UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds moved since the start."""
        return (self._now - self._start).total_seconds()

    def real(self, seconds: float) -> float:
        """The same span."""
        return seconds

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`."""
        self._now += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Jump to an aware time, also backwards."""
        self._now = moment.astimezone(UTC)


class LogTime:
    """A log's time, which never runs back: the clock's, or, where that has fallen back behind the log, the
    log's own, going on by the seconds that were counted since."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._reached: tuple[datetime, float] | None = None

    def at(self, last: datetime | None, now: datetime) -> datetime:
        """The time that an event would get where the clock shows `now`, after one at `last` (None: the log's
        first); aware UTC."""
        if last is None or now >= last:
            return now
        at, counted = self._reached or (last, self._clock.monotonic())
        return max(last, at + timedelta(seconds=max(0.0, self._clock.monotonic() - counted)))

    def reached(self, at: datetime) -> None:
        """Something was decided at this time: seconds count from here on."""
        self._reached = at, self._clock.monotonic()


def parse_clock(spec: str) -> Clock:
    """A clock by its text: "system", or "scaled:<epoch seconds>:<factor>:<ISO start with offset>".

    Raises BalaiError `clock_unknown` for anything else.
    """
    if spec == "system":
        return SystemClock()
    try:
        kind, origin, factor, start = spec.split(":", 3)
        moment, speed = datetime.fromisoformat(start), float(factor)
        if kind == "scaled" and moment.tzinfo is not None and speed > 0:
            return ScaledClock(float(origin), moment, speed)
    except ValueError:
        pass
    raise BalaiError(
        say("error.clock_unknown", spec=repr(spec)),
        code="clock_unknown",
    )

"""The calm turning of slides and calls, and of pages of counters: each is seen, however often calls take the
screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from balai.clock import Clock

#: A page stays so long at most, all pages together take so long at most, and each is seen so long at least.
PAGE_SECONDS, ROUND_SECONDS, SEEN_SECONDS = 12.0, 54.0, 3.0
#: A slide stays so long where the hall does not say otherwise.
SLIDE_SECONDS = 12.0


@dataclass(slots=True)
class Pages:
    """Turns pages in order. Time runs on while a call has the screen; a page that was hidden all the time
    stays until it has been seen for three seconds (s of the clock)."""

    clock: Clock
    position: int = 0
    _due: float | None = None
    _seen: float = 0.0
    _last: float = field(default=0.0)

    def tick(self, pages: int, *, hidden: bool) -> None:
        """Go on in time; `hidden` says whether something else has the screen."""
        now = self.clock.monotonic()
        if self._due is None:
            self._due, self._last = now + self._period(pages), now
        if not hidden:
            self._seen += now - self._last
        self._last = now
        if pages > 1 and now >= self._due and self._seen >= min(SEEN_SECONDS, self._period(pages)):
            self.position = (self.position + 1) % pages
            self._due, self._seen = now + self._period(pages), 0.0

    def _period(self, pages: int) -> float:
        """Seconds of a page, never less than a real one, on a clock that runs fast."""
        return _at_least_real(self.clock, min(PAGE_SECONDS, ROUND_SECONDS / max(1, pages)))


@dataclass(slots=True)
class Carousel:
    """Turns pages every `seconds` of the clock, but never more often than once a real second."""

    clock: Clock
    position: int = 0
    seconds: float = SLIDE_SECONDS
    _due: float | None = None

    def tick(self, frozen: bool) -> bool:
        """Turn when it is time, and say so; while `frozen` the page stays and its time begins anew."""
        now = self.clock.monotonic()
        if self._due is None or frozen:
            self._due = now + self._period
        elif now >= self._due:
            self.position += 1
            self._due = now + self._period
            return True
        return False

    def show(self, position: int) -> None:
        """Turn to a page and give it its whole time."""
        self.position = position
        self._due = self.clock.monotonic() + self._period

    @property
    def _period(self) -> float:
        return _at_least_real(self.clock, self.seconds)


def _at_least_real(clock: Clock, seconds: float) -> float:
    """The span, or on a clock that runs fast so much that a real second passes."""
    real = clock.real(seconds)
    return seconds if real >= 1 else seconds / real

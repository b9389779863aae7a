"""Which page of counters is shown: every page is seen, however often calls take the screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from balai.clock import Clock

#: A page stays so long at most, all pages together take so long at most, and each is seen so long at least.
PAGE_SECONDS, ROUND_SECONDS, SEEN_SECONDS = 12.0, 54.0, 3.0


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
        seconds = min(PAGE_SECONDS, ROUND_SECONDS / max(1, pages))
        real = self.clock.real(seconds)
        return seconds if real >= 1 else seconds / real

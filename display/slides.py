"""The info panel's slides, and the calm turning of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from balai.clock import Clock
from balai.protocol.views import ServiceView
from display.scene import Info, InfoRow
from display.words import bring_to

SECONDS = 12.0
ROWS = 4
Wrap = Callable[[str], list[str]]


def slides(services: Iterable[ServiceView], wrap: Wrap) -> tuple[Info, ...]:
    """One slide for each service that asks for papers, more where a list is longer than a slide.

    ``wrap`` cuts a text into the lines that fit the panel.
    """
    made = [
        Info(service.name, bring_to(service.counters), rows, service.fee)
        for service in services
        for rows in _pages(service.requirements, wrap)
    ]
    return tuple(replace(slide, page=page, pages=len(made)) for page, slide in enumerate(made))


def _pages(requirements: Iterable[str], wrap: Wrap) -> list[tuple[InfoRow, ...]]:
    """Rows by slide: an entry stays whole where it can."""
    pages: list[list[InfoRow]] = []
    for number, text in enumerate(requirements, start=1):
        lines = wrap(text)[:ROWS]
        entry = [InfoRow(str(number) if at == 0 else "", line, at == 0) for at, line in enumerate(lines)]
        if not pages or len(pages[-1]) + len(entry) > ROWS:
            pages.append([])
        pages[-1] += entry
    return [tuple(page) for page in pages]


@dataclass(slots=True)
class Carousel:
    """Turns pages every 12 s of the clock, but never more often than once a real second."""

    clock: Clock
    position: int = 0
    _due: float | None = None

    def tick(self, frozen: bool) -> None:
        """Turn when it is time; while ``frozen`` the page stays and its time begins anew."""
        now = self.clock.monotonic()
        if self._due is None or frozen:
            self._due = now + self._period
        elif now >= self._due:
            self.position += 1
            self._due = now + self._period

    def show(self, position: int) -> None:
        """Turn to a page and give it its whole time."""
        self.position = position
        self._due = self.clock.monotonic() + self._period

    @property
    def _period(self) -> float:
        real = self.clock.real(SECONDS)
        return SECONDS if real >= 1 else SECONDS / real

"""The info panel's slides, and the calm turning of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from balai.clock import Clock
from balai.protocol.views import ServiceView
from balai.words import Words
from display.picture.scene import Info, InfoRow
from display.picture.words import bring_to, paragraph

SECONDS = 12.0
ROWS = 4
#: Lines of a notice, and of all text on an upright panel, on one slide.
NOTICE_ROWS, UPRIGHT_ROWS = 5, 2
Wrap = Callable[[str], list[str]]
#: So many slides of services, then a notice or picture.
_BETWEEN = 3


def slides(services: Iterable[ServiceView], wrap: Wrap, say: Words) -> tuple[Info, ...]:
    """One slide for each service that asks for papers, more where a list is longer than a slide.

    `wrap` cuts a text into the lines that fit the panel.
    """
    made = [
        Info(service.name, bring_to(service.at, say), rows, service.fee)
        for service in services
        for rows in _pages(service.requirements, wrap, _room_below(service.name, wrap))
    ]
    return numbered(made)


def upright_slides(services: Iterable[ServiceView], wrap: Wrap, say: Words) -> tuple[Info, ...]:
    """The same for an upright panel: the list as sentences below its title."""
    made = [
        Info(service.name, say("wall.to_bring_below"), rows)
        for service in services
        if service.requirements
        for rows in _lines(_sentences(service, say), wrap, UPRIGHT_ROWS)
    ]
    return numbered(made)


def notice_slides(
    notices: Iterable[str], wrap: Wrap, say: Words, rows: int = NOTICE_ROWS
) -> tuple[Info, ...]:
    """A slide for each notice of the hall, more where it is longer than one."""
    return tuple(
        Info(say("wall.notice"), rows=lines, notice=True)
        for notice in notices
        for lines in _lines(notice, wrap, rows)
    )


def among(services: Sequence[Info], others: Sequence[Info]) -> tuple[Info, ...]:
    """All slides in turn: after every third service a notice or picture, so that none is seldom seen."""
    if not others or not services:
        return numbered([*services, *others])
    made: list[Info] = []
    told = 0
    for index in range(0, len(services), _BETWEEN):
        made += [*services[index : index + _BETWEEN], others[told % len(others)]]
        told += 1
    return numbered([*made, *others[told:]])


def said(text: str, say: Words) -> Info:
    """What stands on the wall while an announcement is made; one without words is to be heard."""
    return Info(say("wall.notice"), said=text or say("wall.listen"))


def numbered(made: Sequence[Info]) -> tuple[Info, ...]:
    """The slides, each with its place."""
    return tuple(replace(slide, page=page, pages=len(made)) for page, slide in enumerate(made))


def _sentences(service: ServiceView, say: Words) -> str:
    return paragraph(service.requirements, service.at, service.fee, say)


def _lines(text: str, wrap: Wrap, rows: int) -> list[tuple[InfoRow, ...]]:
    lines = wrap(text)
    return [
        tuple(InfoRow("", line, at == 0) for at, line in enumerate(lines[first : first + rows]))
        for first in range(0, len(lines), rows)
    ]


def _room_below(title: str, wrap: Wrap) -> int:
    """Rows of a slide. A long title takes one of them."""
    return ROWS - 1 if len(wrap(title)) > 1 else ROWS


def _pages(requirements: Iterable[str], wrap: Wrap, most: int) -> list[tuple[InfoRow, ...]]:
    """Rows by slide, at most so many: an entry stays whole where it can."""
    pages: list[list[InfoRow]] = []
    for number, text in enumerate(requirements, start=1):
        lines = wrap(text)[:most]
        entry = [InfoRow(str(number) if at == 0 else "", line, at == 0) for at, line in enumerate(lines)]
        if not pages or len(pages[-1]) + len(entry) > most:
            pages.append([])
        pages[-1] += entry
    return [tuple(page) for page in pages]


@dataclass(slots=True)
class Carousel:
    """Turns pages every `seconds` of the clock, but never more often than once a real second."""

    clock: Clock
    position: int = 0
    seconds: float = SECONDS
    _due: float | None = None

    def tick(self, frozen: bool) -> None:
        """Turn when it is time; while `frozen` the page stays and its time begins anew."""
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
        real = self.clock.real(self.seconds)
        return self.seconds if real >= 1 else self.seconds / real

"""The information panel's slides of papers to bring, of notices and of the page for visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from balai.protocol.views import ServiceView
from balai.words import Words
from display.picture.scene import Info, InfoRow
from display.picture.words import bring_to, paragraph, service_name

ROWS = 4
#: Lines of a notice, and of all text on an upright panel, on one slide.
NOTICE_ROWS, UPRIGHT_ROWS = 5, 2
Wrap = Callable[[str], list[str]]


def slides(services: Iterable[ServiceView], wrap: Wrap, say: Words) -> tuple[Info, ...]:
    """One slide for each service that asks for papers, more where a list is longer than a slide.

    `wrap` cuts a text into the lines that fit the panel.
    """
    made = [
        Info(name, bring_to(service.at, say), rows, service.fee)
        for service in services
        for name in (service_name(service, say),)
        for rows in _pages(service.requirements, wrap, _room_below(name, wrap))
    ]
    return numbered(made, say)


def upright_slides(services: Iterable[ServiceView], wrap: Wrap, say: Words) -> tuple[Info, ...]:
    """The same for an upright panel: the list as sentences below its title."""
    made = [
        Info(service_name(service, say), say("wall.to_bring_below"), rows)
        for service in services
        if service.requirements
        for rows in _lines(_sentences(service, say), wrap, UPRIGHT_ROWS)
    ]
    return numbered(made, say)


def notice_slides(
    notices: Iterable[str], wrap: Wrap, say: Words, rows: int = NOTICE_ROWS
) -> tuple[Info, ...]:
    """A slide for each notice of the hall, more where it is longer than one."""
    made = [
        Info(say("wall.notice"), rows=lines, notice=True)
        for notice in notices
        for lines in _lines(notice, wrap, rows)
    ]
    return numbered(made, say)


def listed(title: str, texts: Iterable[str], wrap: Wrap, say: Words, rows: int) -> tuple[Info, ...]:
    """Slides of that title with so many lines each: a text stays whole where it can."""
    entries = _pages(texts, wrap, rows, labels=False)
    return numbered([Info(title, rows=page, notice=True) for page in entries], say)


def address_slides(address: str, say: Words) -> tuple[Info, ...]:
    """The page for visitors, if the hall has one."""
    return numbered([Info(say("wall.follow"), address=address)] if address else [], say)


def said(text: str, say: Words) -> Info:
    """What stands on the wall while an announcement is made; one without words is to be heard."""
    return Info(say("wall.notice"), said=text or say("wall.listen"), language=say.language)


def numbered(made: Sequence[Info], say: Words) -> tuple[Info, ...]:
    """The slides of one kind, each with its place and language."""
    count, language = len(made), say.language
    return tuple(replace(slide, page=at, pages=count, language=language) for at, slide in enumerate(made))


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


def _pages(
    requirements: Iterable[str], wrap: Wrap, most: int, *, labels: bool = True
) -> list[tuple[InfoRow, ...]]:
    """Rows by slide, at most so many: an entry stays whole where it can."""
    pages: list[list[InfoRow]] = []
    for number, text in enumerate(requirements, start=1):
        lines, label = wrap(text)[:most], str(number) if labels else ""
        entry = [InfoRow(label if at == 0 else "", line, at == 0) for at, line in enumerate(lines)]
        if not pages or len(pages[-1]) + len(entry) > most:
            pages.append([])
        pages[-1] += entry
    return [tuple(page) for page in pages]

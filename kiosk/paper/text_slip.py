"""Tickets, vouchers and slips in the printer's own letters: the same sentences as in the picture."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from balai.codes import address, grouped
from balai.words import Words, words_in
from hardware.ports import CodeBlock, Piece, TextLine
from kiosk.paper import wording
from kiosk.paper.papers import Paper
from kiosk.paper.qr import shown
from kiosk.paper.sheet import Letterhead
from kiosk.paper.slips.note import Note
from kiosk.paper.slips.notice import Notice
from kiosk.paper.ticket_layout import Ticket, facts, hints, in_short
from kiosk.paper.voucher import Voucher
from kiosk.paper.voucher import in_short as voucher_in_short

_LARGEST = 8


def text_slip(paper: Paper, columns: int) -> tuple[Piece, ...]:
    """A paper in lines of so many letters."""
    say = words_in(paper.language)
    if isinstance(paper, Note):
        found = _note(paper, say)
    elif isinstance(paper, Notice):
        found = _notice(paper, say)
    elif isinstance(paper, Voucher):
        found = _voucher(paper, say)
    else:
        found = _ticket(paper, say)
    return tuple(piece for one in found for piece in _fitted(one, columns))


def _fitted(piece: Piece, columns: int) -> Iterator[Piece]:
    """A piece in as many lines as it takes, a large one smaller where that keeps it whole."""
    if isinstance(piece, CodeBlock):
        yield piece
        return
    words = piece.text if piece.text != "-" else "-" * columns
    size = min(piece.size, max(1, columns // max(1, len(words)))) if piece.size > 2 else piece.size
    for line in textwrap.wrap(words, columns // size) or [""]:
        yield TextLine(line, size, piece.bold, piece.middle)


_RULE = TextLine("-")


def _head(paper: Letterhead, say: Words, *, copy: bool, mark: str = "ticket.copy") -> Iterator[Piece]:
    yield TextLine(paper.hall, bold=True)
    yield TextLine(paper.regency)
    yield _RULE
    if copy:
        yield TextLine(say(mark), 2, bold=True, middle=True)
        yield _RULE


def _agency(paper: Letterhead) -> Iterator[Piece]:
    sign = paper.agency_letter if paper.agency_shape else ""
    if named := "  ".join(filter(None, (sign, paper.agency))):
        yield TextLine(named, bold=True)
    yield TextLine(paper.service)


def _ticket(ticket: Ticket, say: Words) -> Iterator[Piece]:
    mark = "ticket.sample" if ticket.sample else "ticket.copy"
    yield from _head(ticket, say, copy=ticket.copy or ticket.sample, mark=mark)
    yield from _agency(ticket)
    yield TextLine("")
    yield TextLine(ticket.number, _LARGEST, bold=True, middle=True)
    yield TextLine("")
    yield _RULE
    for label, value in facts(ticket, say):
        yield TextLine(f"{label}: {value}", bold=True)
    for hint in hints(ticket, say):
        yield TextLine(hint)
    if ticket.requirements:
        yield TextLine(say("ticket.to_bring"), bold=True)
        yield from (TextLine(f"- {paper}") for paper in ticket.requirements)
    if ticket.beside is not None:
        yield TextLine(in_short(ticket, words_in(ticket.beside)))
    if ticket.code:
        yield from _followed(ticket, say)
    yield _RULE
    if ticket.certain:
        yield TextLine(", ".join(wording.issued(ticket.at, say)), bold=True)
    if ticket.prints.footer:
        yield TextLine(ticket.prints.footer)
    yield TextLine(" ".join(wording.private(say, today_only=ticket.today_only)))


def _followed(ticket: Ticket, say: Words) -> Iterator[Piece]:
    title, first, last = say.lines("ticket.follow" if ticket.page else "ticket.follow_here")
    yield _RULE
    yield CodeBlock(address(ticket.page, ticket.code))
    yield TextLine(title, bold=True, middle=True)
    yield TextLine(" ".join((first, *((shown(ticket.page),) if ticket.page else ()), last)), middle=True)
    yield TextLine(grouped(ticket.code), 2, bold=True, middle=True)


def _voucher(voucher: Voucher, say: Words) -> Iterator[Piece]:
    yield from _head(voucher, say, copy=voucher.copy)
    yield TextLine(say("ticket.place_kept") if voucher.keeps else say("ticket.right"), 2, bold=True)
    yield TextLine(say("ticket.unserved", number=voucher.number))
    yield from _agency(voucher)
    yield _RULE
    yield TextLine(wording.valid(voucher.valid_on, say), bold=True)
    yield TextLine(say("ticket.number_stays") if voucher.keeps else say("ticket.hand_in"))
    if voucher.beside is not None:
        yield TextLine(voucher_in_short(voucher, words_in(voucher.beside)))
    code = voucher.number if voucher.keeps else grouped(voucher.code)
    yield TextLine(code, _LARGEST, bold=True, middle=True)
    if not voucher.keeps:
        yield CodeBlock(voucher.code)
    yield _RULE
    yield TextLine(say.lines("ticket.private")[0])


def _notice(notice: Notice, say: Words) -> Iterator[Piece]:
    yield from _head(notice, say, copy=False)
    yield from _agency(notice)
    yield _RULE
    yield TextLine(notice.what, 2, bold=True)
    yield TextLine(notice.when, bold=True)
    yield _RULE
    yield TextLine(say("ticket.no_number"))
    if notice.at is not None:
        yield TextLine(", ".join(wording.issued(notice.at, say)))


def _note(note: Note, say: Words) -> Iterator[Piece]:
    yield TextLine(note.hall)
    yield _RULE
    if note.number:
        yield TextLine(note.number, _LARGEST, bold=True, middle=True)
    yield TextLine(note.told.heavy, 2, bold=True)
    yield TextLine(note.told.plain)
    yield TextLine(note.told.service)
    yield TextLine(say("code.no_ticket"))

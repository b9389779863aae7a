"""All that comes out of a kiosk's printer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from PIL import Image

from hardware.ports import Strip
from kiosk.paper.sheet import draw_head
from kiosk.paper.slips.note import Note, draw_note
from kiosk.paper.slips.notice import Notice, draw_notice
from kiosk.paper.ticket_layout import Ticket, draw_ticket, set_ticket
from kiosk.paper.voucher import Voucher, draw_voucher, set_voucher

#: What nobody waits for, and no number begins with; a ticket among them is a sample.
Slip: TypeAlias = Note | Notice | Ticket
Paper: TypeAlias = Ticket | Voucher | Note | Notice


def strips(paper: Paper, width_dots: int, *, native: bool = False) -> Iterator[Strip]:
    """The same from the top, in strips of which each is drawn when it is needed: what stands on top of every
    ticket is there at once. `native`: the printer draws codes itself."""
    if isinstance(paper, Note):
        yield draw_paper(paper, width_dots)
        return
    top = draw_head(paper.hall, paper.regency, width_dots)
    yield top
    if isinstance(paper, Notice):
        whole = draw_notice(paper, width_dots)
        yield whole.crop((0, top.height, whole.width, whole.height))
        return
    if isinstance(paper, Ticket):
        sheet = set_ticket(paper, width_dots, native=native)
    else:
        sheet = set_voucher(paper, width_dots, native=native)
    yield from sheet.parts(top.height)


def draw_paper(paper: Paper, width_dots: int) -> Image.Image:
    """The picture of what is to be printed."""
    if isinstance(paper, Voucher):
        return draw_voucher(paper, width_dots)
    if isinstance(paper, Note):
        return draw_note(paper, width_dots)
    if isinstance(paper, Notice):
        return draw_notice(paper, width_dots)
    return draw_ticket(paper, width_dots)

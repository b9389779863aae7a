"""All that comes out of a kiosk's printer."""

from __future__ import annotations

from typing import TypeAlias

from PIL import Image

from kiosk.paper.slips.note import Note, draw_note
from kiosk.paper.slips.notice import Notice, draw_notice
from kiosk.paper.ticket_layout import Ticket, draw_ticket
from kiosk.paper.voucher import Voucher, draw_voucher

#: What nobody waits for, and no number begins with.
Slip: TypeAlias = Note | Notice
Paper: TypeAlias = Ticket | Voucher | Note | Notice


def draw_paper(paper: Paper, width_dots: int) -> Image.Image:
    """The picture of what is to be printed."""
    if isinstance(paper, Voucher):
        return draw_voucher(paper, width_dots)
    if isinstance(paper, Note):
        return draw_note(paper, width_dots)
    if isinstance(paper, Notice):
        return draw_notice(paper, width_dots)
    return draw_ticket(paper, width_dots)

"""Draws a ticket that nobody printed: the very dots of the paper as a PNG file, for a manager's page.

A helper process (`balai.program.helper`) of the hub, which draws nothing itself. It is asked with what a
kiosk would know (`SampleTicket`), whether that one reads `codes`, and how many `dots` its head has.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from balai.program.helper import serve
from balai.protocol.devices.samples import SampleTicket
from kiosk.paper.ticket_layout import draw_ticket
from kiosk.paper.tickets import ticket_for

#: Bytes of address space, and seconds of the processor until a helper is renewed.
_MEMORY, _SECONDS = 500_000_000, 600


def drawn(wish: Mapping[str, Any]) -> bytes | str:
    """The ticket as a PNG file."""
    told = SampleTicket.model_validate(wish)
    ticket = ticket_for(told.visit, told.hall, own=told.own, codes=wish["codes"], language=told.language)
    file = io.BytesIO()
    draw_ticket(ticket, wish["dots"]).save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    serve(drawn, memory=_MEMORY, seconds=_SECONDS)

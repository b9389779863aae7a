"""Papers that any kiosk may print: each is claimed by one, which says when it is out."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Strict, StringConstraints

from balai.protocol.base import Message, News
from balai.protocol.pushes import Unserved

#: What a paper is known by: the code of a voucher, or the place in the day's log where a copy was asked for.
PaperKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]


class ClaimPapers(Message):
    """Let the asking kiosk print vouchers, `most` at once, and of these `copies` (the places in today's log
    where they were asked of no certain kiosk) those that nobody else prints."""

    most: Annotated[int, Strict(), Field(ge=0, le=20)] = 2
    copies: Annotated[tuple[Annotated[int, Strict(), Field(ge=1, le=2**53)], ...], Field(max_length=20)] = ()


class DueVoucher(Unserved):
    """A voucher that the asking kiosk prints now. `again`: it was claimed before; a part of it may be out."""

    again: bool = False


class ClaimedPapers(News):
    """What the asking kiosk prints within so many real `seconds`, or claims again; and how many vouchers are
    `left` for others or later."""

    vouchers: tuple[DueVoucher, ...]
    copies: tuple[int, ...]
    left: int
    seconds: float


class PapersOut(Message):
    """These came out of the asking kiosk, or nobody knows whether they did."""

    papers: Annotated[tuple[PaperKey, ...], Field(min_length=1, max_length=50)]


def copy_key(day: str, seq: int) -> str:
    """What a copy is known by that was asked for on a day (ISO) at that place of the log."""
    return f"{day}-{seq}"

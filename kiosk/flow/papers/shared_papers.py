"""Vouchers and copies that any kiosk of the hall may print: what this one has claimed, and what came out.

The hub lets one kiosk print each. A claim lapses, so that a kiosk that dies or has no paper leaves the rest
to the others; what is claimed anew is printed as a copy, since a part of it may be out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import structlog

from balai.clock import Clock
from balai.protocol.devices.papers import ClaimedPapers, ClaimPapers, DueVoucher, PapersOut, copy_key
from balai.protocol.pushes import CopyAsked
from hardware.ports import HubRefused, HubUnavailable
from kiosk.flow.lane import Lane

#: After so long (seconds of the clock) it is asked again: where the hub did not answer, where others may
#: leave papers behind, and how long somebody waits for a copy.
AGAIN_SECONDS, OTHERS_SECONDS, COPY_SECONDS = 5.0, 60.0, 600.0
#: Vouchers claimed at once: a slow line prints so many well within a claim.
AT_ONCE = 2

log = structlog.get_logger(__name__)


class SharesPapers(Protocol):
    """The part of the link that is used here. Each raises HubRefused and HubUnavailable."""

    def claim_papers(self, wanted: ClaimPapers) -> ClaimedPapers:
        """Ask which vouchers and copies to print."""

    def papers_out(self, done: PapersOut) -> None:
        """Say which came out."""


@dataclass(frozen=True)
class Claim:
    """A paper that this kiosk prints: what it is known by at the hub, and until when (the clock's monotonic
    seconds) nobody else does."""

    paper: str
    until: float


@dataclass(frozen=True)
class _Copy:
    asked: CopyAsked
    day: str
    since: float


class SharedPapers:
    """For the worker's thread alone."""

    def __init__(self, link: SharesPapers, lane: Lane, clock: Clock) -> None:
        """`lane` is where the hub is asked, which may hang."""
        self._link, self._lane, self._clock = link, lane, clock
        self._busy = False
        self._due: float | None = None
        self._copies: dict[int, _Copy] = {}
        self._out: list[str] = []
        self._print_voucher: Callable[[DueVoucher, Claim], None] = lambda _due, _claim: None
        self._print_copy: Callable[[CopyAsked, str, Claim], None] = lambda _asked, _day, _claim: None

    def on_claimed(
        self,
        voucher: Callable[[DueVoucher, Claim], None],
        copy: Callable[[CopyAsked, str, Claim], None],
    ) -> None:
        """Hand what this kiosk prints to `voucher`, and to `copy` with the day of the asking (ISO)."""
        self._print_voucher, self._print_copy = voucher, copy

    def look(self) -> None:
        """There may be vouchers to print."""
        self._due = self._clock.monotonic()

    def wish(self, asked: CopyAsked, day: str, seq: int) -> None:
        """A copy was asked for, of no certain kiosk."""
        self._copies[seq] = _Copy(asked, day, self._clock.monotonic())
        self.look()

    def out(self, claim: Claim | None) -> None:
        """A paper came out, or nobody knows whether it did."""
        if claim is not None:
            self._out.append(claim.paper)
            self._copies = {s: c for s, c in self._copies.items() if copy_key(c.day, s) != claim.paper}
            self.look()

    def ask(self, *, ready: bool) -> None:
        """Tell the hub what came out, and ask what is to be printed: where nothing is on its way to paper
        (`ready`), since the hub hands out again what this kiosk has claimed."""
        now = self._clock.monotonic()
        if self._busy or self._due is None or now < self._due:
            return
        if self._out:
            self._begin(PapersOut(papers=tuple(self._out[:50])))
        elif ready:
            self._copies = {s: c for s, c in self._copies.items() if now - c.since < COPY_SECONDS}
            self._begin(ClaimPapers(most=AT_ONCE, copies=tuple(self._copies)[:20]))

    def _begin(self, wanted: ClaimPapers | PapersOut) -> None:
        self._busy = True
        asked_at = self._clock.monotonic()
        self._lane.run(partial(self._asked, wanted), partial(self._answered, wanted, asked_at))

    def _asked(self, wanted: ClaimPapers | PapersOut) -> ClaimedPapers | HubRefused | HubUnavailable | None:
        try:
            if isinstance(wanted, PapersOut):
                self._link.papers_out(wanted)
                return None
            return self._link.claim_papers(wanted)
        except (HubRefused, HubUnavailable) as fault:
            return fault

    def _answered(
        self,
        wanted: ClaimPapers | PapersOut,
        asked_at: float,
        answer: ClaimedPapers | HubRefused | HubUnavailable | None,
    ) -> None:
        self._busy = False
        if isinstance(answer, (HubRefused, HubUnavailable)):
            log.warning("papers_not_shared", reason=str(answer))
            wait = AGAIN_SECONDS if isinstance(answer, HubUnavailable) else OTHERS_SECONDS
            self._due = self._clock.monotonic() + wait
        elif isinstance(answer, ClaimedPapers):
            self._take(answer, asked_at)
        if isinstance(wanted, PapersOut) and not isinstance(answer, HubUnavailable):
            self._out = self._out[len(wanted.papers) :]

    def _take(self, answer: ClaimedPapers, asked_at: float) -> None:
        until = asked_at + answer.seconds / self._clock.real(1.0)
        # What came out wakes it sooner.
        more = answer.left or answer.vouchers or self._copies
        self._due = self._clock.monotonic() + OTHERS_SECONDS if more else None
        for seq in answer.copies:
            copy = self._copies[seq]
            self._print_copy(copy.asked, copy.day, Claim(copy_key(copy.day, seq), until))
        for due in answer.vouchers:
            self._print_voucher(due, Claim(due.voucher, until))

"""What has to come out of the printer: tickets, copies of them, vouchers; and what is known of its being
there.

A paper that cannot be printed now is pending, and printed as soon as the printer is well again. Of a ticket
the hub is told as soon as that is known (`marks`), so that the desk sees who holds none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

import structlog
from PIL.Image import Image

from balai.clock import Clock
from hardware.ports import PrinterFault, PrinterStatus, ReceiptPrinter
from kiosk.flow.pending_prints import MOST_VOUCHERS, OLDEST_VOUCHER_SECONDS, PendingPrint, PendingPrints
from kiosk.flow.ports import KeepsPaper
from kiosk.flow.ticket_marks import TicketMarks
from kiosk.journal.file import JournalFault
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.voucher import Voucher

#: How often the printer is asked how it is: well, and not well (seconds of the clock).
LOOK_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 2.0

Paper: TypeAlias = Ticket | Voucher
_UNASKED = PrinterStatus(ok=False, paper="unknown", cover="unknown", offline=True, detail="not asked yet")

log = structlog.get_logger(__name__)


class Printing:
    """The printer with all that waits for it. For the worker's thread alone."""

    def __init__(
        self,
        printer: ReceiptPrinter,
        marks: TicketMarks,
        journal: KeepsPaper,
        clock: Clock,
        *,
        draw: Callable[[Paper], Image],
        beat: Callable[[], None],
    ) -> None:
        """`journal` keeps what is known of each ticket; `draw` makes the picture of a paper; `beat` is called
        before each, since a morning's pile takes longer than a program may be silent."""
        self._printer, self._marks, self._clock = printer, marks, clock
        self._journal = journal
        self._draw, self._beat = draw, beat
        self.counts: Counter[str] = Counter(printed=0)
        self.status = _UNASKED
        self._tickets = PendingPrints(self._give_up)
        self._vouchers = PendingPrints(
            self._give_up, most=MOST_VOUCHERS, oldest_seconds=OLDEST_VOUCHER_SECONDS
        )
        self.next_look = clock.monotonic()

    @property
    def pending(self) -> list[str]:
        """Numbers that were given and are not on paper yet."""
        return self._tickets.numbers + self._vouchers.numbers

    def hand_out(self, paper: Paper, day: str, visit_id: str = "", *, asked: bool = False) -> None:
        """Print a paper of `day` (ISO) now, or as soon as that is possible. `visit_id` is a ticket's,
        `asked` whether staff asked for it."""
        kind = "voucher" if isinstance(paper, Voucher) else "asked" if asked else "ticket"
        waiting = self._vouchers if kind == "voucher" else self._tickets
        pending = PendingPrint(paper, day, self._clock.monotonic(), visit_id, asked)
        if self.status.ok and not waiting and self._print(pending):
            log.info("paper_printed", number=paper.number, kind=kind)
            return
        waiting.add(pending)
        log.error(
            "paper_pending",
            number=paper.number,
            kind=kind,
            pending=len(waiting),
            printer=self.status.detail,
        )
        if not self.status.ok:
            self._marks.missing(visit_id)

    def look(self, day: str | None) -> None:
        """Where it is time, ask the printer how it is; where it is well, print what is pending."""
        if self._clock.monotonic() < self.next_look:
            return
        self._saw(self._printer.status())
        for waiting in (self._tickets, self._vouchers):
            self._catch_up(waiting, day)
        self._look_again(LOOK_SECONDS if self.status.ok else LOOK_AGAIN_SECONDS)

    def _catch_up(self, waiting: PendingPrints, day: str | None) -> None:
        now = self._clock.monotonic()
        while self.status.ok and (pending := waiting.first(now, day)) is not None:
            if self._print(pending):
                waiting.printed()
                self.counts["late"] += 1
                log.info("pending_ticket_printed", number=pending.ticket.number, pending=len(waiting))
            else:
                self._marks.missing(pending.visit_id)
                return

    def _print(self, pending: PendingPrint) -> bool:
        """Whether a paper is out. Before a ticket's first byte leaves, it is kept that it may be out."""
        self._beat()
        kept = "" if pending.asked else pending.visit_id
        picture = self._draw(pending.ticket)
        try:
            self._journal.printing(kept)
            self._printer.print_image(picture)
        except PrinterFault as fault:
            self._saw(_after(fault))
            self._look_again(LOOK_AGAIN_SECONDS)
            self._failed(kept, cut_short=fault.code == "interrupted")
            return False
        except JournalFault:
            self._look_again(LOOK_AGAIN_SECONDS)
            return False
        with suppress(JournalFault):  # it is out all the same
            self._journal.printed(kept)
        self.counts["printed"] += 1
        self._marks.printed(pending.visit_id, asked=pending.asked)
        return True

    def _failed(self, visit_id: str, *, cut_short: bool) -> None:
        with suppress(JournalFault):  # the journal has said so itself
            self._journal.failed(visit_id, cut_short=cut_short)

    def _saw(self, status: PrinterStatus) -> None:
        before = self.status
        if (status.ok, status.detail) != (before.ok, before.detail):
            (log.info if status.ok else log.error)("printer", ok=status.ok, detail=status.detail)
        self.status = status

    def _look_again(self, seconds: float) -> None:
        # A scaled clock may not make the kiosk ask its printer more than once a real second.
        self.next_look = self._clock.monotonic() + max(seconds, 1.0 / self._clock.real(1.0))

    def _give_up(self, pending: PendingPrint, why: str) -> None:
        self.counts["given_up"] += 1
        log.error("pending_ticket_given_up", number=pending.ticket.number, why=why)
        with suppress(JournalFault):
            self._journal.given_up("" if pending.asked else pending.visit_id)
        if why != "other_day":
            self._marks.missing(pending.visit_id)


def _after(fault: PrinterFault) -> PrinterStatus:
    return PrinterStatus(
        ok=False,
        paper="out" if fault.code == "paper_out" else "unknown",
        cover="open" if fault.code == "cover_open" else "unknown",
        offline=True,
        detail=fault.detail,
    )

"""What has to come out of the printer: tickets, copies of them, vouchers; and what is known of its being
there.

A paper that cannot be printed now is pending, and printed as soon as the printer is well again; marked as a
copy where a part of it may be out already. Of a ticket the hub is told as soon as that is known (`marks`), so
that the desk sees who holds none, or perhaps none.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TypeVar

import structlog
from PIL.Image import Image

from balai.clock import Clock
from hardware.ports import PrinterFault, PrinterStatus, ReceiptPrinter
from hardware.printers.absence import absent
from kiosk.flow.lane import Lane
from kiosk.flow.papers.attempts import Ahead, Attempt, Drawn, after, asked
from kiosk.flow.papers.pending_prints import PendingPrint, PendingPrints
from kiosk.flow.papers.shared_papers import Claim
from kiosk.flow.papers.ticket_marks import TicketMarks
from kiosk.flow.ports import KeepsPaper
from kiosk.journal.file import JournalFault
from kiosk.journal.roll import RollBook
from kiosk.paper.papers import Paper, Slip
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.voucher import Voucher

#: How often the printer is asked how it is: well, and not well (seconds of the clock).
LOOK_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 2.0
#: A paper of which a part came out is tried so often; then it is for a person to see to.
TRIES = 2
#: Work that takes longer (seconds of the clock) is told as a fault until it ends.
STUCK_SECONDS = 180.0
#: How long a slip that says why there is no number waits for the printer (seconds of the clock).
SLIP_SECONDS = 10.0
#: So many numbers that were given up are remembered.
_MOST_LOST = 50

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Printing:
    """The printer, which works in a `lane`, with all that waits for it. For the worker's thread alone."""

    def __init__(
        self, printer: ReceiptPrinter, lane: Lane, marks: TicketMarks, journal: KeepsPaper, clock: Clock, *,
        draw: Callable[[Paper], Drawn], out: Callable[[Claim | None], None], roll: RollBook,
    ) -> None:  # fmt: skip
        """`journal` keeps what is known of each ticket; `draw` makes the picture of a paper; `out` hears of
        each paper that is printed no more, with its claim; `roll` counts them."""
        self.roll = roll
        self._printer, self._lane, self._marks, self._clock = printer, lane, marks, clock
        self._journal, self._ended = journal, out
        self.counts: Counter[str] = Counter(printed=0)
        self.status = absent("not asked yet")
        self._tickets = PendingPrints(self._give_up)
        self._vouchers = PendingPrints(self._give_up)
        self._working: PendingPrint | None = None
        self._busy, self._since = False, 0.0
        self._ahead = Ahead(printer, draw)
        self._slip: tuple[Slip, float] | None = None
        self._day: str | None = None
        #: Numbers whose paper did not come and will not.
        self.lost: deque[str] = deque(maxlen=_MOST_LOST)
        self.next_look = clock.monotonic()

    @property
    def pending(self) -> list[str]:
        """Numbers that were given and are not on paper yet, but for the one that is just being printed."""
        waiting, working = self._tickets.numbers + self._vouchers.numbers, self._working
        # Others look at any moment: one that fails waits again before it is no more at work.
        late = working is not None and working.late and working.ticket.number not in waiting
        return [working.ticket.number, *waiting] if working is not None and late else waiting

    @property
    def printing(self) -> str:
        """The number whose paper is at the printer; empty where there is none."""
        return self._working.ticket.number if self._working is not None else ""

    @property
    def ready(self) -> bool:
        """Whether it has nothing to do, and could."""
        return self.status.ok and not self._busy and not (len(self._tickets) or len(self._vouchers))

    def hand_out(
        self,
        paper: Ticket | Voucher,
        day: str,
        visit_id: str = "",
        *,
        asked: bool = False,
        claim: Claim | None = None,
        age: float = 0.0,
    ) -> None:
        """Print a paper of `day` (ISO) now, or as soon as that is possible. `visit_id` is a ticket's,
        `asked` whether staff asked for it, `claim` that of a paper which any kiosk might print; it was given
        out `age` seconds ago."""
        self._wait(PendingPrint(paper, day, self._clock.monotonic() - age, visit_id, asked, claim))
        self._go_on()

    def prepare(self) -> None:
        """A number is being asked for: ask the printer meanwhile, so that its ticket need not wait for that.
        One that says nothing is not waited for."""
        if self.ready and self.status.paper != "unknown":
            self._lane.run(self._ahead.look, self._saw)

    def begin(self, head: Image) -> bool:
        """A number will surely be given: let its ticket begin with what stands on all of them. Whether it
        does, as far as is known."""
        begins = self.ready and self.status.paper != "unknown"
        if begins:
            self._lane.run(partial(self._ahead.begin, head), None)
        return begins

    def leave(self) -> None:
        """It was not: nothing hangs out of the printer."""
        self._lane.run(self._ahead.leave, None)

    def tell(self, slip: Slip) -> None:
        """Print a slip as soon as the printer is free, or not at all: nobody waits for it long."""
        self._slip = slip, self._clock.monotonic() + SLIP_SECONDS
        self._go_on()

    def _print_slip(self) -> None:
        (slip, until), self._slip = self._slip or (None, 0.0), None
        if slip is not None and self._clock.monotonic() < until:
            self._work(partial(self._ahead.print, slip), self._told)

    def _used(self, attempt: Attempt) -> None:
        if attempt.rows:
            self.roll.printed(attempt.rows)

    def _told(self, attempt: Attempt) -> None:
        self._busy = False
        self._used(attempt)
        if attempt.fault is not None:
            self._saw(after(attempt.fault))
            self._look_again(LOOK_AGAIN_SECONDS)
        self._go_on()

    def look(self, day: str | None) -> None:
        """Where it is time, ask the printer how it is; where it is well, print what is pending."""
        self._day = day
        now = self._clock.monotonic()
        if now < self.next_look:
            pass
        elif not self._busy:
            self._work(partial(asked, self._printer), self._looked)
        else:
            self._look_again(LOOK_AGAIN_SECONDS)
            if now - self._since > STUCK_SECONDS:
                self._saw(absent("the printer's driver does not come back", "printer_stuck"))
        self._go_on()

    def _looked(self, status: PrinterStatus) -> None:
        self._busy = False
        self._saw(status)
        self._look_again(LOOK_SECONDS if status.ok else LOOK_AGAIN_SECONDS)
        self._go_on()

    def _go_on(self) -> None:
        """Print what waits longest, a ticket before a voucher; or tell of what waits for the printer now."""
        now = self._clock.monotonic()
        for waiting in (self._tickets, self._vouchers):
            if not self.status.ok:
                for delayed in waiting.delayed():
                    self._not_yet(delayed)
                continue
            if self._busy:
                return
            pending = waiting.take(now, self._day)
            if pending is not None and not self._begin(pending):
                return
        if self.status.ok and not self._busy:
            self._print_slip()

    def _begin(self, pending: PendingPrint) -> bool:
        """Print a paper. Before a ticket's first byte leaves, it is kept that it may be out: where the disk
        does not take that, it waits."""
        self._working = pending
        try:
            self._journal.printing(_kept(pending))
        except JournalFault:
            self._wait(pending, first=True)
            self._working = None
            return False
        self._work(partial(self._ahead.print, pending.ticket), partial(self._tried, pending))
        return True

    def _work(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._busy, self._since = True, self._clock.monotonic()
        self._lane.run(work, then)

    def _tried(self, pending: PendingPrint, attempt: Attempt) -> None:
        self._busy = False
        self._used(attempt)
        if attempt.fault is not None:
            self._failed(pending, attempt.fault)
        else:
            self._out(pending, certain=attempt.certainty == "yes")
        self._working = None
        self._go_on()

    def _out(self, pending: PendingPrint, *, certain: bool) -> None:
        log.info("paper_printed", number=pending.ticket.number, certain=certain, late=pending.late)
        self.counts["printed" if certain else "unsure"] += 1
        if pending.late:
            self.counts["late"] += 1
        self._ended(pending.claim)
        # What nobody knows is never printed again by itself.
        self._keep(self._journal.printed if certain else self._journal.given_up, pending)
        if certain:
            self._marks.printed(pending.visit_id, asked=pending.asked)
            return
        # Of a printer that says nothing of itself it is so of every ticket, and told of none for itself.
        says_nothing = self.status.paper == "unknown"
        self._marks.unsure(pending.visit_id, asked=pending.asked, always=not says_nothing)

    def _failed(self, pending: PendingPrint, fault: PrinterFault) -> None:
        self._saw(after(fault))
        self._look_again(LOOK_AGAIN_SECONDS)
        self._keep(partial(self._journal.failed, cut_short=fault.began), pending)
        tries = pending.tries + fault.began
        if tries >= TRIES:
            self._give_up(pending, "tried_twice")
            return
        paper = replace(pending.ticket, copy=True) if fault.began else pending.ticket
        again = replace(pending, ticket=paper, tries=tries, late=True)
        self._wait(again, first=True)
        self._not_yet(again)

    def _wait(self, pending: PendingPrint, *, first: bool = False) -> None:
        waiting = self._vouchers if isinstance(pending.ticket, Voucher) else self._tickets
        waiting.add(pending, first=first)

    def _not_yet(self, pending: PendingPrint) -> None:
        log.error("paper_pending", number=pending.ticket.number, printer=self.status.detail)
        self._marks.missing(pending.visit_id)

    def _keep(self, what: Callable[[str], None], pending: PendingPrint) -> None:
        """Keep what became of a ticket; where the disk does not take it, it is so all the same, and the
        journal has said so itself."""
        with suppress(JournalFault):
            what(_kept(pending))

    def _saw(self, status: PrinterStatus) -> None:
        before = self.status
        if (status.ok, status.detail) != (before.ok, before.detail):
            (log.info if status.ok else log.error)("printer", ok=status.ok, detail=status.detail)
        self.status = status
        self.roll.saw(status.paper)

    def _look_again(self, seconds: float) -> None:
        # A scaled clock may not make the kiosk ask its printer more than once a real second.
        self.next_look = self._clock.monotonic() + max(seconds, 1.0 / self._clock.real(1.0))

    def _give_up(self, pending: PendingPrint, why: str) -> None:
        if why == "claim_lapsed":
            log.warning("paper_left_to_others", number=pending.ticket.number)
            return
        self.counts["given_up"] += 1
        self.lost.append(pending.ticket.number)
        log.error("pending_ticket_given_up", number=pending.ticket.number, why=why)
        self._keep(self._journal.given_up, pending)
        if why == "tried_twice":
            self._ended(pending.claim)
            self._marks.unsure(pending.visit_id)
        elif why != "other_day":
            self._marks.missing(pending.visit_id)


def _kept(pending: PendingPrint) -> str:
    """The visit by which a paper is kept in the journal; none for a copy that was asked for."""
    return "" if pending.asked else pending.visit_id

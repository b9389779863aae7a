"""Print queue: tickets whose number the hub has given and the printer has not put on paper yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.flow.papers.shared_papers import Claim
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.voucher import Voucher

#: More than these would be a pile of paper that nobody can hand out.
MOST = 50
#: After so long (seconds of the kiosk's clock) the visitor has been called or has left.
OLDEST_SECONDS = 30 * 60.0


@dataclass(frozen=True)
class PendingPrint:
    """A ticket or voucher with the day and the moment (monotonic seconds) of its issue; a ticket with its
    visit, and whether somebody `asked` for it. What any kiosk might print has this one's `claim`. `tries`
    that began and failed; `late`: it had to wait for the printer."""

    ticket: Ticket | Voucher
    day: str
    since: float
    visit_id: str = ""
    asked: bool = False
    claim: Claim | None = None
    tries: int = 0
    late: bool = False


class PendingPrints:
    """Keeps tickets in the order of their issue; `drop` hears of each that is given up."""

    def __init__(
        self,
        drop: Callable[[PendingPrint, str], None],
        *,
        most: int = MOST,
        oldest_seconds: float = OLDEST_SECONDS,
    ) -> None:
        """`drop` is told the ticket and why: too_many, too_old, other_day, or claim_lapsed: others may print
        it now."""
        self._most, self._oldest = most, oldest_seconds
        self._tickets: deque[PendingPrint] = deque()
        self._drop = drop

    def __len__(self) -> int:
        return len(self._tickets)

    @property
    def numbers(self) -> list[str]:
        """The numbers that are pending, first first."""
        # A copy first: others look while the worker adds.
        return [pending.ticket.number for pending in tuple(self._tickets)]

    def add(self, pending: PendingPrint, *, first: bool = False) -> None:
        """Keep one more, or have one `first` again; beyond the most the oldest is given up."""
        (self._tickets.appendleft if first else self._tickets.append)(pending)
        if len(self._tickets) > self._most:
            self._drop(self._tickets.popleft(), "too_many")

    def delayed(self) -> list[PendingPrint]:
        """Those that wait for the printer from now on, and did not before."""
        new = [pending for pending in self._tickets if not pending.late]
        self._tickets = deque(replace(pending, late=True) for pending in self._tickets)
        return new

    def take(self, now: float, day: str | None) -> PendingPrint | None:
        """Take out the next ticket that is still worth printing on `day` (ISO), or None; others are given
        up."""
        while self._tickets:
            pending = self._tickets.popleft()
            why = self._too_late(pending, now, day)
            if why is None:
                return pending
            self._drop(pending, why)
        return None

    def _too_late(self, pending: PendingPrint, now: float, day: str | None) -> str | None:
        if pending.claim is not None:
            return "claim_lapsed" if now > pending.claim.until else None
        if day is not None and pending.day < day:
            return "other_day"
        return "too_old" if now - pending.since > self._oldest else None

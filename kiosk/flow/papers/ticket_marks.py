"""What the hub is to know of tickets: which are known not to be on paper, and which are after all.

An outbox with the latest mark of each visit: kept until the hub has answered, sent again under the same
request_id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from uuid import uuid4

import structlog

from balai.clock import Clock
from hardware.ports import HubRefused, HubUnavailable
from kiosk.flow.lane import Lane

#: So many that the hub was told are remembered: it may lose them.
_MOST_KNOWN = 500
#: How long after a hub that did not answer it is tried again (seconds of the clock).
AGAIN_SECONDS = 5.0

log = structlog.get_logger(__name__)


class TakesMarks(Protocol):
    """The part of the link that is used here."""

    def mark_ticket(self, visit_id: str, request_id: str, *, printed: bool, certain: bool) -> None:
        """Tell whether a visit's ticket is on paper. Raises HubRefused and HubUnavailable."""


@dataclass(frozen=True)
class _Mark:
    printed: bool
    certain: bool
    request_id: str


class TicketMarks:
    """For the worker's thread alone."""

    def __init__(
        self,
        link: TakesMarks,
        lane: Lane,
        clock: Clock,
        new_id: Callable[[], str] = lambda: str(uuid4()),
        *,
        told: Callable[[str], None] = lambda _visit_id: None,
    ) -> None:
        """`lane` is where the hub is asked, which may hang; `told` hears of each visit of whose ticket
        the hub knows that nobody knows."""
        self._hub_knows = told
        self._link, self._lane, self._clock, self._new_id = link, lane, clock, new_id
        self._busy = False
        self._waiting: dict[str, _Mark] = {}
        self._known: dict[str, _Mark] = {}  # what the hub was told last, by visit
        self._tried: set[str] = set()  # visits whose ticket the hub may believe to be missing
        self._not_before = clock.monotonic()

    @property
    def waiting(self) -> int:
        """So many the hub is still to be told."""
        return len(self._waiting)

    def missing(self, visit_id: str) -> None:
        """A ticket is known not to be on paper."""
        if visit_id and visit_id not in self._tried:
            self._waiting.setdefault(visit_id, self._mark(printed=False))

    def unsure(self, visit_id: str, *, asked: bool = False, always: bool = True) -> None:
        """Nobody knows whether a ticket is on paper. Unless it is `always` told, the hub hears of it where it
        may believe the ticket to be missing, or `asked` for it."""
        if visit_id and (always or asked or visit_id in self._tried):
            self._waiting[visit_id] = self._mark(printed=False, certain=False)
        else:
            self._waiting.pop(visit_id, None)
        self._tried.discard(visit_id)

    def printed(self, visit_id: str, *, asked: bool = False) -> None:
        """A ticket is on paper. The hub is told where it may believe otherwise, or where it `asked` for
        it."""
        if visit_id and (asked or visit_id in self._tried):
            self._waiting[visit_id] = self._mark(printed=True)
        else:
            self._waiting.pop(visit_id, None)
        self._tried.discard(visit_id)

    def again(self) -> None:
        """The hub was restored from an older copy: it is told once more what it was told of late."""
        for visit_id, mark in self._known.items():
            self._waiting.setdefault(visit_id, self._mark(printed=mark.printed))

    def send(self) -> None:
        """Tell the hub what it is not told yet, as far as it answers."""
        if self._busy or not self._waiting or self._clock.monotonic() < self._not_before:
            return
        visit_id, mark = next(iter(self._waiting.items()))
        if not mark.printed:
            self._tried.add(visit_id)
        self._busy = True
        self._lane.run(partial(self._tell, visit_id, mark), partial(self._told, visit_id, mark))

    def _tell(self, visit_id: str, mark: _Mark) -> HubRefused | HubUnavailable | None:
        try:
            self._link.mark_ticket(visit_id, mark.request_id, printed=mark.printed, certain=mark.certain)
        except (HubRefused, HubUnavailable) as fault:
            return fault
        return None

    def _told(self, visit_id: str, mark: _Mark, fault: HubRefused | HubUnavailable | None) -> None:
        self._busy = False
        if isinstance(fault, HubUnavailable):
            log.warning("ticket_mark_waits", visit=visit_id, reason=str(fault))
            self._not_before = self._clock.monotonic() + AGAIN_SECONDS
            return
        if fault is not None:
            log.warning("ticket_mark_refused", visit=visit_id, code=fault.code)
        else:
            self._known.pop(visit_id, None)
            if mark.certain:  # of others the journal knows, and the hub hears with what it is brought
                self._known[visit_id] = mark
            if len(self._known) > _MOST_KNOWN:
                del self._known[next(iter(self._known))]
        # Another may have taken its place meanwhile.
        if self._waiting.get(visit_id) == mark:
            del self._waiting[visit_id]
            if not mark.certain:
                self._hub_knows(visit_id)

    def _mark(self, *, printed: bool, certain: bool = True) -> _Mark:
        return _Mark(printed, certain, self._new_id())

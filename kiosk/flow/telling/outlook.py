"""How hall and kiosk stand, put together from all that is heard and asked, for a front that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

import structlog

from balai.protocol.answers.waits import NextWait, NextWaits
from balai.protocol.pushes import Queues
from balai.protocol.views import DeviceView
from hardware.ports import HubRefused, HubUnavailable
from hardware.rounds import Rounds
from kiosk.flow.deadline import Deadline
from kiosk.flow.papers.printing import Printing
from kiosk.flow.ports import Standing
from kiosk.journal.hub_time import HubTime
from kiosk.journal.journal import Journal

_NO_WAITS: Mapping[str, NextWait] = {}
#: How often waits are asked for, and how long an answer is waited for, in real seconds.
EVERY_SECONDS, PATIENCE = 20.0, 5.0

log = structlog.get_logger(__name__)


class Outlook:
    """For the worker's thread alone."""

    def __init__(self, journal: Journal, hub_time: HubTime, printing: Printing) -> None:
        self._journal, self._time, self._printing = journal, hub_time, printing
        self._queues: Queues | None = None
        self._waits = _NO_WAITS
        self._cut_off: datetime | None = hub_time.now()
        self._unwell: datetime | None = None

    def hear(self, news: Queues | NextWaits) -> None:
        """What has no seq: only the latest counts."""
        if isinstance(news, Queues):
            self._queues = news
        else:
            self._waits = {wait.service_id: wait for wait in news.services}

    def lost(self, since: datetime) -> None:
        """The hub is not heard: what was known of lines is no more."""
        self._cut_off, self._queues, self._waits = since, None, _NO_WAITS

    def found(self) -> None:
        """The hub is heard."""
        self._cut_off = None

    def standing(self, hall: DeviceView | None, offered: frozenset[str]) -> Standing:
        """How it is now."""
        printer = self._printing.status
        if printer.ok:
            self._unwell = None
        elif self._unwell is None:
            self._unwell = self._time.now()
        return Standing(
            hall, offered, self._queues, self._journal.kit.facts, self._waits, self._cut_off, printer,
            self._unwell, tuple(self._printing.pending), self._printing.printing, tuple(self._printing.lost),
        )  # fmt: skip


class TellsWaits(Protocol):
    """The part of the link that is used here."""

    def next_waits(self) -> NextWaits:
        """When whoever comes now will probably be called. Raises HubRefused and HubUnavailable."""


class Waits(Rounds):
    """A thread of its own, so that nobody waits for it."""

    def __init__(
        self, link: TellsWaits, tell: Callable[[NextWaits], None], deadline: Deadline | None = None
    ) -> None:
        """`tell` takes each answer, in this thread."""
        super().__init__(self.ask, EVERY_SECONDS, "waits")
        self._link, self._tell, self._deadline = link, tell, deadline or Deadline()

    def ask(self) -> None:
        """Ask once. No answer tells of no waits: an old one would be a promise."""
        try:
            self._tell(self._deadline.call(PATIENCE, self._link.next_waits))
        except (HubRefused, HubUnavailable) as fault:
            log.info("waits_not_told", reason=str(fault))
            self._tell(NextWaits(services=()))

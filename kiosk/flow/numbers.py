"""Numbers from the hub, in spite of lost answers and without ever getting two (idempotent retries)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import structlog

from balai.clock import Clock
from balai.protocol.answers import IssuedVisit
from hardware.ports import HubLink, HubUnavailable
from kiosk.flow.ports import Choice

#: A choice that got no answer is finished by the next one at its place within so long (seconds of
#: the kiosk's clock): should the hub have saved it, that number comes out and is not lost.
RESUME_SECONDS = 60.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Retrying:
    """How long to ask a silent hub, in real seconds, and how long to wait between."""

    seconds: float = 6.0
    pause: float = 0.4


@dataclass(frozen=True)
class _Unanswered:
    request_id: str
    choice: Choice
    since: float


class HubNumbers:
    """A `ports.Numbers`: asks the hub for one visit at a time, under one request_id until it answers."""

    def __init__(
        self,
        link: HubLink,
        clock: Clock,
        wait: Callable[[float], bool],
        *,
        retrying: Retrying | None = None,
        real: Callable[[], float] = time.monotonic,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        """`wait` waits real seconds and says whether the program is to end; `real` counts them."""
        self._link, self._clock, self._wait = link, clock, wait
        self._retrying = retrying or Retrying()
        self._real, self._new_id = real, new_id
        self._unanswered: dict[str, _Unanswered] = {}

    def issue(self, choice: Choice) -> IssuedVisit:
        """A visit for a choice. Raises HubRefused and HubUnavailable."""
        service, attempt = choice.service, self._attempt(choice)
        end = self._real() + self._retrying.seconds
        while True:
            try:
                visit = self._link.issue(choice.wish, attempt.request_id)
            except HubUnavailable as silence:
                log.warning("hub_silent", service=service, request_id=attempt.request_id, reason=str(silence))
                if self._wait(self._retrying.pause) or self._real() >= end:
                    self._unanswered[choice.place] = attempt
                    raise
            else:
                return visit

    def _attempt(self, choice: Choice) -> _Unanswered:
        now = self._clock.monotonic()
        before = self._unanswered.pop(choice.place, None)
        if before and before.choice == choice and now - before.since <= RESUME_SECONDS:
            return before
        return _Unanswered(self._new_id(), choice, now)

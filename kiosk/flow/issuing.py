"""Getting a number from the hub, in spite of lost answers and without ever getting two."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import structlog

from balai.clock import Clock
from balai.protocol.answers import IssuedVisit
from hardware.ports import HubLink, HubUnavailable

#: A press that got no answer is finished by the next press of that button within so long (seconds of
#: the kiosk's clock): should the hub have saved it, that number comes out and is not lost.
RESUME_SECONDS = 60.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Patience:
    """How long to ask a silent hub, in real seconds, and how long to wait between."""

    seconds: float = 6.0
    pause: float = 0.4


@dataclass(frozen=True)
class _Unanswered:
    request_id: str
    service: str
    since: float


class Issuer:
    """Asks for visits, one at a time, each under one request_id until the hub has answered."""

    def __init__(
        self,
        link: HubLink,
        clock: Clock,
        wait: Callable[[float], bool],
        *,
        patience: Patience | None = None,
        real: Callable[[], float] = time.monotonic,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        """``wait`` waits real seconds and says whether the program is to end; ``real`` counts them."""
        self._link, self._clock, self._wait = link, clock, wait
        self._patience = patience or Patience()
        self._real, self._new_id = real, new_id
        self._unanswered: dict[int, _Unanswered] = {}

    def issue(self, pin: int, service: str) -> IssuedVisit:
        """A visit for a press of the button on ``pin``. Raises HubRefused and HubUnavailable."""
        attempt = self._attempt(pin, service)
        end = self._real() + self._patience.seconds
        while True:
            try:
                visit = self._link.issue(service, attempt.request_id)
            except HubUnavailable as silence:
                log.warning("hub_silent", service=service, request_id=attempt.request_id, reason=str(silence))
                if self._wait(self._patience.pause) or self._real() >= end:
                    self._unanswered[pin] = attempt
                    raise
            else:
                return visit

    def _attempt(self, pin: int, service: str) -> _Unanswered:
        now = self._clock.monotonic()
        before = self._unanswered.pop(pin, None)
        if before and before.service == service and now - before.since <= RESUME_SECONDS:
            return before
        return _Unanswered(self._new_id(), service, now)

"""What a manager is told of the hub's machine: looked at now and then beside the day's work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from balai.clock import Clock
from balai.program.finding import Finding
from balai.words.said import Said
from server.config import HubConfig
from server.store.day.todays_log import TodaysLog
from server.usecases.machine.keeping import copies, disk
from server.usecases.machine.recovering import Recovery
from server.usecases.ticker import Ticker

EVERY_SECONDS = 60.0


class Upkeep(Ticker):
    """Looks once a minute whether copies are made and there is room for them."""

    def __init__(
        self, dispatcher: TodaysLog, clock: Clock, config: HubConfig, recovery: Recovery | None,
        offload: Callable[[Callable[[], list[Finding]]], list[Finding]],
    ) -> None:  # fmt: skip
        """`recovery` is what was mended before the hub served; `offload` runs what asks the disk."""
        super().__init__(dispatcher, clock)
        self._config, self._recovery, self._offload = config, recovery, offload
        self._looked: float | None = None
        self._found: list[Finding] = []

    @property
    def tasks(self) -> list[tuple[Said, ...]]:
        """What somebody is to see to, in one sentence or more each."""
        recovered = [self._recovery.told] if self._recovery else []
        return [*recovered, *((finding.told,) for finding in self._found)]

    def look(self) -> None:
        """Look again, at most once a minute of real time."""
        passed = self._clock.monotonic()
        if self._looked is not None and passed - self._looked < EVERY_SECONDS:
            return
        self._looked = passed
        now: datetime = self._clock.now()
        self._found = self._offload(lambda: self._ill(now))

    def _ill(self, now: datetime) -> list[Finding]:
        config = self._config
        found = (*copies(config, config.copies, now), *disk(config))
        return [finding for finding in found if not finding.well]

"""Who is played in a training hall: visitors at a pace, and staff at the counters that nobody learns at."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from balai.clock import SystemClock
from balai.domain.hall.config import HallConfig
from demo.driving.api import Answered, LastingApi
from demo.driving.staff import PlayedStaff
from demo.practice.hall import TrainingHall, desk_of

#: Of the visitors, who has priority, and who comes to the counters at which people learn.
PRIORITY_SHARE, LEARNED_SHARE = 0.12, 0.6
#: At the beginning some are there already, so that nobody waits for somebody to call.
THERE = 4


class Players:
    """Threads that ask the training hall's hub, until told to stop."""

    def __init__(self, hall: TrainingHall, url: str, pace: int, seed: int) -> None:
        self._hall, self._url, self._pace, self._seed = hall, url, pace, seed
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, fail: Callable[[str], None]) -> None:
        """Let them come; what goes wrong is told to `fail`."""
        works = [lambda: self._visitors(fail), *(self._desk(n, fail) for n in range(len(self._hall.played)))]
        self._threads = [threading.Thread(target=work, daemon=True) for work in works]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Nobody comes any more."""
        self._stop.set()
        for thread in self._threads:
            thread.join(20)

    def _visitors(self, fail: Callable[[str], None]) -> None:
        luck = random.Random(self._seed)  # played, no secret
        kiosk = LastingApi.at(self._url)
        kiosk.headers["Authorization"] = f"Bearer {self._hall.token}"
        every = _offered(self._hall.config, None)
        learned = _offered(self._hall.config, self._hall.agency_id) or every
        try:
            for _ in range(THERE):
                self._comes(kiosk, learned, luck)
            while not self._stop.wait(luck.expovariate(self._pace / 3600)):
                self._comes(kiosk, learned if luck.random() < LEARNED_SHARE else every, luck)
        except (OSError, Answered) as fault:
            if not self._stop.is_set():
                fail(str(fault))

    def _comes(self, kiosk: LastingApi, services: list[str], luck: random.Random) -> None:
        kind = "priority" if luck.random() < PRIORITY_SHARE else "regular"
        answer = kiosk.change("/visits", service_id=luck.choice(services), priority_class=kind)
        # Numbers may be stopped, or a quota used up: that is part of what is learned.
        if answer.status >= 500:
            answer.ok()

    def _desk(self, n: int, fail: Callable[[str], None]) -> Callable[[], None]:
        counter = self._hall.played[n]

        def work() -> None:
            hub = LastingApi.at(self._url)
            try:
                hub.sign_in(desk_of(counter), self._hall.token)
            except (OSError, Answered) as fault:
                return fail(str(fault))
            seed = self._seed * 1000 + n
            staff = PlayedStaff(hub, counter, self._hall.config, SystemClock(), seed, self._stop)
            # One counter that somebody learning has freed is no end of the training.
            return staff.work(lambda fault: None)

        return work


def _offered(config: HallConfig, agency_id: str | None) -> list[str]:
    """The services (of an agency) that a counter serves and nothing comes before."""
    return [
        one.id
        for one in config.services
        if agency_id in (None, one.agency_id) and config.counters_for[one.id] and not one.after
    ]

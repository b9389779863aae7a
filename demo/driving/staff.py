"""Members of staff as they are played: each at one counter, over the same HTTP as the tablet."""

from __future__ import annotations

import threading
from collections.abc import Callable

from balai.clock import Clock
from balai.domain.hall.config import Counter, HallConfig
from demo.driving.api import Answered, Api
from demo.morning import Fate

LOOK_SECONDS = 20.0
#: Refusals of a miss that time takes away.
NOT_YET = frozenset({"not_heard_yet", "too_early"})


class PlayedStaff:
    """Opens a counter, calls, waits for the visitor, serves, and so on until told to stop.

    All spans are seconds of the injected clock; a service takes `share` of its usual time.
    """

    def __init__(
        self,
        hub: Api,
        counter: Counter,
        config: HallConfig,
        clock: Clock,
        seed: int,
        stop: threading.Event,
        share: float = 1.0,
    ) -> None:
        self._hub, self._counter, self._config = hub, counter, config
        self._clock, self._fate, self._stop = clock, Fate(seed, share), stop
        self.finished = 0
        self.missed = 0

    def work(self, fail: Callable[[str], None]) -> None:
        """The whole morning. What goes wrong is told to `fail` once, and ends it."""
        try:
            self._change("open")
            in_hand: str | None = None
            while not self._stop.is_set():
                in_hand = self._call(in_hand)
            if in_hand is not None:
                self._change("finish", leg_id=in_hand)
                self.finished += 1
            self._change("close", waiting="stay")
        except Exception as fault:  # noqa: BLE001 - a thread's end must be told, whatever it was
            fail(f"Counter {self._counter.number}: {fault}")

    def _call(self, in_hand: str | None) -> str | None:
        """Finish who was served, call the next and see to them; the leg that is being served then."""
        try:
            answer = self._change("call", finishes=in_hand)
        except Answered as refused:
            if refused.code != "nobody_waiting":
                raise
            self._wait(LOOK_SECONDS)
            return None
        self.finished += in_hand is not None
        if answer["called"] is None:
            return None
        return self._meet(answer["called"]["leg_id"], answer["called"]["service_id"])

    def _meet(self, leg_id: str, service_id: str) -> str | None:
        encounter = self._fate.next(self._config.service_by_id[service_id].service_minutes)
        self._wait(encounter.walk)
        if not encounter.comes:
            self._change("recall", leg_id=leg_id)
            self._wait(45)
            if self._miss(leg_id):
                self.missed += 1
                return None
        self._change("start", leg_id=leg_id)
        self._wait(encounter.service)
        return leg_id

    def _miss(self, leg_id: str) -> bool:
        """Mark as not there, once the call was heard in the hall: in a rush that takes a while. Not where the
        morning ends before that."""
        while True:
            try:
                self._change("miss", leg_id=leg_id)
            except Answered as refused:
                if refused.code not in NOT_YET:
                    raise
                if self._stop.is_set():
                    return False
                self._wait(LOOK_SECONDS)
            else:
                return True

    def _change(self, verb: str, **body: object) -> dict[str, dict[str, str] | None]:
        return self._hub.insist(f"/counters/{self._counter.id}/{verb}", **body)

    def _wait(self, seconds: float) -> None:
        self._stop.wait(self._clock.real(seconds))

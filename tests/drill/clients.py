"""Kiosks that never give up, and a count of what they were told."""

from __future__ import annotations

import http.client
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Self

from demo.driving.api import Answer, Answered, Api
from demo.driving.wait import eventually
from tests.support.hub.crowd import SERVICES

PAUSE_SECONDS = 0.02
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Given:
    """A number that a kiosk was told, and how long it asked for it."""

    number: str
    request_id: str
    asked: float
    answered: float

    @property
    def prefix(self) -> str:
        """What stands before the figures."""
        return self.number.rpartition("-")[0]

    @property
    def ordinal(self) -> int:
        """The figures."""
        return int(self.number.rpartition("-")[2])


@dataclass
class Told:
    """All that kiosks were told, in the order of the answers. `refused` holds the times of 503."""

    given: list[Given] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)


class Kiosks:
    """Some kiosks that ask for numbers all the time, each repeating a request until it is answered."""

    def __init__(self, address: tuple[str, int], token: str, count: int = 4) -> None:
        self.told, self._address, self._token = Told(), address, token
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def until(self, more: int) -> None:
        """Wait until so many numbers more were told. Raises what a kiosk met first."""
        told, goal = self.told, len(self.told.given) + more
        eventually(lambda: told.failures or len(told.given) >= goal, PATIENCE_SECONDS, what=f"{more} numbers")
        if told.failures:
            raise told.failures[0]

    def until_refused(self, count: int) -> None:
        """Wait until so many requests more were refused with 503."""
        goal = len(self.told.refused) + count
        eventually(lambda: len(self.told.refused) >= goal, PATIENCE_SECONDS, what=f"{count} refusals")

    def _work(self) -> None:
        api = Api(*self._address, self._token)
        try:
            while not self._stop.is_set():
                self._ask(api)
        except (Answered, AssertionError, KeyError) as failure:
            self.told.failures.append(failure)
        finally:
            api.close()

    def _ask(self, api: Api) -> None:
        request_id, began = str(uuid.uuid4()), time.monotonic()
        while not self._stop.is_set():
            answer = _answer(api, request_id)
            if answer is None or answer.status == 503:
                if answer is not None:
                    self.told.refused.append(time.monotonic())
                self._stop.wait(PAUSE_SECONDS)
                continue
            number = str(answer.ok()["number"])
            self.told.given.append(Given(number, request_id, began, time.monotonic()))
            return


def _answer(api: Api, request_id: str) -> Answer | None:
    try:
        return api.change("/visits", request_id=request_id, service_id=SERVICES[0])
    except (OSError, http.client.HTTPException, ValueError):
        return None

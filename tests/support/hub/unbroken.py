"""Clients that never give up: each repeats a request, with its request_id, until the hub has answered."""

from __future__ import annotations

import http.client
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from demo.driving.api import Answer, Api

_PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Acknowledged:
    """A request and the first answer to it. `tries` above 1: the hub died under it."""

    path: str
    request_id: str
    fields: dict[str, Any]
    answer: dict[str, Any]
    tries: int


class Unbroken:
    """One such client. `acknowledged` grows as it works."""

    def __init__(self, api: Api, stop: threading.Event) -> None:
        self.api, self._stop = api, stop
        self.acknowledged: list[Acknowledged] = []

    def ask(self, path: str, **fields: Any) -> dict[str, Any] | None:
        """The answer's data; None where nobody waits."""
        request_id, tries = str(uuid.uuid4()), 0
        while True:
            tries += 1
            answer = self._try(path, request_id, fields)
            if answer is None:
                self._stop.wait(_PAUSE_SECONDS)
                continue
            if answer.code == "nobody_waiting":
                return None
            data = answer.ok()
            self.acknowledged.append(Acknowledged(path, request_id, fields, data, tries))
            return data

    def _try(self, path: str, request_id: str, fields: dict[str, Any]) -> Answer | None:
        try:
            return self.api.change(path, request_id=request_id, **fields)
        except (OSError, http.client.HTTPException):
            return None


class Workers:
    """Runs clients in threads until stopped. Use as a context; the first failure of a client is raised
    by `check` and on leaving."""

    def __init__(self, stop: threading.Event, works: list[Callable[[], None]]) -> None:
        """`works` are done over and over."""
        self._stop = stop
        self._failures: list[BaseException] = []
        self._threads = [threading.Thread(target=self._loop, args=(work,), daemon=True) for work in works]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self.check()

    def check(self) -> None:
        """Raise the first failure, if any."""
        if self._failures:
            raise self._failures[0]

    def _loop(self, work: Callable[[], None]) -> None:
        try:
            while not self._stop.is_set():
                work()
        except BaseException as failure:
            self._failures.append(failure)
            raise

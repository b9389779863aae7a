"""A deadline on an answer: a hub that hangs or drips is waited for no longer than one that is silent."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from hardware.ports import HubUnavailable

T = TypeVar("T")
#: So many calls may hang at once; while they do, no other is begun.
MOST_HANGING = 4

_Answer = queue.SimpleQueue[tuple[Any, BaseException | None]]


class Deadline:
    """Runs calls in threads of their own, and waits for each as is said. A late answer has no taker. A thread
    that is done waits for the next call: to begin one takes time, and a visitor waits."""

    def __init__(self) -> None:
        self._hanging = threading.Semaphore(MOST_HANGING)
        self._resting: list[_Caller] = []

    def call(self, seconds: float, ask: Callable[[], T]) -> T:
        """What `ask` returns or raises, within so many real seconds. Raises HubUnavailable where it takes
        longer."""
        if not self._hanging.acquire(blocking=False):
            raise HubUnavailable("requests_hang")
        try:
            caller = self._resting.pop()
        except IndexError:
            caller = _Caller(self._rest)
        answer: _Answer = queue.SimpleQueue()
        caller.work.put((ask, answer))
        try:
            found, fault = answer.get(timeout=seconds)
        except queue.Empty:
            raise HubUnavailable("no_answer_in_time") from None
        if fault is not None:
            raise fault
        return found  # type: ignore[no-any-return]  # what was asked for, where nothing was raised

    def _rest(self, caller: _Caller) -> None:
        self._resting.append(caller)
        self._hanging.release()


class _Caller:
    """A thread that makes one call after another; `rest` hears of it after each."""

    def __init__(self, rest: Callable[[_Caller], None]) -> None:
        self.work: queue.SimpleQueue[tuple[Callable[[], Any], _Answer]] = queue.SimpleQueue()
        self._rest = rest
        threading.Thread(target=self._run, name="asks-hub", daemon=True).start()

    def _run(self) -> None:
        while True:
            ask, answer = self.work.get()
            found: tuple[Any, BaseException | None]
            try:
                found = ask(), None
            except BaseException as fault:  # noqa: BLE001  # raised again where it is waited for
                found = None, fault
            self._rest(self)
            answer.put(found)
            del ask, answer, found

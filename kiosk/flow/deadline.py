"""A deadline on an answer: a hub that hangs or drips is waited for no longer than one that is silent."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from hardware.ports import HubUnavailable

T = TypeVar("T")
#: So many calls may hang at once; while they do, no other is begun.
MOST_HANGING = 4


class Deadline:
    """Runs calls in threads of their own, and waits for each as is said. A late answer has no taker."""

    def __init__(self) -> None:
        self._hanging = threading.Semaphore(MOST_HANGING)

    def call(self, seconds: float, ask: Callable[[], T]) -> T:
        """What `ask` returns or raises, within so many real seconds. Raises HubUnavailable where it takes
        longer."""
        if not self._hanging.acquire(blocking=False):
            raise HubUnavailable("requests_hang")
        answer: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                answer.put((ask(), None))
            except BaseException as fault:  # noqa: BLE001  # raised again where it is waited for
                answer.put((None, fault))
            finally:
                self._hanging.release()

        threading.Thread(target=run, name="asks-hub", daemon=True).start()
        try:
            found, fault = answer.get(timeout=seconds)
        except queue.Empty:
            raise HubUnavailable("no_answer_in_time") from None
        if fault is not None:
            raise fault
        return found  # type: ignore[return-value]  # what was asked for, where nothing was raised

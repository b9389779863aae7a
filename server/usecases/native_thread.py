"""One native thread beside gevent's loop, for what would hold the loop up: SQLite's commits.

gevent's own pool makes a watcher and two locks for every call, which costs more than a small commit's
statements; here one watcher serves them all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
from gevent.hub import Waiter
from gevent.monkey import get_original

Task = Callable[[], Any]
_start_thread = get_original("_thread", "start_new_thread")
_Queue = get_original("queue", "SimpleQueue")


class NativeThread:
    """Runs functions in a thread of its own; only the greenlet that asks waits. One asks at a time."""

    def __init__(self) -> None:
        self._hub = gevent.get_hub()
        self._tasks = _Queue()
        self._done = self._hub.loop.async_()
        self._waiter: Waiter[tuple[bool, Any]] | None = None
        self._result: tuple[bool, Any] = (True, None)
        self._done.start(self._hand_back)
        _start_thread(self._work, ())

    def apply(self, task: Task) -> Any:
        """What `task` returns; raises what it raises."""
        waiter = self._waiter = Waiter(self._hub)
        self._tasks.put(task)
        well, value = waiter.get()
        if well:
            return value
        raise value

    def kill(self) -> None:
        """End the thread. Nothing may be asked afterwards."""
        self._tasks.put(None)
        self._done.stop()
        self._done.close()

    def _hand_back(self) -> None:
        waiter, result = self._waiter, self._result
        self._waiter, self._result = None, (True, None)
        if waiter is not None:
            waiter.switch(result)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                self._result = (True, task())
            except BaseException as fault:  # noqa: BLE001  # handed to whoever asked
                self._result = (False, fault)
            del task
            self._done.send()

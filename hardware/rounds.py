"""A periodic task: a thread that does something, waits a while, and does it again."""

from __future__ import annotations

import threading
from collections.abc import Callable

#: Real seconds that the thread has to end in: whatever it waits for, the program ends.
_ENDS = 0.3


class Rounds:
    """`work` runs in a thread of its own, now and then every so many real seconds. It must not raise."""

    def __init__(self, work: Callable[[], object], every: float, name: str) -> None:
        """Nothing is begun yet."""
        self._work, self._every = work, every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def stopping(self) -> bool:
        """Whether it is to end: for work that is long."""
        return self._stopping.is_set()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; harmless to repeat."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_ENDS)

    def _run(self) -> None:
        while not self.stopping:
            self._work()
            self._stopping.wait(self._every)

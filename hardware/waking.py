"""A thread that waits for files, and for whoever wakes it (a self-pipe)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

#: Real seconds that the thread has to end in.
_ENDS = 1.0


class WakingThread:
    """`work` runs in a thread of its own and waits for `woken` beside its files, until `ending`."""

    def __init__(self, work: Callable[[], object], name: str) -> None:
        """Nothing is begun yet."""
        self._ending = threading.Event()
        self.woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=work, name=name, daemon=True)

    @property
    def ending(self) -> bool:
        """Whether it is to end."""
        return self._ending.is_set()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Let it look around now."""
        os.write(self._wake, b"!")

    def awake(self) -> None:
        """For the thread: what woke it is taken."""
        os.read(self.woken, 64)

    def end(self) -> bool:
        """Have it end; harmless to repeat, which is False."""
        if self.ending:
            return False
        self._ending.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join(_ENDS)
        os.close(self.woken)
        os.close(self._wake)
        return True

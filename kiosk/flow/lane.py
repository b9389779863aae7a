"""Active object: threads to which the flow hands what may take long, one piece of work at a time.

A device that takes nothing, or a hub that hangs, holds up neither news nor the heartbeat nor the program's
end.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Finished:
    """A piece of work has ended: what is to be done about it, in the flow's own thread."""

    then: Callable[[], None]


class Lane(Protocol):
    """Where slow work is done."""

    def on_finished(self, post: Callable[[Finished], None]) -> None:
        """Hand the end of every piece of work to `post`, which returns at once."""

    def run(self, work: Callable[[], T], then: Callable[[T], None] | None) -> None:
        """Do `work`, which raises nothing, and have `then` (if any) called with what came of it."""


@dataclass(frozen=True)
class Lanes:
    """Where the printer works, where the hub is told of tickets, and where it is asked about codes."""

    printer: Lane
    marks: Lane
    codes: Lane


class ThreadLane:
    """Works in a thread of its own, which nobody waits for when the program ends."""

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._post: Callable[[Finished], None] = lambda _end: None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def on_finished(self, post: Callable[[Finished], None]) -> None:
        """Hand the end of every piece of work to `post`."""
        self._post = post

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def run(self, work: Callable[[], T], then: Callable[[T], None] | None) -> None:
        """Do `work` in the thread."""
        self._work.put(work if then is None else lambda: self._post(Finished(partial(then, work()))))

    def _run(self) -> None:
        while True:
            self._work.get()()

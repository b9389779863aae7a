"""A bounded, fair queue for what is dear: one address after another, whoever of them asks how often."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from gevent.event import Event

from balai.errors import BalaiError
from balai.words.said import say


class TooBusy(BalaiError):
    """The queue is full: nothing was tried. `params["seconds"]` says when to come back."""

    code = "sign_in_busy"


class Turns:
    """`at_once` have their turn together; who waits is let in by address in rotation. For greenlets."""

    def __init__(self, at_once: int, most: int, most_of_one: int) -> None:
        """`most` may wait in all, `most_of_one` of one address."""
        self._free, self._most, self._most_of_one = at_once, most, most_of_one
        self._waiting: OrderedDict[str, deque[Event]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    @contextmanager
    def turn(self, whose: str) -> Iterator[None]:
        """Have a turn, as `whose`. Raises TooBusy."""
        self._enter(whose)
        try:
            yield
        finally:
            self._leave()

    def _enter(self, whose: str) -> None:
        if self._free > 0:
            self._free -= 1
            return
        mine = self._waiting.get(whose, ())
        if len(mine) >= self._most_of_one or self.waiting >= self._most:
            raise TooBusy(say("detail.sign_in_busy"), seconds=2)
        called = Event()
        self._waiting.setdefault(whose, deque()).append(called)
        try:
            called.wait()
        except BaseException:
            self._give_up(whose, called)
            raise

    def _leave(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        whose, line = next(iter(self._waiting.items()))
        called = line.popleft()
        del self._waiting[whose]
        if line:
            self._waiting[whose] = line
        called.set()

    def _give_up(self, whose: str, called: Event) -> None:
        if called.is_set():
            self._leave()
            return
        line = self._waiting[whose]
        line.remove(called)
        if not line:
            del self._waiting[whose]

"""Fair sharing among those who are known: who asks much at once gives way while others ask.

A kiosk whose program runs wild, or a token that was taken, is not refused. Of each token so many requests are
answered at once while somebody else asks; further ones wait until nobody else is being answered. Where nobody
else asks, nobody waits.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable

from gevent.event import Event

#: Requests of one token that are answered at once while others ask. The hub has one loop: more at once would
#: be no sooner done.
AT_ONCE = 2
#: So long after another's request (real seconds) that one counts as asking.
ASKS_SECONDS = 1.0
#: Nobody waits longer (real seconds): what is slow to send is no rush, and a busy hall shuts nobody out.
LONGEST_WAIT = 2.0


class FairShare:
    """Counts what is being answered for each token. One loop uses it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """`monotonic` gives real seconds."""
        self._monotonic = monotonic
        self._answered: dict[str, int] = {}
        self._all = 0
        self._waiting: OrderedDict[str, deque[Event]] = OrderedDict()
        #: Who asked last and when, and when anybody else did.
        self._last, self._last_at, self._other_at = "", float("-inf"), float("-inf")

    def begin(self, token: str) -> None:
        """Have a turn, until `end`; it is waited for where the token has too many and others ask."""
        now = self._monotonic()
        if token != self._last:
            self._last, self._other_at = token, self._last_at
        self._last_at = now
        answered = self._answered.get(token, 0)
        if answered >= AT_ONCE and now - self._other_at < ASKS_SECONDS:
            if not self._was_called(token):
                self._begin(token)
        else:
            self._answered[token] = answered + 1
            self._all += 1

    def _was_called(self, token: str) -> bool:
        """Wait; whether the turn was given, and counted, by who ended."""
        turn = Event()
        waiting = self._waiting.setdefault(token, deque())
        waiting.append(turn)
        if turn.wait(LONGEST_WAIT):
            return True
        waiting.remove(turn)
        if not waiting:
            self._waiting.pop(token, None)
        return False

    def _begin(self, token: str) -> None:
        self._answered[token] = self._answered.get(token, 0) + 1
        self._all += 1

    def end(self, token: str) -> None:
        """Its turn is over."""
        self._all -= 1
        left = self._answered[token] - 1
        if left:
            self._answered[token] = left
        else:
            del self._answered[token]
        if self._waiting:
            self._call()

    def _call(self) -> None:
        """Give turns to those who wait, one token after another."""
        for token, waiting in list(self._waiting.items()):
            while waiting and self._answered.get(token, 0) < AT_ONCE and self._is_alone(token):
                self._begin(token)
                waiting.popleft().set()
                self._waiting.move_to_end(token)
            if not waiting:
                del self._waiting[token]

    def _is_alone(self, token: str) -> bool:
        return self._all == self._answered.get(token, 0)

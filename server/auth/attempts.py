"""Rate limit of failed sign-ins. Its own few lines: a general limiter would ask at every request."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from balai.errors import BalaiError
from balai.words.said import say

WINDOW_SECONDS = 60.0
PER_PAIR = 8
PER_ADDRESS = 30
PER_USERNAME = 60
_REMEMBERED = 10_000


class TooManyAttempts(BalaiError):
    """`params["seconds"]` says how long to wait."""

    code = "too_many_attempts"


class Attempts:
    """Counts failures in windows of a minute, in this process: few for one name from one address, so
    that nobody can lock out somebody at another tablet; more for an address or a name as a whole.

    With N hubs on one hall an attacker has N times as many tries, which stay few.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """`monotonic` gives real seconds."""
        self._monotonic = monotonic
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def check(self, username: str, address: str) -> None:
        """Raises TooManyAttempts where this one must wait."""
        wait = self.wait_seconds(username, address)
        if wait:
            raise TooManyAttempts(say("detail.too_many"), seconds=wait)

    def wait_seconds(self, username: str, address: str) -> int:
        """How long this one must wait before the next try; 0 for not at all."""
        now = self._monotonic()
        left = [self._left(key, most, now) for key, most in _keys(username, address)]
        return max(left)

    def failed(self, username: str, address: str) -> None:
        """Count a failure."""
        now = self._monotonic()
        for key, _ in _keys(username, address):
            since, count = self._failures.pop(key, (now, 0))
            fresh = now - since < WINDOW_SECONDS
            self._failures[key] = (since, count + 1) if fresh else (now, 1)
        while len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, username: str, address: str) -> None:
        """The right password clears the failures of this name at this address."""
        self._failures.pop(_keys(username, address)[0][0], None)

    def forget(self, username: str) -> None:
        """Let a name in again at every address: somebody vouches for it."""
        for key in [key for key in self._failures if key.endswith(f" {username}")]:
            del self._failures[key]

    def _left(self, key: str, most: int, now: float) -> int:
        since, count = self._failures.get(key, (now, 0))
        passed = now - since
        return int(WINDOW_SECONDS - passed) + 1 if count >= most and passed < WINDOW_SECONDS else 0


def _keys(username: str, address: str) -> tuple[tuple[str, int], ...]:
    return (
        (f"pair {address} {username}", PER_PAIR),
        (f"address {address}", PER_ADDRESS),
        (f"name {username}", PER_USERNAME),
    )

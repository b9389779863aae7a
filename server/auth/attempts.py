"""Rate limit of sign-ins. Its own few lines: a general limiter would ask at every request.

A try is counted before its password is hashed, so that many at once are no way around it. No limit
stands on an address as a whole: behind a proxy it is the whole hall's, and whoever fails often from
there would lock everybody out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from balai.errors import BalaiError
from balai.words.said import say

WINDOW_SECONDS = 60.0
PER_PAIR = 8
PER_USERNAME = 60
LONG_SECONDS = 3600.0
PER_PAIR_LONG = 40
_REMEMBERED = 20_000


class TooManyAttempts(BalaiError):
    """`params["seconds"]` says how long to wait."""

    code = "too_many_attempts"


class Attempts:
    """Counts tries that have not succeeded, in this process: few for one name from one address, so that
    nobody can lock out somebody at another tablet; more for a name as a whole. A browser in which the
    name has signed in before counts for itself: no stranger's tries stop it.

    With N hubs on one hall an attacker has N times as many tries, which stay few.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """`monotonic` gives real seconds."""
        self._monotonic = monotonic
        self._tries: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def begin(self, username: str, address: str, browser: str = "") -> None:
        """Count a try, as failed until it succeeds. `browser` names one in which the name has signed in
        before. Raises TooManyAttempts where this one must wait."""
        now, keys = self._monotonic(), _keys(username, address, browser)
        wait = max(self._left(key, most, seconds, now) for key, most, seconds in keys)
        if wait:
            raise TooManyAttempts(say("detail.too_many"), seconds=wait)
        for key, _, seconds in keys:
            since, count = self._tries.pop(key, (now, 0))
            self._tries[key] = (since, count + 1) if now - since < seconds else (now, 1)
        while len(self._tries) > _REMEMBERED:
            self._tries.popitem(last=False)

    def succeeded(self, username: str, address: str, browser: str = "") -> None:
        """The right password clears the tries of this name here, and this one of the name's."""
        for key, most, _ in _keys(username, address, browser):
            since, count = self._tries.pop(key, (0.0, 0))
            if most == PER_USERNAME and count > 1:
                self._tries[key] = since, count - 1

    def forget(self, username: str) -> None:
        """Let a name in again everywhere: somebody vouches for it."""
        for key in [key for key in self._tries if key.endswith(f" {username}")]:
            del self._tries[key]

    def _left(self, key: str, most: int, seconds: float, now: float) -> int:
        since, count = self._tries.get(key, (now, 0))
        passed = now - since
        return int(seconds - passed) + 1 if count >= most and passed < seconds else 0


def _keys(username: str, address: str, browser: str) -> tuple[tuple[str, int, float], ...]:
    pair = f"{browser or address} {username}"
    here = ((f"pair {pair}", PER_PAIR, WINDOW_SECONDS), (f"long {pair}", PER_PAIR_LONG, LONG_SECONDS))
    return here if browser else (*here, (f"name {username}", PER_USERNAME, WINDOW_SECONDS))

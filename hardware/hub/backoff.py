"""Exponential back-off with jitter: when a device that lost its hub tries again.

Soon after the hub is back, and never all devices of a hall at once.
"""

from __future__ import annotations

import itertools
import random
from enum import Enum, auto

#: Real seconds: after a loss; between attempts where nobody is there; the longest wait.
FIRST_DELAY, RETRY_DELAY, LONGEST_DELAY = (0.1, 0.7), (0.3, 0.7), 5.0
#: Connect time-outs in turn (real seconds). Each fifth is long, for a network that is slow.
_CONNECT_TIMEOUTS = (2.0, 0.5, 0.5, 0.5, 0.5)


class ConnectionResult(Enum):
    """What became of an attempt: the hub let us in and was lost later (`HELD`), `NOBODY` took the
    connection, or somebody did and it `FAILED` (a proxy without its hub, a hub that is overrun, a
    refusal)."""

    HELD, NOBODY, FAILED = auto(), auto(), auto()


class Backoff:
    """The waits of one device, with jitter, so that the devices of a hall come one after another.

    Where nobody takes a connection, asking burdens nobody, so it is done about twice a second: whoever was
    cut off is back within a second of the network. Where somebody does, attempts cost him something
    and grow rare.
    """

    def __init__(self, rng: random.Random) -> None:
        self._rng, self._failures = rng, 0
        self._timeouts = itertools.cycle(_CONNECT_TIMEOUTS)

    def connect_timeout(self) -> float:
        """Seconds to wait for the next attempt to be answered."""
        return next(self._timeouts)

    def wait(self, result: ConnectionResult, took: float) -> float:
        """Seconds to wait after an attempt that came to that and took so many seconds."""
        if result is ConnectionResult.NOBODY:
            return max(0.0, self._rng.uniform(*RETRY_DELAY) - took)
        self._timeouts = itertools.cycle(_CONNECT_TIMEOUTS)
        if result is ConnectionResult.HELD:
            self._failures = 0
            return self._rng.uniform(*FIRST_DELAY)
        self._failures += 1
        longest: float = min(LONGEST_DELAY, 2.0**self._failures)
        return self._rng.uniform(longest / 2, longest)

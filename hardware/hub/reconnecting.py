"""When a device that lost its hub tries again: soon after the hub is back, and never all at once."""

from __future__ import annotations

import itertools
import random
from enum import Enum, auto

#: Real seconds. After a loss; from one knock to the next where nobody is there; the longest rest.
FIRST_DELAY, KNOCK, LONGEST_DELAY = (0.1, 0.7), (0.3, 0.7), 5.0
# How long a knock waits for an answer. Each fifth is patient, for a network that is slow.
_PATIENCE = (2.0, 0.5, 0.5, 0.5, 0.5)


class Outcome(Enum):
    """What became of an attempt: the hub let us in and was lost later (``HELD``), ``NOBODY`` took the
    connection, or somebody did and it came to nothing (``VAIN``: a proxy without its hub, a hub that is
    overrun, a refusal)."""

    HELD, NOBODY, VAIN = auto(), auto(), auto()


class Pace:
    """The waits of one device, drawn by lot, so that the devices of a hall come one after another.

    Where nobody takes a connection, asking burdens nobody, so it is done about twice a second: whoever was
    cut off is back within a second of the network. Where somebody does, attempts cost him something
    and grow rare.
    """

    def __init__(self, dice: random.Random) -> None:
        self._dice, self._vain = dice, 0
        self._patience = itertools.cycle(_PATIENCE)

    def patience(self) -> float:
        """Seconds to wait for the next knock to be answered."""
        return next(self._patience)

    def wait(self, outcome: Outcome, took: float) -> float:
        """Seconds to wait after an attempt that came to that and took so many seconds."""
        if outcome is Outcome.NOBODY:
            return max(0.0, self._dice.uniform(*KNOCK) - took)
        self._patience = itertools.cycle(_PATIENCE)
        if outcome is Outcome.HELD:
            self._vain = 0
            return self._dice.uniform(*FIRST_DELAY)
        self._vain += 1
        longest: float = min(LONGEST_DELAY, 2.0**self._vain)
        return self._dice.uniform(longest / 2, longest)

"""When each call was seen and heard, for whoever measures: the machine's monotonic clock, in seconds."""

from __future__ import annotations

import time
from collections import OrderedDict

_MOST = 128


class Marks:
    """The latest calls with the real times at which they had the screen (`drawn`), stood at their
    counter or in the list of calls (`celled`), had their sound handed to the loudspeaker (`sounded`), and
    had been said to the end once (`spoken`)."""

    def __init__(self) -> None:
        self._marks: OrderedDict[str, dict[str, float]] = OrderedDict()

    def drawn(self, leg_id: str) -> None:
        """The picture with this call's number is finished."""
        self._mark(leg_id, "drawn")

    def celled(self, leg_id: str) -> None:
        """The picture in which this leg's counter has its number is finished."""
        self._mark(leg_id, "celled")

    def sounded(self, leg_id: str) -> None:
        """The chime of this call begins."""
        self._mark(leg_id, "sounded")

    def spoken(self, leg_id: str) -> None:
        """The words of this call have sounded."""
        self._mark(leg_id, "spoken")

    def as_data(self) -> dict[str, dict[str, float]]:
        """By leg. Safe to ask for from any thread."""
        return {leg_id: dict(times) for leg_id, times in list(self._marks.items())}

    def _mark(self, leg_id: str, what: str) -> None:
        times = self._marks.setdefault(leg_id, {})
        if what not in times:
            times[what] = time.monotonic()
            if len(self._marks) > _MOST:
                self._marks.popitem(last=False)

"""What other products say of a wait: moving averages of the last waits, head of line, queue length.

A wait is revealed to them at its call, as to everybody. Each is tried by service and by service and
class, each moving average with every k; which served best is chosen in hindsight, in their favour.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus
from balai.domain.waits.conformal import Scores
from bench.waits.work_ahead import work_ahead

LONGEST = 60
Said = dict[str, float]


class Averages:
    """The mean of the last k revealed waits, for every k up to `LONGEST`."""

    def __init__(self) -> None:
        self._waits: dict[str, list[float]] = defaultdict(list)

    def reveal(self, group: str, wait: float) -> None:
        self._waits[group].append(wait)

    def say(self, group: str, label: str) -> Said:
        last = self._waits[group][-1 : -LONGEST - 1 : -1]
        said: Said = {}
        total, mean = 0.0, 0.0
        for k in range(1, LONGEST + 1):
            if k <= len(last):
                total += last[k - 1]
                mean = total / k
            said[f"MA {k} {label}"] = mean
        return said


class Peers:
    """All of them, beside one estimator. Waits in seconds."""

    def __init__(self) -> None:
        self._averages = Averages()
        self._lengths: dict[str, list[float]] = defaultdict(list)
        self._scores: dict[str, Scores] = defaultdict(Scores)

    def say(self, day: HallDay, service_id: str, kind: str, now: datetime) -> Said:
        """What each would print on the ticket."""
        said = self._averages.say(service_id, "service")
        said |= self._averages.say(f"{service_id} {kind}", "class")
        said["LES service"], said["LES class"] = said["MA 1 service"], said["MA 1 class"]
        lanes = day.lanes.get(service_id, {})
        for label, lines in (
            ("service", lanes.values()),
            ("class", [v for k, v in lanes.items() if k[0] == kind]),
        ):
            joined = [line[0].joined_at for line in lines if line]
            said[f"HOL {label}"] = (now - min(joined)).total_seconds() if joined else 0.0
        able = [
            c for c in day.config.counters_for[service_id]
            if day.counter(c.id).status is not CounterStatus.CLOSED
        ]  # fmt: skip
        said["QL"] = day.waiting_count(service_id) * self._mean(day, service_id) * 60 / max(1, len(able))
        ahead = work_ahead(day, service_id, kind, now, minutes=lambda s: self._mean(day, s))
        said["work ahead"] = ahead or 0.0
        return said

    def reveal(self, service_id: str, kind: str, wait: float) -> None:
        """A visitor was called."""
        self._averages.reveal(service_id, wait)
        self._averages.reveal(f"{service_id} {kind}", wait)

    def ended(self, service_id: str, seconds: float) -> None:
        """A service ended."""
        self._lengths[service_id].append(seconds)

    def widths(self, said: Said) -> Said:
        """The width of a 90 % interval around each moving average, by its last 1,000 residuals."""
        found: Said = {}
        for name, value in said.items():
            if name.startswith("MA"):
                radius = self._scores[name].quantile(0.9)
                found[name] = value + radius - max(0.0, value - radius)
        return found

    def learn(self, said: Said, wait: float) -> None:
        """What came of what the moving averages said."""
        for name, value in said.items():
            if name.startswith("MA"):
                self._scores[name].add(abs(wait - value))

    def _mean(self, day: HallDay, service_id: str) -> float:
        lengths = self._lengths[service_id][-200:]
        if len(lengths) < 5:
            return float(day.config.service_by_id[service_id].service_minutes)
        return sum(lengths) / len(lengths) / 60

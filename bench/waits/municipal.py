"""Real queues of seven municipal halls: snapshots, not events, so departures are resampled.

This neighbour model is no part of the product, which is fed with a hall's log; it says how far one comes
where only counts are known.

`BALAI_BENCH_DATA` names the file or the folder with `warsaw_a.csv.gz` (City of Warsaw open API, winter
2019/20, collected in kolejkeR; see the README beside it). A ticket's wait is revealed no earlier than
its call; odds come from days before the one predicted and from today's snapshots so far.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import exp, log
from pathlib import Path
from statistics import mean
from typing import Any

from balai.domain.waits.conformal import Correction, Raw
from bench.harness import Pair

FILE = "warsaw_a.csv.gz"
RUNS = 100
RECENT = 75.0
WARM_DAYS = 4
LONGEST = 200
LIKE = 40
FEW = 12
AGE = 0.3
PACE_WEIGHT = 6.0
PAST = 1500


def data_file() -> Path | None:
    """Where the log is, or None where nobody said or it is not there."""
    said = os.environ.get("BALAI_BENCH_DATA")
    if not said:
        return None
    path = Path(said)
    path = path / FILE if path.is_dir() else path
    return path if path.is_file() else None


@dataclass(frozen=True)
class Snapshot:
    minute: float
    called: int
    waiting: int
    counters: int


@dataclass(frozen=True)
class QueueDay:
    """One queue on one day, in order."""

    queue: str
    day: int
    shots: tuple[Snapshot, ...]

    def reached(self, number: int, after: float) -> float | None:
        """When the running number was called (minutes), between two snapshots by proportion."""
        at = bisect_left([s.called for s in self.shots], number)
        if at >= len(self.shots):
            return None
        if at == 0:
            return max(after, self.shots[0].minute)
        a, b = self.shots[at - 1], self.shots[at]
        share = (number - a.called) / (b.called - a.called)
        return max(after, a.minute + share * (b.minute - a.minute))


def read_days(path: Path) -> list[QueueDay]:
    """All queue-days, by day."""
    rows: dict[tuple[int, str], list[Snapshot]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = int(row["day"]), f"{row['hall']}/{row['queue']}"
            shot = Snapshot(
                float(row["minute"]), int(row["called"]), int(row["waiting"]), int(row["counters"])
            )
            rows[key].append(shot)
    return [QueueDay(queue, day, tuple(rows[day, queue])) for day, queue in sorted(rows)]


@dataclass(frozen=True)
class Ticket:
    """A virtual ticket, what was said of it and the wait that came; minutes."""

    wait: float
    ours: float
    covered80: bool
    covered90: bool
    peers: dict[str, float]


Pending = tuple[float, float, Raw | None, Snapshot]  # called at, wait, what was drawn, when asked
Past = tuple[float, float, int, float, int]  # minute, log of waiting, counters, minutes each, day


@dataclass
class Municipal:
    """All queues of the file, day after day."""

    rng: random.Random = field(default_factory=lambda: random.Random(1))
    earlier: dict[str, list[QueueDay]] = field(default_factory=lambda: defaultdict(list))
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    corrections: dict[str, Correction] = field(default_factory=lambda: defaultdict(Correction))
    told: list[Ticket] = field(default_factory=list)
    past: dict[str, list[Past]] = field(default_factory=lambda: defaultdict(list))
    offs: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def live(self, days: Sequence[QueueDay]) -> None:
        first = min(d.day for d in days) if days else 0
        order = sorted({d.day for d in days})
        warm = set(order[:WARM_DAYS])
        for day in days:
            self._live(day, day.day not in warm and day.day != first)
            self.earlier[day.queue].append(day)

    def _live(self, day: QueueDay, counts: bool) -> None:
        pending: list[Pending] = []
        self.offs[day.queue] = []
        correction = self.corrections[""]
        correction.begin(f"{day.day:03}")
        for shot in day.shots:
            self._reveal(day, [p for p in pending if p[0] <= shot.minute])
            pending = [p for p in pending if p[0] > shot.minute]
            if not shot.waiting:
                continue
            at = day.reached(shot.called + shot.waiting, shot.minute)
            raw, said = self._raw(day, shot), self._peers(day, shot)
            if at is None:
                continue
            wait = at - shot.minute
            pending.append((at, wait, raw, shot))
            if counts and raw is not None:
                c = correction.correct(day.queue.split("/")[0], raw)
                self.told.append(
                    Ticket(
                        wait, c.point / 60, c.low80 <= wait * 60 <= c.high80,
                        c.low90 <= wait * 60 <= c.high90, said,
                    )
                )  # fmt: skip

    def _reveal(self, day: QueueDay, due: list[Pending]) -> None:
        """Tickets were called: their waits are known from here on."""
        for _, wait, raw, asked in sorted(due, key=lambda p: p[0]):
            self.waits[day.queue].append(wait)
            past = self.past[day.queue]
            past.append((asked.minute, log(asked.waiting), asked.counters, wait / asked.waiting, day.day))
            del past[:-PAST]
            if raw is None:
                continue
            self.corrections[""].learn(day.queue.split("/")[0], raw, wait * 60)
            if raw.q50 > 0:
                self.offs[day.queue].append(max(-1.0, min(1.0, log((wait * 60 + 60) / (raw.q50 + 60)))))

    def _peers(self, day: QueueDay, shot: Snapshot) -> dict[str, float]:
        last = self.waits[day.queue][-1 : -LONGEST - 1 : -1]
        said, total, mean = {}, 0.0, 0.0
        for k in range(1, LONGEST + 1):
            if k <= len(last):
                total += last[k - 1]
                mean = total / k
            said[f"MA {k}"] = mean
        said["QL"] = shot.waiting * self._minutes_per_call(day.queue) / max(1, shot.counters)
        return said

    def _minutes_per_call(self, queue: str) -> float:
        worked = calls = 0.0
        for day in self.earlier[queue][-5:]:
            for a, b in zip(day.shots, day.shots[1:], strict=False):
                if a.waiting:
                    worked += (b.minute - a.minute) * max(1, a.counters)
                    calls += b.called - a.called
        return worked / calls if calls else 10.0

    def _raw(self, day: QueueDay, shot: Snapshot) -> Raw | None:
        draws = sorted(60 * minutes for minutes in self._draws(day, shot))
        if not draws:
            return None
        return Raw(*(draws[int(share * (len(draws) - 1))] for share in (0.05, 0.1, 0.5, 0.9, 0.95)))

    def _draws(self, day: QueueDay, shot: Snapshot) -> Iterator[float]:
        """Minutes until so many calls: how long as many took on earlier days (and for those called
        today) at about this time, with about as many waiting and serving; resampled."""
        alike = self._alike(day, shot)
        if len(alike) < FEW:
            return
        pace = self._pace(day.queue)
        total = list(accumulate(weight for weight, _ in alike))
        for _ in range(RUNS):
            spot = bisect_left(total, self.rng.random() * total[-1])
            yield alike[min(spot, len(alike) - 1)][1] * shot.waiting * pace

    def _alike(self, day: QueueDay, shot: Snapshot) -> list[tuple[float, float]]:
        """Weight and minutes for each one ahead of the tickets most like this one."""
        found = []
        size = log(shot.waiting)
        for minute, waiting, counters, each, on in self.past[day.queue]:
            late = (minute - shot.minute) / 45.0
            if -2.0 < late < 2.0:
                far = late * late + ((waiting - size) / 0.35) ** 2
                far += ((counters - shot.counters) / 1.5) ** 2 + (0.0 if on == day.day else AGE)
                found.append((far, each))
        found.sort()
        return [(1.0 / (0.3 + far), each) for far, each in found[:LIKE]]

    def _pace(self, queue: str) -> float:
        """How today's waits came out against what was said, held near 1."""
        offs = self.offs[queue][-6:]
        return exp(sum(offs) / (len(offs) + PACE_WEIGHT))


def counts_only(notes: dict[str, Any]) -> dict[str, Pair]:
    """The real queues, where their log is on this machine; nothing where it is not."""
    path = data_file()
    if path is None:
        return {}
    log = Municipal()
    log.live(read_days(path))
    told = log.told
    peers = {name: mean(abs(t.wait - t.peers[name]) for t in told) for name in told[0].peers}
    ours = mean(abs(t.wait - t.ours) for t in told)
    averages = {name: value for name, value in peers.items() if name.startswith("MA")}
    best = min(averages, key=lambda name: averages[name])
    notes["municipal"] = {
        "tickets": len(told),
        "mean_wait": round(mean(t.wait for t in told), 2),
        "mae": round(ours, 2),
        "best_ma": best,
        "every_ma": {name: round(value, 2) for name, value in averages.items()},
        "LES": round(peers["MA 1"], 2),
        "QL": round(peers["QL"], 2),
        "bias_percent": round(100 * mean(t.ours - t.wait for t in told) / mean(t.wait for t in told), 1),
        "coverage_80": round(100 * mean(t.covered80 for t in told), 1),
        "coverage_90": round(100 * mean(t.covered90 for t in told), 1),
    }
    return {"counts_only": (ours, averages[best])}

"""What became of a drill: compared with the log, told in one row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from balai.domain.entry import Entry
from tests.drill.clients import Given


@dataclass(frozen=True)
class Outcome:
    """Numbers that were acknowledged; lost ones that the log says are passed over, and others; numbers that
    two visitors were told; seconds by what they are of; what else is to be known."""

    name: str
    acknowledged: int
    lost_told: int
    lost: int
    twice: int
    seconds: Mapping[str, float]
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether nothing was lost without a word and nothing was given twice."""
        return self.lost == 0 and self.twice == 0

    def row(self) -> str:
        """The outcome in one line."""
        times = ", ".join(f"{name} {value:.1f} s" for name, value in self.seconds.items())
        counts = f"{self.acknowledged:>6}  {self.lost:>4}  {self.lost_told:>9}  {self.twice:>5}"
        return f"{self.name:<24}  {counts}  {times}{'; ' if self.note else ''}{self.note}"


HEAD = f"{'drill':<24}  {'told':>6}  {'lost':>4}  {'lost+told':>9}  {'twice':>5}  times"


def compared(
    name: str, given: Iterable[Given], log: Iterable[Entry], seconds: Mapping[str, float], note: str = ""
) -> Outcome:
    """Compare what kiosks were told with the day's log."""
    given = list(given)
    bodies = [(entry.type, json.loads(entry.body)) for entry in log]
    there = {body["number"] for kind, body in bodies if kind == "visit_issued"}
    passed = [body for kind, body in bodies if kind == "numbers_reserved"]
    missing = [one for one in given if one.number not in there]
    told = [one for one in missing if any(_within(one, body) for body in passed)]
    times_told = Counter(one.number for one in given)
    twice = sum(count - 1 for count in times_told.values())
    return Outcome(name, len(given), len(told), len(missing) - len(told), twice, seconds, note)


def _within(one: Given, body: Mapping[str, object]) -> bool:
    first, last = body["first"], body["last"]
    assert isinstance(first, int)
    assert isinstance(last, int)
    return one.prefix == str(body.get("prefix", "")).rstrip("-") and first <= one.ordinal <= last

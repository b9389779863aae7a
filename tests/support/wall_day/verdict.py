"""What became of the calls of a day, as its log tells it."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import datetime

from balai.domain.events import CallAnnounced, LegCalled, LegRecalled, LegStarted
from balai.domain.state import Happened


@dataclass(frozen=True)
class Verdict:
    """What became of the calls: `lost` are those that were neither seen and heard, nor told to the desk, nor
    answered before. `slowest` is the longest time until the words of one were over, or its desk was told
    (s)."""

    calls: int
    heard: int
    told: int
    came: int
    lost: tuple[str, ...]
    faults: int
    slowest: float


def judged(log: list[Happened], faults: int) -> Verdict:
    """What became of every call of a day's log."""
    kinds: dict[tuple[str, int], set[str]] = {}
    for event in (happened.event for happened in log):
        if isinstance(event, CallAnnounced):
            kinds.setdefault((event.leg_id, event.recalls), set()).add(event.kind)
    answered = {happened.event.leg_id for happened in log if isinstance(happened.event, LegStarted)}
    found: Tally[str] = Tally()
    lost = []
    for call, wall in _asked(log).items():
        found[became := _became(kinds.get(call, set()), wall, came=call[0] in answered)] += 1
        if became == "lost":
            lost.append(f"{call}: {sorted(kinds.get(call, set()))}, {wall}")
    return Verdict(
        found.total(),
        found["heard"],
        found["told"],
        found["came"],
        tuple(lost),
        faults,
        _slowest(log),
    )


def _asked(log: list[Happened]) -> dict[tuple[str, int], str]:
    """Every press, and what displays could do then."""
    first = {(e.leg_id, 0): e.wall for e in (h.event for h in log) if isinstance(e, LegCalled)}
    return first | {(e.leg_id, e.times): e.wall for e in (h.event for h in log) if isinstance(e, LegRecalled)}


def _slowest(log: list[Happened]) -> float:
    """The longest time from a press to the end of its words, or until its desk was told, in seconds."""
    pressed: dict[tuple[str, int], datetime] = {}
    longest = 0.0
    for happened in log:
        event = happened.event
        if isinstance(event, LegCalled | LegRecalled):
            times = event.times if isinstance(event, LegRecalled) else 0
            pressed[event.leg_id, times] = happened.at
        elif isinstance(event, CallAnnounced) and event.kind != "shown":
            waited = happened.at - pressed[event.leg_id, event.recalls]
            longest = max(longest, waited.total_seconds())
    return longest


def _became(kinds: set[str], wall: str, *, came: bool) -> str:
    if {"shown", "spoken"} <= kinds:
        return "heard"
    if kinds & {"dropped", "no_wall"} or wall in ("none", "shows"):
        return "told"
    return "came" if came else "lost"

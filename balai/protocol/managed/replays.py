"""Days that were, played again under the rules of the draft, on the wire."""

from __future__ import annotations

from datetime import date
from typing import Literal

from balai.protocol.base import News

Group = Literal["regular", "priority"]
#: `no_days`: no closed day with visitors yet. `faulty`: the draft is. `too_long`: not one day in time.
State = Literal["no_days", "faulty", "running", "ready", "too_long", "failed"]


class Waits(News):
    """How a group waited for its calls, in seconds: the median, the time that 95 of 100 did not exceed, and
    the longest. `within` of them kept the standard. `passed` people saw somebody called who had come later,
    in all `passes` times; `unserved` were not reached before closing."""

    called: int = 0
    p50: int = 0
    p95: int = 0
    longest: int = 0
    within: int = 0
    passed: int = 0
    passes: int = 0
    unserved: int = 0


class ReplayRow(News):
    """A group as it really went, played again under the rules in force, and under those of the draft."""

    group: Group
    real: Waits
    now: Waits
    draft: Waits


class Replay(News):
    """The latest days played again. `off_p50` and `off_p95` say by how many percent all waits of the days
    played by their own rules are off what really happened (the back-test)."""

    state: State
    days: tuple[date, ...] = ()
    rows: tuple[ReplayRow, ...] = ()
    off_p50: int | None = None
    off_p95: int | None = None

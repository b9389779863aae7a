"""Event sourcing in two pure functions: `decide` tells what a command makes happen, `evolve` what changes."""

from __future__ import annotations

from collections.abc import Iterable

from balai.domain.decide.deciding import decide
from balai.domain.fold.folding import as_folded, evolve
from balai.domain.state import HallDay, Happened

__all__ = ["HallDay", "Happened", "as_folded", "decide", "evolve", "replay"]


def replay(log: Iterable[Happened], day: HallDay | None = None) -> HallDay | None:
    """Fold a log, from its start or onto `day`. Raises BrokenLog where it does not follow."""
    for happened in log:
        day = evolve(day, happened)
    return day

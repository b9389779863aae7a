"""What random days must have done, found by itself: commands, events, edits, faults of a clock, views."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator

from balai.domain import commands as c
from balai.domain.events import KINDS
from tests.support.random_days.clocks import FAULTS
from tests.support.random_days.edits import EDITS
from tests.support.random_days.views import VIEWS


def commands(kind: type[c.Command] = c.Command) -> Iterator[type[c.Command]]:
    """Every kind of command that is no mere base of others."""
    below = kind.__subclasses__()
    if not kind.__name__.endswith("Command"):
        yield kind
    for more in below:
        yield from commands(more)


#: Everything by the name that it is counted under.
EXPECTED = frozenset({
    *(f"done {kind.__name__}" for kind in commands()),
    *(f"event {type_}" for type_, _ in KINDS),
    *(f"edit {name}" for name in EDITS),
    *(f"clock {name}" for name in FAULTS),
    *(f"view {name}" for name in VIEWS),
    "told figures held", "reasons checked", "told sure held",
})  # fmt: skip


def never(counts: Tally[str]) -> list[str]:
    """What was never done."""
    return sorted(name for name in EXPECTED if not counts[name])

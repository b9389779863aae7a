"""What random days must have done, found by itself: commands, events, edits, faults of a clock, views."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator

from balai.domain import commands as c
from balai.domain.events import KINDS
from tests.support.random_days.acts.clocks import FAULTS
from tests.support.random_days.acts.edits import EDITS
from tests.support.random_days.truths.views import VIEWS


def commands(kind: type[c.Command] = c.Command) -> Iterator[type[c.Command]]:
    """Every kind of command that is no mere base of others."""
    below = kind.__subclasses__()
    if not kind.__name__.endswith("Command"):
        yield kind
    for more in below:
        yield from commands(more)


#: So many days do everything at least once, and every edit, or something cannot be done.
ENOUGH, ENOUGH_EDITS = 100, 1500
#: Everything by the name that it is counted under.
EXPECTED = frozenset({
    *(f"done {kind.__name__}" for kind in commands()),
    *(f"event {type_}" for type_, _ in KINDS),
    *(f"clock {name}" for name in FAULTS),
    *(f"view {name}" for name in VIEWS),
    "told figures held", "reasons checked", "told sure held",
})  # fmt: skip


#: The edits are many, and each is seldom.
SELDOM = frozenset(f"edit {name}" for name in EDITS)


def never(counts: Tally[str], days: int) -> list[str]:
    """What was never done on so many days, though they were enough for it."""
    due = (EXPECTED if days >= ENOUGH else frozenset()) | (SELDOM if days >= ENOUGH_EDITS else frozenset())
    return sorted(name for name in due if not counts[name])

"""Where somebody stands, and what an exception lets in under a ratio, told independently of the core."""

from __future__ import annotations

from balai.domain.hall.config import Rules
from balai.domain.visit import Leg


def place(leg: Leg) -> tuple[object, ...]:
    """All that a rule orders by: it changes where somebody comes back or the visit is changed."""
    return leg.base, leg.due, leg.service_id, leg.priority_class


def side(leg: Leg) -> bool:
    """Under a ratio: whether somebody waits on the regular side."""
    return leg.priority_class == "regular"


def let_in(rules: Rules, leg: Leg, beside: int) -> int:
    """How many more of the other side are called before `leg` when so many who were not before it took a turn
    of its own side: who comes later and is due earlier, comes back, or is called by choice."""
    if rules.discipline != "ratio":
        return 0
    return beside * rules.ratio if side(leg) else -(-beside // rules.ratio)

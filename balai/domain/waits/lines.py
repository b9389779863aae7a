"""The lines of one run of the simulation, with who is first of each service by the rule's order.

A run asks who is next some hundred times as often as a lane gets another head, and a counter may offer many
services: so the first of each service is kept, and found anew where a lane has another head.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from balai.domain.hall.config import Counter, Rules
from balai.domain.order.discipline import Choice, Discipline, Lanes, Turns
from balai.domain.order.lanes import LaneKey


class Player:
    """A leg as the rules see it; `due` and `base` are aware times, `guest` one who takes no time.
    `since` is when it joined, in seconds from the scene's now."""

    __slots__ = (
        "base", "due", "guest", "id", "joined_at", "order", "plan", "priority_class", "service_id",
        "since", "transferred",
    )  # fmt: skip

    def __init__(
        self,
        leg_id: str,
        service_id: str,
        priority_class: str,
        base: datetime,
        due: datetime,
        joined_at: datetime,
        order: int,
        *,
        transferred: bool = False,
        guest: bool = False,
        plan: tuple[str, ...] = (),
        since: float = 0.0,
    ) -> None:
        self.id, self.service_id, self.priority_class = leg_id, service_id, priority_class
        self.base, self.due, self.joined_at, self.order = base, due, joined_at, order
        self.transferred, self.guest, self.plan, self.since = transferred, guest, plan, since


First = tuple[datetime, Player]
InLanes = Mapping[str, Mapping[LaneKey, Sequence[Player]]]


def place(player: Player) -> tuple[datetime, int]:
    """What a lane is ordered by, as in `line`."""
    return player.base, player.order


class Lines:
    """Who waits. Mutable; `copy` begins another run from here."""

    __slots__ = ("_firsts", "_lanes", "_rule", "_rules")

    def __init__(
        self, lanes: InLanes, rule: Discipline, rules: Rules, firsts: Mapping[str, First] | None = None
    ) -> None:
        """`firsts`: the first of each service, where they are known."""
        self._rule, self._rules = rule, rules
        self._lanes = {s: {key: list(lane) for key, lane in mine.items()} for s, mine in lanes.items()}
        self._firsts = dict(firsts or {})
        for service_id in self._lanes if firsts is None else ():
            self._find(service_id)

    def copy(self) -> Lines:
        """The same lines, to be changed."""
        return Lines(self._lanes, self._rule, self._rules, self._firsts)

    def call(self, counter: Counter, turns: Turns) -> tuple[Player | None, Choice | None]:
        """Takes whom the counter calls next out of the lines, None where nobody waits for it. The rule's
        choice is told where it was asked: where all stand in one order, it calls the first of them, unless
        that is one who was transferred."""
        found: First | None = None
        if not self._rule.takes_turns:
            firsts = self._firsts
            for service_id in counter.service_ids:
                first = firsts.get(service_id)
                # Of two at the same place the one whose service the counter prefers is first.
                if first is not None and (found is None or first[0] < found[0]):
                    found = first
            if found is None:
                return None, None
        choice = None
        if found is not None and not found[1].transferred:
            player = found[1]
        else:
            choice = self._rule.choose_next(cast(Lanes, self._lanes), counter, turns, self._rules)
            if choice is None:
                return None, None
            player = cast(Player, choice.leg)
        del self._lanes[player.service_id][player.priority_class, player.transferred][0]
        self._find(player.service_id)
        return player, choice

    def join(self, player: Player) -> None:
        """One more comes to a place in a lane."""
        lanes = self._lanes.setdefault(player.service_id, {})
        lane = lanes.setdefault((player.priority_class, player.transferred), [])
        if not lane or place(lane[-1]) <= place(player):
            lane.append(player)
        else:
            insort(lane, player, key=place)
        if lane[0] is player:
            self._find(player.service_id)

    def _find(self, service_id: str) -> None:
        """Who is first of a service by the rule's order."""
        of, rules = self._rule.place, self._rules
        best: First | None = None
        for lane in self._lanes[service_id].values():
            if lane:
                head = lane[0]
                at = of(head, rules)  # type: ignore[arg-type]  # a player is a leg as the rules see it
                if best is None or at < best[0] or (at == best[0] and _earlier(head, best[1])):
                    best = at, head
        if best is not None:
            self._firsts[service_id] = best
        else:
            self._firsts.pop(service_id, None)


def _earlier(one: Player, other: Player) -> bool:
    """Who of two at the same place is first."""
    return (one.order, one.id) < (other.order, other.id)

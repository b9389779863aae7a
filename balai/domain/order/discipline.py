"""The rules that pick the next leg for a counter. Pure and cheap: they look at heads of lanes only.

A lane holds the waiting legs of one service, one priority class and one way of coming (new or
transferred), in order of `base`. Within a lane every rule keeps that order, so the next leg is
always the head of a lane, and a choice costs as much as the counter has lanes, however many wait.

What is proven (by the property tests of the rules, for every call at a counter):

* first_come: nobody whom the counter can serve has an earlier `base` than the one called;
* earliest_due: nobody whom the counter can serve has an earlier `due`. As due = base + standard, a
  person is passed only by one who came later by at most the difference of the two standards;
* ratio n:1: while both classes wait, at most n priority calls come between two regular ones at one
  counter;
* with the cap of transfers (one in `transfer_cap` calls at a counter; under a ratio one in so many of
  each class there), the only one who may be held back against these orders is a transferred visitor,
  for at most `transfer_cap` - 1 such calls of one counter in a row.

So of the calls of the m counters that offer somebody's service, at most R = transfer_cap x E +
(transfer_cap - 1) x m come before theirs, E being the legs ahead by the rule's order: each call is of
one of these E, or holds a transferred visitor back, at most transfer_cap - 1 times at each counter
before its first passing call and after each, which is one of the E. Under ratio n:1 at most
(n + 1) x R + n x m, E counting those of the own class only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from balai.domain.hall.config import Counter, Rules
from balai.domain.order.lanes import LaneKey
from balai.domain.visit import Leg


class Head(Protocol):
    """A lane as a rule sees it: whether somebody waits, and who is first."""

    def __len__(self) -> int: ...

    def __getitem__(self, spot: int, /) -> Leg: ...


class Turns(Protocol):
    """What a rule counts with at one counter (`CounterState` has it)."""

    @property
    def priority_run(self) -> int:
        """Priority calls since the last regular one."""
        ...

    @property
    def since_pass(self) -> int:
        """Calls since a transferred visitor last passed others."""
        ...

    @property
    def since_pass_of(self) -> tuple[int, int]:
        """The same counted apart: calls of regular visitors since one of them passed, and of others."""
        ...


# A service's lanes; a simulation may bring lists where the day has lines.
Lanes = Mapping[str, Mapping[LaneKey, Head]]


Counted = tuple[int, int, tuple[int, int]]


def counted(state: Turns, priority_class: str, *, passing: bool, ratio_turn: bool) -> Counted:
    """`priority_run`, `since_pass` and `since_pass_of` after a call of somebody of a class."""
    regular = priority_class == "regular"
    run = state.priority_run + ratio_turn
    own, other = state.since_pass_of
    own = (0 if passing else own + 1) if regular else own
    other = other if regular else (0 if passing else other + 1)
    return 0 if regular else run, 0 if passing else state.since_pass + 1, (own, other)


class Choice(NamedTuple):
    """The leg to call, the rule that chose it, and whether it passes people who joined before."""

    leg: Leg
    rule: str
    passing: bool = False
    ratio_turn: bool = False

    @property
    def leg_id(self) -> str:
        """The leg's id."""
        return self.leg.id


class Discipline(Protocol):
    """Picks among the waiting legs that a counter offers. Pure: same lanes, same choice."""

    @property
    def name(self) -> str:
        """What the configuration and the log call it."""
        ...

    def choose_next(self, lanes: Lanes, counter: Counter, state: Turns, rules: Rules) -> Choice | None:
        """The next leg for `counter`, or None when nobody it can serve waits."""
        ...


Key = tuple[datetime, int, int]
KeyOf = Callable[[Leg, int], Key]


def _by_base(leg: Leg, preference: int) -> Key:
    return leg.base, preference, leg.order


def _by_due(leg: Leg, preference: int) -> Key:
    return leg.due, preference, leg.order


_NO_LANES: Mapping[LaneKey, Head] = {}


def heads(lanes: Lanes, counter: Counter) -> list[tuple[int, Leg]]:
    """The first of each lane that the counter offers, with the service's place in its preference."""
    return [
        (preference, lane[0])
        for preference, service_id in enumerate(counter.service_ids)
        for lane in lanes.get(service_id, _NO_LANES).values()
        if lane
    ]


def _first(found: list[tuple[int, Leg]], key: KeyOf) -> Leg | None:
    if len(found) == 1:
        return found[0][1]
    best: Leg | None = None
    least: tuple[Key, str] | None = None
    for preference, leg in found:
        rank = key(leg, preference), leg.id
        if least is None or rank < least:
            best, least = leg, rank
    return best


def _joined_before(lanes: Lanes, counter: Counter, leg: Leg) -> bool:
    """Whether a head of a lane of newcomers joined before a transferred leg did."""
    return any(not head.transferred and head.joined_at < leg.joined_at for _, head in heads(lanes, counter))


def _capped(
    lanes: Lanes, counter: Counter, since_pass: int, rules: Rules, found: list[tuple[int, Leg]], key: KeyOf
) -> tuple[Leg | None, bool]:
    """The first by `key`, unless a transferred leg has passed others too recently at this counter."""
    leg = _first(found, key)
    if leg is None or not leg.transferred or not _joined_before(lanes, counter, leg):
        return leg, False
    if since_pass < rules.transfer_cap - 1:
        newcomer = _first([(p, head) for p, head in found if not head.transferred], key)
        if newcomer is not None:
            return newcomer, False
    return leg, True


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order for everybody: by arrival (first come) or by due time (earliest due)."""

    name: str
    key: KeyOf

    def choose_next(self, lanes: Lanes, counter: Counter, state: Turns, rules: Rules) -> Choice | None:
        """See `Discipline.choose_next`."""
        found = heads(lanes, counter)
        leg, passing = _capped(lanes, counter, state.since_pass, rules, found, self.key)
        return Choice(leg, self.name, passing) if leg else None


@dataclass(frozen=True, slots=True)
class Ratio:
    """`rules.ratio` priority calls, then one regular, while both wait; by arrival within a class."""

    name: str = "ratio"

    def choose_next(self, lanes: Lanes, counter: Counter, state: Turns, rules: Rules) -> Choice | None:
        """See `Discipline.choose_next`."""
        found = heads(lanes, counter)
        regular = [(p, leg) for p, leg in found if leg.priority_class == "regular"]
        others = [(p, leg) for p, leg in found if leg.priority_class != "regular"]
        both = bool(regular and others)
        group = regular if both and state.priority_run >= rules.ratio else others or regular
        # Counted together, passing calls of one class would hold back the other's for ever.
        since_pass = state.since_pass_of[0 if group is regular else 1]
        leg, passing = _capped(lanes, counter, since_pass, rules, group, _by_base)
        return Choice(leg, self.name, passing, ratio_turn=both) if leg else None


DISCIPLINES: Mapping[str, Discipline] = {
    d.name: d for d in (Ordered("first_come", _by_base), Ordered("earliest_due", _by_due), Ratio())
}

"""Queue disciplines: the rules that pick the next leg for a counter. Pure and cheap: they look at heads only.

A lane holds the waiting legs of one service, one priority class and one way of coming (new or
transferred), in order of `base`. Within a lane every rule keeps that order, so the next leg is
always the head of a lane, and a choice costs as much as the counter has lanes, however many wait.

What is proven (by the property tests of the rules, for every call at a counter):

* first_come: nobody whom the counter can serve has an earlier `base` than the one called;
* earliest_due: nobody whom the counter can serve has an earlier `due`. As due = base + standard, a
  person is passed only by one who came later by at most the difference of the two standards;
* levels: nobody whom the counter can serve has an earlier place, which is `base` less the head start of
  the class; a person is passed only by one who came later by at most the difference of two head starts;
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
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from balai.domain.hall.config import Counter, Rules, Service
from balai.domain.order.lanes import LaneKey, class_at, standard
from balai.domain.visit import Leg


class WaitingLane(Protocol):
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
Lanes = Mapping[str, Mapping[LaneKey, WaitingLane]]


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
    """A rule owns its order: who is picked among those that a counter offers, who stands before whom, and
    what its choice is called. Tickets, estimates and explanations ask it. Pure: same lanes, same choice."""

    @property
    def name(self) -> str:
        """What the configuration and the log call it."""
        ...

    @property
    def takes_turns(self) -> bool:
        """Whether regular visitors and others take turns: then its order holds within a class only."""
        ...

    @property
    def reason(self) -> str:
        """The code of the sentence that says why somebody is first by its order (see `why`)."""
        ...

    @property
    def later(self) -> str:
        """The code of the sentence that says that who came earlier stands later by its order, at `due`."""
        ...

    @property
    def place_as(self) -> str:
        """What the sentence of `reason` calls the place: `since` what it counts, or `due`, its end."""
        ...

    def place(self, leg: Leg, rules: Rules) -> datetime:
        """What it orders by: the earlier goes first. It is `base` plus the `shift` of the leg's lane."""
        ...

    def shift(self, service: Service, priority_class: str, rules: Rules) -> timedelta:
        """What a lane's places are later (or earlier) than what they count from."""
        ...

    def choose_next(self, lanes: Lanes, counter: Counter, state: Turns, rules: Rules) -> Choice | None:
        """The next leg for `counter`, or None when nobody it can serve waits."""
        ...


PlaceOf = Callable[[Leg, Rules], datetime]
ShiftOf = Callable[[Service, str, Rules], timedelta]


def _base(leg: Leg, rules: Rules) -> datetime:
    return leg.base


def _due(leg: Leg, rules: Rules) -> datetime:
    return leg.due


def _level(leg: Leg, rules: Rules) -> datetime:
    return leg.base - head_start(leg.priority_class, rules)


def _no_shift(service: Service, priority_class: str, rules: Rules) -> timedelta:
    return timedelta()


def _standard(service: Service, priority_class: str, rules: Rules) -> timedelta:
    return standard(service, priority_class)


def _level_shift(service: Service, priority_class: str, rules: Rules) -> timedelta:
    return -head_start(class_at(service, priority_class), rules)


def head_start(priority_class: str, rules: Rules) -> timedelta:
    """How much earlier than it is the arrival of a class counts, under the rule of levels."""
    if priority_class == "regular":
        return timedelta()
    high = priority_class == "high"
    return timedelta(minutes=rules.high_head_start if high else rules.priority_head_start)


_NO_LANES: Mapping[LaneKey, WaitingLane] = {}


def heads(lanes: Lanes, counter: Counter) -> list[tuple[int, Leg]]:
    """The first of each lane that the counter offers, with the service's place in its preference."""
    return [
        (preference, lane[0])
        for preference, service_id in enumerate(counter.service_ids)
        for lane in lanes.get(service_id, _NO_LANES).values()
        if lane
    ]


def _first(found: list[tuple[int, Leg]], place: PlaceOf, rules: Rules) -> Leg | None:
    if len(found) == 1:
        return found[0][1]
    best: Leg | None = None
    least: datetime | None = None
    ties = 0, 0, ""
    for preference, leg in found:
        at = place(leg, rules)
        # Only ties need more than the place: an estimate asks this many thousand times.
        if least is None or at < least or (at == least and (preference, leg.order, leg.id) < ties):
            best, least, ties = leg, at, (preference, leg.order, leg.id)
    return best


def _joined_before(lanes: Lanes, counter: Counter, leg: Leg) -> bool:
    """Whether a head of a lane of newcomers joined before a transferred leg did."""
    return any(not head.transferred and head.joined_at < leg.joined_at for _, head in heads(lanes, counter))


def _capped(
    lanes: Lanes,
    counter: Counter,
    since_pass: int,
    rules: Rules,
    found: list[tuple[int, Leg]],
    place: PlaceOf,
) -> tuple[Leg | None, bool]:
    """The first by `place`, unless a transferred leg has passed others too recently at this counter."""
    leg = _first(found, place, rules)
    if leg is None or not leg.transferred or not _joined_before(lanes, counter, leg):
        return leg, False
    if since_pass < rules.transfer_cap - 1:
        newcomer = _first([(p, head) for p, head in found if not head.transferred], place, rules)
        if newcomer is not None:
            return newcomer, False
    return leg, True


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order for everybody: by arrival (first come), by due time (earliest due), or by arrival with a
    head start for each level of priority (levels). A waiting visitor's place never moves, so that a head
    start is ageing with a bound: nobody is passed by who came later than the difference of two."""

    name: str
    reason: str
    place: PlaceOf
    shift: ShiftOf
    later: str = "level_later"
    place_as: str = "since"
    takes_turns: bool = False

    def choose_next(self, lanes: Lanes, counter: Counter, state: Turns, rules: Rules) -> Choice | None:
        """See `Discipline.choose_next`."""
        found = heads(lanes, counter)
        leg, passing = _capped(lanes, counter, state.since_pass, rules, found, self.place)
        return Choice(leg, self.name, passing) if leg else None


@dataclass(frozen=True, slots=True)
class Ratio:
    """`rules.ratio` priority calls, then one regular, while both wait; by arrival within a class."""

    name: str = "ratio"
    reason: str = "first_come"
    later: str = "level_later"
    place_as: str = "since"
    place: PlaceOf = _base
    shift: ShiftOf = _no_shift
    takes_turns: bool = True

    def choose_next(self, lanes: Lanes, counter: Counter, state: Turns, rules: Rules) -> Choice | None:
        """See `Discipline.choose_next`."""
        found = heads(lanes, counter)
        regular = [(p, leg) for p, leg in found if leg.priority_class == "regular"]
        others = [(p, leg) for p, leg in found if leg.priority_class != "regular"]
        both = bool(regular and others)
        group = regular if both and state.priority_run >= rules.ratio else others or regular
        # Counted together, passing calls of one class would hold back the other's for ever.
        since_pass = state.since_pass_of[0 if group is regular else 1]
        leg, passing = _capped(lanes, counter, since_pass, rules, group, _base)
        return Choice(leg, self.name, passing, ratio_turn=both) if leg else None


_RULES: tuple[Discipline, ...] = (
    Ordered("first_come", "first_come", _base, _no_shift),
    Ordered("earliest_due", "earliest_due", _due, _standard, "due_later", "due"),
    Ordered("levels", "first_place", _level, _level_shift),
    Ratio(),
)
DISCIPLINES: Mapping[str, Discipline] = {rule.name: rule for rule in _RULES}


def rule_of(rules: Rules) -> Discipline:
    """The rule in force."""
    return DISCIPLINES[rules.discipline]


def chosen(lanes: Lanes, counter: Counter, leg: Leg, rules: Rules) -> Choice:
    """The choice of a leg by staff: where classes take turns, it counts among them."""
    both = len({head.priority_class == "regular" for _, head in heads(lanes, counter)}) == 2
    return Choice(leg, "chosen", ratio_turn=both and rule_of(rules).takes_turns)

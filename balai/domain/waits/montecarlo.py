"""Monte Carlo simulation: the rest of the day played many times with the hall's real rule.

The rule is the dispatcher's own `choose_next`. One run serves everybody who waits and, by guests, the
next ticket of every service and class: a guest stands in line like anybody, but once called takes no
time, so that guests do not delay each other or anybody else.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp
from typing import Any, cast

from balai.domain.hall.config import Counter, HallConfig
from balai.domain.order.discipline import DISCIPLINES, Choice, Counted, Lanes, counted, rule_of
from balai.domain.order.lanes import LaneKey, standard
from balai.domain.waits.chances import Chances
from balai.domain.waits.learned.record import WAITED
from balai.domain.waits.lots import Lots

HORIZON = 10 * 3600.0
_CALL, _JOIN = 0, 1


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


class Turns:
    """What the rule counts with at a counter, as it goes on in one run."""

    __slots__ = ("priority_run", "since_pass", "since_pass_of")

    def __init__(self, priority_run: int, since_pass: int, since_pass_of: tuple[int, int]) -> None:
        self.priority_run, self.since_pass, self.since_pass_of = priority_run, since_pass, since_pass_of


@dataclass(frozen=True)
class SimulatedCounter:
    """A counter at the start. `free` draws when it may call next (seconds from now, None: never),
    the desk being slower by a factor than thought; `doubt` says how unsure its speed is; `leaving` is who is
    at it now; `lengths` holds, for each service, what is drawn from and multiplied by; `shut` when the
    calendar keeps it shut: (from, to)."""

    counter: Counter
    turns: Counted
    free: Callable[[Lots, float], float | None]
    lengths: Mapping[str, tuple[Sequence[float], float]]
    doubt: float = 0.0
    leaving: Player | None = None
    shut: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Scene:
    """The hall at one moment."""

    now: datetime
    config: HallConfig
    chances: Chances
    desks: Sequence[SimulatedCounter]
    lanes: dict[str, dict[LaneKey, list[Player]]]
    awaited: frozenset[str]
    coming: Callable[[Lots], Iterable[tuple[float, Player]]]
    rests: Callable[[Lots], dict[str, list[tuple[float, float]]]]
    back_late: Sequence[float] = (0.0,)


def place(player: Player) -> tuple[datetime, int]:
    """What a lane is ordered by, as in `line`."""
    return player.base, player.order


@dataclass
class Run:
    """One way the day may go on."""

    scene: Scene
    lots: Lots
    number: int
    called: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scene = self.scene
        self._choose = DISCIPLINES[scene.config.rules.discipline].choose_next
        self._rules = scene.config.rules
        self._lanes = {
            service: {key: list(lane) for key, lane in lanes.items()}
            for service, lanes in scene.lanes.items()
        }
        self._shown = cast(Lanes, self._lanes)
        self._awaited = scene.awaited
        self._turns = [Turns(*desk.turns) for desk in scene.desks]
        self.lots.start(self.number, -1)
        self._rests = scene.rests(self.lots)
        self._factors = self._drawn_factors()
        self._services: dict[str, float] = {}
        self._leaving = scene.chances.leaving
        self._left = len(scene.awaited)
        self._todo: list[tuple[float, int, int, Any]] = []
        self._count = 0
        self._idle: list[int] = []
        # The ordered rules count one thing only.
        self._counts_all = rule_of(scene.config.rules).takes_turns
        self._bound = [bool(d.shut or self._rests.get(d.counter.id)) for d in scene.desks]

    def _drawn_factors(self) -> list[float]:
        """By how much each desk is slower in this run than it is thought to be: nobody knows it exactly."""
        doubt, bell, number = self.scene.chances.doubt, self.lots.bell, self.number
        pace = doubt * bell(number, -1) - doubt**2 / 2
        return [
            exp(pace + desk.doubt * (bell(number, spot) - desk.doubt / 2))
            for spot, desk in enumerate(self.scene.desks)
        ]

    def _of_service(self, service_id: str) -> float:
        """By how much a service lasts longer in this run than it is thought to."""
        spot, doubt = self.scene.chances.service_doubts[service_id]
        found = exp(doubt * self.lots.bell(self.number, 500 + spot) - doubt * doubt / 2)
        self._services[service_id] = found
        return found

    def play(self) -> dict[str, float]:
        """Seconds from now to the call of each awaited id; who is not called within `HORIZON` lacks."""
        for number, desk in enumerate(self.scene.desks):
            self._begin(number, desk)
        self.lots.start(self.number, -2)
        for at, player in self.scene.coming(self.lots):
            self._push(at, _JOIN, player)
        todo = self._todo
        while todo and self._left:
            at, _, kind, what = heapq.heappop(todo)
            if at > HORIZON:
                break
            if kind == _CALL:
                self._call(what, at)
            else:
                self._join(what, at)
        return self.called

    def _push(self, at: float, kind: int, what: object) -> None:
        self._count += 1
        heapq.heappush(self._todo, (at, self._count, kind, what))

    def _begin(self, number: int, desk: SimulatedCounter) -> None:
        self.lots.start(self.number, desk.counter.number)
        at = desk.free(self.lots, self._factors[number])
        if at is None:
            return
        if desk.leaving is not None:
            self._move_on(desk.leaving, at)
        self._push(at, _CALL, number)

    def _call(self, number: int, at: float) -> None:
        desk = self.scene.desks[number]
        if self._bound[number]:
            until = self._away(desk, at)
            if until is not None:
                self._push(until, _CALL, number)
                return
        counter, turns = desk.counter, self._turns[number]
        choose, shown, rules, awaited = self._choose, self._shown, self._rules, self._awaited
        while True:
            choice = choose(shown, counter, turns, rules)
            if choice is None:
                self._idle.append(number)
                return
            player: Player = choice[0]  # type: ignore[assignment]
            del self._lanes[player.service_id][player.priority_class, player.transferred][0]
            if player.id in awaited:
                self.called[player.id] = at
                self._left -= 1
                if not self._left:
                    return
            if not player.guest and not (self._leaving and self._went(player, at)):
                break
        self._count_turn(turns, player, choice)
        self._serve(number, desk, player, at)

    def _count_turn(self, turns: Turns, player: Player, choice: Choice) -> None:
        if self._counts_all:
            turns.priority_run, turns.since_pass, turns.since_pass_of = counted(
                turns, player.priority_class, passing=choice.passing, ratio_turn=choice.ratio_turn
            )
        else:
            turns.since_pass = 0 if choice.passing else turns.since_pass + 1

    def _went(self, player: Player, at: float) -> bool:
        """Whether somebody who waited has gone and said so: no time is lost on them."""
        return self._own(player, 5) < self._leaving * max(0.0, at - max(0.0, player.since))

    def _own(self, player: Player, spot: int) -> float:
        """A person's luck in this run: the same in every estimate (see `Lots`)."""
        return self.lots.of(player.order, spot)

    def _serve(self, number: int, desk: SimulatedCounter, player: Player, at: float) -> None:
        chances, lots, service_id = self.scene.chances, self.lots, player.service_id
        table, rows, own = lots.table, lots.rows, lots.first(player.order)
        if table[own] < chances.gone[bisect_right(WAITED, at - player.since)]:
            free = at + chances.absent[int(table[own + rows] * len(chances.absent))]
        else:
            pool, factor = desk.lengths[service_id]
            service = self._services.get(service_id) or self._of_service(service_id)
            factor *= self._factors[number] * service
            free = at + pool[int(table[own + rows] * len(pool))] * factor
            moves = chances.moves[service_id]
            if player.plan or moves[int(table[own + 3 * rows] * len(moves))] is not None:
                self._move_on(player, free)
        gaps = chances.gaps[desk.counter.id]
        free += gaps[int(table[own + 2 * rows] * len(gaps))]
        self._count += 1
        heapq.heappush(self._todo, (free, self._count, _CALL, number))

    def _move_on(self, player: Player, at: float) -> None:
        """Where a visitor goes after a service: on by plan, or over to another, or out."""
        moves = self.scene.chances.moves[player.service_id]
        to = player.plan[0] if player.plan else moves[int(self._own(player, 3) * len(moves))]
        if to is None:
            return
        service = self.scene.config.service_by_id.get(to)
        if service is None:
            return
        aside = to == player.service_id
        if aside:
            at += self.scene.chances.aside[int(self._own(player, 4) * len(self.scene.chances.aside))]
        due = player.base + standard(service, player.priority_class)
        joined = player.joined_at if aside else self.scene.now + timedelta(seconds=at)
        self._push(
            at, _JOIN,
            Player(
                "", service.id, player.priority_class, player.base, due, joined, player.order,
                transferred=player.transferred or not aside, plan=player.plan if aside else player.plan[1:],
                since=player.since if aside else at,
            ),
        )  # fmt: skip

    def _join(self, player: Player, at: float) -> None:
        lanes = self._lanes.setdefault(player.service_id, {})
        insort(lanes.setdefault((player.priority_class, player.transferred), []), player, key=place)
        desks = self.scene.desks
        for number in [n for n in self._idle if player.service_id in desks[n].counter.service_ids]:
            self._idle.remove(number)
            until = self._rested(desks[number], at) if self._bound[number] else None
            if until is None:
                reactions = self.scene.chances.reactions
                self._push(at + reactions[int(self._own(player, 6) * len(reactions))], _CALL, number)
                return
            self._push(until, _CALL, number)

    def _rested(self, desk: SimulatedCounter, at: float) -> float | None:
        """Until when a desk that has been idle is away: it went when its break fell due, and may be back."""
        rests, until = self._rests.get(desk.counter.id), None
        while rests and rests[0][0] <= at:
            begin, length = rests.pop(0)
            until = begin + length if begin + length > at else until
        return until

    def _away(self, desk: SimulatedCounter, at: float) -> float | None:
        """Until when a desk that is free now has its break, if it has one."""
        rests = self._rests.get(desk.counter.id)
        if rests and rests[0][0] <= at:
            begin, length = rests.pop(0)
            return at + length
        for begin, end in desk.shut:
            if begin <= at < end:
                late = self.scene.back_late
                return end + late[int(self.lots() * len(late))]
        return None


def play(scene: Scene, lots: Lots, runs: int) -> dict[str, list[float]]:
    """The seconds to the call of each awaited id over so many runs, sorted.

    A run in which one was not called at all counts with `HORIZON`.
    """
    found: dict[str, list[float]] = {name: [] for name in scene.awaited}
    for number in range(runs):
        called = Run(scene, lots, number).play()
        for name, times in found.items():
            times.append(called.get(name, HORIZON))
    for times in found.values():
        times.sort()
    return found

"""Monte Carlo simulation: the rest of the day played many times with the hall's real rule.

The rule is the dispatcher's own (see `lines`). One run serves everybody who waits and, by guests, the
next ticket of every service and class: a guest stands in line like anybody, but once called takes no
time, so that guests do not delay each other or anybody else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from math import exp

from balai.domain.hall.config import Counter, HallConfig, Service
from balai.domain.order.discipline import Counted, counted, rule_of
from balai.domain.order.lanes import LaneKey, standard
from balai.domain.waits.chances import Chances
from balai.domain.waits.learned.record import WAITED
from balai.domain.waits.lines import Lines, Player
from balai.domain.waits.lots import Lots

HORIZON = 10 * 3600.0
#: Makes one who joins a line: many would come after all that matters has been played.
Joins = Callable[[], Player]
Coming = tuple[float, Joins]
#: When, the number of the event, the desk that may call, and who joins where somebody does.
Event = tuple[float, int, int, Joins | None]


class Turns:
    """What the rule counts with at a counter, as it goes on in one run."""

    __slots__ = ("priority_run", "since_pass", "since_pass_of")

    def __init__(self, priority_run: int, since_pass: int, since_pass_of: tuple[int, int]) -> None:
        self.priority_run, self.since_pass, self.since_pass_of = priority_run, since_pass, since_pass_of


@dataclass(frozen=True)
class SimulatedCounter:
    """A counter at the start. `free` draws when it may call next (seconds from now, None: never),
    the desk being slower by a factor than thought; `doubt` says how unsure its speed is; `leaving` is who is
    at it now; `lengths` holds, for each service, what is drawn from and multiplied by, `gaps` what comes
    between two visitors; `shut` when the calendar keeps it shut: (from, to)."""

    counter: Counter
    turns: Counted
    free: Callable[[Lots, float], float | None]
    lengths: Mapping[str, tuple[Sequence[float], float]]
    gaps: Sequence[float] = (0.0,)
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
    coming: Callable[[Lots], Iterable[Coming]]
    rests: Callable[[Lots], dict[str, list[tuple[float, float]]]]
    back_late: Sequence[float] = (0.0,)


class Odds(dict[str, list[float]]):
    """By how much desks and services are slower in each run than they are thought to be: nobody knows it
    exactly. The numbers of a service are made when they are first asked for."""

    def __init__(self, scene: Scene, lots: Lots) -> None:
        super().__init__()
        self._chances, self._lots = scene.chances, lots
        doubt, pace = scene.chances.doubt, lots.bells(-1)
        #: For each desk, for each run.
        self.of_desks = [
            _slower(doubt, pace, desk.doubt, lots.bells(spot)) for spot, desk in enumerate(scene.desks)
        ]

    def __missing__(self, service_id: str) -> list[float]:
        spot, doubt = self._chances.service_doubts[service_id]
        found = [exp(doubt * bell - doubt * doubt / 2) for bell in self._lots.bells(500 + spot)]
        self[service_id] = found
        return found


def _slower(doubt: float, pace: Sequence[float], own: float, bells: Sequence[float]) -> list[float]:
    less = doubt**2 / 2
    return [exp(doubt * hall - less + own * (desk - own / 2)) for hall, desk in zip(pace, bells, strict=True)]


class Run:
    """One way the day may go on. What it asks for at every call is at hand."""

    def __init__(self, scene: Scene, lots: Lots, number: int, lines: Lines, odds: Odds) -> None:
        self._scene, self._lots, self._number = scene, lots, number
        self._desks, self._chances, self._odds = scene.desks, scene.chances, odds
        self._table, self._rows, self._row = lots.table, lots.rows, number % lots.rows
        self._lines, self._awaited, self._left = lines, scene.awaited, len(scene.awaited)
        self._turns = [Turns(*desk.turns) for desk in scene.desks]
        lots.start(number, -1)
        self._rests = scene.rests(lots)
        self._called: dict[str, float] = {}
        self._todo: list[Event] = []
        self._count = 0
        self._idle: list[int] = []

    def play(self) -> dict[str, float]:
        """Seconds from now to the call of each awaited id; who is not called within `HORIZON` lacks."""
        self._begin()
        todo = self._todo
        while todo and self._left:
            at, _, number, joins = heappop(todo)
            if at > HORIZON:
                break
            if joins is None:
                self._call(number, at)
            else:
                self._join(joins(), at)
        return self._called

    def _push(self, at: float, number: int, joins: Joins | None = None) -> None:
        self._count = count = self._count + 1
        heappush(self._todo, (at, count, number, joins))

    def _begin(self) -> None:
        lots, run, row = self._lots, self._number, self._row
        for number, (desk, factors) in enumerate(zip(self._desks, self._odds.of_desks, strict=True)):
            lots.start(run, desk.counter.number)
            at = desk.free(lots, factors[row])
            if at is None:
                continue
            if desk.leaving is not None and self._goes_on(desk.leaving):
                self._move_on(desk.leaving, at)
            self._push(at, number)
        lots.start(run, -2)
        for at, joins in self._scene.coming(lots):
            self._push(at, -1, joins)

    def _call(self, number: int, at: float) -> None:
        until = self._away(self._desks[number], at)
        if until is not None:
            self._push(until, number)
            return
        player = self._next(number, at)
        if player is not None:
            self._serve(number, player, at)

    def _next(self, number: int, at: float) -> Player | None:
        """Who is served next at a desk; None where nobody is, or nobody has to be."""
        counter, turns, lines = self._desks[number].counter, self._turns[number], self._lines
        while True:
            player, choice = lines.call(counter, turns)
            if player is None:
                self._idle.append(number)
                return None
            if player.id in self._awaited:
                self._called[player.id] = at
                self._left -= 1
                if not self._left:
                    return None
            if not player.guest and not self._went(player, at):
                break
        if choice is None:
            turns.since_pass += 1
        else:
            turns.priority_run, turns.since_pass, turns.since_pass_of = counted(
                turns, player.priority_class, passing=choice.passing, ratio_turn=choice.ratio_turn
            )
        return player

    def _went(self, player: Player, at: float) -> bool:
        """Whether somebody who waited has gone and said so: no time is lost on them."""
        often = self._chances.leaving
        return often > 0.0 and self._lots.of(player.order, 5) < often * max(0.0, at - max(0.0, player.since))

    def _luck(self, player: Player, spot: int) -> float:
        """A person's luck in this run: the same in every estimate (see `Lots`)."""
        return self._lots.of(player.order, spot)

    def _serve(self, number: int, player: Player, at: float) -> None:
        desk, chances, table = self._desks[number], self._chances, self._table
        rows, row, own = self._rows, self._row, self._lots.first(player.order)
        luck = table[own + rows]
        if table[own] < chances.gone[bisect_right(WAITED, at - player.since)]:
            free = at + chances.absent[int(luck * len(chances.absent))]
        else:
            service_id = player.service_id
            pool, factor = desk.lengths[service_id]
            factor *= self._odds.of_desks[number][row] * self._odds[service_id][row]
            free = at + pool[int(luck * len(pool))] * factor
            if self._goes_on(player):
                self._move_on(player, free)
        gaps = desk.gaps
        free += gaps[int(table[own + 2 * rows] * len(gaps))]
        self._count = count = self._count + 1
        heappush(self._todo, (free, count, number, None))

    def _goes_on(self, player: Player) -> bool:
        """Whether a visitor goes somewhere after a service; nearly all go out."""
        moves = self._chances.moves[player.service_id]
        return bool(player.plan) or moves[int(self._lots.of(player.order, 3) * len(moves))] is not None

    def _move_on(self, player: Player, at: float) -> None:
        """Where a visitor goes after a service: on by plan, or over to another, or out."""
        moves = self._chances.moves[player.service_id]
        to = player.plan[0] if player.plan else moves[int(self._luck(player, 3) * len(moves))]
        if to is None or (service := self._scene.config.service_by_id.get(to)) is None:
            return
        if service.id == player.service_id:
            aside = self._chances.aside
            at += aside[int(self._luck(player, 4) * len(aside))]
        self._push(at, -1, partial(_moved, self._scene, player, service, at))

    def _join(self, player: Player, at: float) -> None:
        self._lines.join(player)
        desks = self._desks
        if not self._idle:
            return
        for number in [n for n in self._idle if player.service_id in desks[n].counter.service_ids]:
            self._idle.remove(number)
            until = self._rested(desks[number], at)
            if until is None:
                reactions = self._chances.reactions
                self._push(at + reactions[int(self._luck(player, 6) * len(reactions))], number)
                return
            self._push(until, number)

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
                late = self._scene.back_late
                return end + late[int(self._lots() * len(late))]
        return None


def _moved(scene: Scene, player: Player, service: Service, at: float) -> Player:
    """A visitor who goes on to a service, or comes back from aside."""
    aside = service.id == player.service_id
    return Player(
        "", service.id, player.priority_class, player.base,
        player.base + standard(service, player.priority_class),
        player.joined_at if aside else scene.now + timedelta(seconds=at), player.order,
        transferred=player.transferred or not aside, plan=player.plan if aside else player.plan[1:],
        since=player.since if aside else at,
    )  # fmt: skip


def play(scene: Scene, lots: Lots, runs: int) -> dict[str, list[float]]:
    """The seconds to the call of each awaited id over so many runs, sorted.

    A run in which one was not called at all counts with `HORIZON`.
    """
    lines = Lines(scene.lanes, rule_of(scene.config.rules), scene.config.rules)
    odds = Odds(scene, lots)
    found: dict[str, list[float]] = {name: [] for name in scene.awaited}
    for number in range(runs):
        called = Run(scene, lots, number, lines.copy(), odds).play()
        for name, times in found.items():
            times.append(called.get(name, HORIZON))
    for times in found.values():
        times.sort()
    return found

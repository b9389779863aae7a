"""The driver of a random day: asks commands, folds what happens, and counts both."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar, TypeVar

from balai.clock import LogTime
from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened, decide, evolve
from balai.domain.errors import Refusal
from balai.domain.visit import CounterStatus, LegState
from tests.support.clocks import LooseClock
from tests.support.days import MORNING

Method = TypeVar("Method", bound=Callable[..., None])
#: One in so many commands is asked twice and its day compared deeply, since that costs more than the rest.
DEEP_LOOKS = 16


def step(weight: int = 1) -> Callable[[Method], Method]:
    """Mark a method, which takes a Random, as something that may happen; more often with more weight."""

    def mark(method: Method) -> Method:
        method.step_weight = weight  # type: ignore[attr-defined]
        return method

    return mark


def truth(method: Method) -> Method:
    """Mark a method as a check that must hold after every step."""
    method.is_truth = True  # type: ignore[attr-defined]
    return method


def contents(day: HallDay | None) -> str:
    """All that a day holds besides its configuration, deeply."""
    return "" if day is None else repr([getattr(day, f.name) for f in fields(day) if f.name != "config"])


class Driver:
    """A hall's day. Commands are valid or not; what is refused must change nothing."""

    #: Codes that commands of this class may be refused with; those of all mixins count together.
    REFUSALS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, opening: c.OpenDay) -> None:
        self.wall = LooseClock(MORNING)
        self._time = LogTime(self.wall)
        self.log: list[Happened] = []
        self.counts: Tally[str] = Tally()
        self.made = self.refused = 0
        self._day: HallDay | None = None
        self._known = frozenset[str]().union(*(vars(k).get("REFUSALS", ()) for k in type(self).__mro__))
        self.ask(opening)

    @property
    def day(self) -> HallDay:
        """The day as it is now."""
        assert self._day is not None
        return self._day

    @property
    def now(self) -> datetime:
        """The time that an event would get now: the clock's, as a log has it."""
        return self._time.at(self._day.at if self._day else None, self.wall.now())

    @property
    def may_change(self) -> bool:
        """Whether anything can be changed now."""
        return True

    def new_id(self, prefix: str) -> str:
        """An id that nothing has yet on this day."""
        self.made += 1
        return f"{prefix}{self.made}"

    def ask(self, command: c.Command) -> list[e.Event]:
        """Decide and fold a command; what happened, empty where it was refused."""
        before, name, now = self._day, type(command).__name__, self.now
        self.counts[f"asked {name}"] += 1
        deep = (len(self.log) + self.made) % DEEP_LOOKS == 0
        seen = contents(before) if deep else ""
        try:
            events = decide(before, command, now)
        except Refusal as refusal:
            self._refused(name, refusal)
            events = []
        else:
            self.counts[f"done {name}"] += 1
            assert not deep or decide(before, command, now) == events, "decided twice, differently"
        for event in events:
            self.happen(event, command, now)
        self._time.reached(now)
        assert not deep or contents(before) == seen, "the day that was handed in has changed"
        return events

    def checked(self, command: c.Command) -> list[e.Event]:
        """Ask one of several commands of a step, and hold the day against every truth after it."""
        events = self.ask(command)
        self.check()
        return events

    def check(self) -> None:
        """Hold the day against every truth."""
        raise NotImplementedError

    def _refused(self, name: str, refusal: Refusal) -> None:
        assert refusal.code in self._known, f"{name} refused as {refusal.code}: {refusal}"
        self.counts[f"refused {refusal.code}"] += 1
        self.refused += 1

    def happen(self, event: e.Event, command: c.Command, now: datetime) -> None:
        """Put an event into the log and fold it."""
        happened = Happened(
            len(self.log) + 1, now, command.actor, event, command.occurred_at, command.clock_certain
        )
        self.counts[f"event {event.TYPE}"] += 1
        before, self._day = self._day, evolve(self._day, happened)
        self.log.append(happened)
        if before is not None:
            self.witness(before, happened)

    def passes(self, seconds: float, rnd: Random) -> None:
        """Let time pass."""
        raise NotImplementedError

    def replayed(self) -> str:
        """Check that the log gives the same day again; its last hash."""
        raise NotImplementedError

    def close_log(self) -> None:
        """Another day's log begins: a mixin forgets what belonged to the day before, and calls super."""
        self.log, self._day = [], None

    def witness(self, before: HallDay, happened: Happened) -> None:
        """Look at one event with the day before it; a mixin extends this and calls super."""

    def leg(self, rnd: Random) -> str:
        """Any leg of the day, or one that is none."""
        legs = sorted(self.day.legs)
        return rnd.choice(legs) if legs and rnd.random() < 0.97 else "no-such-leg"

    def leg_in(self, rnd: Random, *states: LegState) -> str:
        """Mostly a leg in one of these states."""
        found = sorted(leg.id for leg in self.day.legs.values() if leg.state in states)
        return rnd.choice(found) if found and rnd.random() < 0.9 else self.leg(rnd)

    def counter(self, rnd: Random) -> str:
        """Any counter, mostly one that is held, or one that is none."""
        ids = [counter.id for counter in self.day.config.counters]
        held = [state.id for state in self.day.counters.values() if state.holder]
        if held and rnd.random() < 0.85:
            return rnd.choice(held)
        return rnd.choice(ids) if ids and rnd.random() < 0.96 else "no-such-counter"

    def held(self, rnd: Random, status: CounterStatus) -> str:
        """Mostly an idle counter of a status."""
        states = self.day.counters.values()
        found = sorted(state.id for state in states if state.status is status and not state.leg_id)
        return rnd.choice(found) if found and rnd.random() < 0.8 else self.counter(rnd)

    def service(self, rnd: Random) -> str:
        """Any service, or one that is none."""
        ids = [service.id for service in self.day.config.services]
        return rnd.choice(ids) if ids and rnd.random() < 0.96 else "no-such-service"

    def busy(self, rnd: Random) -> tuple[str, str]:
        """A counter, mostly one with a leg in hand, and that leg."""
        held = sorted((str(leg.counter_id), leg.id) for leg in self.day.legs_at_counters())
        if held and rnd.random() < 0.88:
            return rnd.choice(held)
        counter_id = self.counter(rnd)
        return counter_id, self.day.counter(counter_id).leg_id or self.leg(rnd)

    def holder(self, rnd: Random, counter_id: str) -> str:
        """Mostly who holds a counter."""
        anybody = rnd.choice(["staff:1", "staff:2", "staff:3", "system"])
        return anybody if rnd.random() < 0.12 else self.day.counter(counter_id).holder or anybody

    def stamped(self, rnd: Random, command: c.Command) -> c.Command:
        """The command as a device that was cut off may bring it: done earlier, by a clock of its own."""
        if rnd.random() < 0.85:
            return command
        occurred = self.now - timedelta(seconds=rnd.choice([0, 1, 20, 600, 90_000, -5, -600]))
        return replace(command, occurred_at=occurred, clock_certain=rnd.random() < 0.7)

    def moment(self, rnd: Random) -> datetime:
        """A time that somebody may say: mostly soon, sometimes past or far."""
        return self.now + timedelta(minutes=rnd.choice([5, 5, 20, 90, 0, -1, -2000, 5000]))

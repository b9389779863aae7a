"""Days played again, side by side: how people waited really, by the rules in force and by others. Pure."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from balai.domain import events as e
from balai.domain.hall.config import HallConfig
from balai.domain.order.why import passed
from balai.domain.state import HallDay, Happened
from balai.domain.whatif.attempts import lengths
from balai.domain.whatif.player import Given, play
from balai.domain.whatif.recorded import Recording, pools, recorded
from balai.domain.whatif.settings import same_order
from balai.protocol.managed.replays import Group, Replay, ReplayRow, Waits
from server.views.reports.facts import Gathering, LegFact

GROUPS: tuple[Group, ...] = ("regular", "priority")


def group_of(priority_class: str) -> Group:
    """Which of the two a class counts with: booked ones wait by the standard of priority."""
    return "regular" if priority_class == "regular" else "priority"


@dataclass
class Went:
    """How a day, or several, went: the waits of those who were called, and by whom others were passed."""

    legs: list[LegFact] = field(default_factory=list)
    passes: Tally[tuple[str, Group]] = field(default_factory=Tally)

    def __add__(self, other: Went) -> Went:
        return Went(self.legs + other.legs, self.passes + other.passes)

    def waits(self, group: Group) -> Waits:
        """What it comes to for a group."""
        legs = [leg for leg in self.legs if group_of(leg.priority_class) == group]
        found = sorted(leg.wait for leg in legs if leg.wait is not None)
        told = [count for (_, of), count in self.passes.items() if of == group]
        return Waits(
            called=len(found), p50=ranked(found, 50), p95=ranked(found, 95), longest=ranked(found, 100),
            within=sum(1 for leg in legs if leg.within), passed=len(told), passes=sum(told),
            unserved=sum(1 for leg in legs if leg.state in ("unserved", "waiting", "parked")),
        )  # fmt: skip

    def all(self, hundredths: int) -> int:
        """A percentile of everybody's waits."""
        return ranked(sorted(leg.wait for leg in self.legs if leg.wait is not None), hundredths)


def ranked(values: Sequence[int], hundredths: int) -> int:
    """The nearest rank of sorted values, as in reports; 0 of none."""
    return values[-(-len(values) * hundredths // 100) - 1] if values else 0


class Watch:
    """Takes note of a day's events as it goes."""

    def __init__(self) -> None:
        self._gathering, self._passes, self._day = Gathering(), Tally[tuple[str, Group]](), None

    _day: HallDay | None

    def see(self, before: HallDay | None, happened: Happened, after: HallDay) -> None:
        """One event, with the day before it and after it."""
        self._gathering.see(before, happened, after)
        self._day = after
        event = happened.event
        if isinstance(event, e.LegCalled) and before is not None:
            counter = before.desk(event.counter_id)
            leg = before.legs[event.leg_id]
            for other in passed(before, counter, leg) if counter is not None else ():
                self._passes[f"{before.date}/{other.id}", group_of(other.priority_class)] += 1

    def went(self) -> Went:
        """How it went."""
        facts = self._gathering.facts(self._day) if self._day is not None else None
        return Went(list(facts.legs) if facts else [], self._passes)


@dataclass(frozen=True)
class Read:
    """A day that was, taken apart, how it went, and the settings that it had, one after another."""

    recording: Recording
    went: Went
    configs: tuple[HallConfig, ...]

    def had(self, config: HallConfig) -> bool:
        """Whether the day went by these rules from its beginning to its end."""
        return all(same_order(own, config) for own in self.configs)


def read(log: Iterable[Happened]) -> Read:
    """Take a day's log apart. Raises BrokenLog."""
    watch, configs = Watch(), list[HallConfig]()

    def see(before: HallDay | None, happened: Happened, after: HallDay) -> None:
        watch.see(before, happened, after)
        if before is None or before.config is not after.config:
            configs.append(after.config)

    recording = recorded(log, see)
    return Read(recording, watch.went(), tuple(configs))


def played(recording: Recording, given: Given) -> Went:
    """How a day would have gone."""
    watch = Watch()
    for step in play(recording, given):
        watch.see(*step)
    return watch.went()


def replay_of(
    days: Sequence[Read], in_force: HallConfig, wanted: HallConfig, goes_on: Callable[[], bool]
) -> Replay:
    """The days (at least one), the latest first, played by their own rules, those in force and those that are
    wanted; further ones for as long as it `goes_on`. The answer names those that were played."""
    shown = list(_each(days, in_force, wanted, goes_on))
    real, own, now, draft = (
        reduce(Went.__add__, column) for column in zip(*(s[1:] for s in shown), strict=True)
    )
    rows = tuple(
        ReplayRow(group=group, real=real.waits(group), now=now.waits(group), draft=draft.waits(group))
        for group in GROUPS
    )
    off = [_off(own.all(part), real.all(part)) for part in (50, 95)]
    return Replay(
        state="ready", days=tuple(sorted(s[0] for s in shown)), rows=rows, off_p50=off[0], off_p95=off[1]
    )


Day = tuple[date, Went, Went, Went, Went]


def _each(
    days: Sequence[Read], in_force: HallConfig, wanted: HallConfig, goes_on: Callable[[], bool]
) -> Iterator[Day]:
    known = lengths([pair for day in days for pair in day.recording.seen()])
    for n, one in enumerate(days):
        if n and not goes_on():
            return
        others = [day.recording for day in days if day is not one] or [one.recording]
        gaps = pools(others)
        own = played(one.recording, Given(None, known, gaps))
        now = own
        if not one.had(in_force):
            now = played(one.recording, Given(in_force, known, gaps))
        draft = now
        if not same_order(in_force, wanted):
            draft = played(one.recording, Given(wanted, known, gaps))
        yield one.recording.date, one.went, own, now, draft


def _off(simulated: int, real: int) -> int:
    """By how many percent something is off; of nothing, whether it is anything at all."""
    if real == 0:
        return 0 if simulated == 0 else 100
    return round(100 * (simulated - real) / real)

"""Plays a day that was again, under other rules: arrivals, lengths and staff as recorded, calls by `decide`.

A discrete-event simulation with common random numbers: whatever the rules, the n-th time that a counter is
free it takes the same gap before it calls, drawn from those of other days, so that two settings differ by the
rules alone. What came from outside is folded as it was; what people and staff did is asked of `decide` anew.
"""

from __future__ import annotations

import heapq
import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import decide, evolve
from balai.domain.errors import BrokenLog, Refusal
from balai.domain.hall.config import HallConfig
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import heads
from balai.domain.state import HallDay, Happened
from balai.domain.visit import CounterStatus, LegState
from balai.domain.whatif.attempts import Attempt, LegKey, Lengths
from balai.domain.whatif.outside import Outside
from balai.domain.whatif.recorded import Recording
from balai.domain.whatif.settings import under

Step = tuple[HallDay | None, Happened, HallDay]
Gaps = Mapping[tuple[str, bool], Sequence[float]]
#: What a call that a rule asks for beyond those that were made takes.
RECALL = timedelta(seconds=30)
_WAITS = (
    e.VisitIssued, e.LegBegun, e.LegTransferred, e.LegReturned, e.LegReinstated, e.VisitChanged,
    e.VisitRestored, e.ConfigurationChanged, e.CounterClosed, e.CounterReleased,
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What a day is played with: the rules of `config` (None: its own), lengths that nobody knows, the gaps
    of other days, and a seed."""

    config: HallConfig | None
    lengths: Lengths
    gaps: Gaps
    seed: int = 1


def play(recording: Recording, given: Given) -> Iterator[Step]:
    """Each event of the day as it would have been, with the day before it and after it."""
    return Player(recording, given).steps()


class Player:
    """One day, played once."""

    def __init__(self, recording: Recording, given: Given) -> None:
        self._recording, self._given = recording, given
        self._day: HallDay | None = None
        self._due: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._count = 0
        self._made: deque[Step] = deque()
        self._tried: dict[LegKey, int] = defaultdict(int)
        #: What a counter is to do as soon as nobody is there.
        self._then: dict[str, deque[Callable[[datetime], None]]] = defaultdict(deque)
        self._calling: set[str] = set()
        self._chance: dict[tuple[str, bool], random.Random] = {}
        self._outside = Outside(recording, self)

    @property
    def day(self) -> HallDay:
        """The day so far."""
        assert self._day is not None
        return self._day

    def steps(self) -> Iterator[Step]:
        """The events in order; the day ends with the last thing that came from outside."""
        first, *rest = self._recording.outside
        opened = first.event
        assert isinstance(opened, e.DayOpened)
        self._fold(first, replace(opened, config=under(opened.config, self._given.config)))
        yield self._made.popleft()
        for happened in self._outside.as_asked(rest):
            self.at(happened.at, partial(self._outside.happens, happened))
        while self._due:
            at, _, act = heapq.heappop(self._due)
            act(max(at, self.day.at))
            while self._made:
                yield self._made.popleft()

    def at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        """Do something then; of two at one moment the one that was asked first."""
        self._count += 1
        heapq.heappush(self._due, (moment, self._count, act))

    def ask(self, command: c.Command, now: datetime) -> bool:
        """What a command makes happen; whether the rules allow it."""
        try:
            events = decide(self.day, command, now)
        except Refusal:
            return False
        for event in events:
            happened = Happened(
                self.day.seq + 1, now, command.actor, event, command.occurred_at, command.clock_certain
            )
            self._fold(happened, event)
        self._look(events, now)
        return True

    def fold(self, happened: Happened, event: e.Event, now: datetime, *, looks: bool = True) -> bool:
        """Something from outside, as it was; whether it can still happen. Nobody is called for it unless it
        `looks`."""
        try:
            self._fold(replace(happened, at=now), event)
        except (BrokenLog, KeyError):
            return False
        if looks:
            self._look([event], now)
        return True

    def under(self, config: HallConfig) -> HallConfig:
        """A configuration of the day with the rules that it is played by."""
        return under(config, self._given.config)

    def _fold(self, happened: Happened, event: e.Event) -> None:
        before = self._day
        seq = before.seq + 1 if before is not None else 1
        happened = replace(happened, seq=seq, event=event)
        self._day = evolve(before, happened)
        self._made.append((before, happened, self._day))

    # --- who is free calls ---

    def _look(self, events: Sequence[e.Event], now: datetime) -> None:
        """After something happened: let counters call whose turn it is to look."""
        if not any(isinstance(event, _WAITS) for event in events):
            return
        for counter_id, state in self.day.counters.items():
            if state.status is CounterStatus.OPEN and state.leg_id is None:
                self.free(counter_id, now, busy=False)

    def free(self, counter_id: str, now: datetime, *, busy: bool = True) -> None:
        """A counter is free: first whatever waited for that, then the next visitor after its gap."""
        state = self.day.counter(counter_id)
        while self._then[counter_id] and state.leg_id is None:
            self._then[counter_id].popleft()(now)
            state = self.day.counter(counter_id)
        ready = state.status is CounterStatus.OPEN and state.leg_id is None
        if not ready or counter_id in self._calling or not self._anybody(counter_id):
            return
        self._calling.add(counter_id)
        self.at(now + self._gap(counter_id, busy=busy), partial(self._call, counter_id))

    def when_free(self, counter_id: str, act: Callable[[datetime], None], now: datetime) -> None:
        """Let a counter do something now, or as soon as nobody is there."""
        self._then[counter_id].append(act)
        self.free(counter_id, now)

    def _anybody(self, counter_id: str) -> bool:
        counter = self.day.desk(counter_id)
        return counter is not None and bool(heads(lanes_for(self.day, counter_id), counter))

    def _gap(self, counter_id: str, *, busy: bool) -> timedelta:
        key = counter_id, busy
        gaps = self._given.gaps
        pool = gaps.get(key) or gaps.get(("", busy)) or gaps.get(("", not busy)) or (0.0,)
        chance = self._chance.get(key)
        if chance is None:
            name = f"{self._given.seed}/{self._recording.date}/{counter_id}/{busy}"
            chance = self._chance[key] = random.Random(name)  # noqa: S311  # a simulation, no secret
        return timedelta(seconds=chance.choice(pool))

    def _call(self, counter_id: str, now: datetime) -> None:
        self._calling.discard(counter_id)
        state = self.day.counter(counter_id)
        if state.status is not CounterStatus.OPEN or state.leg_id is not None:
            return
        command = c.CallNext(counter_id=counter_id, finishes=None, actor=str(state.holder))
        if self.ask(command, now):
            self.serve(counter_id, now)

    # --- who is called does what they did ---

    def serve(self, counter_id: str, now: datetime) -> None:
        """Somebody is at a counter: what became of them, as often as it was their turn."""
        leg_id = str(self.day.counter(counter_id).leg_id)
        leg = self.day.legs[leg_id]
        visit = self.day.visits[leg.visit_id]
        key = visit.id, visit.leg_ids.index(leg_id)
        tries, n = self._recording.attempts.get(key, ()), self._tried[key]
        self._tried[key] += 1
        one = tries[n] if n < len(tries) else self._typical(leg.service_id)
        shown = timedelta() if one.presumed or leg.state is not LegState.CALLED else one.shown
        leaves = now + (shown or timedelta()) + self._length(leg.service_id, one)
        if leg.state is LegState.CALLED and one.shown is not None:
            presence = timedelta(seconds=self.day.config.rules.presence_seconds)
            starts = min(now + presence, leaves) if one.presumed else now + one.shown
            self.at(starts, partial(self._start, counter_id, leg_id, presumed=one.presumed))
        self.at(leaves, partial(self._leave, counter_id, leg_id, one))

    def _typical(self, service_id: str) -> Attempt:
        """Of somebody who was never called: they had left by then, or the day was over."""
        moment, lengths = self.day.at, self._given.lengths
        began = moment + lengths.present
        ended = began + self._served(service_id)
        return Attempt(0, moment, began, ended_at=ended, end=e.LegFinished("", ""))

    def _served(self, service_id: str) -> timedelta:
        service = self.day.config.service_by_id.get(service_id)
        return self._given.lengths.served(service_id, service.service_minutes if service else 0)

    def _length(self, service_id: str, one: Attempt) -> timedelta:
        """As long as it was; where somebody did not come, as long as the rules have staff wait."""
        lasted = one.lasted or timedelta()
        if isinstance(one.end, e.LegMissed):
            rules = self.day.config.rules
            recalls = RECALL * rules.recalls_before_miss
            return max(lasted, recalls, timedelta(seconds=rules.miss_after_seconds))
        return min(lasted, self._served(service_id)) if one.ended_by_call else lasted

    def _start(self, counter_id: str, leg_id: str, now: datetime, *, presumed: bool) -> None:
        state = self.day.counter(counter_id)
        if state.leg_id == leg_id:
            command = c.Start(
                counter_id=counter_id, leg_id=leg_id, presumed=presumed, actor=str(state.holder)
            )
            self.ask(command, now)

    def _leave(self, counter_id: str, leg_id: str, one: Attempt, now: datetime) -> None:
        state = self.day.counter(counter_id)
        if state.leg_id != leg_id:
            return
        done = self._as_they_did(one, now, counter_id, leg_id, str(state.holder))
        if not done:
            # What they did is not possible under these rules: they are served to the end.
            self.ask(c.Finish(counter_id=counter_id, leg_id=leg_id, actor=str(state.holder)), now)
        if one.back_at is not None and one.ended_at is not None:
            self.at(now + (one.back_at - one.ended_at), partial(self._back, leg_id))
        self.free(counter_id, now)

    def _as_they_did(self, one: Attempt, now: datetime, counter_id: str, leg_id: str, actor: str) -> bool:
        """What ended it then; whether the rules allow it now."""
        end = one.end
        at_it = {"counter_id": counter_id, "leg_id": leg_id, "actor": actor}
        if isinstance(end, e.LegMissed):
            for _ in range(self.day.config.rules.recalls_before_miss - self.day.legs[leg_id].recalls):
                self.ask(c.Recall(**at_it), now)  # type: ignore[arg-type]  # all three are texts
            return self.ask(c.Miss(**at_it), now)  # type: ignore[arg-type]
        if isinstance(end, e.LegParked):
            return self.ask(c.Park(**at_it), now)  # type: ignore[arg-type]
        if not isinstance(end, e.LegTransferred):
            return self.ask(c.Finish(**at_it), now)  # type: ignore[arg-type]
        # Sent on as they were, whatever the hour is by now: where to is no matter of these rules.
        sent = partial(c.Transfer, **at_it, service_id=end.service_id, reason=c.REASONS_TO_CHOOSE[0])  # type: ignore[arg-type]
        return self.ask(sent(to_counter=end.to_counter), now) or self.ask(sent(), now)

    def _back(self, leg_id: str, now: datetime) -> None:
        leg = self.day.legs.get(leg_id)
        if leg is None:
            return
        if leg.state is LegState.MISSED:
            self.ask(c.ReinstateLeg(leg_id=leg_id), now)
        elif leg.state is LegState.PARKED:
            self.ask(c.ReturnLeg(leg_id=leg_id), now)

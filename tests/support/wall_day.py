"""A hall's day at accelerated time: two displays, twelve counters, a call each half a minute, and each fault
injected once an hour. What became of every call stands in the day's own log.

`python -m tests.support.wall_day --hours 10` plays 1,000 calls; the same seed plays the same day.
"""

from __future__ import annotations

import argparse
import contextlib
import heapq
import itertools
import sys
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import structlog

from balai.clock import ManualClock
from balai.domain import commands as c
from balai.domain.commands import Command
from balai.domain.events import CallAnnounced, LegCalled, LegRecalled, LegStarted
from balai.domain.hall.config import Counter, HallConfig
from balai.domain.state import Happened
from balai.domain.visit import LegState
from balai.protocol.pushes import Heartbeat, MaySpeak, Speaker, asks_for_snapshot
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.hub.call_reports import CallKey
from hardware.ports import LinkDown, LinkUp
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from server.live.speakers import Speakers, take_all
from server.timers.hearing import given_up
from server.views.room import RoomHeads
from server.views.views import snapshot_of
from tests.support.days import DayDriver, small_hall
from tests.support.wall.walls import FakeVoice
from voice.mixing import Speech

COUNTERS, ZONE, HOUR = 12, "utama", 3600.0
#: Seconds between two looks while something is shown or said, and else; between two beats of the hub.
STEP, IDLE, BEAT = 0.75, 6.0, 2.0


def twelve_counters() -> HallConfig:
    """One agency with twelve counters that serve one line."""
    hall = small_hall()
    counters = tuple(Counter(f"l{n}", n, "satu", ZONE, ("ktp",)) for n in range(1, COUNTERS + 1))
    services = tuple(replace(s, service_minutes=6) for s in hall.services[:1])
    return replace(
        hall, agencies=hall.agencies[:1], series=hall.series[:1], services=services, counters=counters
    )


class Voice(FakeVoice):
    """A voice that may fail to make its sound."""

    broken = False

    def _sound(self, speech: Speech) -> Future[Speech]:
        sound = super()._sound(speech)
        if not self.broken:
            return sound
        failed: Future[Speech] = Future()
        failed.set_exception(RuntimeError("the engine hangs"))
        return failed


class OwnClock:
    """A machine's clock, `off` seconds ahead of the hall's."""

    def __init__(self, hall: ManualClock) -> None:
        self._hall, self.off = hall, 0.0

    def now(self) -> datetime:
        """The machine's time."""
        return self._hall.now() + timedelta(seconds=self.off)

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return self._hall.monotonic()

    def real(self, seconds: float) -> float:
        """As the hall's."""
        return self._hall.real(seconds)


class Station:
    """A display with its loudspeaker, screen and line to the hub; reports wait here while that is cut."""

    def __init__(self, name: str, hub: Hub) -> None:
        self.name, self.hub, self.clock = name, hub, OwnClock(hub.clock)
        self.linked, self.able, self.seen = False, True, True
        self.outbox: list[c.AnnounceCall] = []
        self.start()

    def start(self) -> None:
        """Begin anew, knowing nothing but the reports that were kept."""
        self.voice = Voice(8.0)
        self.announcer = Announcer(
            self.clock, VirtualAudio(self.clock), self.voice, zones=frozenset(), audible=lambda: self.able
        )
        self.wall = Wall(
            self.clock, HiddenScreen((96, 54)), self.announcer, tell=self._tell, seen=lambda: self.seen
        )
        self._said: MaySpeak | None = None
        if self.linked:
            self.cut()
        self.connect()

    def connect(self) -> None:
        """The line stands: all that is known comes."""
        self.linked, self._said = True, None
        for news in (LinkUp(), snapshot_of(self.hub.driver.day, "board"), self.hub.beat()):
            self.wall.hear(news)

    def cut(self) -> None:
        """The line is lost; the hub knows it, too."""
        self.linked = False
        self.hub.speakers.went(self.name)
        self.wall.hear(LinkDown(self.clock.now(), ""))

    def step(self) -> None:
        """Move on, and tell the hub what there is to tell."""
        assert self.wall.step(), "a wall ended"
        able = MaySpeak(zone=ZONE, reports=True, able=self.able)
        if self.linked and able != self._said:
            self._said = able
            self.hub.speakers.said(self.name, self.name, able)
        while self.linked and self.outbox:
            self.hub.do(self.outbox.pop(0))

    @property
    def busy(self) -> bool:
        """Whether something goes on here."""
        return bool(self.announcer.busy or self.announcer.waiting or self.outbox)

    def _tell(self, call: CallKey, kind: str, at: datetime, certain: bool) -> None:
        self.outbox.append(
            c.AnnounceCall(
                actor=f"device:{self.name}", leg_id=call.leg_id, called_at=call.called_at,
                recalls=call.recalls, kind=kind, zone_id=ZONE, occurred_at=at.astimezone(UTC),
                clock_certain=certain,
            )
        )  # fmt: skip


class Hub:
    """The day, who speaks, and the two displays."""

    def __init__(self) -> None:
        self.driver = DayDriver(twelve_counters())
        self.clock = ManualClock(self.driver.now)
        self._heads, self._date = RoomHeads(), self.driver.day.date.isoformat()
        for happened in self.driver.log:
            self._heads.observe(self._date, happened)
        self.stations: list[Station] = []
        self.speakers = Speakers(take_all, self._speak)
        self.came: set[str] = set()

    def beat(self) -> Heartbeat:
        """What is said every two seconds."""
        return Heartbeat(day=self._date, head=self.driver.day.seq, now=self.clock.now())

    def walls(self) -> dict[str, str]:
        """What displays can do now."""
        return self.speakers.walls([ZONE])

    def do(self, command: Command) -> None:
        """Decide, fold and push; a refused command makes nothing happen."""
        self.driver.now = self.clock.now()
        for happened in self.driver.try_(command, after=0):
            for placed in self._heads.observe(self._date, happened):
                if placed.key.kind == "board":
                    self._push(placed.push(self.driver.day))

    def _push(self, push: Any) -> None:
        news = snapshot_of(self.driver.day, "board") if asks_for_snapshot(push) else push
        for station in self.stations:
            if station.linked:
                station.wall.hear(news)

    def _speak(self, connection: str, told: dict[str, object]) -> None:
        for station in self.stations:
            if station.name == connection and station.linked:
                station.wall.hear(Speaker.model_validate(told))


@dataclass(frozen=True)
class Verdict:
    """What became of the calls: `lost` are those that were neither seen and heard, nor told to the desk, nor
    answered before. `slowest` is the longest time until the words of one were over, or its desk was told
    (s)."""

    calls: int
    heard: int
    told: int
    came: int
    lost: tuple[str, ...]
    faults: int
    slowest: float


class Day:
    """So many hours of calls and faults."""

    def __init__(self, seed: int) -> None:
        self.rnd, self.hub, self.faults = Random(seed), Hub(), 0  # no secret
        self._order = itertools.count()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self.hub.stations += [Station("layar-1", self.hub), Station("layar-2", self.hub)]
        self._visits = itertools.count(1)

    def run(self, hours: int) -> Verdict:
        """Play them and judge every call."""
        hub, end = self.hub, hours * HOUR
        for number in range(1, COUNTERS + 1):
            hub.do(c.OpenCounter(counter_id=f"l{number}", session_id=f"s{number}", actor=f"staff:l{number}"))
            self._at(self.rnd.uniform(0, 300), lambda n=number: self._call(n, end))  # type: ignore[misc]
        for hour in range(hours):
            for fault in self._faults():
                self._at(hour * HOUR + self.rnd.uniform(60, HOUR - 120), fault)
        begin, beat = hub.clock.monotonic(), 0.0
        while (now := hub.clock.monotonic() - begin) < end or self._open():
            assert now < end + 900, "a call never ended"
            while self._due and self._due[0][0] <= now:
                heapq.heappop(self._due)[2]()
            if now >= beat:
                self._beat()
                beat = now + BEAT
            for station in hub.stations:
                station.step()
            hub.clock.advance(STEP if any(s.busy for s in hub.stations) else IDLE)
        return self._judge()

    def _beat(self) -> None:
        hub = self.hub
        hub.speakers.decide([ZONE])
        for station in hub.stations:
            if station.linked:
                station.wall.hear(hub.beat())
        for command in list(given_up(hub.driver.day, hub.clock.now(), hub.walls())):
            hub.do(command)
        for leg in hub.driver.day.legs_at_counters():
            heard = hub.driver.day.heard.get(leg.id)
            if (
                leg.state is LegState.CALLED
                and heard is not None
                and heard.first_at
                and leg.id not in hub.came
            ):
                hub.came.add(leg.id)
                self._in(self.rnd.uniform(5, 40), lambda leg_id=leg.id: self._arrive(leg_id))  # type: ignore[misc]

    def _at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._due, (when, next(self._order), what))

    def _in(self, seconds: float, what: Callable[[], None]) -> None:
        self._at(self.hub.clock.monotonic() - self._zero + seconds, what)

    @property
    def _zero(self) -> float:
        return self.hub.clock.monotonic() - (self.hub.clock.now() - self.hub.driver.log[0].at).total_seconds()

    def _call(self, number: int, end: float) -> None:
        """A counter finishes with one visitor and calls the next; most answer, some come before they hear."""
        day, counter_id = self.hub.driver.day, f"l{number}"
        if (self.hub.clock.now() - self.hub.driver.log[0].at).total_seconds() > end - 60:
            return
        at_counter = day.counter(counter_id).leg_id
        if at_counter and day.legs[at_counter].state is LegState.CALLED:
            self._in(20, lambda: self._call(number, end))
            return
        visit = f"00000000-0000-4000-8000-{next(self._visits):012d}"
        self.hub.do(c.IssueVisit(visit_id=visit, service_id="ktp"))
        self.hub.do(
            c.CallNext(
                counter_id=counter_id,
                finishes=at_counter,
                actor=f"staff:{counter_id}",
                walls=self.hub.walls(),
            )
        )
        if self.rnd.random() < 0.05 and (leg_id := self.hub.driver.day.counter(counter_id).leg_id):
            self._in(self.rnd.uniform(1, 6), lambda: self._arrive(leg_id))
        if self.rnd.random() < 0.08:
            self._in(self.rnd.uniform(15, 60), lambda: self._recall(counter_id))
        self._in(self.rnd.uniform(300, 540), lambda: self._call(number, end))

    def _recall(self, counter_id: str) -> None:
        leg_id = self.hub.driver.day.counter(counter_id).leg_id or "none"
        walls = self.hub.walls()
        self.hub.do(c.Recall(counter_id=counter_id, leg_id=leg_id, actor=f"staff:{counter_id}", walls=walls))

    def _arrive(self, leg_id: str) -> None:
        leg = self.hub.driver.day.legs[leg_id]
        if leg.state is LegState.CALLED and leg.counter_id:
            self.hub.do(c.Start(counter_id=leg.counter_id, leg_id=leg_id, actor=f"staff:{leg.counter_id}"))

    def _open(self) -> bool:
        day = self.hub.driver.day
        return any(leg.state is LegState.CALLED for leg in day.legs_at_counters())

    def _faults(self) -> Iterator[Callable[[], None]]:
        """Each kind once, each at one of the displays or at both."""
        one, both = self.rnd.choice(self.hub.stations), self.hub.stations
        yield lambda: self._for(60, Station.cut, Station.connect, one)
        yield lambda: self._for(60, Station.cut, Station.connect, *both)
        yield lambda: self._for(4, Station.cut, Station.connect, *both)
        yield lambda: self._for(1, Station.start, lambda _: None, one)
        yield lambda: self._for(1, Station.start, lambda _: None, *both)
        yield lambda: self._set(90, "able", False, one)
        yield lambda: self._set(90, "able", False, *both)
        yield lambda: self._set(90, "seen", False, one)
        yield lambda: self._for(30, _break_drawing, _mend_drawing, one)
        yield lambda: self._for(60, _break_voice, _mend_voice, one)
        yield lambda: self._for(120, _wrong_clock, _right_clock, one)
        yield self._rush

    def _for(
        self, seconds: float, begin: Callable[[Station], None], end: Callable[[Station], None], *of: Station
    ) -> None:
        self.faults += 1
        for station in of:
            begin(station)
            self._in(seconds, lambda s=station: end(s))  # type: ignore[misc]

    def _set(self, seconds: float, name: str, value: bool, *of: Station) -> None:
        self._for(seconds, lambda s: setattr(s, name, value), lambda s: setattr(s, name, not value), *of)

    def _rush(self) -> None:
        """Every counter that can calls within eight seconds."""
        self.faults += 1
        for number in range(1, COUNTERS + 1):
            self._in(self.rnd.uniform(0, 8), lambda n=number: self._call_out_of_turn(n))  # type: ignore[misc]

    def _call_out_of_turn(self, number: int) -> None:
        counter_id, day = f"l{number}", self.hub.driver.day
        leg_id = day.counter(counter_id).leg_id
        if leg_id and day.legs[leg_id].state is LegState.CALLED:
            return
        self.hub.do(
            c.IssueVisit(visit_id=f"00000000-0000-4000-8000-{next(self._visits):012d}", service_id="ktp")
        )
        self.hub.do(
            c.CallNext(
                counter_id=counter_id, finishes=leg_id, actor=f"staff:{counter_id}", walls=self.hub.walls()
            )
        )

    def _judge(self) -> Verdict:
        log = self.hub.driver.log
        kinds: dict[tuple[str, int], set[str]] = {}
        for event in (happened.event for happened in log):
            if isinstance(event, CallAnnounced):
                kinds.setdefault((event.leg_id, event.recalls), set()).add(event.kind)
        answered = {happened.event.leg_id for happened in log if isinstance(happened.event, LegStarted)}
        found: Tally[str] = Tally()
        lost = []
        for call, wall in _asked(log).items():
            found[became := _became(kinds.get(call, set()), wall, came=call[0] in answered)] += 1
            if became == "lost":
                lost.append(f"{call}: {sorted(kinds.get(call, set()))}, {wall}")
        return Verdict(
            found.total(),
            found["heard"],
            found["told"],
            found["came"],
            tuple(lost),
            self.faults,
            _slowest(log),
        )


def _asked(log: list[Happened]) -> dict[tuple[str, int], str]:
    """Every press, and what displays could do then."""
    first = {(e.leg_id, 0): e.wall for e in (h.event for h in log) if isinstance(e, LegCalled)}
    return first | {(e.leg_id, e.times): e.wall for e in (h.event for h in log) if isinstance(e, LegRecalled)}


def _slowest(log: list[Happened]) -> float:
    """The longest time from a press to the end of its words, or until its desk was told, in seconds."""
    pressed: dict[tuple[str, int], datetime] = {}
    longest = 0.0
    for happened in log:
        event = happened.event
        if isinstance(event, LegCalled | LegRecalled):
            times = event.times if isinstance(event, LegRecalled) else 0
            pressed[event.leg_id, times] = happened.at
        elif isinstance(event, CallAnnounced) and event.kind != "shown":
            waited = happened.at - pressed[event.leg_id, event.recalls]
            longest = max(longest, waited.total_seconds())
    return longest


def _became(kinds: set[str], wall: str, *, came: bool) -> str:
    if {"shown", "spoken"} <= kinds:
        return "heard"
    if kinds & {"dropped", "no_wall"} or wall in ("none", "shows"):
        return "told"
    return "came" if came else "lost"


def _break_drawing(station: Station) -> None:
    def fails(*_: object) -> list[object]:
        raise MemoryError

    station.wall._renderer.draw = fails  # type: ignore[method-assign, assignment]  # a fault


def _mend_drawing(station: Station) -> None:
    with contextlib.suppress(AttributeError):  # it was started anew meanwhile
        del station.wall._renderer.draw


def _break_voice(station: Station) -> None:
    station.voice.broken = True


def _mend_voice(station: Station) -> None:
    station.voice.broken = False


def _wrong_clock(station: Station) -> None:
    station.clock.off = 40_000.0


def _right_clock(station: Station) -> None:
    station.clock.off = 0.0


def main() -> None:
    """Play a day and tell what became of its calls."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--hours", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    verdict = Day(chosen.seed).run(chosen.hours)
    sys.stdout.write(
        f"{verdict.calls} calls, {verdict.faults} faults: {verdict.heard} seen and heard, "
        f"{verdict.told} told to their desk, {verdict.came} answered before, {len(verdict.lost)} lost; "
        f"{verdict.slowest:.0f} s at most.\n"
    )
    if verdict.lost:
        sys.exit("\n".join(verdict.lost[:20]))


if __name__ == "__main__":
    main()

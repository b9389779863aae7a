"""A hub with its hall of twelve counters, and the displays that listen to it."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from balai.clock import ManualClock
from balai.domain import commands as c
from balai.domain.commands import Command
from balai.domain.hall.config import Counter, HallConfig
from balai.protocol.pushes import Heartbeat, MaySpeak, Push, Speaker, asks_for_snapshot
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.hub.call_reports import CallKey
from hardware.ports import LinkDown, LinkUp
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from server.live.speakers import Speakers, take_all
from server.views.room import RoomHeads
from server.views.views import snapshot_of
from tests.support.days import DayDriver, small_hall
from tests.support.wall.walls import FakeVoice
from voice.mixing import Speech

COUNTERS, ZONE = 12, "utama"


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
                    self._push(Push.model_validate(placed.said(self.driver.day)))

    def _push(self, push: Any) -> None:
        news = snapshot_of(self.driver.day, "board") if asks_for_snapshot(push) else push
        for station in self.stations:
            if station.linked:
                station.wall.hear(news)

    def _speak(self, connection: str, told: dict[str, object]) -> None:
        for station in self.stations:
            if station.name == connection and station.linked:
                station.wall.hear(Speaker.model_validate(told))

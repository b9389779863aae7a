"""The hub is told when a call is seen on this wall, and what became of its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from balai.clock import ManualClock
from balai.domain.hall.config import VoiceRules
from balai.protocol.pushes import Heartbeat, Speaker
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.hub.call_reports import CallKey, CallKind
from hardware.ports import LinkUp
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from tests.support.wall.walls import START, FakeVoice, called, leg, moved, snapshot


@dataclass
class Hall:
    """A wall whose reports are noted."""

    seen: bool = True
    rules: VoiceRules = field(default_factory=VoiceRules)
    told: list[tuple[str, int, CallKind, datetime, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = ManualClock(START)
        self.announcer = Announcer(
            self.clock, VirtualAudio(self.clock), FakeVoice(seconds=6.0), zones=frozenset()
        )
        screen = HiddenScreen((640, 360))
        self.wall = Wall(self.clock, screen, self.announcer, tell=self._tell, seen=lambda: self.seen)
        self.wall.hear(LinkUp())
        self.wall.hear(snapshot())
        self.wall.hear(Speaker(zones=("utama",)))
        self.pass_time(0.1)
        self.told.clear()

    def _tell(self, call: CallKey, kind: CallKind, at: datetime, certain: bool) -> None:
        self.told.append((call.leg_id, call.recalls, kind, at, certain))

    def pass_time(self, seconds: float) -> None:
        step = min(seconds, 0.2)
        for _ in range(round(seconds / step)):
            self.clock.advance(step)
            assert self.wall.step()

    @property
    def kinds(self) -> list[tuple[int, CallKind]]:
        return [(recalls, kind) for _, recalls, kind, _, _ in self.told]


def test_a_call_is_told_when_it_is_seen_and_when_its_words_are_over() -> None:
    hall = Hall()
    hall.wall.hear(called("A-024", 1, leg_id=leg(77)))
    hall.pass_time(0.1)
    assert [entry[:3] for entry in hall.told] == [(leg(77), 0, "shown")]
    hall.pass_time(2.0)
    assert hall.kinds == [(0, "shown")]
    hall.pass_time(2.0)
    # Said once to its end: the repeat is not waited for.
    assert hall.kinds == [(0, "shown"), (0, "spoken")]
    hall.pass_time(20)
    assert hall.kinds == [(0, "shown"), (0, "spoken")]


def test_a_recall_is_a_call_of_its_own() -> None:
    hall = Hall()
    hall.wall.hear(called("A-024", 1, leg_id=leg(77)))
    hall.pass_time(10)
    hall.wall.hear(called("A-024", 1, leg_id=leg(77), recalls=1, seq=413))
    hall.pass_time(10)
    assert hall.kinds == [(0, "shown"), (0, "spoken"), (1, "shown"), (1, "spoken")]


def test_a_call_that_a_recall_replaces_is_told_as_not_said() -> None:
    hall = Hall()
    hall.wall.hear(called("A-023", 2, leg_id=leg(76)))
    hall.pass_time(0.2)
    hall.wall.hear(called("A-024", 1, leg_id=leg(77), seq=413))
    hall.wall.hear(called("A-024", 1, leg_id=leg(77), recalls=1, seq=414))
    hall.pass_time(30)
    mine = [(recalls, kind) for leg_id, recalls, kind, _, _ in hall.told if leg_id == leg(77)]
    assert (0, "dropped") in mine
    assert (1, "spoken") in mine


def test_nothing_is_told_as_seen_while_there_is_no_screen() -> None:
    hall = Hall(seen=False)
    hall.wall.hear(called("A-024", 1, leg_id=leg(77)))
    hall.pass_time(5)
    assert hall.kinds == [(0, "spoken")]
    hall.seen = True
    hall.pass_time(0.1)
    assert hall.kinds == [(0, "spoken"), (0, "shown")]


def test_a_call_that_is_answered_before_its_turn_is_not_told_as_said() -> None:
    hall = Hall()
    for number, counter in ((76, 1), (77, 2)):
        hall.wall.hear(called(f"A-0{number}", counter, leg_id=leg(number), seq=400 + number))
    hall.pass_time(0.2)
    hall.wall.hear(moved("leg_started", leg(77), 2, seq=480))
    hall.pass_time(20)
    assert [entry[2] for entry in hall.told if entry[0] == leg(77)] == ["shown"]


def test_the_time_is_the_hubs_where_it_is_known() -> None:
    hall = Hall()
    ahead = START + timedelta(hours=3)
    hall.wall.hear(Heartbeat(day="2026-04-14", head=411, now=ahead))
    hall.wall.hear(called("A-024", 1, leg_id=leg(77), at=ahead))
    hall.pass_time(0.1)
    _, _, kind, at, certain = hall.told[0]
    assert (kind, certain) == ("shown", True)
    assert abs((at - ahead).total_seconds()) < 1

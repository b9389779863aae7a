"""What is still true is said after a gap, by the hub's time, whatever the wall's own clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from balai.clock import ManualClock
from balai.protocol.pushes import Heartbeat
from balai.protocol.views import BoardView, LegAtCounter
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.ports import HubEvent, LinkDown, LinkUp
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from tests.support.wall.walls import DAY, START, FakeVoice, called, leg, moved, snapshot, view


class Stage:
    """A wall whose machine woke up with its own clock `off` seconds ahead of the hub's."""

    def __init__(self, off: float = 0.0) -> None:
        self.clock = ManualClock(START + timedelta(seconds=off))
        self.off = timedelta(seconds=off)
        self.voice = FakeVoice(1.0)
        self.announcer = Announcer(self.clock, VirtualAudio(self.clock), self.voice)
        self.wall = Wall(self.clock, HiddenScreen((960, 540)), self.announcer)

    @property
    def hub_now(self) -> datetime:
        return self.clock.now() - self.off

    def hear(self, *events: HubEvent) -> None:
        for event in (*events, Heartbeat(day=DAY, head=500, now=self.hub_now)):
            self.wall.hear(event)
        self.wall.step()

    def said(self) -> list[str]:
        """The numbers announced until nothing waits, in order."""
        numbers: list[str] = []
        for _ in range(200):
            current = self.announcer.current
            if current is not None and (not numbers or numbers[-1] != current.number):
                numbers.append(current.number)
            if current is None and not self.announcer.waiting:
                break
            self.clock.advance(0.5)
            self.wall.step()
        return numbers


def with_call(number: str, counter: int, ago: float, **told: object) -> BoardView:
    """The example hall in which a visitor was called to a counter so many seconds ago."""
    at = START - timedelta(seconds=ago)
    called_leg = LegAtCounter(
        leg_id=leg(counter),
        number=number,
        service_id="ktp",
        state="called",
        called_at=at,
        **told,
    )
    calm = (c.model_copy(update={"leg": None}) for c in view().counters)
    counters = tuple(
        c.model_copy(update={"leg": called_leg, "status": "open"}) if c.number == counter else c for c in calm
    )
    return view().model_copy(update={"counters": counters})


def test_a_display_started_anew_in_mid_call_says_it_once() -> None:
    stage = Stage()
    stage.hear(LinkUp(), snapshot(with_call("A-023", 3, 40)))
    assert stage.said() == ["A-023"]
    stage.hear(snapshot(with_call("A-023", 3, 40), seq=420))
    assert stage.said() == []


@pytest.mark.parametrize("voice", ["spoken", "dropped"])
def test_what_was_said_or_told_to_the_desk_is_not_said_again(voice: str) -> None:
    stage = Stage()
    stage.hear(LinkUp(), snapshot(with_call("A-023", 3, 40, voice=voice)))
    assert stage.said() == []


def test_a_call_older_than_the_halls_limit_is_not_said_and_counted() -> None:
    stage = Stage()
    stage.hear(LinkUp(), snapshot(with_call("A-023", 3, 181)))
    assert stage.said() == []
    assert stage.announcer.counts.dropped == 1


def test_nothing_is_said_before_the_age_of_calls_is_known() -> None:
    stage = Stage()
    for event in (LinkUp(), snapshot(with_call("A-023", 3, 40))):
        stage.wall.hear(event)
    stage.wall.step()
    assert stage.announcer.current is None
    stage.hear()
    assert stage.said() == ["A-023"]


def test_a_call_that_ended_meanwhile_is_not_said() -> None:
    stage = Stage()
    stage.wall.hear(snapshot(with_call("A-023", 3, 40)))
    stage.hear(moved("leg_finished", leg(3), 3))
    assert stage.said() == []


def test_a_link_lost_for_a_minute_says_the_calls_made_meanwhile() -> None:
    stage = Stage()
    stage.hear(LinkUp(), snapshot(with_call("A-001", 1, 999)))
    stage.said()
    stage.hear(LinkDown(stage.clock.now()))
    at = stage.hub_now + timedelta(seconds=10)
    stage.clock.advance(60)
    stage.hear(LinkUp(), called("F-012", 4, at=at, seq=430))
    assert stage.said() == ["F-012"]


@pytest.mark.parametrize("off", [-7200.0, 86_400.0 * 400, 0.0])
def test_the_walls_own_clock_does_not_matter(off: float) -> None:
    stage = Stage(off)
    stage.hear(LinkUp(), snapshot(with_call("A-023", 3, 40)))
    assert stage.said() == ["A-023"]
    shown = stage.wall._compose(stage.wall.board, stage.wall._moment())
    assert shown.header is not None
    assert (shown.header.time, shown.header.date) == ("10.42", "Selasa, 14 April 2026")
    stage.hear(LinkDown(stage.clock.now() - timedelta(seconds=8)))
    assert stage.wall.board is not None
    since = stage.wall.board.down_since
    assert since == stage.hub_now - timedelta(seconds=8)
    assert stage.announcer.now is not None
    assert stage.announcer.now() == stage.hub_now


@pytest.mark.parametrize(("off", "fault"), [(0, 0), (119, 0), (-119, 0), (125, 125), (-3600, -3600)])
def test_a_clock_that_is_off_by_more_than_two_minutes_is_a_fault(off: float, fault: float) -> None:
    stage = Stage(off)
    assert not stage.wall.hub_time.known
    assert stage.wall.hub_time.off == timedelta()
    stage.hear()
    assert stage.wall.hub_time.off.total_seconds() == pytest.approx(fault, abs=1e-3)
    assert stage.wall.hub_time.now().tzinfo is UTC

"""The wall at work: news in, picture and announcements out."""

from __future__ import annotations

import itertools
import queue
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta

import pygame
import pytest
from structlog.testing import capture_logs

from balai.clock import Clock, ManualClock
from balai.protocol.devices.samples import Sample
from balai.protocol.pushes import Admitted, Heartbeat
from balai.protocol.requests import DeviceFault
from balai.protocol.views import OneWall
from display.frame import told as told_by
from display.renderer.renderer import Renderer
from display.speaking.announcer import Announcer
from display.tending.status import state_of, status_of
from display.wall import Wall
from hardware.ports import HubEvent, LinkDown, LinkUp
from hardware.screen import screen as screen_module
from hardware.screen.screen import Frames, HiddenScreen
from hardware.sound.audio import VirtualAudio
from tests.support.clocks import LooseClock
from tests.support.wall.pixels import Pixels, pixels
from tests.support.wall.walls import DAY, START, FakeVoice, called, leg, moved, snapshot, view
from voice.mixing import Speech


class Counting(HiddenScreen):
    """A screen that counts how often something was shown on it."""

    def __init__(self) -> None:
        super().__init__((960, 540))
        self.shown: list[list[pygame.Rect]] = []
        self.pictures: list[Pixels] = []

    def show(self, changed: list[pygame.Rect]) -> None:
        super().show(changed)
        self.shown.append(changed)
        self.pictures.append(pixels(self.surface).copy())


class Stage:
    """A wall with a clock that is moved by hand."""

    def __init__(self) -> None:
        self.clock = ManualClock(START)
        self.audio = VirtualAudio(self.clock)
        self.voice = FakeVoice()
        self.screen = Counting()
        self.announcer = Announcer(self.clock, self.audio, self.voice)
        self.wall = Wall(self.clock, self.screen, self.announcer, {"loket-3": "right"}, self.voice.warm)

    def take(self, clock: Clock) -> None:
        """Begin anew on another clock."""
        self.announcer = Announcer(clock, VirtualAudio(clock), self.voice)
        self.wall = Wall(clock, self.screen, self.announcer)

    def hear(self, *events: HubEvent) -> None:
        for event in events:
            self.wall.hear(event)
        self.wall.step()

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.5)):
            self.clock.advance(0.5)
            self.wall.step()


def head(now: datetime) -> Heartbeat:
    """What the hub says every two seconds."""
    return Heartbeat(day=DAY, head=411, now=now)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_trial_is_seen_and_heard_at_a_wall_that_speaks_for_nobody_and_told_to_nobody(stage: Stage) -> None:
    told: list[object] = []
    stage.wall = Wall(
        stage.clock, stage.screen, stage.announcer, {"loket-1": "right"}, tell=lambda *call: told.append(call)
    )
    stage.hear(Sample())
    assert stage.voice.said == [], "it knows no counter yet"
    stage.announcer.zones = frozenset()
    stage.hear(snapshot(), Sample())
    assert stage.announcer.current is not None
    assert stage.announcer.current.number == "A-000"
    assert stage.voice.said[0][0][-3:] == ["silakan menuju loket satu", "di sebelah kanan", "Disdukcapil"]
    stage.hear(called("A-000", 3))
    stage.pass_time(12)
    real = stage.announcer.current
    assert (real.number, real.counter_id) == ("A-000", "loket-3"), "a real one waits its turn"
    assert not [call for call in told if "trial" in str(call)]


def test_a_wall_goes_by_what_the_hall_says_of_it_and_else_by_its_own_file(stage: Stage) -> None:
    own = OneWall(
        zone_id=view().counters[0].zone_id, counter_ids=("loket-3", "loket-8"), slides=("notices",),
        ways={"loket-3": "left", "loket-8": "sideways"},
    )  # fmt: skip
    rules = replace(view().wall, notices=("Bawa KTP asli",))
    told = view().model_copy(update={"walls": {"layar-1": own}, "wall": rules})
    stage.hear(snapshot(told), Admitted(device_id="layar-1"))
    board = stage.wall.board
    assert board is not None
    assert [cell.counter.id for cell in board.cells] == ["loket-3", "loket-8"]
    assert (stage.wall.zone, board.tells("notices"), board.tells("waiting")) == (own.zone_id, True, False)
    assert stage.wall.directions == {"loket-3": "left"}, "a way of a later version is passed over"
    kinds = {
        kind for kind, slides in told_by(board, Renderer(pygame.Surface((1920, 1080)))).items() if slides
    }
    assert kinds == {"notices"}
    stage.hear(called("A-023", 3))
    assert stage.voice.said[0][0][-2:] == ["di sebelah kiri", "Disdukcapil"]
    stage.hear(snapshot(seq=500))
    assert len(stage.wall.board.cells if stage.wall.board else ()) == len(view().counters)
    assert (stage.wall.zone, stage.wall.directions) == (None, {"loket-3": "right"})


def test_calls_of_a_snapshot_are_shown_and_not_spoken(stage: Stage) -> None:
    stage.hear(LinkUp(), snapshot())
    assert stage.voice.said == []
    assert stage.announcer.current is None
    assert stage.wall.board is not None
    assert stage.wall.board.calls[0].number == "R-072"


def test_a_call_is_shown_and_spoken_with_the_agencys_name(stage: Stage) -> None:
    stage.hear(snapshot(), called("L-018", 8))
    assert stage.voice.said[0][0][-2:] == ["silakan menuju loket delapan", "BPJS Kesehatan"]
    assert stage.announcer.current is not None
    assert stage.announcer.current.number == "L-018"


def test_the_number_of_a_call_stands_whole_before_the_rest_of_its_picture_is_made(stage: Stage) -> None:
    stage.hear(snapshot())
    stage.screen.shown.clear()
    stage.screen.pictures.clear()
    stage.hear(called("A-023", 3))
    call = stage.announcer.current
    assert call is not None
    stage.pass_time(1)
    number = stage.screen.shown[0][0]
    assert stage.screen.shown[0] == [number]
    first, last = stage.screen.pictures[0], stage.screen.pictures[-1]
    part = slice(number.top, number.bottom), slice(number.left, number.right)
    assert (first[part] == last[part]).all()
    assert not (first == last).all()
    assert stage.wall.marks.as_data()[call.leg_id].keys() >= {"drawn", "celled"}


def test_the_next_number_of_a_rush_stands_at_once_too(stage: Stage) -> None:
    stage.hear(snapshot(), called("A-023", 3), called("F-012", 4, seq=413, leg_id=leg(4)))
    stage.pass_time(1)
    stage.screen.shown.clear()
    while stage.announcer.current is None or stage.announcer.current.number == "A-023":
        stage.pass_time(0.5)
    assert stage.announcer.current.number == "F-012"
    assert stage.screen.shown[-2] == [stage.screen.shown[-2][0]]
    assert stage.wall.marks.as_data()[leg(4)].keys() >= {"drawn", "celled"}


def test_nothing_is_drawn_while_nothing_changes(stage: Stage) -> None:
    stage.hear(snapshot())
    before = len(stage.screen.shown)
    stage.pass_time(5)
    assert len(stage.screen.shown) == before
    stage.hear(called("A-023", 3))
    assert len(stage.screen.shown) == before + 2  # its number, then the rest
    # The picture changes gently, and then stands.
    stage.pass_time(1)
    settled = len(stage.screen.shown)
    stage.pass_time(3)
    assert len(stage.screen.shown) == settled


def test_only_the_clock_is_drawn_when_the_minute_turns(stage: Stage) -> None:
    stage.hear(snapshot())
    stage.clock.set(START + timedelta(seconds=59))
    stage.wall.step()
    stage.screen.shown.clear()
    stage.clock.advance(1.5)
    stage.wall.step()
    assert stage.screen.shown[0][0] == pygame.Rect(0, 0, 960, 42)


def test_a_visitor_who_is_there_is_not_called_any_more(stage: Stage) -> None:
    stage.hear(snapshot(), called("A-023", 3, seq=412), called("F-012", 4, seq=413, leg_id=leg(4)))
    stage.hear(moved("leg_started", leg(4), 4, seq=414, presumed=False))
    assert stage.announcer.counts.dropped == 1


def test_presence_that_is_only_presumed_does_not_silence_a_call(stage: Stage) -> None:
    stage.hear(snapshot(), called("A-023", 3, seq=412), called("F-012", 4, seq=413, leg_id=leg(4)))
    stage.hear(moved("leg_started", leg(4), 4, seq=414, presumed=True))
    assert stage.announcer.counts.dropped == 0
    assert stage.announcer.waiting == 1


@pytest.mark.parametrize("kind", ["leg_finished", "leg_missed", "leg_parked", "leg_transferred"])
def test_a_leg_that_is_over_is_not_called_any_more(stage: Stage, kind: str) -> None:
    stage.hear(snapshot(), called("A-023", 3, seq=412), called("F-012", 4, seq=413, leg_id=leg(4)))
    stage.hear(moved(kind, leg(4), 4, seq=414))
    assert (stage.announcer.counts.dropped, stage.announcer.waiting) == (1, 0)


def test_missed_calls_that_are_old_are_shown_and_not_spoken(stage: Stage) -> None:
    stage.hear(snapshot(at=START - timedelta(hours=14)), head(START))
    stage.hear(LinkDown(START))
    stage.clock.advance(600)
    old, new = START + timedelta(seconds=30), START + timedelta(seconds=590)
    stage.hear(LinkUp(), called("A-023", 3, at=old, seq=412), called("F-012", 4, at=new, seq=413))
    assert [units[0] for units, _ in stage.voice.said] == ["nomor antrean F"]
    assert stage.announcer.counts.dropped == 1
    assert stage.wall.board is not None
    assert [call.number for call in stage.wall.board.calls[:2]] == ["F-012", "A-023"]


def test_the_only_call_that_was_missed_is_no_news_either(stage: Stage) -> None:
    stage.hear(snapshot(at=START - timedelta(hours=14)), head(START), LinkDown(START))
    stage.clock.advance(3600)
    stage.hear(LinkUp(), called("A-023", 3, at=START + timedelta(seconds=60)))
    assert stage.voice.said == []


@pytest.mark.parametrize("wrong_by", [-3600, 3600, 86_400])
def test_a_clock_that_is_wrong_and_then_set_does_not_silence_the_wall(stage: Stage, wrong_by: float) -> None:
    clock = LooseClock(START + timedelta(seconds=wrong_by))
    stage.take(clock)
    stage.hear(snapshot(at=START), head(START), called("A-023", 3, at=START + timedelta(seconds=1)))
    clock.jump(seconds=-wrong_by)
    clock.advance(10)
    stage.hear(called("A-024", 3, at=START + timedelta(seconds=11), seq=413))
    assert stage.announcer.counts.dropped == 0
    clock.advance(60)
    stage.hear()
    assert len(stage.voice.said) == 2


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_hub_whose_clock_is_set_does_not_silence_the_wall(stage: Stage, hours: float) -> None:
    stage.hear(snapshot(), head(START))
    then = START + timedelta(hours=hours)
    stage.hear(head(then), called("A-023", 3, at=then))
    assert len(stage.voice.said) == 1


def test_the_picture_says_that_it_is_cut_off_and_recovers(stage: Stage) -> None:
    stage.hear(snapshot())
    stage.hear(LinkDown(START - timedelta(minutes=5)))
    assert state_of(stage.wall, [])["connected"] is False
    white = stage.screen.surface.get_at((900, 66))
    assert white[:3] == (255, 255, 255)
    stage.hear(LinkUp(), snapshot(seq=420))
    assert state_of(stage.wall, [])["connected"] is True
    assert stage.screen.surface.get_at((900, 66))[:3] != (255, 255, 255)


def test_the_halls_phrases_are_made_ahead_once(stage: Stage) -> None:
    stage.hear(snapshot())
    texts = {unit.text for unit in stage.voice.warmed}
    assert {"nol", "nomor antrean A", "silakan menuju loket dua belas", "BPJS Kesehatan"} <= texts
    before = len(stage.voice.warmed)
    stage.hear(snapshot(seq=500))
    assert len(stage.voice.warmed) == before


def test_a_snapshot_withdraws_waiting_calls_that_are_over(stage: Stage) -> None:
    stage.hear(snapshot(), called("A-023", 3, seq=412))
    stage.hear(called("F-012", 4, seq=413, leg_id=leg(4)), called("H-099", 5, seq=414, leg_id=leg(99)))
    assert stage.announcer.waiting == 2
    stage.hear(LinkDown(START), LinkUp(), snapshot(seq=420))
    assert (stage.announcer.waiting, stage.announcer.counts.dropped) == (1, 1)


def test_news_that_does_not_read_leaves_the_wall_standing(stage: Stage) -> None:
    stage.hear(snapshot())
    broken = called("A-023", 3).model_copy(update={"data": {"leg_id": 5}})
    with capture_logs() as logs:
        stage.hear(broken, called("F-012", 4, seq=413))
    assert [line["event"] for line in logs if line["log_level"] == "warning"] == ["news_unreadable"]
    assert stage.announcer.current is not None
    assert stage.announcer.current.number == "F-012"


def test_a_frame_is_encoded_once_for_each_change(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = itertools.count(1)
    monkeypatch.setattr(screen_module, "encode", lambda surface: bytes(next(numbers)))
    frames = Frames(stage.screen)
    stage.hear(snapshot())
    assert frames.png() == frames.png() == bytes(1)
    stage.hear(called("A-023", 3))
    assert frames.png() == bytes(2)


def test_the_loop_draws_once_what_came_together(stage: Stage) -> None:
    events: queue.Queue[HubEvent] = queue.Queue()
    for event in (LinkUp(), snapshot(), called("A-023", 3), called("F-012", 4, seq=413)):
        events.put(event)
    turns: list[int] = []
    stage.wall.run(events, lambda: len(turns) >= 2, lambda: turns.append(1))
    assert len(stage.screen.shown) == 2
    assert stage.announcer.waiting + stage.announcer.counts.spoken == 2


class Coming(queue.Queue[HubEvent]):
    """News that come one by one, each so many seconds after the one before."""

    def __init__(self, *news: tuple[float, HubEvent]) -> None:
        super().__init__()
        self.left = list(news)
        self.waited: list[float] = []

    def get(self, block: bool = True, timeout: float | None = None) -> HubEvent:
        waits = (timeout or 0.0) if block else 0.0
        self.waited.append(waits)
        if not self.left or self.left[0][0] > waits:
            raise queue.Empty
        return self.left.pop(0)[1]


def test_a_call_just_after_the_end_of_a_service_does_not_wait_for_a_picture_of_that(stage: Stage) -> None:
    stage.hear(LinkUp(), snapshot())
    before = len(stage.screen.shown)
    over = moved("leg_finished", leg(3), 3)
    news = Coming((0.0, over), (0.001, called("A-023", 3, seq=414)), (0.001, called("F-012", 4, seq=415)))
    seen: list[tuple[str, int]] = []

    def look() -> None:
        if len(stage.screen.shown) > before and (call := stage.announcer.current) is not None:
            seen.append((call.number, len(news.left)))

    stage.wall.run(news, lambda: bool(seen), look)
    assert seen[0] == ("A-023", 1), "in the first picture, and nothing after a call is waited for"
    assert len(stage.screen.shown) == before + 2, "its number, then the rest"


def test_a_wall_at_rest_is_woken_less_often_than_one_that_still_draws_ahead(stage: Stage) -> None:
    stage.hear(LinkUp(), snapshot())
    news = Coming()
    stage.wall.run(news, lambda: news.waited[-3:] == [1.0] * 3)
    assert news.waited[0] == 0.2
    stage.hear(called("A-023", 3))
    before = len(news.waited)
    stage.wall.run(news, lambda: len(news.waited) > before)
    assert news.waited[-1] < 0.1, "a call goes on"


def test_the_words_of_a_call_are_made_when_its_picture_stands(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.hear(LinkUp(), snapshot())
    before, shown = len(stage.screen.shown), list[int]()

    def prepare(*_: object) -> Future[Speech]:
        shown.append(len(stage.screen.shown))
        return Future()

    monkeypatch.setattr(stage.voice, "prepare", prepare)
    stage.hear(called("A-023", 3))
    assert shown == [before + 2]


def test_the_status_tells_counts_position_and_faults(stage: Stage) -> None:
    assert status_of(stage.wall, []).seq is None
    stage.hear(snapshot(), called("A-023", 3), called("F-012", 4, seq=413))
    status = status_of(stage.wall, [DeviceFault(code="no_sound")], "utama")
    assert (status.state, status.detail) == ("degraded", "Kartu suara tidak ditemukan.")
    assert [fault.code for fault in status.faults] == ["no_sound"]
    assert (status.zone, status.speaks) == ("utama", ())
    assert (status.day, status.seq) == (DAY, 413)
    none = dict.fromkeys(("shown", "shortened", "merged", "dropped", "mishaps"), 0)
    assert status.counts == {**none, "spoken": 1, "waiting": 1, "speaker": 1}
    state = state_of(stage.wall, [])
    assert state["calling"] == {"number": "A-023", "counter": 3}
    assert state["connected"] is True

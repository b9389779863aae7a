"""A wall that runs for weeks, and a minute in which everybody is called: in hurried time."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from balai.clock import ManualClock
from balai.domain.hall.config import VoiceRules
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.ports import LinkDown, LinkUp
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from tests.support.wall.walls import START, FakeVoice, called, snapshot, view
from voice.voice import ChimeVoice

#: Weeks of calls by `make prove`, a few days of them beside the other tests.
LASTING = os.environ.get("HYPOTHESIS_PROFILE") == "ci"
CALLS, MOST_GROWTH = 20_000 if LASTING else 5_000, 2 * 1024 * 1024
EARLY = CALLS // 2
COUNTERS = 12
#: Of so many calls one is drawn, in turn of every letter and counter, so that the test is soon done.
DRAWN = 7 if LASTING else 37


def memory() -> int:
    """Resident bytes of this process, garbage collected."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_memory_stays_flat_over_thousands_of_calls() -> None:
    clock = ManualClock(START)
    audio = VirtualAudio(clock)
    announcer = Announcer(clock, audio, ChimeVoice())
    wall = Wall(clock, HiddenScreen((640, 360)), announcer)
    wall.hear(snapshot())
    early = 0
    for n in range(CALLS):
        if n % 1000 == 0:
            wall.hear(LinkDown(clock.now()))
            wall.hear(LinkUp())
            wall.hear(snapshot(at=clock.now(), seq=411 + n))
        number = f"{'ABDEF'[n % 5]}-{n % 999 + 1:03}"
        wall.hear(called(number, n % COUNTERS + 1, at=clock.now(), seq=412 + n))
        if n % DRAWN:
            announcer.tick()
        else:
            wall.step()
        clock.advance(6)
        if n == EARLY:
            early = memory()
    counts = announcer.counts
    assert counts.spoken + counts.dropped + counts.merged + announcer.waiting == CALLS
    # Where calls come every six seconds, one sentence says several.
    assert CALLS / 10 < audio.plays < counts.spoken
    assert announcer.waiting <= 10
    assert memory() - early < MOST_GROWTH


@pytest.mark.parametrize("languages", [("id",), ("id", "en")])
def test_thirty_calls_in_a_minute_from_twelve_counters(languages: tuple[str, ...]) -> None:
    clock = ManualClock(START)
    audio, voice = VirtualAudio(clock), FakeVoice(seconds=7)
    announcer = Announcer(clock, audio, voice)
    wall = Wall(clock, HiddenScreen((960, 540)), announcer)
    board = view().model_copy(update={"voice": VoiceRules(languages=languages, old_seconds=90)})
    wall.hear(snapshot(board))
    shown: list[str] = []

    def step() -> None:
        wall.step()
        if announcer.current is not None and shown[-1:] != [announcer.current.number]:
            shown.append(announcer.current.number)

    calls = [f"A-{n:03}" for n in range(1, 31)]
    for n, number in enumerate(calls):
        counter = n % COUNTERS + 1
        wall.hear(called(number, counter, at=clock.now(), seq=412 + n))
        step()
        assert wall.board is not None
        cell = next(cell for cell in wall.board.cells if cell.counter.number == counter)
        assert (cell.number, cell.ended) == (number, False)
        if n == 20:
            wall.hear(called(calls[20], counter, at=clock.now(), seq=900, recalls=1))
        for _ in range(4):
            clock.advance(0.5)
            step()
    while announcer.busy or announcer.waiting:
        clock.advance(0.5)
        step()
    counts = announcer.counts
    assert (counts.spoken, counts.merged, counts.dropped) == (len(calls), 1, 0)
    assert counts.shortened > len(calls) / 2
    assert shown == sorted(shown)
    assert audio.plays < counts.spoken
    assert len(voice.together) > 1

"""Loudspeakers that make no sound."""

from __future__ import annotations

import pytest

from balai.clock import ManualClock
from hardware.ports import HardwareFault
from hardware.registry import open_audio
from hardware.sound.audio import RATE, NoAudio, VirtualAudio
from tests.support.wall.walls import START


def sound(seconds: float) -> bytes:
    return bytes(round(seconds * RATE) * 2)


def test_a_virtual_sound_takes_its_time_on_the_clock() -> None:
    clock = ManualClock(START)
    audio = VirtualAudio(clock)
    assert not audio.busy()
    audio.play(sound(2), RATE)
    clock.advance(1.9)
    assert audio.busy()
    clock.advance(0.2)
    assert not audio.busy()
    assert (audio.plays, audio.seconds, audio.cut_off) == (1, 2.0, 0)


def test_cutting_a_sound_off_is_counted() -> None:
    audio = VirtualAudio(ManualClock(START))
    audio.play(sound(2), RATE)
    audio.play(sound(1), RATE)
    assert audio.cut_off == 1
    audio.stop()
    assert not audio.busy()


def test_the_wrong_rate_is_a_fault() -> None:
    with pytest.raises(HardwareFault, match="24000"):
        VirtualAudio(ManualClock(START)).play(sound(1), 44_100)


def test_no_loudspeaker_is_never_busy() -> None:
    audio = NoAudio()
    audio.play(sound(1), RATE)
    assert not audio.busy()


@pytest.mark.parametrize(("url", "kind"), [("virtual:", VirtualAudio), ("none:", NoAudio)])
def test_they_open_by_their_url(url: str, kind: type) -> None:
    assert isinstance(open_audio(url, clock=ManualClock(START)), kind)

"""What is really heard: SDL writes to a file what it would play."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from time import time

import numpy as np
import pygame
import pytest

from balai.clock import ScaledClock
from balai.domain.hall.config import VoiceRules
from balai.speech import SpokenCall
from demo.driving.wait import eventually
from display.speaking.announcer import Announcer, CallAnnouncement
from hardware.ports import HardwareFault, PartUnavailable
from hardware.registry import open_audio
from hardware.sound.audio import SdlAudio, cards
from sounds.samples import as_pcm
from voice.mixing import RATE, Speech, chime
from voice.voice import EngineVoice, Voice, open_voice

#: SDL's disk driver is told to hurry; the clock that times the announcements hurries with it.
FASTER = 12


@pytest.fixture
def capture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "sound.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(path))
    monkeypatch.setenv("SDL_DISKAUDIODELAY", "1")
    pygame.mixer.quit()
    yield path
    pygame.mixer.quit()


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[EngineVoice]:
    opened = open_voice("espeak-ng:", tmp_path / "clips")
    assert isinstance(opened, EngineVoice), "espeak-ng is not installed: run make setup"
    yield opened
    opened.close()


class Noting:
    """A voice that keeps what it made."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.made: list[Future[Speech]] = []
        self.prepare_brief, self.warm, self.close = voice.prepare_brief, voice.warm, voice.close

    def prepare(self, units: object, repeat: int) -> Future[Speech]:
        self.made.append(self._voice.prepare(units, repeat))  # type: ignore[arg-type]  # passed on
        return self.made[-1]


def announcement(number: str, counter: int, clock: ScaledClock) -> CallAnnouncement:
    spoken = SpokenCall(number, counter, "Disdukcapil")
    return CallAnnouncement(number, number, f"loket-{counter}", spoken, clock.monotonic())


def test_calls_are_heard_whole_one_after_another(capture: Path, voice: EngineVoice) -> None:
    clock = ScaledClock(time(), datetime(2026, 4, 14, tzinfo=UTC), FASTER)
    audio, noting = SdlAudio(), Noting(voice)
    announcer = Announcer(clock, audio, noting, VoiceRules(old_seconds=3600))
    for number, counter in (("A-023", 3), ("F-011", 12), ("R-072", 10)):
        announcer.offer(announcement(number, counter, clock))

    def over() -> bool:
        announcer.tick()
        return announcer.current is None and announcer.waiting == 0

    eventually(over, timeout=60, interval=0.005)
    sounds = [made.result(timeout=0).samples for made in noting.made]
    eventually(lambda: _ends_quiet(capture), timeout=10)
    audio.close()
    heard = capture.read_bytes()
    assert len(sounds) == 3
    at = 0
    for sound in sounds:
        assert 8 < len(sound) / 2 / RATE < 20
        found = heard.find(sound, at)
        assert found >= 0, "an announcement was not heard as it was made"
        assert not any(heard[at:found]), "something else was heard"
        at = found + len(sound)
    assert not any(heard[at:]), "something was heard afterwards"


def _ends_quiet(capture: Path) -> bool:
    heard = capture.read_bytes()
    return len(heard) > RATE and not any(heard[-RATE // 2 :])


def test_chime_and_speech_have_their_length(capture: Path, voice: EngineVoice) -> None:
    clock = ScaledClock(time(), datetime(2026, 4, 14, tzinfo=UTC), FASTER)
    audio = SdlAudio()
    announcer = Announcer(clock, audio, voice)
    announcer.offer(announcement("A-023", 3, clock))

    def over() -> bool:
        announcer.tick()
        return announcer.current is None

    eventually(over, timeout=30, interval=0.005)
    eventually(lambda: _ends_quiet(capture), timeout=10)
    audio.close()
    heard = np.frombuffer(capture.read_bytes(), dtype="<i2").astype(float)
    loud = np.flatnonzero(np.abs(heard) > 200)
    start, end = loud[0], loud[-1]
    told = as_pcm(chime()).astype(float)
    begins = start - int(np.flatnonzero(np.abs(told) > 200)[0])
    assert (heard[begins : begins + len(told)] == told).all()
    spoken = (end - begins - len(told)) / RATE
    assert 6 < spoken < 18
    # The sentence is said twice: the second half repeats the first.
    after = heard[begins + len(told) : end + RATE]
    once = after[round(0.25 * RATE) :]
    first = once[: round((spoken - 0.25 - 0.7) / 2 * RATE)]
    position = np.argmax(np.correlate(once[len(first) // 2 :: 8], first[: 3 * RATE : 8]))
    assert (position * 8 + len(first) // 2) / RATE == pytest.approx(len(first) / RATE + 0.7, abs=0.2)


def test_a_second_sound_cuts_the_first_off_and_stop_is_silence(capture: Path) -> None:
    audio = SdlAudio()
    loud = (np.ones(RATE * 60) * 9000).astype("<i2").tobytes()
    audio.play(loud, RATE)
    assert audio.busy()
    audio.stop()
    assert not audio.busy()
    with pytest.raises(HardwareFault, match="24000"):
        audio.play(loud, 22_050)
    audio.close()
    assert not audio.busy()
    audio.stop()


def test_a_sound_card_is_chosen_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    # The driver that writes to a file takes a name for the file's.
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    pygame.mixer.quit()
    (name,) = cards()
    clock = ScaledClock(time(), datetime(2026, 4, 14, tzinfo=UTC), 1)
    audio = open_audio(f"pygame:{name}", clock=clock)
    audio.play(b"\0\0" * RATE, RATE)
    assert audio.busy()
    audio.close()
    with pytest.raises(PartUnavailable, match=f"called Hall, left #2. There are: '{name}'") as caught:
        open_audio("pygame:Hall, left #2", clock=clock)
    assert caught.value.code == "no_sound_card", "it may be plugged in later"


def test_a_missing_sound_card_is_a_clear_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    pygame.mixer.quit()
    clock = ScaledClock(time(), datetime(2026, 4, 14, tzinfo=UTC), 1)
    with pytest.raises(PartUnavailable, match="no sound card") as caught:
        open_audio("pygame:", clock=clock)
    assert caught.value.code == "no_sound_card"
    assert os.environ["SDL_AUDIODRIVER"] == "no-such-driver"

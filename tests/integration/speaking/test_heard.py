"""Many calls as they are heard: no overlap, no gap, no click, one loudness."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from time import time

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from balai.clock import ScaledClock
from balai.domain.hall.config import VoiceRules
from balai.hall_file.read import load_hall
from balai.speech import SpokenCall, Unit, call_units
from balai.words.languages import SpokenLanguage
from demo.driving.wait import eventually
from display.speaking.announcer import Announcer, CallAnnouncement
from hardware.sound.audio import SdlAudio
from sounds.loudness import TARGET, loudness
from sounds.phrases import HALL
from tests.support.wall.tape import Tape
from voice.mixing import AFTER_CHIME, BETWEEN_SENTENCES, RATE, chime
from voice.ready import ReadyClips
from voice.voice import EngineVoice

Sound = NDArray[np.float64]
#: Beside the other tests fewer calls than `make prove` has.
CALLS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "ci" else 80
HURRY = 200.0
#: Steps from one sample to the next, full scale being 1: into and out of silence, where joins would
#: click; and anywhere one that stands alone, so many times the median step within 4 ms. (The burst of a t
#: has steps of up to 1, but many of them.)
STEEPEST_JOIN, LARGE, ALONE = 0.003, 0.1, 45.0
LONGEST_GAP = 0.25
WINDOW = round(0.005 * RATE)


@pytest.fixture(scope="module")
def voice() -> Iterator[EngineVoice]:
    # No engine: what the bank lacks would be missed.
    opened = EngineVoice(None, None, ReadyClips(None, None))
    yield opened
    opened.close()


@dataclass(frozen=True)
class Spoken:
    """A call, and how it is to be said."""

    call: SpokenCall
    language: SpokenLanguage
    rules: VoiceRules

    @property
    def units(self) -> tuple[Unit, ...]:
        return call_units(self.call, self.language, self.rules)


def random_calls(count: int) -> list[Spoken]:
    rng = random.Random("heard")
    agencies = load_hall(HALL).agencies
    found: list[Spoken] = []
    languages: tuple[SpokenLanguage, ...] = ("id", "en")
    # Each number once: two calls of one that wait would become one.
    for at, number in enumerate(rng.sample(range(1000), count)):
        agency = rng.choice(agencies)
        call = SpokenCall(
            f"{agency.letter}-{number:03d}",
            rng.randint(1, 60),
            agency.spoken,
            rng.random() < 0.2,
        )
        language = languages[at % 2]
        rules = VoiceRules(
            languages=(language,), repeat=1, queue_word=rng.choice(["antrean", "antrian"]),
            digits=rng.choice(["single", "number"]), old_seconds=3600, rush_seconds=600,
        )  # fmt: skip
        found.append(Spoken(call, language, rules))
    return found


def as_numbers(sound: bytes) -> Sound:
    return np.frombuffer(sound, dtype="<i2").astype(np.float64) / 32767


def speech_of(sound: bytes) -> Sound:
    return as_numbers(sound)[len(chime()) + round(AFTER_CHIME * RATE) :]


def quiet_runs(speech: Sound) -> list[float]:
    """Seconds of each stretch 42 dB below the loudest, between the first and last that is not."""
    windows = speech[: len(speech) // WINDOW * WINDOW].reshape(-1, WINDOW)
    power = np.sqrt(np.mean(windows**2, axis=1))
    loud = np.flatnonzero(power > power.max() * 10 ** (-42 / 20))
    return [float(gap - 1) * WINDOW / RATE for gap in np.diff(loud) if gap > 1]


def steps_at_joins(speech: Sound) -> list[float]:
    """The steps into and out of each stretch of at least 20 ms of digital silence."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (speech == 0).astype(np.int8), [0]])))
    pauses = [(a, b) for a, b in edges.reshape(-1, 2) if b - a >= RATE // 50]
    before = [abs(float(speech[a - 1])) for a, _ in pauses if a > 0]
    return before + [abs(float(speech[b])) for _, b in pauses if b < len(speech)]


def clicks(sound: Sound) -> list[float]:
    """How far each large step stands out of its neighbourhood."""
    steps = np.abs(np.diff(sound))
    around = round(0.004 * RATE)
    neighbourhoods = sliding_window_view(np.pad(steps, around, mode="reflect"), 2 * around + 1)
    large = np.flatnonzero(steps > LARGE)
    found: list[float] = (steps[large] / (np.median(neighbourhoods[large], axis=1) + 1e-4)).tolist()
    return found


def test_a_click_would_be_found(voice: EngineVoice) -> None:
    speech = speech_of(voice.prepare(random_calls(1)[0].units, 1).result(timeout=30).samples)
    cut = speech.copy()
    loudest = int(np.abs(speech).argmax())
    cut[loudest + 1 : loudest + RATE // 20] = 0
    assert max(steps_at_joins(cut)) > 100 * STEEPEST_JOIN
    struck = speech.copy()
    first = next(at for at in range(RATE // 10, len(speech)) if not speech[at : at + RATE // 20].any())
    struck[first + RATE // 40] += 0.4
    assert max(clicks(struck)) > ALONE


def check_sentence(sound: Sound, units: Sequence[Unit]) -> float:
    """A call with its chime has no click and no gap that is not designed; its loudness in LUFS."""
    said = " / ".join(unit.text for unit in units)
    speech = sound[len(chime()) + round(AFTER_CHIME * RATE) :]
    assert len(speech) > 2 * RATE, said
    assert max(clicks(sound), default=0.0) < ALONE, said
    steps = steps_at_joins(speech)
    assert len(steps) >= len(units), said
    assert max(steps) < STEEPEST_JOIN, said
    assert np.abs(speech).max() < 10 ** (-0.7 / 20), said
    designed = max(unit.pause for unit in units[:-1])
    gaps = sorted(quiet_runs(speech))
    # The margins around each clip, and its own dying away, belong to the pause.
    assert gaps[-1] <= designed + 0.12, (said, gaps[-3:])
    undesigned = [gap for gap in gaps if gap > LONGEST_GAP]
    assert len(undesigned) <= sum(unit.pause >= LONGEST_GAP for unit in units[:-1]), (said, gaps)
    return loudness(speech.astype(np.float32))


def announce_all(voice: EngineVoice, calls: Sequence[Spoken]) -> None:
    """A display's announcer says them to the sound card, three waiting at a time."""
    clock = ScaledClock(time(), datetime(2026, 4, 14, 2, tzinfo=UTC), HURRY)
    audio = SdlAudio()
    announcer = Announcer(clock, audio, voice)

    def waits_no_more_than(count: int) -> bool:
        announcer.tick()
        return announcer.waiting <= count and (count > 0 or not announcer.busy)

    for rules, group in groupby(enumerate(calls), key=lambda each: each[1].rules):
        eventually(lambda: waits_no_more_than(0), timeout=30, interval=0.001)
        announcer.follow(rules, UTC)
        for at, spoken in group:
            eventually(lambda: waits_no_more_than(2), timeout=30, interval=0.001)
            call = spoken.call
            announcer.offer(CallAnnouncement(str(at), call.number, "loket-1", call, clock.monotonic()))
    eventually(lambda: waits_no_more_than(0), timeout=30, interval=0.001)
    assert announcer.counts.spoken == len(calls)
    audio.close()


def test_calls_have_no_overlap_no_click_no_gap_and_one_loudness(voice: EngineVoice, tape: Tape) -> None:
    calls = sorted(random_calls(CALLS), key=lambda spoken: str(spoken.rules))
    announce_all(voice, calls)
    tape.end()
    measured: list[float] = []
    at = 0
    for spoken in calls:
        made = voice.prepare(spoken.units, 1).result(timeout=30).samples
        found = tape.sound.find(made, at)
        # One after another, whole, and nothing but silence between them.
        assert found >= 0, spoken
        assert not any(tape.sound[at:found]), spoken
        at = found + len(made)
        measured.append(check_sentence(as_numbers(bytes(tape.sound[found:at])), spoken.units))
    assert not any(tape.sound[at:])
    # The pauses between clips make whole sentences a little softer than the clips.
    middle = float(np.median(measured))
    assert abs(middle - TARGET) < 1
    assert max(abs(value - middle) for value in measured) < 1, (min(measured), max(measured))


def test_each_sentence_is_the_same_the_second_time(voice: EngineVoice) -> None:
    first, second = (spoken.units for spoken in random_calls(2))
    sentences: Sequence[Sequence[Unit]] = (first, second)
    once = [len(speech_of(voice.prepare(units, 1).result(timeout=30).samples)) for units in sentences]
    both = speech_of(voice.prepare(sentences, 2).result(timeout=30).samples)
    assert len(both) == 2 * sum(once) + 3 * round(BETWEEN_SENTENCES * RATE)
    half = sum(once) + 2 * round(BETWEEN_SENTENCES * RATE)
    assert (both[: sum(once)] == both[half : half + sum(once)]).all()

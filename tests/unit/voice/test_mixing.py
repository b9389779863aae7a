"""Chime, trimming and joining, in numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sounds.loudness import loudness
from voice.mixing import RATE, announcement, chime, level, resample, sentence, silence, trim


def tone(seconds: float, height: float = 0.5, pitch: float = 300) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (height * np.sin(2 * np.pi * pitch * time)).astype(np.float32)


def decibel(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-9))


def test_the_chime_is_two_tones_without_a_click() -> None:
    sound = chime()
    assert 1.0 < len(sound) / RATE < 1.7
    assert abs(sound[0]) < 0.001
    assert abs(sound[-1]) < 0.001
    # No step is steeper than the tones themselves need.
    assert np.abs(np.diff(sound)).max() < 0.2
    assert 0.3 < np.abs(sound).max() <= 0.9
    for start, pitch in ((0.1, 659.26), (0.8, 523.25)):
        piece = sound[round(start * RATE) : round((start + 0.25) * RATE)]
        spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), 8 * RATE))
        assert abs(np.argmax(spectrum) / 8 - pitch) < 4


def test_trimming_keeps_the_speech_and_its_margins() -> None:
    clip = np.concatenate([silence(0.4), tone(0.5), silence(0.6)])
    trimmed = trim(clip)
    assert len(trimmed) / RATE == pytest.approx(0.012 + 0.5 + 0.035, abs=0.006)
    assert abs(trimmed[0]) < 0.001
    assert abs(trimmed[-1]) < 0.001


def test_trimming_drops_what_is_42_db_below_the_loudest() -> None:
    quiet = tone(0.3, 0.5 * 10 ** (-46 / 20))
    audible = tone(0.3, 0.5 * 10 ** (-36 / 20))
    assert len(trim(np.concatenate([quiet, tone(0.3)]))) / RATE == pytest.approx(0.312, abs=0.006)
    assert len(trim(np.concatenate([audible, tone(0.3)]))) / RATE == pytest.approx(0.6, abs=0.006)


@pytest.mark.parametrize("empty", [silence(0), silence(0.2)])
def test_silence_trims_to_nothing(empty: np.ndarray) -> None:
    assert len(trim(empty)) == 0
    assert len(level(empty)) == len(empty)


def test_levels_meet_the_target_without_clipping() -> None:
    # A full-scale sine of 1 kHz is 3.01 LU below 0 LUFS by definition of the measure.
    assert loudness(tone(1, 1.0, 997)) == pytest.approx(-3.01, abs=0.05)
    assert loudness(level(tone(1, 0.01))) == pytest.approx(-20, abs=0.1)
    assert loudness(level(tone(0.2, 0.9))) == pytest.approx(-20, abs=0.1)
    assert loudness(silence(1)) == loudness(silence(0)) == -math.inf
    assert not level(silence(1)).any()
    peaky = silence(1)
    peaky[::400] = 0.4
    assert np.abs(level(peaky)).max() <= 10 ** (-0.7 / 20)


def test_resampling_keeps_length_and_pitch() -> None:
    time = np.arange(22_050) / 22_050
    sound = resample(np.sin(2 * np.pi * 440 * time).astype(np.float32), 22_050)
    assert len(sound) == RATE
    assert abs(np.argmax(np.abs(np.fft.rfft(sound))) - 440) <= 1


def test_sentences_of_two_languages_take_turns() -> None:
    first, second = tone(1), tone(0.5, pitch=500)
    sound = np.frombuffer(announcement([first, silence(0), second], 2).samples, dtype="<i2")
    assert len(sound) / RATE == pytest.approx(1.5 + 0.25 + 2 * 1.5 + 3 * 0.7, abs=0.002)
    assert announcement([], 2).seconds == announcement(None).seconds


def test_clips_are_joined_with_their_pauses() -> None:
    joined = sentence([(tone(0.2), 0.1), (tone(0.3), 0.0)])
    assert len(joined) / RATE == pytest.approx(0.6, abs=0.001)
    assert decibel(joined[round(0.21 * RATE) : round(0.29 * RATE)]) < -80
    assert len(sentence([])) == 0


@pytest.mark.parametrize(("repeat", "seconds"), [(1, 1.5 + 0.25 + 2), (2, 1.5 + 0.25 + 2 + 0.7 + 2)])
def test_an_announcement_is_chime_and_sentences(repeat: int, seconds: float) -> None:
    assert announcement(tone(2), repeat).seconds == pytest.approx(seconds, abs=0.002)


def test_without_words_the_chime_stands_alone() -> None:
    alone = np.frombuffer(announcement(None).samples, dtype="<i2")
    assert len(alone) == len(chime())
    assert np.abs(alone).max() < 32767

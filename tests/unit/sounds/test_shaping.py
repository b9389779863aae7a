"""A letter set off from the words before it: the pause is as long as it should be, or the words are gone."""

from __future__ import annotations

import numpy as np
import pytest

from sounds.phonemes import CUT, PAUSE
from sounds.samples import RATE, Samples, silence
from sounds.shaping import NoPause, shaped


def tone(seconds: float, pitch: float) -> Samples:
    return (0.3 * np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * pitch / RATE)).astype(np.float32)


def spoken(pause: float) -> Samples:
    """Two words with a short silence between them, as that of a t, then a letter."""
    parts = [tone(0.4, 200), silence(0.04), tone(0.3, 250), silence(pause), tone(0.3, 400)]
    return np.concatenate([silence(0.2), *parts, silence(0.3)])


def longest_quiet(clip: Samples) -> float:
    loud = np.flatnonzero(np.abs(clip) > 0.03)
    return float(np.diff(loud).max()) / RATE


@pytest.mark.parametrize("pause", [0.06, 0.1, 0.2, 0.4])
def test_the_pause_before_a_letter_is_always_the_same(pause: float) -> None:
    clip = shaped(spoken(pause), f"antrean. {PAUSE}ka.")
    assert longest_quiet(clip) == pytest.approx(0.2, abs=0.015)
    assert len(clip) / RATE == pytest.approx(0.4 + 0.04 + 0.3 + 0.2 + 0.3, abs=0.08)


def test_a_letter_alone_is_cut_from_the_phrase() -> None:
    clip = shaped(spoken(0.1), f"antrean. {CUT}ka.")
    assert len(clip) / RATE == pytest.approx(0.3, abs=0.06)
    pitch = np.argmax(np.abs(np.fft.rfft(clip))) * RATE / len(clip)
    assert pitch == pytest.approx(400, abs=15)


def test_without_a_mark_the_clip_is_only_trimmed() -> None:
    assert longest_quiet(shaped(spoken(0.1), "antrean.")) == pytest.approx(0.1, abs=0.01)


def test_an_engine_that_does_not_pause_is_not_cut_anywhere() -> None:
    for mark in (PAUSE, CUT):
        with pytest.raises(NoPause):
            shaped(spoken(0.0), f"antrean. {mark}ka.")

"""Sound as numbers: the chime, trimming and joining of spoken clips, the finished buffer.

All sounds are mono float32 arrays between -1 and 1 at RATE. Levels, margins and fades follow what
was measured for joined speech: no crossfades, silence between clips instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]

RATE = 24_000
_PEAK = 10 ** (-0.9 / 20)
_TARGET_RMS = 10 ** (-20 / 20)
_TRIM_BELOW = 10 ** (-42 / 20)
_AFTER_CHIME, _BETWEEN_SENTENCES = 0.25, 0.7


def silence(seconds: float) -> Samples:
    """That many seconds of nothing."""
    return np.zeros(round(seconds * RATE), dtype=np.float32)


@cache
def chime() -> Samples:
    """Two falling tones, 1.5 s, that begin and end without a click."""
    length = 1.5
    sound = np.zeros(round(length * RATE), dtype=np.float64)
    for start, pitch in ((0.0, 659.26), (0.42, 523.25)):
        time = np.arange(round((length - start) * RATE)) / RATE
        tone = np.zeros_like(time)
        for harmonic, share in ((1, 1.0), (2, 0.22), (3, 0.07)):
            tone += share * np.sin(2 * np.pi * pitch * harmonic * time) * np.exp(-time * (2.6 + harmonic))
        attack = np.clip(time / 0.008, 0.0, 1.0)
        sound[-len(time) :] += tone * (0.5 - 0.5 * np.cos(np.pi * attack))
    return _fade((sound * (0.5 / np.abs(sound).max())).astype(np.float32), 0.0, 0.12)


def resample(samples: Samples, rate: int) -> Samples:
    """The sound at RATE instead of ``rate``; fit for speech, whose top octave carries little."""
    if rate == RATE or not len(samples):
        return samples
    count = round(len(samples) * RATE / rate)
    positions = np.arange(count) * (rate / RATE)
    resampled: Samples = np.interp(positions, np.arange(len(samples)), samples).astype(np.float32)
    return resampled


def trim(samples: Samples) -> Samples:
    """The clip without the silence around it: from 12 ms before its first to 35 ms after its last
    5 ms that are less than 42 dB below the loudest; faded in 6 ms and out 20 ms."""
    window = round(0.005 * RATE)
    padded = np.pad(samples, (0, -len(samples) % window)).reshape(-1, window)
    power = np.sqrt(np.mean(padded**2, axis=1))
    if not len(power) or power.max() <= 0:
        return silence(0)
    loud = np.flatnonzero(power > power.max() * _TRIM_BELOW)
    start = max(0, loud[0] * window - round(0.012 * RATE))
    end = min(len(samples), (loud[-1] + 1) * window + round(0.035 * RATE))
    return _fade(samples[start:end], 0.006, 0.020)


def level(samples: Samples) -> Samples:
    """The clip at -20 dB RMS, or less where its peaks would pass -0.9 dBFS."""
    if not len(samples):
        return samples
    rms, peak = float(np.sqrt(np.mean(samples**2))), float(np.abs(samples).max())
    if rms <= 0 or peak <= 0:
        return samples
    return (samples * min(_TARGET_RMS / rms, _PEAK / peak)).astype(np.float32)


def sentence(clips: Iterable[tuple[Samples, float]]) -> Samples:
    """Clips one after another, each followed by its pause in seconds."""
    parts: list[Samples] = []
    for clip, pause in clips:
        parts += [clip, silence(pause)]
    return np.concatenate(parts) if parts else silence(0)


def announcement(spoken: Samples | None, repeat: int = 2) -> bytes:
    """The finished buffer: the chime, then the sentence ``repeat`` times; the chime alone for None.

    Signed 16 bit little endian, as an AudioOut plays it.
    """
    parts = [chime()]
    if spoken is not None and len(spoken):
        for turn in range(repeat):
            parts += [silence(_AFTER_CHIME if turn == 0 else _BETWEEN_SENTENCES), spoken]
    mixed = np.clip(np.concatenate(parts), -1.0, 1.0)
    return (mixed * 32767).astype("<i2").tobytes()


def _fade(samples: Samples, seconds_in: float, seconds_out: float) -> Samples:
    faded = samples.copy()
    rising, falling = (min(len(faded), round(s * RATE)) for s in (seconds_in, seconds_out))
    if rising:
        faded[:rising] *= np.linspace(0, 1, rising, dtype=np.float32)
    if falling:
        faded[-falling:] *= np.linspace(1, 0, falling, dtype=np.float32)
    return faded

"""Sound as numbers: mono float32 arrays between -1 and 1 at RATE; trimming, fades, resampling.

Margins and fades follow what was measured for joined speech: no crossfades, silence between clips.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]

#: A sound as a file or a sound card has it.
Pcm: TypeAlias = NDArray[np.int16]

RATE = 24_000
_TRIM_BELOW = 10 ** (-42 / 20)
#: Hertz: the middle of a hiss lies above, that of a vowel below.
_HISS = 2500.0


def as_pcm(samples: Samples) -> Pcm:
    """The sound as signed 16 bit numbers, half as large."""
    return np.rint(np.clip(samples, -1.0, 1.0) * 32767).astype("<i2")


def of_pcm(pcm: Pcm) -> Samples:
    """The sound of signed 16 bit numbers, which `as_pcm` makes the same of again."""
    return pcm.astype(np.float32) / np.float32(32767)


def silence(seconds: float) -> Samples:
    """That many seconds of nothing."""
    return np.zeros(round(seconds * RATE), dtype=np.float32)


def resample(samples: Samples, rate: int) -> Samples:
    """The sound at RATE instead of `rate`; fit for speech, whose top octave carries little."""
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
    return fade(samples[start:end], 0.006, 0.020)


def tight(samples: Samples) -> Samples:
    """The clip without what is softer than 30 dB below its loudest at both ends, for speech in haste."""
    window = round(0.005 * RATE)
    frames = samples[: len(samples) // window * window].reshape(-1, window)
    power = np.sqrt((frames**2).mean(axis=1)) if len(frames) else np.zeros(0)
    loud = np.flatnonzero(power > power.max(initial=0.0) * 10 ** (-30 / 20))
    if not len(loud):
        return samples
    return fade(samples[loud[0] * window : (loud[-1] + 1) * window], 0.004, 0.012)


def without_breath(samples: Samples) -> Samples:
    """The clip without the hiss or click that an engine lets follow a last vowel, where one would hear a
    consonant: it ends where 10 ms after the last loud and dark sound are 24 dB softer or hiss."""
    window = round(0.010 * RATE)
    frames = samples[: len(samples) // window * window].reshape(-1, window)
    if not len(frames) or not frames.any():
        return samples
    level = 20 * np.log10(np.sqrt((frames**2).mean(axis=1)) + 1e-9)
    level -= level.max()
    power = np.abs(np.fft.rfft(frames * np.hanning(window), axis=1)) ** 2
    pitch = (power * np.fft.rfftfreq(window, 1 / RATE)).sum(axis=1) / (power.sum(axis=1) + 1e-12)
    voiced = (level > -14) & (pitch < _HISS)
    last = int(np.flatnonzero(voiced)[-1]) if voiced.any() else len(frames)
    ends = (i for i in range(last + 1, len(frames)) if level[i] < -24 or pitch[i] > _HISS)
    kept = next(ends, len(frames)) * window + round(0.012 * RATE)
    return fade(samples[:kept], 0.0, 0.030)


def fade(samples: Samples, seconds_in: float, seconds_out: float) -> Samples:
    """The clip with a linear rise and fall, so that it begins and ends without a click."""
    faded = samples.copy()
    rising, falling = (min(len(faded), round(s * RATE)) for s in (seconds_in, seconds_out))
    if rising:
        faded[:rising] *= np.linspace(0, 1, rising, dtype=np.float32)
    if falling:
        faded[-falling:] *= np.linspace(1, 0, falling, dtype=np.float32)
    return faded

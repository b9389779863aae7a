"""Sound as numbers: mono float32 arrays between -1 and 1 at RATE; trimming, fades, resampling.

Margins and fades follow what was measured for joined speech: no crossfades, silence between clips.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]

RATE = 24_000
_TRIM_BELOW = 10 ** (-42 / 20)


def silence(seconds: float) -> Samples:
    """That many seconds of nothing."""
    return np.zeros(round(seconds * RATE), dtype=np.float32)


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
    return fade(samples[start:end], 0.006, 0.020)


def fade(samples: Samples, seconds_in: float, seconds_out: float) -> Samples:
    """The clip with a linear rise and fall, so that it begins and ends without a click."""
    faded = samples.copy()
    rising, falling = (min(len(faded), round(s * RATE)) for s in (seconds_in, seconds_out))
    if rising:
        faded[:rising] *= np.linspace(0, 1, rising, dtype=np.float32)
    if falling:
        faded[-falling:] *= np.linspace(1, 0, falling, dtype=np.float32)
    return faded

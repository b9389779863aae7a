"""Loudness as EBU R 128 measures it (ITU-R BS.1770-4), for one channel, by numpy alone.

The filter is applied in the frequency domain from its analogue description, so that it holds at any
sample rate; a clip shorter than a block of 400 ms is repeated until it fills three.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sounds.samples import RATE, Samples

TARGET = -20.0
HIGHEST_PEAK = 10 ** (-0.9 / 20)
_BLOCK, _HOP = 0.4, 0.1
_ABSOLUTE_GATE, _RELATIVE_GATE, _OFFSET = -70.0, -10.0, -0.691
_SHORTEST = 3 * _BLOCK


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS; minus infinity for silence."""
    if not len(samples) or not np.any(samples):
        return float("-inf")
    tiled = np.tile(samples, max(1, -(-round(_SHORTEST * RATE) // len(samples))))
    weighted = _weighted(tiled.astype(np.float64))
    power = _block_powers(weighted)
    gate = 10 ** ((_ABSOLUTE_GATE - _OFFSET) / 10)
    heard = power[power > gate]
    if not len(heard):
        return float("-inf")
    relative = heard.mean() * 10 ** (_RELATIVE_GATE / 10)
    return float(_OFFSET + 10 * np.log10(heard[heard > relative].mean()))


def level(samples: Samples, target: float = TARGET) -> Samples:
    """The clip at `target` LUFS, or less where its peaks would pass -0.9 dBFS."""
    found = loudness(samples)
    if not np.isfinite(found):
        return samples
    peak = float(np.abs(samples).max())
    return (samples * min(10 ** ((target - found) / 20), HIGHEST_PEAK / peak)).astype(np.float32)


def _block_powers(weighted: NDArray[np.float64]) -> NDArray[np.float64]:
    total = np.concatenate([[0.0], np.cumsum(weighted**2)])
    block, hop = round(_BLOCK * RATE), round(_HOP * RATE)
    starts = np.arange(0, len(weighted) - block + 1, hop)
    powers: NDArray[np.float64] = (total[starts + block] - total[starts]) / block
    return powers


def _weighted(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    length = 1 << (len(samples) + RATE // 10 - 1).bit_length()
    filtered = np.fft.irfft(np.fft.rfft(samples, length) * _response(length), length)
    return filtered[: len(samples)]


@cache
def _response(length: int) -> NDArray[np.complex128]:
    """The K weighting at the frequencies of a transform: a shelf of 4 dB and a high pass."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length))
    # Centre, quality and gain of the two filters as BS.1770 gives them for 48 kHz.
    centre, quality, gain = 1681.974450955533, 0.7071752369554196, 3.999843853973347
    k, high = np.tan(np.pi * centre / RATE), 10 ** (gain / 20)
    middle = high**0.4996667741545416
    shelf = (
        (high + middle * k / quality + k * k)
        + 2 * (k * k - high) * z
        + (high - middle * k / quality + k * k) * z**2
    ) / ((1 + k / quality + k * k) + 2 * (k * k - 1) * z + (1 - k / quality + k * k) * z**2)
    centre, quality = 38.13547087602444, 0.5003270373238773
    k = np.tan(np.pi * centre / RATE)
    bottom = (1 + k / quality + k * k) + 2 * (k * k - 1) * z + (1 - k / quality + k * k) * z**2
    # The standard leaves the high pass at its numerator of 1, -2, 1.
    top = (1 - 2 * z + z**2) * (1 + k / quality + k * k)
    response: NDArray[np.complex128] = shelf * top / bottom
    return response

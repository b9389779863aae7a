"""The chime: two falling tones, made by code; in haste the first alone."""

from __future__ import annotations

from functools import cache

import numpy as np

from sounds.samples import RATE, Samples, fade

_SECONDS, _SHORT = 1.5, 0.4
_TONES = ((0.0, 659.26), (0.42, 523.25))
_HARMONICS = ((1, 1.0), (2, 0.22), (3, 0.07))


@cache
def chime() -> Samples:
    """1.5 s that begin and end without a click."""
    return _struck(_SECONDS, _TONES, 0.12)


@cache
def short_chime() -> Samples:
    """The first of the two tones, 0.4 s: where many wait to be called."""
    return _struck(_SHORT, _TONES[:1], 0.2)


def _struck(seconds: float, tones: tuple[tuple[float, float], ...], falls: float) -> Samples:
    sound = np.zeros(round(seconds * RATE), dtype=np.float64)
    for start, pitch in tones:
        time = np.arange(round((seconds - start) * RATE)) / RATE
        tone = np.zeros_like(time)
        for harmonic, share in _HARMONICS:
            tone += share * np.sin(2 * np.pi * pitch * harmonic * time) * np.exp(-time * (2.6 + harmonic))
        attack = np.clip(time / 0.008, 0.0, 1.0)
        sound[-len(time) :] += tone * (0.5 - 0.5 * np.cos(np.pi * attack))
    return fade((sound * (0.5 / np.abs(sound).max())).astype(np.float32), 0.0, falls)

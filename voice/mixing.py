"""Clips joined to sentences, sentences to the finished buffer: silences between, no crossfades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sounds.chime import chime
from sounds.loudness import level
from sounds.samples import RATE, Samples, resample, silence, trim

__all__ = [
    "AFTER_CHIME",
    "BETWEEN_SENTENCES",
    "RATE",
    "Samples",
    "announcement",
    "chime",
    "level",
    "resample",
    "sentence",
    "silence",
    "trim",
]

#: Designed pauses, in seconds; the pauses within a sentence stand with its units.
AFTER_CHIME, BETWEEN_SENTENCES = 0.25, 0.7


def sentence(clips: Iterable[tuple[Samples, float]]) -> Samples:
    """Clips one after another, each followed by its pause in seconds."""
    parts: list[Samples] = []
    for clip, pause in clips:
        parts += [clip, silence(pause)]
    return np.concatenate(parts) if parts else silence(0)


def announcement(spoken: Samples | Sequence[Samples] | None, repeat: int = 2) -> bytes:
    """The finished buffer: the chime, then the sentence, or one sentence per language, ``repeat`` times
    over; the chime alone for None.

    Signed 16 bit little endian, as an AudioOut plays it.
    """
    sentences = [] if spoken is None else [spoken] if isinstance(spoken, np.ndarray) else spoken
    parts = [chime()]
    for said in [said for said in sentences if len(said)] * repeat:
        parts += [silence(AFTER_CHIME if len(parts) == 1 else BETWEEN_SENTENCES), said]
    mixed = np.clip(np.concatenate(parts), -1.0, 1.0)
    return (mixed * 32767).astype("<i2").tobytes()

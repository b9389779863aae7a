"""Faster speech at its own pitch: waveform similarity overlap-add (WSOLA; Verhelst and Roelands, 1993)."""

from __future__ import annotations

import numpy as np

from sounds.samples import RATE, Samples

#: Frames are 30 ms long and overlap by half; each is looked for 8 ms around where it should be.
_FRAME, _HOP, _SEARCH = round(0.030 * RATE), round(0.015 * RATE), round(0.008 * RATE)


def faster(samples: Samples, pace: float) -> Samples:
    """The sound in 1/`pace` of its time; one that is too short to cut, or not to be hurried, as it is."""
    if pace <= 1.0 or len(samples) < 3 * _FRAME:
        return samples
    wanted = round(len(samples) / pace)
    count = max(1, -(-(wanted - _HOP) // _HOP))
    padded = np.concatenate([samples, np.zeros(2 * _FRAME + _SEARCH, dtype=np.float32)])
    window = np.hanning(_FRAME + 1)[:_FRAME].astype(np.float32)
    made = np.zeros(count * _HOP + _FRAME, dtype=np.float32)
    taken = 0
    for frame in range(count):
        if frame:
            taken = _most_alike(padded, round(frame * _HOP * pace), padded[taken + _HOP :][:_FRAME])
        piece = padded[taken : taken + _FRAME]
        if not frame:
            # Nothing comes before the first half of the first frame.
            piece = piece * np.concatenate([np.ones(_HOP, dtype=np.float32), window[_HOP:]])
        else:
            piece = piece * window
        made[frame * _HOP : frame * _HOP + _FRAME] += piece
    return made[:wanted]


def _most_alike(samples: Samples, near: int, follows: Samples) -> int:
    """Where, around a place, the sound goes on most like `follows`."""
    first = max(0, near - _SEARCH)
    last = min(len(samples) - len(follows), near + _SEARCH)
    if last <= first:
        return max(0, last)
    likeness = np.correlate(samples[first : last + len(follows)], follows, mode="valid")
    return first + int(np.argmax(likeness))

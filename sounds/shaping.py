"""Letters set off from the words before them, where the engine paused.

A letter spoken by itself comes out wrong (M as "zem"), and one right after *antrean* is swallowed. So it is
spoken after a sentence of its own, and the silence between them is what is worked on: phonemes may hold
one of two marks, which are no sounds. At PAUSE the silence is made as long as it should be; what stands
before CUT is spoken and thrown away.
"""

from __future__ import annotations

import numpy as np

from sounds.phonemes import CUT, PAUSE
from sounds.samples import RATE, Samples, fade, silence, trim, without_breath

#: Seconds between the words and the letter; what is kept of the engine's own silence around it.
_PAUSE, _KEPT = 0.2, 0.05
_WINDOW = 0.005
#: A silence is this many decibels below the loudest, and at least so long (s): the t of *antrean* is shorter.
_QUIET, _SHORTEST = -32.0, 0.05


class NoPause(Exception):
    """The engine did not pause where a mark stands."""


def shaped(spoken: Samples, ipa: str) -> Samples:
    """What the engine made of these phonemes, trimmed, and its letter set off as they ask. Raises NoPause."""
    clip = trim(spoken)
    if PAUSE not in ipa and CUT not in ipa:
        return clip
    first, last = _longest_silence(clip)
    # The hiss that ends F, S and X is their own.
    ended = trim if ipa.rstrip(".").endswith(("f", "s")) else without_breath
    if CUT in ipa:
        return ended(trim(clip[last:]))
    kept = min(round(_KEPT * RATE), (last - first) // 2)
    pause = silence(_PAUSE - 2 * kept / RATE)
    before, after = fade(clip[: first + kept], 0.0, 0.008), fade(clip[last - kept :], 0.005, 0.0)
    return ended(np.concatenate([before, pause, after]))


def _longest_silence(clip: Samples) -> tuple[int, int]:
    window = round(_WINDOW * RATE)
    frames = clip[: len(clip) // window * window].reshape(-1, window)
    power = np.sqrt((frames**2).mean(axis=1)) if len(frames) else np.zeros(0)
    loud = np.flatnonzero(power > power.max(initial=0.0) * 10 ** (_QUIET / 20))
    gaps = np.diff(loud)
    if not len(gaps) or gaps.max() * _WINDOW < _SHORTEST:
        raise NoPause
    at = int(gaps.argmax())
    return (int(loud[at]) + 1) * window, int(loud[at + 1]) * window

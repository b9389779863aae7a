"""Audio mixing: clips to sentences, sentences to the finished buffer; silences between, no crossfades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np

from sounds.chime import chime, short_chime
from sounds.loudness import level
from sounds.samples import RATE, Samples, as_pcm, resample, silence, trim

__all__ = [
    "AFTER_CHIME",
    "BETWEEN_SENTENCES",
    "RATE",
    "Samples",
    "Span",
    "Speech",
    "announcement",
    "brief_announcement",
    "chime",
    "level",
    "resample",
    "scaled",
    "sentence",
    "silence",
    "trim",
]

#: Designed pauses, in seconds; the pauses within a sentence stand with its units.
AFTER_CHIME, BETWEEN_SENTENCES = 0.25, 0.7
#: The same where one sentence tells of several calls.
AFTER_SHORT_CHIME, BETWEEN_CALLS = 0.1, 0.15

Span: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Speech:
    """A finished sound: signed 16 bit little endian at RATE, as an AudioOut plays it. `spans` says from
    when to when (s) each sentence in it sounds: None for one whose words could not be had."""

    samples: bytes
    spans: tuple[Span | None, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / 2 / RATE


def sentence(clips: Iterable[tuple[Samples, float]]) -> Samples:
    """Clips one after another, each followed by its pause in seconds."""
    parts: list[Samples] = []
    for clip, pause in clips:
        parts += [clip, silence(pause)]
    return np.concatenate(parts) if parts else silence(0)


def announcement(spoken: Samples | Sequence[Samples | None] | None, repeat: int = 2) -> Speech:
    """The chime, then the sentence, or one sentence per language, `repeat` times over; the chime alone
    where there is none."""
    sentences = [spoken] if spoken is None or isinstance(spoken, np.ndarray) else spoken
    return _mixed(chime(), AFTER_CHIME, list(sentences) * repeat, BETWEEN_SENTENCES)


@cache
def chime_alone() -> Speech:
    """Mixed once: every call has it before its words are there."""
    return announcement(None)


def brief_announcement(calls: Sequence[Samples | None]) -> Speech:
    """A short chime, then several calls one soon after another."""
    return _mixed(short_chime(), AFTER_SHORT_CHIME, calls, BETWEEN_CALLS)


def scaled(samples: bytes, percent: int) -> bytes:
    """The sound at a share of its loudness; signed 16 bit little endian."""
    if percent == 100:
        return samples
    pcm = np.frombuffer(samples, dtype="<i2").astype(np.float32) * (percent / 100)
    quieter: bytes = np.clip(pcm, -32768, 32767).astype("<i2").tobytes()
    return quieter


def _mixed(opening: Samples, after: float, said: Sequence[Samples | None], between: float) -> Speech:
    parts, spans, at = [opening], list[Span | None](), len(opening)
    for clip in said:
        if clip is None or not len(clip):
            spans.append(None)
            continue
        parts += [silence(after if len(parts) == 1 else between), clip]
        at += len(parts[-2]) + len(clip)
        spans.append(((at - len(clip)) / RATE, at / RATE))
    return Speech(as_pcm(np.concatenate(parts)).tobytes(), tuple(spans))

"""How an announcement is made: how often, in which languages, how loud. Pure; the rules are the hall's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from balai.domain.hall.config import VoiceRules
from balai.words.languages import SPOKEN_LANGUAGES, SpokenLanguage

#: Seconds of a chime with its pause, and of one sentence before any was measured.
CHIME_SECONDS, SENTENCE_SECONDS = 1.75, 5.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How one announcement is made. ``volume`` is a percentage; without ``words`` the chime is all,
    and at volume 0 nothing sounds. ``shortened``: something was left out because more wait."""

    languages: tuple[SpokenLanguage, ...]
    repeat: int
    volume: int
    words: bool
    shortened: bool = False


def manner(rules: VoiceRules, at: datetime, waiting: int, sentence_seconds: float) -> Manner:
    """How to announce now. ``at`` is the hall's local time; ``waiting`` calls come after this one, each
    of whose sentences takes about ``sentence_seconds``.

    Where more than the rules' ``rush_seconds`` of speech wait, the repeat is left out; where they would
    still, the second language too.
    """
    spoken = known(rules.languages)
    if is_quiet(rules.quiet, at):
        return Manner(spoken, rules.repeat, rules.quiet_volume, words=False)
    languages, repeat = spoken, rules.repeat
    if _seconds(waiting, languages, repeat, sentence_seconds) > rules.rush_seconds:
        repeat = 1
    if _seconds(waiting, languages, repeat, sentence_seconds) > rules.rush_seconds:
        languages = languages[:1]
    shortened = (languages, repeat) != (spoken, rules.repeat)
    return Manner(languages, repeat, rules.volume, words=True, shortened=shortened)


def known(languages: Iterable[str]) -> tuple[SpokenLanguage, ...]:
    """Those of the languages that this program speaks; Indonesian where it knows none."""
    named = {name: name for name in SPOKEN_LANGUAGES}
    return tuple(named[name] for name in languages if name in named) or SPOKEN_LANGUAGES[:1]


def is_quiet(pairs: Iterable[tuple[str, str]], at: datetime) -> bool:
    """Whether a local time lies within one of the pairs ("HH:MM", past midnight where the second is
    the earlier one)."""
    now = f"{at:%H:%M}"
    return any(
        begins <= now < ends if begins <= ends else now >= begins or now < ends for begins, ends in pairs
    )


def scaled(samples: bytes, percent: int) -> bytes:
    """The sound at a share of its loudness; signed 16 bit little endian."""
    if percent == 100:
        return samples
    pcm = np.frombuffer(samples, dtype="<i2").astype(np.float32) * (percent / 100)
    quieter: bytes = np.clip(pcm, -32768, 32767).astype("<i2").tobytes()
    return quieter


def _seconds(
    waiting: int, languages: tuple[SpokenLanguage, ...], repeat: int, sentence_seconds: float
) -> float:
    return waiting * (CHIME_SECONDS + len(languages) * repeat * sentence_seconds)

"""How an announcement is made: how often, in which languages, how loud. Pure; the rules are the hall's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from balai.domain.hall.config import VoiceRules
from balai.words.languages import SPOKEN_LANGUAGES, SpokenLanguage

#: Seconds of a chime with its pause and the rest before it, and of one sentence before any was measured.
CHIME_SECONDS, SENTENCE_SECONDS = 2.35, 5.0
#: What an agency's name takes of a sentence, and what one call takes where a sentence tells of several.
AGENCY_SECONDS, BRIEF_SECONDS = 1.2, 3.2
#: How many calls one sentence tells of at most, and how much faster than usual it may be said.
MOST_TOGETHER, FASTEST = 10, 1.72
#: What each number of the rules may be, as in a hall's file, and how many quiet times there are at most.
_BOUNDS = {
    "repeat": (1, 3),
    "volume": (0, 100),
    "quiet_volume": (0, 100),
    "old_seconds": (20, 3600),
    "rush_seconds": (5, 600),
}
_MOST_QUIET = 20
#: In quiet times nobody is left without a word: this loud (percent) it is at least.
LEAST_VOLUME = 15


@dataclass(frozen=True, slots=True)
class Manner:
    """How one announcement is made. `volume` is a percentage. `shortened`: something was left out
    because more wait. `brief`: one sentence tells of several calls, `pace` times as fast as usual."""

    languages: tuple[SpokenLanguage, ...]
    repeat: int
    volume: int
    shortened: bool = False
    agency: bool = True
    brief: bool = False
    pace: float = 1.0

    @property
    def sentences(self) -> int:
        """How many sentences a single call has."""
        return 1 if self.brief else len(self.languages) * self.repeat


def manner(
    rules: VoiceRules,
    at: datetime,
    waiting: int,
    sentence_seconds: float,
    brief_seconds: float = BRIEF_SECONDS,
) -> Manner:
    """How to announce now. `at` is the hall's local time; `waiting` calls come after this one, each
    of whose sentences takes about `sentence_seconds`, or `brief_seconds` where one tells of several.

    In quiet times it is said once, softly. Where more than the rules' `rush_seconds` of speech wait, the
    repeat is left out; where they would still, the second language; the agency's name; then one sentence
    tells of several calls, and is said the faster the more wait.
    """
    spoken = known(rules.languages)
    if is_quiet(rules.quiet, at):
        spoken = spoken[:1]
        rules = replace(rules, repeat=1, volume=max(LEAST_VOLUME, rules.quiet_volume))
    short = max(0.0, sentence_seconds - (AGENCY_SECONDS if rules.with_agency else 0.0))
    steps = (
        Manner(spoken, rules.repeat, rules.volume),
        Manner(spoken, 1, rules.volume, shortened=True),
        Manner(spoken[:1], 1, rules.volume, shortened=True),
        Manner(spoken[:1], 1, rules.volume, shortened=True, agency=False),
    )
    for step in steps:
        each = CHIME_SECONDS + step.sentences * (sentence_seconds if step.agency else short)
        if waiting * each <= rules.rush_seconds:
            return replace(step, shortened=step != steps[0])
    # More may come while these are said.
    pace = min(FASTEST, max(1.0, (waiting + 1) * brief_seconds / (0.5 * rules.rush_seconds)))
    return replace(steps[-1], brief=True, pace=round(pace, 2))


def within_bounds(rules: VoiceRules) -> VoiceRules:
    """The rules as a hall's file could have them: news that says otherwise (ten thousand repeats) would keep
    the voice busy for ever, or take all memory."""
    told = {name: min(max(getattr(rules, name), least), most) for name, (least, most) in _BOUNDS.items()}
    return replace(rules, languages=known(rules.languages), quiet=rules.quiet[:_MOST_QUIET], **told)


def known(languages: Iterable[str]) -> tuple[SpokenLanguage, ...]:
    """Those of the languages that this program speaks; Indonesian where it knows none."""
    named = {name: name for name in SPOKEN_LANGUAGES}
    wanted = dict.fromkeys(name for name in languages if name in named)
    return tuple(named[name] for name in wanted) or SPOKEN_LANGUAGES[:1]


def is_quiet(pairs: Iterable[tuple[str, str]], at: datetime) -> bool:
    """Whether a local time lies within one of the pairs ("HH:MM", past midnight where the second is
    the earlier one)."""
    now = f"{at:%H:%M}"
    return any(
        begins <= now < ends if begins <= ends else now >= begins or now < ends for begins, ends in pairs
    )

"""What can be announced: a call of a number, or what staff have typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from balai.speech import SpokenCall
from balai.words.languages import SpokenLanguage


@dataclass(frozen=True, slots=True)
class CallAnnouncement:
    """A call to be announced. `asked_at` is the clock's monotonic time when it was made; `zone_id`
    the zone of its counter. `called_at` is when its leg was first called (aware UTC), `recalls` how often
    again: together they name it to the hub. A `trial` is nobody's: it is always said, and told to nobody."""

    leg_id: str
    number: str
    counter_id: str
    spoken: SpokenCall
    asked_at: float
    zone_id: str = ""
    called_at: datetime | None = None
    recalls: int = 0
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A free announcement: a lost child, the lights of a car. `zone_id` empty: the whole hall;
    `recording` a sound file that is played in place of the spoken text. Both are for screen and voice
    only and never logged."""

    id: str
    text: str
    language: SpokenLanguage
    times: int
    asked_at: float
    zone_id: str = ""
    recording: bytes = field(default=b"", repr=False)


Item: TypeAlias = CallAnnouncement | Notice


def name_of(item: Item) -> str:
    """How the log names it: by number, or by id."""
    return item.number if isinstance(item, CallAnnouncement) else item.id


@dataclass(frozen=True, slots=True)
class AnnouncementResult:
    """What became of the words of a call at this loudspeaker: `reason` is empty where they were said, else
    a code (`old`, `too_many`, `made_while_cut_off`, `replaced`, `no_words`, `no_sound`)."""

    call: CallAnnouncement
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the announcements since the start: each was `spoken`, only `shown` (another
    display speaks), `merged` with one that waited, `dropped`, or still waits. `shortened` were spoken
    with less than the rules say, since many waited."""

    spoken: int = 0
    shown: int = 0
    merged: int = 0
    dropped: int = 0
    shortened: int = 0

    def turned(self, items: int, shortened: bool, *, spoken: bool) -> Counts:
        """With so many announcements that have their turn, or, below 0, that have it no more."""
        return replace(
            self,
            spoken=self.spoken + items * spoken,
            shown=self.shown + items * (not spoken),
            shortened=self.shortened + items * (spoken and shortened),
        )


#: Why a call that its desk still waits for is not announced; it is told.
UNWANTED = frozenset({"old", "too_many", "made_while_cut_off"})


def by_prefix(items: Sequence[Item]) -> tuple[Item, ...]:
    """Numbers of one prefix one after another, in the order in which the prefixes came."""
    prefixes = [name_of(item).rpartition("-")[0] for item in items]
    return tuple(sorted(items, key=lambda item: prefixes.index(name_of(item).rpartition("-")[0])))


def same_number(waiting: Item, call: CallAnnouncement) -> bool:
    """Whether a waiting item is a call of that number."""
    return isinstance(waiting, CallAnnouncement) and (waiting.number, waiting.trial) == (
        call.number,
        call.trial,
    )


def merged(waiting: Item, call: CallAnnouncement) -> CallAnnouncement:
    """What is said of a call that waits and was made again."""
    assert isinstance(waiting, CallAnnouncement)
    # Not yet said once, it is no repeated call, wherever it leads now.
    spoken = replace(call.spoken, recall=waiting.spoken.recall)
    return replace(call, spoken=spoken, asked_at=waiting.asked_at)

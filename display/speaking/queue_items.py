"""What can be announced: a call of a number, or what staff have typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from balai.speech import SpokenCall
from balai.words.languages import SpokenLanguage


@dataclass(frozen=True, slots=True)
class CallAnnouncement:
    """A call to be announced. `asked_at` is the clock's monotonic time when it was made; `zone_id`
    the zone of its counter. `called_at` is when its leg was first called (aware UTC), `recalls` how often
    again: together they name it to the hub."""

    leg_id: str
    number: str
    counter_id: str
    spoken: SpokenCall
    asked_at: float
    zone_id: str = ""
    called_at: datetime | None = None
    recalls: int = 0


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

"""How far a call has come: pressed, shown, spoken; and from when presence and absence count.

In a rush a call waits for those before it, and nobody can come who has not been told. So the time that a
called visitor is given counts from when the call was seen and heard, as the displays report it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from balai.domain.hall.config import HallConfig
from balai.domain.values.replacing import replace

#: What displays can do in a zone: nobody knows (displays, or a log, of a version that reported nothing), none
#: is alive, one shows, one shows and speaks.
WALLS = ("unknown", "none", "shows", "speaks")
_WAITED_FOR = ("shows", "speaks")


#: So many announcements of a day are remembered: an hour's, if one person makes as many as the hub lets.
MOST_ANNOUNCEMENTS = 60


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that staff (`actor`) had said at an aware time, in a zone (None: the whole hall)."""

    id: str
    zone_id: str | None
    actor: str
    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """The last call of a leg: `called_at` names its first call, `recalls` how often it was called again,
    `asked_at` the last press. `voice` is what became of the spoken call ("spoken", "dropped", "no_wall",
    "" while it waits), at `voiced_at`. `first_at` is when the first call had reached the visitor."""

    called_at: datetime
    wall: str
    asked_at: datetime
    recalls: int = 0
    shown_at: datetime | None = None
    voice: str = ""
    voiced_at: datetime | None = None
    first_at: datetime | None = None

    @property
    def reached_at(self) -> datetime | None:
        """When this call had reached the visitor, or was given to the desk to call by voice; None while it
        is on its way."""
        if self.wall not in _WAITED_FOR:
            return self.asked_at
        if self.voiced_at is not None:
            return max(self.voiced_at, self.shown_at or self.voiced_at)
        return self.shown_at if self.wall == "shows" else None

    @property
    def by_voice(self) -> bool:
        """Whether the desk has to call by voice itself: nothing in the zone speaks it."""
        return self.wall in ("none", "shows") or self.voice in ("dropped", "no_wall")

    def called_again(self, at: datetime, recalls: int, wall: str) -> Heard:
        """The next press for the same visitor."""
        return _settled(Heard(self.called_at, wall, at, recalls, first_at=self.first_at))

    def told(self, kind: str, at: datetime) -> Heard:
        """With one more report, of something at `at` (never before the press)."""
        at = max(at, self.asked_at)
        if kind == "shown":
            return _settled(replace(self, shown_at=self.shown_at or at))
        return _settled(replace(self, voice=kind, voiced_at=at))

    def knows(self, kind: str) -> bool:
        """Whether a report says nothing new. Who spoke after all is believed over who would not."""
        if kind == "shown":
            return self.shown_at is not None
        return bool(self.voice) and not (kind == "spoken" and self.voice != "spoken")


def _settled(heard: Heard) -> Heard:
    return heard if heard.first_at is not None else replace(heard, first_at=heard.reached_at)


def first_call(at: datetime, wall: str) -> Heard:
    """A call that was pressed just now."""
    return Heard(at, wall, at, first_at=None if wall in _WAITED_FOR else at)


def wall_of(config: HallConfig, counter_id: str, walls: Mapping[str, str]) -> str:
    """What displays can do for a counter: one of WALLS."""
    counter = config.counter_by_id.get(counter_id)
    return walls.get(counter.zone_id, "none") if counter is not None else "none"

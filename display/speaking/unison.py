"""Two loudspeakers as one: what the one that leads is about to say, and how those that follow keep step.

All begin at the same moment of the hub's clock. One whose sound is ready late joins in where the sentence is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from balai.protocol.pushes import Cue
from display.speaking.manner import Manner, known
from display.speaking.queue_items import CallAnnouncement, Item

#: Seconds from a cue to its sound: the way over the hub, and to make it. So long before a sentence begins it
#: is decided that it is left out.
LEAD_SECONDS = 0.5
#: Seconds for which one that follows waits for the word of the one that leads, and then speaks by itself; and
#: for the news that a cue is about.
ALONE_SECONDS, LATE_SECONDS = 2.0, 2.0
#: No more cues are kept.
_MOST = 20


class HubClock(Protocol):
    """The hub's time, as this display knows it."""

    @property
    def known(self) -> bool:
        """Whether the hub has told it."""

    def now(self) -> datetime:
        """It, aware UTC."""

    def age(self, at: datetime) -> float:
        """Seconds since `at`; 0 for what is to come."""

    def monotonic_at(self, at: datetime) -> float:
        """This display's monotonic time at that moment."""


@dataclass(slots=True)
class Unison:
    """This display's place among the loudspeakers of its zones, as the hub says, and the cues it heard."""

    hub_time: HubClock
    send: Callable[[Cue], None] = lambda _cue: None
    leads: frozenset[str] = frozenset()
    follows: frozenset[str] = frozenset()
    _cues: deque[Cue] = field(default_factory=lambda: deque(maxlen=_MOST))

    def leading(self, item: Item) -> str:
        """The zone in which others follow when this is said; empty where none do."""
        if item.zone_id:
            return item.zone_id if item.zone_id in self.leads else ""
        return min(self.leads, default="")

    def following(self, item: Item) -> bool:
        """Whether another display says when this is said."""
        return item.zone_id in self.follows or bool(not item.zone_id and self.follows and not self.leads)

    def hear(self, cue: Cue) -> None:
        """Another display is about to say something, or leaves out a part of what it says."""
        if cue.zone in self.follows:
            self._cues = deque((c for c in self._cues if c.begins_at != cue.begins_at), maxlen=_MOST)
            self._cues.append(cue)

    def next(self) -> Cue | None:
        """The earliest cue that is still of use."""
        now = self.hub_time.now()
        while self._cues:
            cue = min(self._cues, key=lambda one: one.begins_at)
            if cue.zone in self.follows and (now - cue.begins_at).total_seconds() <= LATE_SECONDS:
                return cue
            self._cues.remove(cue)
        return None

    def done(self, cue: Cue) -> None:
        """It was followed, or is of no use."""
        self._cues = deque((c for c in self._cues if c.begins_at != cue.begins_at), maxlen=_MOST)


def cue_of(zone: str, items: Sequence[Item], manner: Manner, begins_at: datetime) -> Cue:
    """The word that these items are said so from then on (the hub's time)."""
    first = items[0]
    return Cue(
        zone=zone,
        begins_at=begins_at,
        legs=tuple(item.leg_id for item in items if isinstance(item, CallAnnouncement)),
        announcement_id="" if isinstance(first, CallAnnouncement) else first.id,
        languages=manner.languages,
        repeat=manner.repeat,
        volume=manner.volume,
        agency=manner.agency,
        brief=manner.brief,
        pace=manner.pace,
    )


def manner_of(cue: Cue) -> Manner:
    """How the one that leads says it."""
    return Manner(
        known(cue.languages), cue.repeat, cue.volume, agency=cue.agency, brief=cue.brief, pace=cue.pace
    )


def named_by(cue: Cue, items: Sequence[Item]) -> tuple[Item, ...] | None:
    """Those of the items that a cue is about, in its order; None where one is not among them."""
    wanted = cue.legs or (cue.announcement_id,)
    by_name = {item.leg_id if isinstance(item, CallAnnouncement) else item.id: item for item in items}
    return tuple(by_name[name] for name in wanted) if all(name in by_name for name in wanted) else None

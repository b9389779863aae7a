"""Which displays speak for each zone: one, or as many in step as the hall wants, and who takes over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import structlog

from balai.protocol.pushes import MaySpeak, Speaker

log = structlog.get_logger(__name__)

#: Takes {zone: display} for this hub, gives up every other zone, and returns the zones that it got.
Take = Callable[[Mapping[str, str]], Collection[str]]
#: Tells one connection which zones it speaks for.
Tell = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A connected display that says it can be heard; `place` is 0 for whoever leads now, 1 for the first that
    follows, and so on."""

    connection: str
    device_id: str
    zone: str | None
    in_step: bool
    place: int | None

    @property
    def rank(self) -> tuple[bool, int, bool, str]:
        """Who is chosen first: who spoke before, then a zone's own displays, then those of the whole hall."""
        return self.place is None, self.place or 0, self.zone is None, self.device_id


class Speakers:
    """Who speaks goes on speaking while it is connected and able, so that the voice does not wander; else the
    display of that very zone with the lowest id, else one of the whole hall. Where a zone has several
    loudspeakers, the first leads and the others follow what it says. `take` keeps two hubs from choosing for
    the same zone."""

    def __init__(self, take: Take, tell: Tell) -> None:
        self._take, self._tell = take, tell
        self._said: dict[str, tuple[str, MaySpeak]] = {}
        self._told: dict[str, Speaker] = {}
        self._holders: dict[str, tuple[str, ...]] = {}

    def said(self, connection: str, device_id: str, said: MaySpeak) -> None:
        """A display tells whether it can be heard; it is answered at the next `decide`."""
        self._said[connection] = device_id, said
        self._told.pop(connection, None)

    def went(self, connection: str) -> bool:
        """A connection has ended; whether a decision may change by that."""
        self._told.pop(connection, None)
        return self._said.pop(connection, None) is not None

    def decide(self, zones: Mapping[str, int]) -> None:
        """Choose for these zones of the hall, each with so many loudspeakers, and tell whom it concerns."""
        chosen = {zone: self._choose(zone, count) for zone, count in sorted(zones.items())}
        got = set(self._take({zone: found[0].device_id for zone, found in chosen.items() if found}))
        self._holders = {zone: tuple(c.connection for c in chosen[zone]) for zone in chosen if zone in got}
        # Silence is told first: for a moment nobody speaks, and never one too many.
        told = {connection: self._words_for(connection) for connection in self._said}
        for connection, said in sorted(told.items(), key=lambda item: (len(item[1].zones), item[0])):
            if self._told.get(connection) != said:
                self._told[connection] = said
                log.info("speaker", device=self._said[connection][0], zones=said.zones, follows=said.follows)
                self._tell(connection, said.model_dump(mode="json"))

    def followers(self, connection: str, zone: str) -> tuple[str, ...]:
        """The connections that follow this one in a zone; none where it does not lead there."""
        leader, *others = self._holders.get(zone, ("",))
        return tuple(other for other in others if other in self._said) if leader == connection else ()

    def walls(self, zones: Collection[str]) -> dict[str, str]:
        """The zones of the hall in which a display is connected here: "speaks" where one was chosen to,
        "shows" where none can be heard, "unknown" where it does not report."""
        return {zone: wall for zone in zones if (wall := self._wall(zone))}

    def _wall(self, zone: str) -> str:
        near = [said for _, said in self._said.values() if said.zone in (None, zone)]
        holders = [self._said[held][1] for held in self._holders.get(zone, ()) if held in self._said]
        if holders:
            return "speaks" if any(said.reports for said in holders) else "unknown"
        return ("shows" if any(said.reports for said in near) else "unknown") if near else ""

    def _words_for(self, connection: str) -> Speaker:
        mine = {zone: held for zone, held in self._holders.items() if connection in held}
        leads = tuple(zone for zone, held in mine.items() if held[0] == connection and len(held) > 1)
        follows = tuple(zone for zone, held in mine.items() if held[0] != connection)
        return Speaker(zones=tuple(mine), leads=leads, follows=follows)

    def _choose(self, zone: str, count: int) -> list[Candidate]:
        held = self._holders.get(zone, ())
        able = sorted(
            (
                Candidate(
                    connection, device_id, said.zone, said.in_step,
                    held.index(connection) if connection in held else None,
                )
                for connection, (device_id, said) in self._said.items()
                if said.able and said.zone in (None, zone)
            ),
            key=lambda candidate: candidate.rank,
        )  # fmt: skip
        first = able[:1]
        # One that cannot keep step speaks alone.
        others = [one for one in able[1:] if one.in_step] if first and first[0].in_step else []
        return first + others[: count - 1]


def take_all(wishes: Mapping[str, str]) -> Collection[str]:
    """The `take` of a hub that is alone: it gets all."""
    return wishes.keys()

"""Which display speaks for each zone: one at a time, and another within seconds when it is gone."""

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
    """A connected display that says it can be heard."""

    connection: str
    device_id: str
    zone: str | None


class Speakers:
    """Who speaks goes on speaking while it is connected and able, so that the voice does not wander;
    else the display of that very zone with the lowest id, else one of the whole hall. `take` keeps two
    hubs from choosing one each."""

    def __init__(self, take: Take, tell: Tell) -> None:
        self._take, self._tell = take, tell
        self._said: dict[str, tuple[str, MaySpeak]] = {}
        self._told: dict[str, tuple[str, ...]] = {}
        self._holders: dict[str, str] = {}

    def said(self, connection: str, device_id: str, said: MaySpeak) -> None:
        """A display tells whether it can be heard; it is answered at the next `decide`."""
        self._said[connection] = device_id, said
        self._told.pop(connection, None)

    def went(self, connection: str) -> bool:
        """A connection has ended; whether a decision may change by that."""
        self._told.pop(connection, None)
        return self._said.pop(connection, None) is not None

    def decide(self, zones: Collection[str]) -> None:
        """Choose for these zones of the hall and tell whom it concerns."""
        chosen = {zone: found for zone in sorted(zones) if (found := self._choose(zone)) is not None}
        got = set(self._take({zone: candidate.device_id for zone, candidate in chosen.items()}))
        speaks: dict[str, list[str]] = {connection: [] for connection in self._said}
        for zone in got & chosen.keys():
            speaks[chosen[zone].connection].append(zone)
        self._holders = {zone: chosen[zone].connection for zone in got & chosen.keys()}
        # Silence is told first: for a moment nobody speaks, and never two.
        for connection, mine in sorted(speaks.items(), key=lambda item: len(item[1])):
            said = tuple(sorted(mine))
            if self._told.get(connection) != said:
                self._told[connection] = said
                log.info("speaker", device=self._said[connection][0], zones=said)
                self._tell(connection, Speaker(zones=said).model_dump(mode="json"))

    def walls(self, zones: Collection[str]) -> dict[str, str]:
        """The zones of the hall in which a display is connected here: "speaks" where one was chosen to,
        "shows" where none can be heard, "unknown" where it does not report."""
        return {zone: wall for zone in zones if (wall := self._wall(zone))}

    def _wall(self, zone: str) -> str:
        near = [said for _, said in self._said.values() if said.zone in (None, zone)]
        holder = self._said.get(self._holders.get(zone, ""))
        if holder is not None:
            return "speaks" if holder[1].reports else "unknown"
        return ("shows" if any(said.reports for said in near) else "unknown") if near else ""

    def _choose(self, zone: str) -> Candidate | None:
        able = [
            Candidate(connection, device_id, said.zone)
            for connection, (device_id, said) in self._said.items()
            if said.able and said.zone in (None, zone)
        ]
        holder = self._holders.get(zone)
        held = next((candidate for candidate in able if candidate.connection == holder), None)
        return held or min(able, key=lambda one: (one.zone is None, one.device_id), default=None)


def take_all(wishes: Mapping[str, str]) -> Collection[str]:
    """The `take` of a hub that is alone: it gets all."""
    return wishes.keys()

"""Leader election of speakers as it runs in a hub: who speaks for a zone is chosen at once when a display
comes or goes, and every beat; what a leading one is about to say is handed to those that follow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import gevent
from gevent.event import Event

from balai.protocol.pushes import Cue, MaySpeak
from server.live.speakers import Speakers, Take, Tell, take_all

BEAT_SECONDS = 2.0


class SpeakerElection:
    """Decides in a greenlet of its own, so that nobody waits for a database."""

    def __init__(
        self,
        zones: Callable[[], Mapping[str, int]],
        tell: Tell,
        cue: Tell,
        safely: Callable[[Callable[[], object]], None],
        take: Take | None = None,
        elsewhere: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """`zones` are those of the hall, each with its number of loudspeakers; `cue` hands a cue to one
        connection; `safely` runs a function and logs what it raises; `take` is None for a hub that is alone.
        `elsewhere` are the zones for which a display speaks at another hub."""
        self._elsewhere = elsewhere
        self._zones, self._safely, self._take, self._cue = zones, safely, take, cue
        self._speakers = Speakers(take or take_all, tell)
        self._wake, self._closed = Event(), False
        self._greenlet: gevent.Greenlet[..., None] | None = None

    def start(self) -> None:
        """Begin to decide."""
        self._greenlet = gevent.spawn(self._loop)

    def close(self) -> None:
        """Stop deciding and let other hubs speak."""
        self._closed = True
        self._wake.set()
        if self._greenlet is not None:
            self._greenlet.join(timeout=1.0)
            self._greenlet.kill(timeout=1.0)
        if self._take is not None:
            take = self._take
            self._safely(lambda: take({}))

    def said(self, connection: str, device_id: str, said: MaySpeak) -> None:
        """A display tells whether it can be heard."""
        self._speakers.said(connection, device_id, said)
        self._wake.set()

    def walls(self) -> dict[str, str]:
        """The zones with a display alive, on this hub or another, and what it can do there."""
        zones = self._zones()
        elsewhere = self._elsewhere() & zones.keys()
        return {**self._speakers.walls(zones), **dict.fromkeys(elsewhere, "speaks")}

    def cued(self, connection: str, cue: Cue) -> None:
        """A display is about to say something: whoever follows it says it too."""
        told = cue.model_dump(mode="json")
        for follower in self._speakers.followers(connection, cue.zone):
            self._cue(follower, told)

    def went(self, connection: str) -> None:
        """A connection has ended."""
        if self._speakers.went(connection):
            self._wake.set()

    def _loop(self) -> None:
        while not self._closed:
            self._wake.wait(BEAT_SECONDS)
            self._wake.clear()
            if not self._closed:
                self._safely(lambda: self._speakers.decide(self._zones()))

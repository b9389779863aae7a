"""A call that no display will bring to the visitor any more is given to the desk, which calls by voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from balai.domain.commands import AnnounceCall
from balai.domain.decide.hearing import last_call, on_its_way
from balai.domain.heard import wall_of
from balai.domain.state import HallDay
from server.store.day.jobs import Job
from server.usecases.ticker import Ticker

#: So long after a call is too old to be spoken a display may still be about to report it.
SPARE_SECONDS = 30


def given_up(day: HallDay, now: datetime, walls: Mapping[str, str]) -> Iterator[AnnounceCall]:
    """The calls that have not reached anybody and will not: no display is left in their zone, or none has
    reported them although they are too old to be spoken."""
    oldest = now - timedelta(seconds=day.config.voice.old_seconds + SPARE_SECONDS)
    for leg in day.legs_at_counters():
        heard = last_call(day, leg)
        if heard is None or not on_its_way(day, leg):
            continue
        if heard.asked_at <= oldest or wall_of(day.config, str(leg.counter_id), walls) == "none":
            yield AnnounceCall(
                leg_id=leg.id, called_at=heard.called_at, recalls=heard.recalls, kind="no_wall"
            )


class Unheard(Ticker):
    """Gives calls up that nobody announces. `walls` tells the displays alive (set once the wire stands)."""

    walls: Callable[[], Mapping[str, str]] | None = None

    def look(self) -> None:
        """Give up what is lost now."""
        if self.walls is None:
            return
        for command in list(given_up(self._dispatcher.day, self._dispatcher.now(), self.walls())):
            self._dispatcher.submit(Job(command))

"""Whether what a hub stands on works, not whether it lives: a store that answers may keep nothing."""

from __future__ import annotations

from time import monotonic

from balai.clock import Clock
from balai.errors import BalaiError
from server.config import HubConfig
from server.store import Store
from server.store.kept.beats import Beats
from server.usecases.dispatch import Dispatcher
from server.usecases.machine.keeping import disk

#: What was kept within so many real seconds shows that the writer works; else a small row is written.
FRESH_SECONDS = 60.0


class NoRoom(BalaiError):
    """The disk is nearly full."""

    code = "no_room"


class Working:
    """Looks at each part when it is asked. Each look returns a word or two about the part, or raises."""

    def __init__(
        self, config: HubConfig, store: Store, dispatcher: Dispatcher, beats: Beats, clock: Clock
    ) -> None:
        self._config, self._store, self._dispatcher = config, store, dispatcher
        self._beats, self._clock = beats, clock

    def store(self) -> str:
        """Whether what is kept can be read. Raises StoreUnavailable."""
        self._store.check()
        return "answers"

    def writer(self) -> str:
        """Whether changes are kept, asked of the store by a change. Raises StoreUnavailable."""
        writer = self._dispatcher
        if writer.failing or monotonic() - writer.kept_at > FRESH_SECONDS:
            writer.run(lambda: self._beats.beat(self._clock.now()))
            writer.failing, writer.kept_at = False, monotonic()
        return f"seq {writer.refresh().seq}, {writer.durability()}"

    def space(self) -> str:
        """Whether there is room for the log and its copies. Raises NoRoom before it is gone."""
        found = next(disk(self._config), None)
        if found is not None and not found.well:
            raise NoRoom(found.told)
        return str(found.told) if found is not None else "kept by the database"

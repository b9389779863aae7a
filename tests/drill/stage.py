"""A hall with its kiosks, copies and wall, that can be damaged and started again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from balai.clock import SystemClock
from balai.domain.entry import Entry
from balai.protocol.views import BoardView, Snapshot
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site, steady_port
from server.store import open_store
from server.store.safety.copies import back_up
from tests.drill.clients import Given, Kiosks
from tests.drill.outcome import Outcome, compared
from tests.support.hub.crowd import add_staff, crowd_hall


class Stage:
    """One hall. `store` and `redis` name servers where it is not a file alone."""

    def __init__(
        self, folder: Path, name: str, *, store: str | None = None, redis: str | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.name, self._redis = folder, name, redis
        self.port = steady_port()
        self.site = Site(folder, hall=crowd_hall(folder), store=store, redis=redis)
        self.site.write_config(redis, self.port)
        self.token = self.site.device("kiosk")
        self.board = self.site.device("display")
        (self.account,) = add_staff(self.site, 1)
        self.seconds: dict[str, float] = {}
        self.hub: Hub = self.site.start()
        self._before: list[Given] = []

    @property
    def file(self) -> Path:
        """The store's file."""
        return self.folder / "balai.db"

    @contextmanager
    def kiosks(self, count: int = 4) -> Iterator[Kiosks]:
        """Kiosks that ask while this lasts; what they were told is compared in the end."""
        with Kiosks(("127.0.0.1", self.port), self.token, count) as asking:
            yield asking
        if asking.told.failures:
            raise asking.told.failures[0]
        self._before += asking.told.given

    def copy(self) -> Path:
        """A verified copy, made beside the running hub."""
        return back_up(self.site.store, self.folder / "copies", SystemClock().now()).path

    def start(self) -> None:
        """Start the hub again."""
        self.hub = self.site.start()

    def set_clock(self, spec: str) -> None:
        """The clock of hubs that start from now on."""
        self.site.set_clock(spec)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Count the seconds of something."""
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began

    def move_to(self, folder: Path) -> None:
        """The machine is lost: another takes its address, installed anew."""
        self.hub.kill()
        shutil.rmtree(self.folder)
        folder.mkdir(parents=True)
        self.folder = folder
        self.site = Site(folder, hall=crowd_hall(folder), redis=self._redis)
        self.site.write_config(self._redis, self.port)

    def log(self) -> list[Entry]:
        """Today's log, read beside the hub."""
        with open_store(self.site.store) as store:
            (hall_id,) = store.halls.ids()
            return store.entries(hall_id, store.audit(hall_id)[-1].day)

    def faults(self) -> list[str]:
        """What is wrong with any day of the log."""
        with open_store(self.site.store) as store:
            return [
                check.fault for hall_id in store.halls.ids() for check in store.audit(hall_id) if check.fault
            ]

    def outcome(self, note: str = "") -> Outcome:
        """Compare all that was told with the log."""
        assert self.faults() == []
        return compared(self.name, self._before, self.log(), self.seconds, note)

    def close(self) -> None:
        """End what runs."""
        self.site.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Desk:
    """A member of staff at a counter who calls now and then."""

    def __init__(self, stage: Stage, account: tuple[str, str]) -> None:
        self._api = Api("127.0.0.1", stage.port)
        self._api.sign_in(*account)
        self._api.change("/counters/loket-1/open").ok()
        self._in_hand: str | None = None

    def call(self) -> str:
        """The next; the number."""
        answer = self._api.insist("/counters/loket-1/call", finishes=self._in_hand, became="present")
        self._in_hand = answer["called"]["leg_id"]
        return str(answer["called"]["number"])

    def look(self) -> None:
        """See who is in hand, as a tablet does that was cut off from a hub that died."""
        self._api.close()
        (mine,) = (counter for counter in self.board().counters if counter.id == "loket-1")
        self._in_hand = mine.leg.leg_id if mine.leg is not None else None

    def board(self) -> BoardView:
        """What a wall is to show."""
        told = Snapshot.model_validate(self._api.get("/state?audience=board").ok()).data
        assert isinstance(told, BoardView)
        return told

    def close(self) -> None:
        """Go home."""
        self._api.close()

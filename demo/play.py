"""A morning played through the real programs: presses on the mock pins, calls over real HTTP."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

import urllib3
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from balai.clock import Clock
from balai.words.said import say
from demo.driving.api import LastingApi
from demo.driving.staff import PlayedStaff
from demo.folder import DemoFolder, lamp_of
from demo.morning import OPENING_SECONDS, Visitor
from demo.reckoning import Reckoning

LIMIT_SECONDS = 900  # real time: a morning that does not end by then is ended
PAGE = 500


@dataclass(frozen=True, slots=True)
class Summary:
    """What the hub's log and the display's own report say of the morning."""

    visitors: int
    issued: int
    called: int
    finished: int
    missed: int
    spoken: int
    merged: int
    dropped: int
    seconds: float
    faults: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether everybody got a number, was called, and is accounted for."""
        whole = self.visitors == self.issued == self.called == self.finished + self.missed
        return whole and not self.faults

    def __str__(self) -> str:
        lines = [
            say("cli.morning.visitors", visitors=self.visitors),
            say("cli.morning.issued", issued=self.issued),
            say("cli.morning.called", called=self.called),
            say("cli.morning.finished", finished=self.finished, missed=self.missed),
            say("cli.morning.announced", spoken=self.spoken, merged=self.merged, dropped=self.dropped),
            say("cli.morning.seconds", seconds=f"{self.seconds:.1f}"),
        ]
        return "\n".join([*lines, *(say("cli.morning.fault", fault=fault) for fault in self.faults)])


class Morning:
    """Plays visitors and staff, shows progress, and sums up. Times out by itself."""

    def __init__(
        self, folder: DemoFolder, hub: str, kiosk: str, clock: Clock, seed: int, share: float
    ) -> None:
        """`share`: of its usual time that a service takes."""
        self._folder, self._hub, self._clock, self._seed, self._share = folder, hub, clock, seed, share
        self._kiosk = urllib3.PoolManager(maxsize=2, timeout=urllib3.Timeout(10), retries=False)
        self._kiosk_url = kiosk
        self._stop = threading.Event()
        self._faults: list[str] = []
        self._reckoning = Reckoning()
        self._manager = LastingApi.at(hub)

    def play(self, visitors: list[Visitor]) -> Summary:
        """The whole morning, then its summary."""
        began = time.monotonic()
        manager = self._folder.manager
        self._manager.sign_in(manager.username, manager.password)
        threads = [threading.Thread(target=self._doors, args=(visitors,), daemon=True), *self._desks()]
        for thread in threads:
            thread.start()
        try:
            self._watch(len(visitors), began + LIMIT_SECONDS)
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(20)
        return self._sum_up(len(visitors), time.monotonic() - began)

    def _fail(self, fault: str) -> None:
        self._faults.append(fault)
        self._stop.set()

    def _doors(self, visitors: list[Visitor]) -> None:
        opened = self._clock.monotonic()
        for visitor in visitors:
            ahead = self._clock.real(visitor.at - (self._clock.monotonic() - opened))
            if self._stop.wait(max(0.0, ahead)):
                return
            if not self._press(visitor.pin):
                return

    def _press(self, pin: int) -> bool:
        """Press as a person would: not while the button is locked after the visitor before."""
        self._stop.wait(self._clock.real(0.5))
        for _ in range(600):
            lamp = self._kiosk_state()["lamps"].get(str(lamp_of(pin)))
            if lamp == "on":
                answer = self._kiosk.request("POST", f"{self._kiosk_url}/press/{pin}")
                if answer.status != 200:
                    self._fail(say("cli.morning.press_refused", status=answer.status))
                return answer.status == 200
            if self._stop.wait(0.02):
                return False
        self._fail(say("cli.morning.lamp_off", pin=pin))
        return False

    def _kiosk_state(self) -> Any:
        return self._kiosk.request("GET", f"{self._kiosk_url}/state").json()

    def _desks(self) -> list[threading.Thread]:
        threads = []
        for counter, who in zip(self._folder.config.counters, self._folder.staff, strict=True):
            hub = LastingApi.at(self._hub)
            hub.sign_in(who.username, who.password)
            seed = self._seed * 1000 + counter.number
            staff = PlayedStaff(hub, counter, self._folder.config, self._clock, seed, self._stop, self._share)
            threads.append(threading.Thread(target=self._desk, args=(staff,), daemon=True))
        return threads

    def _desk(self, staff: PlayedStaff) -> None:
        if not self._stop.wait(self._clock.real(OPENING_SECONDS)):
            staff.work(self._fail)

    def _watch(self, visitors: int, deadline: float) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns) as progress:
            issued, called = (
                progress.add_task("issued", total=visitors),
                progress.add_task("called", total=visitors),
            )
            while not self._stop.wait(0.5):
                counts = self._counted()
                progress.update(issued, completed=counts.issued)
                progress.update(called, completed=counts.called)
                if counts.is_over or counts.finished + counts.missed >= visitors:
                    return
                if time.monotonic() > deadline:
                    self._fail(say("cli.morning.too_long", limit=LIMIT_SECONDS))

    def _counted(self) -> Reckoning:
        """What has happened until now."""
        while self._reckoning.take(self._manager.get(f"/log?after={self._reckoning.seq}&limit={PAGE}").ok()):
            pass
        return self._reckoning

    def _sum_up(self, visitors: int, seconds: float) -> Summary:
        counts = self._counted()
        said = self._display_counts(counts.calls)
        # Counters are closed at midnight, which whoever sits there tells: that it was midnight comes first.
        over = [say("cli.morning.day_over")] if counts.is_over else []
        return Summary(
            visitors,
            counts.issued,
            counts.called,
            counts.finished,
            counts.missed,
            said.get("spoken", 0),
            said.get("merged", 0),
            said.get("dropped", 0),
            seconds,
            (*over, *self._faults),
        )

    def _display_counts(self, calls: int) -> dict[str, int]:
        """The display's report, once every call is spoken, merged or dropped; or as it is after 15 s."""
        deadline = time.monotonic() + 15
        waiting = threading.Event()
        while True:
            rows = self._manager.get("/devices").ok()["devices"]
            counts: dict[str, int] = next((r["counts"] for r in rows if r["kind"] == "display"), {})
            if sum(counts.get(k, 0) for k in ("spoken", "merged", "dropped")) >= calls:
                return counts
            if time.monotonic() > deadline:
                self._faults.append(say("cli.morning.unaccounted", counts=counts, calls=calls))
                return counts
            waiting.wait(0.2)

"""A day on which everything around some kiosks breaks, and what is counted after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from balai.domain.log import happened_of
from balai.protocol.views import Snapshot
from hardware.ports import LinkDown, LinkUp
from tests.campaign.line import Line, Weather
from tests.campaign.papers import Paper
from tests.campaign.tally import Tallied
from tests.support.clocks import LooseClock
from tests.support.hub.inside import Inside
from tests.support.kiosk_fakes import NO_PAPER, WELL, Bench, FakePrinter

#: The steps of the table at which a kiosk may lose its power: before and after each is on the disk.
STEPS = ("press", "numbered", "take", "printing", "printed")
FAIR, FOUL = Weather(), Weather(lost=0.1, unanswered=0.15, twice=0.15, late=0.15)
SERVICES = ("ktp", "kk", "pajak")


class PowerGoneError(BaseException):
    """The power is gone."""


class BadDay:
    """Three kiosks on one hub. Steps are drawn from a seed; `count` says how many presses."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rnd, self.folder = Random(seed), folder
        self.clock = LooseClock(datetime.fromisoformat("2026-04-14T00:00:00+00:00"))
        (folder / "hub").mkdir(parents=True)
        self.hub = Inside(folder / "hub", clock=self.clock, copies=folder / "copies")
        self.copies: list[Path] = []
        store = self.hub.app.hub.store
        self.tokens = {"kiosk-1": "kiosk-token", **_enrol(store, self.clock.now())}
        self.papers: list[Paper] = []
        self._owed: set[str] = set()
        self._pressing: float | None = None
        self.tallied = Tallied()
        self.kiosks = {name: self._start(name, None) for name in self.tokens}

    def play(self, presses: int) -> Tallied:
        """Press so often while things break, mend everything, and count."""
        acts = (
            self._weather, self._cut, self._mend, self._mend, self._restart_hub, self._restore_hub,
            self._paper, self._power, self._power,
        )  # fmt: skip
        while self.tallied.presses < presses:
            self.clock.advance(self.rnd.choice([1, 2, 4, 20]))
            if self.rnd.random() < 0.12:
                self.rnd.choice(acts)()
            self._press()
            self._work()
        self._end()
        return self._count()

    def close(self) -> None:
        """End all."""
        for bench in self.kiosks.values():
            bench.journal.close()
        self.hub.app.hub.close()

    def _start(self, name: str, link: Line | None) -> Bench:
        token = self.tokens[name]
        line = link or Line(lambda: self.hub.device(token), self.rnd)
        printer = FakePrinter()
        printer.printed = _Printed(lambda number: self._came_out(number, name))
        services = dict(zip((2, 3, 4), SERVICES, strict=True))
        bench = Bench(
            folder=self.folder / name, link=line, clock=self.clock, printer=printer,  # type: ignore[arg-type]
            boot=f"boot-{self.rnd.random()}", linked=False, lockout_seconds=0.4, services=services,
        )  # fmt: skip
        if line.up:
            bench.kiosk.post(LinkUp())
            bench.kiosk.post(self._snapshot(token))
        bench.work()
        return bench

    def _snapshot(self, token: str) -> Snapshot:
        answer = self.hub.device(token).get("/state?audience=device")
        return Snapshot.model_validate(answer.get_json())

    def _came_out(self, number: str, kiosk: str) -> None:
        pressed = None if number in self._owed else self._pressing
        self.papers.append(Paper(number, kiosk, pressed=pressed, out=self._seconds()))

    def _seconds(self) -> float:
        return self.clock.now().timestamp()

    def _press(self) -> None:
        name = self.rnd.choice(list(self.kiosks))
        bench = self.kiosks[name]
        self.tallied.presses += 1
        self._owed, self._pressing = set(bench.kiosk.pending_numbers), self._seconds()
        try:
            bench.front.press(self.rnd.choice([2, 3, 4]))
            bench.kiosk.step()
        except PowerGoneError:
            self._power_back(name)
        self._pressing = None

    def _work(self) -> None:
        for name, bench in list(self.kiosks.items()):
            try:
                bench.work(4)
            except PowerGoneError:
                self._power_back(name)
            line: Any = bench.link
            line.arrive()

    def _weather(self) -> None:
        self.tallied.happened["weather"] += 1
        for bench in self.kiosks.values():
            line: Any = bench.link
            line.weather = self.rnd.choice([FAIR, FOUL])

    def _cut(self) -> None:
        self.tallied.happened["cut"] += 1
        for bench in self.rnd.sample(list(self.kiosks.values()), self.rnd.randint(1, 3)):
            line: Any = bench.link
            line.up = False
            if self.rnd.random() < 0.7:
                bench.kiosk.post(LinkDown(self.clock.now()))

    def _mend(self, *, everybody: bool = False) -> None:
        self.tallied.happened["mended"] += 1
        for name, bench in self.kiosks.items():
            line: Any = bench.link
            if everybody or not line.up:
                line.up = True
                bench.kiosk.post(LinkUp())
                bench.kiosk.post(self._snapshot(self.tokens[name]))

    def _restart_hub(self) -> None:
        self.tallied.happened["hub restarted"] += 1
        self.hub.restart()

    def _restore_hub(self) -> None:
        """The hub is put back to a copy of before, and another copy is made for the next time."""
        older = self.copies[0] if self.copies else None

        def restore(file: Path) -> None:
            if older is not None:
                file.write_bytes(older.read_bytes())
                for more in ("-wal", "-shm"):
                    file.with_name(file.name + more).unlink(missing_ok=True)

        self.tallied.happened["hub restored"] += older is not None
        self.hub.restart(restore)
        self.copies = [self.hub.copy()]
        for bench in self.kiosks.values():
            bench.kiosk.post(LinkDown(self.clock.now()))
        self._work()
        self._mend(everybody=True)

    def _paper(self) -> None:
        self.tallied.happened["paper"] += 1
        for bench in self.kiosks.values():
            bench.printer.now = self.rnd.choice([WELL, WELL, WELL, WELL, WELL, NO_PAPER])

    def _power(self) -> None:
        """The power of one kiosk will go at some step of its next press."""
        bench = self.rnd.choice(list(self.kiosks.values()))
        name, after = self.rnd.choice(STEPS), self.rnd.random() < 0.5
        real: Callable[..., Any] = getattr(bench.journal, name)

        def cut(*args: Any, **more: Any) -> None:
            if after:
                real(*args, **more)
            raise PowerGoneError

        setattr(bench.journal, name, cut)
        self.tallied.happened[f"power {name}"] += 1

    def _power_back(self, name: str) -> None:
        self.tallied.power_cuts += 1
        before = self.kiosks[name]
        before.journal.close()
        self.kiosks[name] = self._start(name, before.link)  # type: ignore[arg-type]

    def _end(self) -> None:
        for name, bench in self.kiosks.items():
            line: Any = bench.link
            line.weather, line.up, bench.printer.now = FAIR, True, WELL
            for step in STEPS:
                vars(bench.journal).pop(step, None)
            bench.kiosk.post(LinkUp())
            bench.kiosk.post(self._snapshot(self.tokens[name]))
        for _ in range(6):
            self.clock.advance(10)
            self._work()
        for bench in self.kiosks.values():
            line = bench.link
            while line.late:
                line.arrive()

    def _count(self) -> Tallied:
        day, tallied = self.hub.app.hub.dispatcher.refresh(), self.tallied
        entries = self.hub.app.hub.dispatcher.entries(day.date.isoformat())
        log = [happened_of(entry) for entry in entries]
        tallied.declined = sum(b.journal.declined(day.date.isoformat()) for b in self.kiosks.values())
        tallied.not_handed = sum(len(b.journal.backlog) for b in self.kiosks.values())
        tallied.compare(self.papers, day, log, blur=0.0)
        return tallied


class _Printed(list[str]):
    """Notes each paper as it comes out."""

    def __init__(self, came_out: Callable[[str], None]) -> None:
        super().__init__()
        self._came_out = came_out

    def append(self, number: str) -> None:
        super().append(number)
        self._came_out(number)


def _enrol(store: Any, at: datetime) -> dict[str, str]:
    from server.store.kept.devices import Device

    found = {}
    for number in (2, 3):
        name, token = f"kiosk-{number}", f"token-{number}"
        store.devices.add(Device(name, "uji", "kiosk", name), token, at)
        found[name] = token
    return found

"""A hall of real programs for a bad day: a hub that can be lost in every way, kiosks with a finger and a
tray."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Self

from balai.clock import SystemClock
from balai.domain.log import happened_of
from demo.always_open import always_open
from demo.driving.hubs import SAMPLE_HALL, Hub, Site, steady_port
from demo.driving.kiosks import Kiosk
from demo.driving.wait import eventually
from hardware.virtual.mechanism import Traits
from hardware.virtual.printer import VirtualPrinter
from server.app import create_app
from server.auth.passwords import Passwords
from server.config import HubConfig, StoreAt
from server.store.safety.copies import back_up
from tests.campaign.papers import Paper, Tray
from tests.campaign.tally import Tallied
from tests.support.hub.forking import HOOK

#: Pins of buttons and lamps: two services that share their numbers, and three others.
BUTTONS = (
    (2, 15, "akta-kelahiran"), (3, 16, "perekaman-ktp"), (4, 17, "skck"), (5, 18, "paspor-baru"),
    (6, 19, "pajak-kendaraan"),
)  # fmt: skip
PINS = tuple(pin for pin, _, _ in BUTTONS)
#: A finger waits so long for its paper (real seconds), and looks so often.
_FINGER, _LOOK = 1.5, 0.01
_EASE = 60.0
#: What hub and kiosk know of each other's time is as old as the word of it.
BLUR = 2.0
_never = threading.Event()


def together(machines: list[Machine], work: Callable[[Machine], object]) -> None:
    """Each machine in a thread of its own; raises what the first that failed raised."""
    failures: list[BaseException] = []

    def do(machine: Machine) -> None:
        try:
            work(machine)
        except BaseException as failure:  # noqa: BLE001  # raised below
            failures.append(failure)

    threads = [threading.Thread(target=do, args=(machine,)) for machine in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for failure in failures:
        raise failure


def since_1970() -> str:
    """The clock of a machine that has none of its own and has just been switched on."""
    return f"scaled:{time.time()}:1:1970-01-01T00:00:00+00:00"


class Machine:
    """A kiosk: its program, which may be killed and started again, its printer, and who presses."""

    def __init__(self, stage: Stage, name: str, url: str, traits: Traits | None = None) -> None:
        """Enrol it with a hub at that address, and start it."""
        self.name, self.url, self._stage = name, url, stage
        self.token = stage.site.device("kiosk", name)
        self.printer = VirtualPrinter(traits=traits)
        self.tray = Tray(name, self.printer)
        self.presses, self._followed = 0, True
        self.kiosk: Kiosk | None = None
        self.start()

    def start(self, clock: str = "system", dies: str = "") -> None:
        """Start its program on its journal; `dies` says when it loses its power (tests/campaign/dying.py)."""
        hook = {HOOK: "tests.campaign.dying", "BALAI_DIES": dies} if dies else {}
        self.kiosk = Kiosk(
            self._stage.folder / self.name, self.url, self.token, lockout_seconds=0.0, buttons=BUTTONS,
            clock=clock, printer=f"tcp://127.0.0.1:{self.printer.port}",
            environment={**os.environ, **hook},
        )  # fmt: skip

    def kill(self) -> None:
        """Its power goes. What its printer has of it by then is printed: no paper of a later press."""
        kiosk, self.kiosk = self.kiosk, None
        if kiosk is not None:
            kiosk.kill()
            eventually(self._printer_rests, _EASE, what=f"the printer of {self.name} to rest")

    def _printer_rests(self) -> bool:
        return not (self.printer.connected or self.printer.mechanism.buffered)

    @property
    def runs(self) -> bool:
        """Whether its program does."""
        return self.kiosk is not None and self.kiosk.runs

    def press(self, pin: int, wait: float = _FINGER) -> list[Paper]:
        """Press a button and wait for a paper so long at most; what came out. The paper is known to be that
        of this press where none was waited for in vain before."""
        self._followed = self._followed or self._idle()
        before, pressed = self.printer.count, time.time()
        self.presses += 1
        with suppress(OSError, HTTPException, ValueError):  # it may lose its power as it answers
            assert self.kiosk is not None
            self.kiosk.press(pin)
        end = time.monotonic() + wait
        while self.printer.count == before and time.monotonic() < end and self.runs:
            _never.wait(_LOOK)
        came = self.tray.take(time.time())
        if len(came) == 1 and self._followed:
            came[0].pressed = pressed
        self._followed = bool(came) and self._followed
        return came

    @property
    def holds_numbers(self) -> bool:
        """Whether it has kept all that it needs to go on without its hub."""
        files = (self._stage.folder / self.name).rglob("kit.json")
        kits = [json.loads(kit.read_text("utf-8")) for kit in files]
        return any(kit["hall"] and kit["facts"] and kit["held"] and kit["held"]["blocks"] for kit in kits)

    def _idle(self) -> bool:
        """Whether nothing is under way that was pressed before: a lamp blinks from the press to the paper,
        where its button gives numbers."""
        try:
            assert self.kiosk is not None
            told = self.kiosk.state()
        except (OSError, HTTPException, ValueError, AssertionError):
            return False
        papers = told["kiosk"]["pending"] or told["kiosk"]["printing"]
        idle = "blink" not in told["lamps"].values() and not papers
        if idle:
            self.tray.take(time.time())
        return idle

    def settle(self) -> None:
        """Wait until all that it gave is printed or known not to be, and is with the hub."""

        def settled() -> bool:
            assert self.kiosk is not None
            told = self.kiosk.state()["kiosk"]
            # That it gives numbers of its own is told until it hears its hub.
            counts = told["counts"]
            rests = not (told["pending"] or counts["not_handed"] or counts["not_told"])
            return told["state"] != "fault" and rests and "Sambungan" not in told["detail"] and self._idle()

        assert self.kiosk is not None
        eventually(settled, _EASE, what=f"{self.name} to be at ease:\n{self.kiosk.last_words()}")
        self.tray.take(time.time())

    @property
    def counts(self) -> dict[str, int]:
        """What its program counts since its start."""
        assert self.kiosk is not None
        counts: dict[str, int] = self.kiosk.state()["kiosk"]["counts"]
        return counts

    def close(self) -> None:
        """End all of it."""
        if self.kiosk is not None:
            self.kiosk.close()
        self.printer.close()


class Stage:
    """The hall's hub, its copies, and its kiosks."""

    def __init__(self, folder: Path, host: str = "127.0.0.1") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        hall = folder / "hall.toml"
        hall.write_text(always_open(SAMPLE_HALL.read_text(encoding="utf-8")), encoding="utf-8")
        self.folder, self.port = folder, steady_port()
        self.site = Site(folder, hall=hall)
        self.site.write_config(port=self.port)
        text = self.site.config.read_text(encoding="utf-8").replace("127.0.0.1", host)
        self.site.config.write_text(text, encoding="utf-8")
        self.machines: list[Machine] = []
        self.happened: Tally[str] = Tally()
        self._copy: bytes | None = None
        self.hub: Hub = self.site.start()

    def add(self, name: str, url: str = "", traits: Traits | None = None) -> Machine:
        """One more kiosk, on the hub itself unless another address is given."""
        machine = Machine(self, name, url or f"http://127.0.0.1:{self.port}", traits)
        self.machines.append(machine)
        return machine

    def kill_hub(self) -> None:
        """The hub's power goes."""
        self.happened["hub killed"] += 1
        self.hub.kill()

    def start_hub(self) -> None:
        """It is there again."""
        if not self.hub.runs:
            self.hub = self.site.start()

    def stop_hub(self) -> None:
        """It stands still, and its connections with it."""
        self.happened["hub stopped"] += 1
        self.hub.process.send_signal(signal.SIGSTOP)

    def let_hub_go(self) -> None:
        """It goes on."""
        self.hub.process.send_signal(signal.SIGCONT)

    def copy_hub(self) -> None:
        """Keep a copy of its store for later."""
        self._copy = back_up(self.site.store, self.folder / "copies", SystemClock().now()).path.read_bytes()

    def restore_hub(self) -> None:
        """Its machine is lost, and another one goes on from the copy."""
        assert self._copy is not None
        self.happened["hub restored"] += 1
        self.hub.kill()
        file = Path(self.site.store.removeprefix("sqlite:///"))
        for more in ("-wal", "-shm"):
            file.with_name(file.name + more).unlink(missing_ok=True)
        file.write_bytes(self._copy)
        self.start_hub()

    def count(self) -> Tallied:
        """Wait until everything is at ease, end it all, and count."""
        for machine in self.machines:
            machine.settle()
        tallied = Tallied(presses=sum(machine.presses for machine in self.machines), happened=self.happened)
        tallied.without_number = sum(machine.tray.without_number for machine in self.machines)
        for machine in self.machines:
            tallied.declined += machine.counts["declined"]
            tallied.not_handed += machine.counts["not_handed"]
            machine.close()
        self.hub.stop()
        papers = [paper for machine in self.machines for paper in machine.tray.papers]
        app = create_app(
            HubConfig(store=StoreAt(url=self.site.store)), SystemClock(), Passwords(), proof=lambda: True
        )
        try:
            day = app.hub.dispatcher.refresh()
            log = [happened_of(entry) for entry in app.hub.dispatcher.entries(day.date.isoformat())]
            tallied.compare(papers, day, log, blur=BLUR)
        finally:
            app.hub.close()
        return tallied

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for machine in self.machines:
            machine.close()
        self.site.close()

"""Many kiosks press for a while: the hub goes up and down, lines drip, hang and break, kiosks lose their
power."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from random import Random

from bench.kiosk.lines import Line, Mode
from tests.campaign.stage import PINS, Machine, Stage, since_1970, together
from tests.campaign.tally import Tallied

_MODES = {"lines drip": Mode.DRIPS, "lines hang": Mode.HANGS, "lines cut": Mode.DOWN}
#: How long something lasts, how long there is peace, and how soon after a press the power goes, in real
#: seconds.
_LASTS, _PEACE, _SOON = (0.5, 3.0), (0.5, 2.0), (0.0, 0.03)
#: A slow hub stands still so long, again and again.
_SLOW = 0.15
#: Of so many presses one is the last before a power cut.
_CUTS = 40


def rush(folder: Path, seed: int, kiosks: int, seconds: float) -> Tallied:
    """So many kiosks, for so long."""
    with Stage(folder) as stage:
        lines = [Line(stage.port) for _ in range(kiosks)]
        machines = [
            stage.add(f"kios-{n}", f"http://127.0.0.1:{line.port}") for n, line in enumerate(lines, start=1)
        ]
        over = threading.Event()
        gremlin = _Gremlin(stage, lines, Random(seed), over)
        end = time.monotonic() + seconds
        try:
            gremlin.start()
            together(machines, lambda machine: _press(stage, machine, Random(f"{seed} {machine.name}"), end))
        finally:
            over.set()
            gremlin.join()
        tallied = stage.count()
        tallied.power_cuts = stage.happened["kiosk killed"]
        for line in lines:
            line.close()
        return tallied


def _press(stage: Stage, machine: Machine, rnd: Random, end: float) -> None:
    while time.monotonic() < end:
        if rnd.randrange(_CUTS):
            machine.press(rnd.choice(PINS))
            continue
        stage.happened["kiosk killed"] += 1
        machine.press(rnd.choice(PINS), wait=rnd.uniform(*_SOON))
        machine.kill()
        machine.start(clock=rnd.choice(("system", since_1970())))


class _Gremlin(threading.Thread):
    """Breaks something, mends it, and leaves some peace, until it is over; then all is well."""

    def __init__(self, stage: Stage, lines: list[Line], rnd: Random, over: threading.Event) -> None:
        super().__init__(name="gremlin")
        self._stage, self._lines, self._rnd, self._over = stage, lines, rnd, over
        self._failure: BaseException | None = None

    def run(self) -> None:
        """Until it is over."""
        acts = (self._kill, self._stop, self._slow, self._line, self._line, self._restore)
        try:
            self._stage.copy_hub()
            while not self._over.wait(self._rnd.uniform(*_PEACE)):
                self._rnd.choice(acts)()
        except BaseException as failure:  # noqa: BLE001  # raised by join
            self._failure = failure

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end. Raises what it failed with."""
        super().join(timeout)
        if self._failure is not None:
            raise self._failure

    def _for_a_while(self) -> None:
        self._over.wait(self._rnd.uniform(*_LASTS))

    def _kill(self) -> None:
        self._stage.kill_hub()
        self._for_a_while()
        self._stage.start_hub()

    def _stop(self) -> None:
        self._stage.stop_hub()
        self._for_a_while()
        self._stage.let_hub_go()

    def _slow(self) -> None:
        self._stage.happened["hub slow"] += 1
        for _ in range(8):
            self._stage.stop_hub()
            self._over.wait(_SLOW)
            self._stage.let_hub_go()
            self._over.wait(_SLOW / 2)

    def _line(self) -> None:
        what = self._rnd.choice(sorted(_MODES))
        self._stage.happened[what] += 1
        ill = self._rnd.sample(self._lines, self._rnd.randint(1, len(self._lines)))
        for line in ill:
            line.mode = _MODES[what]
        self._for_a_while()
        for line in ill:
            line.mode = Mode.THROUGH
            line.cut()

    def _restore(self) -> None:
        self._stage.restore_hub()
        self._stage.copy_hub()

"""A kiosk's disk that is really full, emptied and filled again, while buttons are pressed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tests.campaign.apart import small_disk
from tests.campaign.stage import BUTTONS, PINS, Machine, Stage
from tests.campaign.tally import Tallied

_KIBIBYTES = 2048
_LAMP = BUTTONS[0][1]


def disk(folder: Path, times: int, presses: int) -> Tallied:
    """It is filled so many times, with so many presses before, while it is full, and after."""
    journal = folder / "kios-1" / "kiosk.journal"
    with small_disk(journal, _KIBIBYTES), Stage(folder) as stage:
        machine = stage.add("kios-1")
        for number in range(times):
            _press(machine, presses)
            stage.happened["disk full"] += 1
            _fill(journal / "filler")
            _press(machine, presses)
            if number % 2:
                machine.kill()
                stage.happened["started on a full disk"] += 1
                machine.start()
                _press(machine, 1)
            (journal / "filler").unlink()
            assert machine.kiosk is not None
            machine.kiosk.open(_LAMP)
        return stage.count()


def _press(machine: Machine, presses: int) -> None:
    for number in range(presses):
        machine.press(PINS[number % len(PINS)], wait=0.6)


def _fill(file: Path) -> None:
    """Write until the disk takes not one byte more."""
    with file.open("wb", buffering=0) as filler:
        for size in (65536, 4096, 64, 1):
            with suppress(OSError):
                while filler.write(bytes(size)):
                    pass

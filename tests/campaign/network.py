"""Kiosks press over a wire that loses, doubles and reorders packets, and is cut."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from tests.campaign.stage import PINS, Machine, Stage, together
from tests.campaign.tally import Tallied
from tests.campaign.wire import FAR, NEAR, Packets, Wire

WEATHERS: Mapping[str, Packets] = {
    "fair": Packets(),
    "lossy": Packets(lost=0.15),
    "doubled": Packets(twice=0.5),
    "reordered": Packets(overtaken=0.4, late=0.08),
    "foul": Packets(lost=0.1, twice=0.3, overtaken=0.3, late=0.15),
}


def network(folder: Path, seed: int, kiosks: int, presses: int) -> Tallied:
    """So many kiosks press so often each, through each weather and each cut."""
    rnd = Random(seed)
    with Wire(rnd) as wire, Stage(folder, host=NEAR) as stage:
        url = f"http://{FAR}:{stage.port}"
        machines = [stage.add(f"kios-{n}", url) for n in range(1, kiosks + 1)]
        for name, packets in WEATHERS.items():
            stage.happened[name] += 1
            wire.weather = packets
            together(machines, lambda machine: _press(machine, presses))
            stage.happened["wire cut"] += 1
            wire.cut = True
            together(machines, lambda machine: _press(machine, presses // 2))
            wire.cut, wire.weather = False, Packets()
            together(machines, Machine.settle)
        tallied = stage.count()
        tallied.happened += wire.counts
        return tallied


def _press(machine: Machine, presses: int) -> None:
    for number in range(presses):
        machine.press(PINS[number % len(PINS)])

"""The power of a kiosk goes at every step from the press to the paper, with its hub there and away."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bench.kiosk.lines import Line, Mode
from demo.driving.wait import eventually
from tests.campaign.stage import BUTTONS, PINS, Machine, Stage, since_1970
from tests.campaign.tally import Tallied

_LAMP = BUTTONS[0][1]
#: In the middle of a paper's first line, of its number, of its end.
_IN_THE_PAPER = ("paper-60", "paper-9000", "paper-30000")
#: What is kept of a press, in order: with the hub there, with it away, and when it is there again.
_HERE, _AWAY, _BACK = ("pressed", "numbered", "printing", "printed"), ("pressed", "taken"), ("handed",)
_WHEN = ("before", "torn", "after")


class Cut(NamedTuple):
    """One power cut: at which step, whether the hub is `away` then, and whether the paper ends before."""

    dies: str
    away: bool
    paper_ends: bool = False

    def __str__(self) -> str:
        return f"power {self.dies}{' away' if self.away else ''}"


def every_cut() -> tuple[Cut, ...]:
    """Before, in the middle of and after everything that is kept, and while a paper comes out."""
    here = [Cut(f"{step}-{when}", away=False) for step in _HERE for when in _WHEN]
    away = [Cut(f"{step}-{when}", away=True) for step in (*_AWAY, "printing", "printed") for when in _WHEN]
    back = [Cut(f"{step}-{when}", away=True) for step in _BACK for when in _WHEN]
    failed = [Cut(f"failed-{when}", away, True) for away in (False, True) for when in _WHEN]
    papers = [Cut(dies, away) for away in (False, True) for dies in _IN_THE_PAPER]
    return (*here, *away, *back, *failed, *papers)


def power(folder: Path, cuts: Iterable[Cut]) -> Tallied:
    """A kiosk goes through power cuts, one after another on the same card."""
    with Stage(folder) as stage:
        line = Line(stage.port)
        machine = stage.add("kios-1", f"http://127.0.0.1:{line.port}")
        for number, cut in enumerate(cuts):
            stage.happened[str(cut)] += 1
            _suffer(machine, line, cut, clock="system" if number % 2 else since_1970())
        tallied = stage.count()
        tallied.power_cuts = sum(stage.happened.values())
        line.close()
        return tallied


def _suffer(machine: Machine, line: Line, cut: Cut, clock: str) -> None:
    machine.kill()
    machine.start(dies=cut.dies)
    kiosk = machine.kiosk
    assert kiosk is not None
    kiosk.open(_LAMP)
    eventually(lambda: machine.holds_numbers, what="numbers of its own")
    line.mode = Mode.DOWN if cut.away else Mode.THROUGH
    if cut.paper_ends:
        machine.printer.paper_out(after_rows=200)
    machine.press(PINS[0])
    line.mode = Mode.DOWN if cut.away and not cut.dies.startswith("handed") else Mode.THROUGH
    eventually(lambda: not kiosk.runs, what=f"{cut}: the end:\n{kiosk.last_words()}")
    machine.printer.paper_in()
    machine.start(clock=clock)
    assert machine.kiosk is not None
    machine.kiosk.open(_LAMP)
    machine.press(PINS[1])
    line.mode = Mode.THROUGH
    machine.settle()

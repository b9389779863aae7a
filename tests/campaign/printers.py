"""A printer in each state at each speed: presses before, in the middle of it and after it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from demo.driving.wait import eventually
from hardware.virtual.mechanism import Traits
from hardware.virtual.printer import VirtualPrinter
from tests.campaign.stage import BUTTONS, PINS, Machine, Stage, together
from tests.campaign.tally import Tallied

#: As fast as it is sent; a good one; a slow one with hardly a buffer, which tells of itself unasked.
KINDS: Mapping[str, Traits] = {
    "at once": Traits(),
    "200 mm/s": Traits(mm_per_second=200.0, buffer_bytes=8192),
    "80 mm/s unasked": Traits(mm_per_second=80.0, buffer_bytes=2048, unasked=True),
}
Act = Callable[[VirtualPrinter], object]


class State(NamedTuple):
    """What befalls a printer, whether in the middle of a paper, and what ends it."""

    begins: Act
    ends: Act
    in_mid_paper: bool


def _trouble(what: str, *, is_so: bool) -> Act:
    return lambda printer: printer.mechanism.trouble(**{what: is_so})


def _nods(printer: VirtualPrinter) -> None:
    """It says that it is well, again and again, though nobody asked."""
    for _ in range(20):
        printer.answer(b"\x10\x00\x00\x0f")


def _ends_in_mid_paper(what: str) -> State:
    return State(_trouble(what, is_so=True), _trouble(what, is_so=False), in_mid_paper=True)


def _restarted(printer: VirtualPrinter) -> None:
    printer.unplug()
    printer.plug_in()


STATES: Mapping[str, State] = {
    "well": State(lambda _: None, lambda _: None, in_mid_paper=True),
    "paper out": State(VirtualPrinter.paper_out, VirtualPrinter.paper_in, in_mid_paper=False),
    "paper ends": State(partial(VirtualPrinter.paper_out, after_rows=250), VirtualPrinter.paper_in, False),
    "paper low": _ends_in_mid_paper("low"),
    "cover open": State(_trouble("cover_open", is_so=True), _trouble("cover_open", is_so=False), False),
    "cover opened": _ends_in_mid_paper("cover_open"),
    "knife jams": State(_trouble("jams", is_so=True), _trouble("jammed", is_so=False), in_mid_paper=False),
    "stuck": _ends_in_mid_paper("stuck"),
    "unplugged": State(VirtualPrinter.unplug, VirtualPrinter.plug_in, in_mid_paper=True),
    "restarted": State(_restarted, lambda _: None, in_mid_paper=True),
    "hung up": State(VirtualPrinter.hang_up, lambda _: None, in_mid_paper=True),
    "talks unasked": State(_nods, _nods, in_mid_paper=True),
}


def printers(folder: Path, kinds: Iterable[str], states: Iterable[str], presses: int) -> Tallied:
    """Each kind at a kiosk of its own; each state, with so many presses in it and after it."""
    with Stage(folder) as stage:
        machines = [stage.add(f"kios-{n}", traits=KINDS[kind]) for n, kind in enumerate(kinds, start=1)]

        def suffer(machine: Machine) -> None:
            for name in states:
                stage.happened[name] += 1
                _suffer(machine, STATES[name], presses)
            stage.happened["held by another"] += 1
            _held_by_another(machine, presses)

        together(machines, suffer)
        return stage.count()


def _open(machine: Machine) -> None:
    assert machine.kiosk is not None
    for _, lamp, _ in BUTTONS:
        machine.kiosk.open(lamp)


def _suffer(machine: Machine, state: State, presses: int) -> None:
    _open(machine)
    if state.in_mid_paper:
        rows = machine.printer.mechanism.rows_printed
        machine.press(PINS[0], wait=0.0)
        head = machine.printer.mechanism
        eventually(lambda: head.rows_printed > rows, what="a paper to begin", interval=0.002)
    state.begins(machine.printer)
    for number in range(presses):
        machine.press(PINS[number % len(PINS)])
    state.ends(machine.printer)
    machine.settle()
    _open(machine)
    for number in range(presses):
        machine.press(PINS[number % len(PINS)])


def _held_by_another(machine: Machine, presses: int) -> None:
    _open(machine)
    with ExitStack() as held:
        held.enter_context(socket.create_connection(("127.0.0.1", machine.printer.port)))
        machine.printer.hang_up()
        for number in range(presses):
            machine.press(PINS[number % len(PINS)])
    machine.settle()
    _open(machine)
    machine.press(PINS[0])

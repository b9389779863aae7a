"""A day with visitors on three machines: a hub, a kiosk and a wall, each booted from its package with its own
network, joined by a switch that leads nowhere else. The second comes after an upgrade, the third after the
way back; then the packages are purged."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from demo.always_open import always_open
from demo.driving.wait import eventually
from tests.install.machines import Machine, Switch
from tests.install.packages import (
    TYPED,
    WINDOW,
    Pair,
    Typed,
    carried,
    examined,
    others,
    purged,
    replaced,
    with_an_address,
)  # fmt: skip
from tests.install.roots import ROOT, Failed, standing, step
from tools.debian.environment import Target

HALL_URL = "https://balai.local"
PATIENCE_SECONDS = 120.0
#: From one look at a machine to the next: each starts a program on it.
_EVERY_SECONDS = 0.3
MACHINES = ("hub", "kiosk", "display")
#: The id that a manager gives each device.
_DEVICES = {"kiosk": "kios-1", "display": "layar-1"}


class Hall:
    """The three machines, and somebody with a tablet."""

    def __init__(self, target: Target, parts: ExitStack) -> None:
        switch = parts.enter_context(Switch(target.release))
        self.machines = {
            name: Machine(standing(target.suite, name), switch, number, name)
            for number, name in enumerate(MACHINES, start=1)
        }
        for machine in self.machines.values():
            parts.push(machine)
        self.everywhere(Machine.__enter__)
        self.hub = self.machines["hub"]
        self._people: dict[str, str] = {}

    def everywhere(self, what: Callable[[Machine], object]) -> None:
        """The same on the three machines at once; the first fault is raised when all are done."""
        with ThreadPoolExecutor(len(MACHINES)) as pool:
            list(pool.map(what, self.machines.values()))

    def account(self, name: str, role: str) -> None:
        """An account, and its password, which is told once."""
        said = self.hub.balai(
            "account", "add", name, "--role", role, "--random", "--config", "/etc/balai/hub.toml"
        )
        self._people[name] = said.split()[-1]

    def ask(self, who: str, *requests: tuple[str, str, Any]) -> list[Any]:
        """What somebody is answered on a tablet, which stands in the kiosk's network and asks by the name."""
        begin = ("POST", "/session", {"username": who, "password": self._people[who]})
        kiosk = self.machines["kiosk"]
        said = kiosk.run("python3", "/srv/tablet.py", HALL_URL, "/srv/ca.pem", json.dumps([begin, *requests]))
        answers: list[Any] = json.loads(said.splitlines()[-1])
        bad = [answer for answer in answers if not 200 <= answer[0] < 300]
        if bad:
            raise Failed(f"{who} was refused: {bad}")
        return [data for _, data in answers[1:]]

    def admitted(self, name: str, device_id: str) -> None:
        """A device that shows six digits is let in by a manager, who types them."""
        code = eventually(
            lambda: code_of(self.machines[name]), PATIENCE_SECONDS,
            what=f"digits of the {name}", interval=_EVERY_SECONDS,
        )  # fmt: skip
        self.ask("kepala", ("POST", "/devices/admit", {"code": code, "id": device_id}))

    def state(self, name: str) -> Any:
        """What a machine's virtual hardware shows. Raises Failed while its program does not run."""
        return json.loads(self._window(name, "GET", "/state"))

    def press(self, pin: int) -> None:
        """A visitor's finger."""
        self._window("kiosk", "POST", f"/press/{pin}")

    def _window(self, name: str, method: str, path: str) -> str:
        asked = (
            "from urllib.request import Request, urlopen;"
            f"print(urlopen(Request('http://127.0.0.1:{WINDOW}{path}', method='{method}')).read().decode())"
        )
        return self.machines[name].run("python3", "-c", asked)


def code_of(machine: Machine) -> str:
    """The digits that a device shows, from its journal."""
    rows = [line for line in machine.journal() if "waits_to_be_let_in" in line]
    codes = [json.loads(line[line.index("{") :]).get("code", "") for line in rows]
    return next((code for code in reversed(codes) if code), "")


def one_day(target: Target, pairs: Mapping[str, Pair]) -> str:
    """From empty machines to visitors who were served, and to empty machines. Raises Failed."""
    with ExitStack() as parts:
        with _step(target, "three machines are switched on"):
            hall = Hall(target, parts)
        typed = {name: Typed(machine) for name, machine in hall.machines.items()}
        with _step(target, "packages are installed and looked at on three machines"):
            hall.everywhere(lambda machine: _installed(machine, pairs[machine.name], typed[machine.name]))
        with _step(target, "a hub with an address, a hall and people"):
            _hub(hall, typed["hub"])
        with _step(target, "two devices are let in"):
            hall.everywhere(lambda machine: _device(hall, machine, typed[machine.name]))
        counted = ", ".join(f"{name} {told.counted()}" for name, told in typed.items())
        numbers = [_served(hall, target)]
        for at, what in enumerate(("a later version", "the one before again")):
            with _step(target, f"{what} on three machines"):
                hall.everywhere(lambda machine, at=at: _replaced(machine, *others(pairs[machine.name])[at]))  # type: ignore[misc]
            numbers.append(_served(hall, target))
        hall.everywhere(Machine.is_well)
        with _step(target, "three packages are purged"):
            hall.everywhere(_purged)
        return f"{', '.join(numbers)} were printed, called, shown and served; {counted}"


def _step(target: Target, what: str) -> AbstractContextManager[None]:
    return step(target.suite, f"day: {what}")


def _installed(machine: Machine, pair: Pair, typed: Typed) -> None:
    carried(machine, pair)
    examined(machine.name, machine, typed.type(TYPED[machine.name][0]))


def _hub(hall: Hall, typed: Typed) -> None:
    _, init, enable = TYPED["hub"]
    with_an_address(hall.hub, typed.type(init))
    loaded = always_open((ROOT / "demo" / "tenggarong.toml").read_text())
    (hall.hub.path / "srv" / "hall.toml").write_text(loaded)
    hall.hub.balai("hall", "load", "/srv/hall.toml", "--config", "/etc/balai/hub.toml")
    hall.account("kepala", "manager")
    hall.account("ani", "staff")
    typed.type(enable)
    # What a manager and an officer need in their hands, on a machine of the kiosk's network.
    kiosk = hall.machines["kiosk"]
    kiosk.put(ROOT / "tests" / "install" / "tablet.py", "/srv/tablet.py")
    kiosk.put(hall.hub.path / "etc/balai/tls/ca.pem", "/srv/ca.pem")


def _device(hall: Hall, machine: Machine, typed: Typed) -> None:
    """A device finds the hall by its name, and is let in by the six digits that it shows."""
    if machine is hall.hub:
        return
    for line in TYPED[machine.name][1:]:
        typed.type(line)
    hall.admitted(machine.name, _DEVICES[machine.name])


def _replaced(machine: Machine, line: str, file: Path) -> None:
    """Another version in its place: what ran is started anew, at a hub after a copy of its store."""
    unit = f"balai-{machine.name}"
    before = machine.process(unit)
    replaced(machine.name, machine, line, file)
    if machine.process(unit) == before:
        raise Failed(f"{machine.name}: {line} left the program before running")


def _served(hall: Hall, target: Target) -> str:
    with _step(target, "a visitor is served"):
        return _visitor(hall)


def _visitor(hall: Hall) -> str:
    """One visitor from the button to the end of the service; the number."""
    kiosk = _seen(lambda: _ready(hall.state("kiosk")), "a lit lamp")
    before = kiosk["printer"]["printed"]
    hall.press(17)
    _seen(lambda: hall.state("kiosk")["printer"]["printed"] > before, "a ticket")
    hall.ask("ani", ("POST", "/counters/loket-1/open", {}))
    # A number that the kiosk gave by itself, while its hub was replaced, comes a moment after its paper.
    (called,) = _seen(
        lambda: hall.ask("ani", ("POST", "/counters/loket-1/call", {"finishes": None})), "a visitor who waits"
    )
    number, leg = called["called"]["number"], called["called"]["leg_id"]
    _seen(lambda: number in hall.state("display")["display"]["cells"].values(), f"{number} on the wall")
    told = {"leg_id": leg}
    hall.ask("ani", ("POST", "/counters/loket-1/start", told), ("POST", "/counters/loket-1/finish", told))
    return str(number)


def _seen(probe: Callable[[], Any], what: str) -> Any:
    return eventually(probe, PATIENCE_SECONDS, what=what, interval=_EVERY_SECONDS)


def _ready(kiosk: Any) -> Any:
    return kiosk if kiosk["lamps"]["27"] == "on" else None


def _purged(machine: Machine) -> None:
    """Nothing of it runs, and nothing of it is there."""
    purged(machine.name, machine)
    units = machine.run("systemctl", "list-units", "--all", "--no-legend", "--plain", "balai-*")
    # systemd forgets a name a moment after its file is gone.
    if there := [
        line for line in units.splitlines() if line.split()[1:4] != ["not-found", "inactive", "dead"]
    ]:
        raise Failed(f"{machine.name}: purge leaves {there}")

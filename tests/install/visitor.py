"""A day with one visitor on three machines: a hub, a kiosk and a wall, each booted from its package with its
own network, joined by a switch that leads nowhere else."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from typing import Any

import click

from demo.always_open import always_open
from demo.driving.wait import eventually
from tests.install.machines import Machine, Switch
from tests.install.packages import package_of
from tests.install.roots import ROOT, Failed, empty
from tools.debian.environment import Target

HALL_URL = "https://balai.local"
WINDOW = 8088
SERVICE = "perekaman-ktp"
PATIENCE_SECONDS = 120.0
#: What a technician types on each machine, beside the settings: at most three commands.
TYPED = {
    "hub": (
        "apt install ./balai-hub_*.deb", "balai hub init --name balai.local",
        "systemctl enable --now balai-hub balai-estimate balai-backup.timer balai-archive.timer",
    ),
    "kiosk": ("apt install ./balai-kiosk_*.deb", "systemctl enable --now balai-kiosk"),
    "display": ("apt install ./balai-display_*.deb", "systemctl enable --now balai-display"),
}  # fmt: skip


class Hall:
    """The three machines, and somebody with a tablet."""

    def __init__(self, target: Target, parts: ExitStack) -> None:
        switch = parts.enter_context(Switch())
        self.machines = {
            name: parts.enter_context(Machine(empty(target.suite), switch, number, name))
            for number, name in enumerate(TYPED, start=1)
        }
        for name, machine in self.machines.items():
            package = package_of(name, target)
            machine.put(package, f"/srv/{package.name}")
        self.hub = self.machines["hub"]
        self._people: dict[str, str] = {}

    def settle(self, name: str) -> None:
        """The settings that a technician edits, for virtual hardware."""
        self.machines[name].edit(f"/etc/balai/{name}.toml", virtual)

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
            lambda: code_of(self.machines[name]), PATIENCE_SECONDS, what=f"digits of the {name}"
        )
        self.ask("kepala", ("POST", "/devices/admit", {"code": code, "id": device_id}))

    def state(self, name: str) -> Any:
        """What a machine's virtual hardware shows."""
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


def virtual(text: str) -> str:
    """The example settings with virtual parts in place of those that this machine lacks."""
    text = re.sub(r'^url = "usb:.*$', 'url = "virtual:"', text, flags=re.MULTILINE)
    for real in ('"gpio:"', '"fullscreen"', '"pygame:"'):
        text = text.replace(real, '"virtual:"')
    return f"{text}\n[virtual]\nport = {WINDOW}\n"


def code_of(machine: Machine) -> str:
    """The digits that a device shows, from its journal."""
    rows = [line for line in machine.journal() if "waits_to_be_let_in" in line]
    codes = [json.loads(line[line.index("{") :]).get("code", "") for line in rows]
    return next((code for code in reversed(codes) if code), "")


def one_day(target: Target) -> None:
    """From empty machines to a visitor who was served. Raises Failed."""
    assert all(len(commands) <= 3 for commands in TYPED.values())
    with ExitStack() as parts:
        hall = Hall(target, parts)
        _hub(hall)
        for name, device_id in (("kiosk", "kios-1"), ("display", "layar-1")):
            hall.machines[name].put(ROOT / "tests" / "install" / "tablet.py", "/srv/tablet.py")
            hall.machines[name].put(hall.hub.path / "etc/balai/tls/ca.pem", "/srv/ca.pem")
            first, *rest = TYPED[name]
            hall.machines[name].typed(first)
            hall.settle(name)
            for line in rest:
                hall.machines[name].typed(line)
            hall.admitted(name, device_id)
            click.echo(f"  {target.suite}: the {name} found {HALL_URL} by its name and was let in")
        number = _visitor(hall)
        click.echo(f"  {target.suite}: {number} was printed, called, shown and served")
        for machine in hall.machines.values():
            machine.is_well()


def _hub(hall: Hall) -> None:
    for line in TYPED["hub"]:
        hall.hub.typed(line)
    loaded = always_open((ROOT / "demo" / "tenggarong.toml").read_text())
    (hall.hub.path / "srv" / "hall.toml").write_text(loaded)
    hall.hub.balai("hall", "load", "/srv/hall.toml", "--config", "/etc/balai/hub.toml")
    hall.account("kepala", "manager")
    hall.account("ani", "staff")
    hall.hub.run("systemctl", "restart", "balai-hub")


def _visitor(hall: Hall) -> str:
    """One visitor from the button to the end of the service; the number."""
    eventually(lambda: hall.state("kiosk")["lamps"]["27"] == "on", PATIENCE_SECONDS, what="a lit lamp")
    before = hall.state("kiosk")["printer"]["printed"]
    hall.press(17)
    eventually(lambda: hall.state("kiosk")["printer"]["printed"] > before, PATIENCE_SECONDS, what="a ticket")
    opened, called = hall.ask(
        "ani", ("POST", "/counters/loket-1/open", {}), ("POST", "/counters/loket-1/call", {"finishes": None})
    )
    number, leg = called["called"]["number"], called["called"]["leg_id"]
    shown = eventually(
        lambda: number in hall.state("display")["display"]["cells"].values(),
        PATIENCE_SECONDS,
        what=f"{number} on the wall",
    )
    if opened is None or not shown:
        raise Failed(f"{number} was called, and nobody opened the counter")
    hall.ask(
        "ani",
        ("POST", "/counters/loket-1/start", {"leg_id": leg}),
        ("POST", "/counters/loket-1/finish", {"leg_id": leg}),
    )
    return str(number)

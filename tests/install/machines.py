"""Machines that are booted from a root with systemd, each with a network of its own, joined by a switch."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from demo.driving.wait import eventually
from tests.install.roots import Failed, Root, Unable, layer

BOOT_SECONDS = 90.0
#: Names of the host's are short: those of one run and one release.
_OWN = f"balai{os.getpid()}"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


class Switch:
    """A bridge in a network namespace of its own: nothing behind it but the machines. `name` tells it from
    another one."""

    def __init__(self, name: str) -> None:
        self.name = f"{_OWN}-{name}"

    def __enter__(self) -> Self:
        self.space = f"{self.name}-switch"
        _ip("netns", "add", self.space)
        _ip("-n", self.space, "link", "add", "name", "br0", "type", "bridge")
        _ip("-n", self.space, "link", "set", "br0", "up")
        return self

    def __exit__(self, *_: object) -> None:
        _ip("netns", "delete", self.space)

    def plug(self, space: str, number: int) -> None:
        """A cable from another namespace to here."""
        port = f"port{number}"
        ends = ("name", port, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("-n", self.space, "link", "add", *ends)
        _ip("-n", self.space, "link", "set", port, "master", "br0", "up")


class Machine(Root):
    """One machine, booted; ended when the context is left."""

    def __init__(self, below: Sequence[Path], switch: Switch, number: int, name: str) -> None:
        self._below, self._switch, self._number, self.name = below, switch, number, name
        self._parts = ExitStack()
        self._init = 0

    def __enter__(self) -> Self:
        super().__init__(self._parts.enter_context(layer(*self._below)))
        space = f"{self._switch.name}-{self.name}"
        _ip("netns", "add", space)
        self._parts.callback(_ip, "netns", "delete", space)
        self._switch.plug(space, self._number)
        _ip("-n", space, "link", "set", "lo", "up")
        _ip("-n", space, "address", "add", f"192.168.77.{self._number}/24", "dev", "eth0")
        _ip("-n", space, "link", "set", "eth0", "up")
        (self.path / "etc/hostname").write_text(f"{self.name}\n")
        self._boot(space)
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()

    def _boot(self, space: str) -> None:
        words = [
            "systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit", "--console=pipe",
            f"--directory={self.path}", f"--machine={space}",
            f"--network-namespace-path=/run/netns/{space}", "--link-journal=no", "--resolv-conf=off",
            "--timezone=off",
        ]  # fmt: skip
        self._log = (self.path.parent / "console").open("wb")
        self._parts.callback(self._log.close)
        self._spawned = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
            env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}, start_new_session=True,
        )  # fmt: skip
        self._parts.callback(self._end)
        try:
            self._init = eventually(self._child, BOOT_SECONDS, what="its first process")
            eventually(self._is_up, BOOT_SECONDS, what="its system to be up")
        except AssertionError as fault:
            raise Unable(f"the {self.name} did not boot: {fault}\n{self.console}") from fault

    @property
    def console(self) -> str:
        """The end of what it wrote on its console."""
        return (self.path.parent / "console").read_text(errors="replace")[-2000:]

    def inside(self) -> list[str]:
        """What runs a command on it."""
        spaces = ("--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wdns=/")
        return ["nsenter", f"--target={self._init}", *spaces]

    def journal(self) -> list[str]:
        """What the programs of Balai wrote."""
        return self.run("journalctl", "--no-pager", "--output=cat", "--unit=balai-*").splitlines()

    def process(self, unit: str) -> int:
        """The main process of a unit that runs. Raises Failed."""
        told = self.run("systemctl", "show", "--property=ActiveState,MainPID", unit)
        shown = dict(line.split("=", 1) for line in told.splitlines())
        if shown["ActiveState"] != "active" or not int(shown["MainPID"]):
            raise Failed(f"{self.name}: {unit} is {shown}")
        return int(shown["MainPID"])

    def is_well(self) -> None:
        """Raises Failed where a unit of Balai failed, or a program of it went wrong."""
        units = self.run("systemctl", "list-units", "--all", "--no-legend", "--plain", "balai-*")
        failed = [line.split()[0] for line in units.splitlines() if " failed " in line]
        # A hub that is replaced is lost for a moment.
        lines = [
            line
            for line in self.journal()
            if "Traceback" in line or ('"level": "error"' in line and "hub_lost" not in line)
        ]
        if failed or lines:
            told = "".join(self.run("systemctl", "status", "--full", unit, may_fail=True) for unit in failed)
            raise Failed(f"{self.name}: {failed or lines[:5]}\n{told}")

    def _child(self) -> int:
        """The init of the container, by its number here; 0 while there is none."""
        waiting = [self._spawned.pid]
        while waiting:
            pid = waiting.pop()
            try:
                spaces = (
                    Path(f"/proc/{pid}/status").read_text().partition("NSpid:")[2].splitlines()[0].split()
                )
                told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            except OSError:
                continue
            if len(spaces) > 1 and spaces[-1] == "1":
                return pid
            waiting += map(int, told)
        if self._spawned.poll() is not None:
            raise Unable(f"the {self.name} did not boot:\n{self.console}")
        return 0

    def _is_up(self) -> bool:
        return self.run("systemctl", "is-system-running", may_fail=True).strip() in {"running", "degraded"}

    def _end(self) -> None:
        """Cut its power: what is on it is thrown away."""
        if self._init:
            os.kill(self._init, signal.SIGKILL)
        else:
            self._spawned.kill()
        self._spawned.wait()

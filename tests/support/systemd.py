"""A stand-in for systemd: runs one unit as its file in deploy/systemd says, with watchdog and restart."""

from __future__ import annotations

import configparser
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from demo.driving.programs import HERE
from demo.driving.wait import eventually

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
ABORT_SECONDS = 0.3
READY_SECONDS = 60.0


def service_of(name: str) -> Mapping[str, str]:
    """The [Service] section of a unit, keys as systemd writes them."""
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    parsed.read(UNITS / f"balai-{name}.service")
    return parsed["Service"]


class Unit:
    """A running unit. `limit` stands for the unit's WatchdogSec, so that a test need not wait so long."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        limit: float = 3.0,
    ) -> None:
        section = service_of(name)
        assert (section["Type"], section["NotifyAccess"], section["Restart"]) == ("notify", "main", "always")
        assert int(section["WatchdogSec"]) > 0
        self.name, self._limit = name, limit
        #: Exit codes after which systemd leaves it.
        self._last = {int(code) for code in section["RestartPreventExitStatus"].split()}
        self._command = [*HERE, section["ExecStart"].split()[1], *arguments]
        self._log = folder / f"{name}-unit.log"
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(str(folder / f"{name}.notify"))
        self._line.settimeout(0.05)
        self._environment = {
            **environment,
            "INVOCATION_ID": "0" * 32,
            "NOTIFY_SOCKET": self._line.getsockname(),
            "WATCHDOG_USEC": str(round(limit * 1e6)),
        }
        #: Process ids that said they are ready, in order.
        self.ready: list[int] = []
        #: Process ids that were ended since they beat no more.
        self.starved: list[int] = []
        self.said: list[str] = []
        self._ending = threading.Event()
        self._process = self._spawn()
        self._thread = threading.Thread(target=self._mind, name=name, daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """The process that runs now."""
        return self._process.pid

    def wait_ready(self, after: int | None = None) -> int:
        """Wait until a process, another than `after`, is ready; its id."""
        words = f"{self.name} to be ready:\n{self.log}"
        eventually(
            lambda: self.ready and self.ready[-1] == self.pid != after,
            READY_SECONDS,
            what=words,
        )
        return self.ready[-1]

    @property
    def log(self) -> str:
        """The end of what its processes wrote on standard error."""
        return self._log.read_text(errors="replace")[-2000:]

    def freeze(self) -> int:
        """Stop the process as it is, as a hang would; its id."""
        frozen = self.pid
        self._process.send_signal(signal.SIGSTOP)
        return frozen

    def stop(self) -> int:
        """`systemctl stop`: ask it to end, and do not start it again; its exit code."""
        self._ending.set()
        self._process.terminate()
        self._thread.join(READY_SECONDS)
        return self._process.wait(READY_SECONDS)

    def given_up(self) -> int:
        """Wait until systemd has left it; the exit code that it ended with."""
        self._thread.join(READY_SECONDS)
        assert not self._thread.is_alive(), f"{self.name} is started again and again:\n{self.log}"
        return self._process.wait(READY_SECONDS)

    def close(self) -> None:
        """End what still runs."""
        self._ending.set()
        if self._process.poll() is None:
            self._process.kill()
        self._thread.join(READY_SECONDS)
        self._line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as errors:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=self._environment,
                start_new_session=True,
            )

    def _mind(self) -> None:
        beaten: float | None = None
        while True:
            for word in self._heard():
                self.said.append(word)
                if word == "READY=1":
                    self.ready.append(self.pid)
                if word in {"READY=1", "WATCHDOG=1"}:
                    beaten = time.monotonic()
            if self._process.poll() is not None:
                if self._ending.is_set() or self._process.returncode in self._last:
                    return
                beaten, self._process = None, self._spawn()
            elif beaten is not None and time.monotonic() - beaten > self._limit:
                self._starve()

    def _heard(self) -> list[str]:
        try:
            return self._line.recv(4096).decode().split("\n")
        except (TimeoutError, OSError):
            return []

    def _starve(self) -> None:
        """SIGABRT first, as WatchdogSignal= has it; a process that is stopped hears only SIGKILL."""
        self.starved.append(self.pid)
        self._process.send_signal(signal.SIGABRT)
        try:
            self._process.wait(ABORT_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

"""The shell of a program: signals, the ready line, readiness and heartbeat for systemd, parts, exit codes.

Exit codes of every program: 0 it was told to end and did; 1 it could not start, or a part of it died, with
the reason on standard error; 2 it was called in a wrong way; 3 its libraries are not installed; 78 it could
not start for another reason that time will not mend, such as wrong settings (EX_CONFIG of sysexits.h). The
units have systemd start a program anew after 1 and leave it after the last three.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeAlias

import click

from balai.errors import BalaiError
from balai.program.claim import claim
from balai.program.systemd import Systemd
from balai.version import software
from balai.words.said import say

#: A program says at least this often that it goes on (real seconds).
BEAT_SECONDS = 0.5

OnSignal: TypeAlias = Callable[[int, Callable[[], None]], object]


class Shell:
    """A running program, as its own code sees it. `crash` and `end` may be called from any thread."""

    def __init__(self, name: str, systemd: Systemd | None = None) -> None:
        self.name = name
        #: What is ended, in reverse, when the program ends.
        self.parts = ExitStack()
        # Made when it is needed, so that a hub that runs on greenlets gets one that suits them.
        self.ended = threading.Event()
        self._systemd = systemd or Systemd()
        self._fault: BalaiError | None = None
        #: Whether it is to start anew once it has ended.
        self.again = False

    def ready(self, *, url: str | None = None, virtual: str | None = None, hall: str | None = None) -> None:
        """Say, on standard output and to systemd, that it works.

        The line is one JSON object with the same keys for every program: `url` is where it serves, `virtual`
        the window to its virtual parts, `hall` the hall that it serves; null where it has none.
        """
        line = {"ready": True, "program": self.name, "version": software()}
        click.echo(json.dumps({**line, "url": url, "virtual": virtual, "hall": hall}))
        self._systemd.ready()

    def waits(self, words: str) -> None:
        """Say that it is up and waits for a person, so that systemd gives it time."""
        self._systemd.ready()
        self.status(words)

    def beat(self) -> None:
        """The program's own work goes on: call it in each round of it, never from a thread beside it."""
        self._systemd.beat()

    def rest(self, seconds: float) -> bool:
        """Let the program's work rest so long, or until it is to end; whether it is."""
        left = seconds
        while not self.ended.wait(min(left, BEAT_SECONDS)):
            self.beat()
            left -= BEAT_SECONDS
            if left <= 0:
                return False
        return True

    def status(self, words: str) -> None:
        """Say in one line how it is, for `systemctl status`."""
        self._systemd.status(words)

    def end(self) -> None:
        """Ask it to end."""
        self.ended.set()

    def restart(self) -> None:
        """Ask it to end and to be started anew: by systemd, or else by itself in the same process."""
        self.again = True
        self.end()

    def claim(self, file: Path) -> None:
        """Let `--check` with the same file know that this program runs, and has hold of the parts."""
        line = claim(self.name, file)
        if line is not None:
            self.parts.callback(line.close)

    def crash(self, fault: BalaiError) -> None:
        """A part died: end, with the first such fault as the reason, to be started anew."""
        self._fault = self._fault or fault
        self.end()

    def close(self) -> None:
        """End its parts; raise the fault that a part died of."""
        self._systemd.stopping()
        self.parts.close()
        if self._fault is not None:
            raise self._fault


def plain_signal(number: int, act: Callable[[], None]) -> None:
    """Let a signal do something, in a program of threads."""
    signal.signal(number, lambda *_: act())


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show errors that are for people as such: their words, and exit code 1."""
    try:
        yield
    except BalaiError as fault:
        raise click.ClickException(str(fault)) from fault


class WillNotMend(click.ClickException):
    """A program cannot start, and trying again is of no use before somebody has mended the reason."""

    exit_code = 78


@contextmanager
def program_errors() -> Iterator[None]:
    """The same of a program, with exit code 78 where time will not mend the reason. One that systemd has
    started then says that it is not started again by itself."""
    try:
        yield
    except BalaiError as fault:
        if not fault.lasting:
            raise click.ClickException(str(fault)) from fault
        rest = [say("error.not_started_again")] if "INVOCATION_ID" in os.environ else []
        raise WillNotMend("\n".join([str(fault), *rest])) from fault


@contextmanager
def running(name: str, on_signal: OnSignal = plain_signal) -> Iterator[Shell]:
    """A program from its first line to its last. SIGTERM and SIGINT ask it to end."""
    with program_errors():
        shell = Shell(name)
        # State, journals, clips and pictures are for the program's own user alone.
        shell.parts.callback(os.umask, os.umask(0o077))
        for number in (signal.SIGTERM, signal.SIGINT):
            on_signal(number, shell.end)
        try:
            yield shell
        except BaseException:
            shell.parts.close()
            raise
        shell.close()
        if shell.again and "INVOCATION_ID" not in os.environ:
            os.execv(sys.executable, [sys.executable, "-m", "balai.cli", *sys.argv[1:]])  # noqa: S606

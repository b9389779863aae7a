"""Hubs, kiosks and displays forked from a process that has loaded their libraries, instead of loading them at
each start.

They spend most of their start on imports, and the tests start many. A loader has imported what `balai hub`
(`balai kiosk`, `balai display`) imports, in the same order, and has done nothing else. For each start it
forks, and the child goes on as the program does: a process of its own, with its own session, files, folder,
environment and end. How they start from nothing is shown by the tests of the wheel, the demonstration and
systemd's units.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

if TYPE_CHECKING:
    from server.auth.passwords import Passwords

#: Names a module that a forked program loads before it begins.
HOOK = "BALAI_TEST_HOOK"
_SUBREAPER = 36
_LONGEST = 1 << 20
#: Before gevent replaces them in the loader.
_FORK, _WAIT, _CLOSE = os.fork, os.waitpid, os.close


class Loader:
    """A process that has loaded what a program needs."""

    def __init__(self, program: str) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-u", "-m", __name__, program, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._one = threading.Lock()

    def start(
        self, command: Sequence[str], folder: str, environment: Mapping[str, str], files: list[int]
    ) -> int:
        """The program with these words, and these files as its first three; its process id. It is this
        process's child, as if it had been started from here."""
        told = json.dumps([list(command), folder, dict(environment)]).encode()
        with self._one, _adopting():
            socket.send_fds(self._line, [told], files)
            return int(self._line.recv(20))

    def close(self) -> None:
        """End it; what it started goes on."""
        self._line.close()
        self._process.wait(20)


@contextlib.contextmanager
def _adopting() -> Iterator[None]:
    """Be the parent of grandchildren that lose theirs meanwhile."""
    library = ctypes.CDLL(None, use_errno=True)
    assert library.prctl(_SUBREAPER, 1, 0, 0, 0) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        library.prctl(_SUBREAPER, 0, 0, 0, 0)


class Forked(subprocess.Popen[bytes]):
    """A program: forked where it is one of this environment that is started often, else started as usual."""

    loaders: ClassVar[dict[str, Loader]] = {}

    def _execute_child(self, args: Any, *rest: Any) -> None:
        from demo.driving.programs import HERE

        words, here = list(args), len(HERE)
        _executable, _before, _close, _pass, folder, environment, _info, _flags, _shell, *more = rest
        environment = os.environ if environment is None else environment
        same_words = environment.get("BALAI_LANG") == os.environ.get("BALAI_LANG")
        program = words[here] if tuple(words[:here]) == HERE else ""
        if program not in _LOADS or not same_words:
            super()._execute_child(args, *rest)  # type: ignore[misc]  # typeshed leaves it out
            return
        if program not in self.loaders:
            self.loaders[program] = Loader(program)
        pipes: list[int] = more[:6]
        files = [own if theirs == -1 else theirs for own, theirs in enumerate((pipes[0], pipes[3], pipes[5]))]
        self.pid = self.loaders[program].start(words[here:], os.fspath(folder or "."), environment, files)
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]  # as its own does at the end


def _quick() -> Passwords:
    from argon2 import PasswordHasher

    from server.auth.passwords import Passwords

    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@contextlib.contextmanager
def forked_programs() -> Iterator[None]:
    """Programs are forked, by one loader of each kind for the whole run."""
    from demo.driving.programs import Program

    Program.spawn = Forked
    yield
    for loader in Forked.loaders.values():
        loader.close()
    Forked.loaders.clear()


@pytest.fixture(scope="session", autouse=True)
def forked_hubs() -> Iterator[None]:
    """Hubs, kiosks and displays are forked. Passwords of accounts are quick to check: that they are hard to
    guess is asked by those tests that say so. Their stores begin with tables that were made once."""
    # The fast tests have no hall, and do not wait for what makes one.
    if os.environ.get("HYPOTHESIS_PROFILE") != "fast":
        from demo.driving.hubs import Site
        from tests.support.hub.stores import empty_tables

        Site.passwords, Site.tables = _quick, empty_tables
    with forked_programs():
        yield


def _load_hub() -> None:
    from server.cli import hub  # noqa: F401  # as the command does before gevent patches

    from gevent import monkey  # isort: skip

    monkey.patch_all()
    import server.http.process  # noqa: F401


def _load_kiosk() -> None:
    import kiosk.main  # noqa: F401


def _load_display() -> None:
    import display.main  # noqa: F401


_LOADS: Mapping[str, Callable[[], None]] = {"hub": _load_hub, "kiosk": _load_kiosk, "display": _load_display}


def main(program: str, line: socket.socket) -> None:
    """Load, and fork whenever asked until nobody asks; the child is the program."""
    from balai.cli import main as balai

    _LOADS[program]()
    gc.freeze()
    while True:
        told, files, *_ = socket.recv_fds(line, _LONGEST, 3)
        if not told:
            return
        if _child(line):
            break
        for file in files:
            _CLOSE(file)
    line.close()
    command, folder, environment = json.loads(told)
    _become(files, folder, environment)
    if HOOK in environment:
        importlib.import_module(environment[HOOK])
    sys.argv[1:] = command
    balai(prog_name="balai")


def _child(line: socket.socket) -> bool:
    """Fork; whether this is the child. The loader tells who it is once it has lost its parent."""
    mine, theirs = os.pipe()
    between = _FORK()
    if not between:
        if _FORK():
            os._exit(0)
        os.write(theirs, str(os.getpid()).encode())
    else:
        _WAIT(between, 0)
        line.send(os.read(mine, 20))
    _CLOSE(mine)
    _CLOSE(theirs)
    return not between


def _become(files: Sequence[int], folder: str, environment: Mapping[str, str]) -> None:
    if "gevent" in sys.modules:
        import gevent

        # A library asked for a socket as it was loaded, and with it came the loop of the loader.
        gevent.reinit()
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file, number)
        _CLOSE(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)


if __name__ == "__main__":
    main(sys.argv[1], socket.socket(fileno=int(sys.argv[2])))

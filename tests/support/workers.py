"""`--workers N`: a run's tests in N processes that are forked once all are collected.

Workers that each load and collect the whole suite spend a minute of processor time on it, and none of them
begins before the last has. A file's tests stay with one worker, since they share what they start; whoever is
free takes the next file, in the order in which they were collected.
"""

from __future__ import annotations

import json
import os
import select
import selectors
import signal
import struct
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

#: In the environment of a worker: its number.
WORKER = "BALAI_TEST_WORKER"
#: So long a worker may take to put away what it started.
ENDS_SECONDS = 60.0
_NUMBER = struct.Struct("!I")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option of how many."""
    parser.addoption("--workers", type=int, default=1, help="run files of tests in so many processes")


class _Elsewhere:
    """In the place of the next test, where it is in another file: what the whole run shares stays."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def listchain(self) -> list[pytest.Session]:
        return [self._session]


@dataclass
class _Worker:
    """A process, the line from it, and the test that it was last heard of."""

    pid: int
    line: int
    test: str = ""
    done: bool = False


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Fork, and tell what the workers tell."""
    count = session.config.getoption("--workers")
    if count < 2 or session.config.option.collectonly or session.testsfailed:
        return None
    by_path: dict[Path, list[pytest.Item]] = {}
    for test in session.items:
        by_path.setdefault(test.path, []).append(test)
    files = list(by_path.values())
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # where workers have theirs
    turns = _turns(len(files))
    workers = [_fork(session, number, files, turns) for number in range(min(count, len(files)))]
    os.close(turns)
    try:
        for worker, told in _heard(workers):
            _tell(session, worker, told)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
    finally:
        for worker in workers:
            _end(worker)
    return True


def _end(worker: _Worker) -> None:
    """Wait for a worker; one that still works is told to put away what it started."""
    if not worker.done:
        os.kill(worker.pid, signal.SIGINT)
    ended = os.pidfd_open(worker.pid)
    if not select.select([ended], (), (), ENDS_SECONDS)[0]:
        os.kill(worker.pid, signal.SIGKILL)
    os.close(ended)
    os.waitpid(worker.pid, 0)


def _turns(count: int) -> int:
    """A pipe out of which each number is read once, whoever reads it."""
    reading, writing = os.pipe()
    for number in range(count):
        os.write(writing, _NUMBER.pack(number))
    os.close(writing)
    return reading


def _fork(session: pytest.Session, number: int, files: Sequence[list[pytest.Item]], turns: int) -> _Worker:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _work(session, number, files, turns, _Line(writing))
    os.close(writing)
    return _Worker(pid, reading)


class _Line:
    """From a worker to the process that tells."""

    def __init__(self, file: int) -> None:
        self._file = file

    def say(self, what: str, told: Any = None) -> None:
        said = json.dumps([what, told]).encode() + b"\n"
        while said:
            said = said[os.write(self._file, said) :]


def _work(
    session: pytest.Session, number: int, files: Sequence[list[pytest.Item]], turns: int, line: _Line
) -> NoReturn:
    """What a worker does until no file is left."""
    status = 1
    try:
        _settle(session.config, number, line)
        elsewhere = _Elsewhere(session)
        while turn := os.read(turns, _NUMBER.size):
            (at,) = _NUMBER.unpack(turn)
            for test, following in zip(files[at], [*files[at][1:], elsewhere], strict=True):
                line.say("begins", test.nodeid)
                session.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        session._setupstate.teardown_exact(None)
        line.say("done")
        status = 0
    except BaseException:  # noqa: BLE001  # told where the run is told
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        line.say("failed", traceback.format_exc())
        with suppress(BaseException):
            session._setupstate.teardown_exact(None)
    finally:
        os._exit(status)


def _settle(config: pytest.Config, number: int, line: _Line) -> None:
    """Have an own folder, own captured output, and nothing of the terminal."""
    os.environ[WORKER] = str(number)
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    config.get_terminal_writer()._file = Path(os.devnull).open("w")  # noqa: SIM115  # as long as it lives
    factory: Any = config._tmp_path_factory  # type: ignore[attr-defined]  # pytest has no other way
    folder = factory.getbasetemp() / f"worker-{number}"
    folder.mkdir()
    factory._basetemp = folder
    config.pluginmanager.register(_Reports(config, line))


class _Reports:
    """Sends each report away."""

    def __init__(self, config: pytest.Config, line: _Line) -> None:
        self._config, self._line = config, line

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._line.say("report", told)


def _heard(workers: Sequence[_Worker]) -> Iterator[tuple[_Worker, Sequence[Any]]]:
    """What workers say, as it comes; of one that ends before it is done, that."""
    kept = dict.fromkeys((worker.line for worker in workers), b"")
    with selectors.DefaultSelector() as ready:
        for worker in workers:
            ready.register(worker.line, selectors.EVENT_READ, worker)
        while ready.get_map():
            for key, _ in ready.select():
                worker = key.data
                read = os.read(key.fd, 1 << 16)
                *lines, kept[key.fd] = (kept[key.fd] + read).split(b"\n")
                for said in lines:
                    yield worker, json.loads(said)
                if not read:
                    ready.unregister(key.fd)
                    os.close(key.fd)
                    if not worker.done:
                        yield worker, ("failed", f"The worker ended in {worker.test}.")


def _tell(session: pytest.Session, worker: _Worker, heard: Sequence[Any]) -> None:
    what, told = heard
    hook = session.config.hook
    if what == "begins":
        worker.test = told
    elif what == "report":
        told["location"] = tuple(told["location"])
        if isinstance(told["longrepr"], list):  # where something was skipped
            told["longrepr"] = tuple(told["longrepr"])
        report = hook.pytest_report_from_serializable(config=session.config, data=told)
        hook.pytest_runtest_logreport(report=report)
    elif not worker.done:
        worker.done = True
        if what == "failed":
            report = pytest.TestReport(
                worker.test or "worker", ("worker", None, ""), {}, "failed", told, "teardown"
            )
            hook.pytest_runtest_logreport(report=report)

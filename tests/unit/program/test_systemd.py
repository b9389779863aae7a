"""What systemd hears of a program: that it is ready, that it goes on, how it is, and that it ends."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from balai.clock import ManualClock
from balai.program.systemd import Systemd
from tests.support.wall.walls import START


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.setblocking(False)
        yield line


def heard(line: socket.socket) -> list[str]:
    said = []
    while True:
        try:
            said.append(line.recv(1000).decode())
        except BlockingIOError:
            return said


def test_it_is_told_that_the_device_is_ready_and_goes_on(systemd: socket.socket) -> None:
    clock = ManualClock(START)
    watchdog = Systemd({"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "30000000"}, clock.monotonic)
    watchdog.ready()
    for _ in range(250):
        watchdog.beat()
        clock.advance(0.1)
    assert heard(systemd) == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"]


def test_where_no_watchdog_is_wanted_there_is_no_beat(systemd: socket.socket) -> None:
    watchdog = Systemd({"NOTIFY_SOCKET": systemd.getsockname()})
    watchdog.ready()
    watchdog.beat()
    assert heard(systemd) == ["READY=1"]


@pytest.mark.parametrize(
    "environment",
    [{}, {"NOTIFY_SOCKET": "/none/there"}, {"NOTIFY_SOCKET": "@none-there", "WATCHDOG_USEC": "odd"}],
)
def test_without_systemd_nothing_is_said_and_nothing_fails(environment: dict[str, str]) -> None:
    watchdog = Systemd(environment)
    watchdog.ready()
    watchdog.beat()


def test_a_systemd_that_does_not_read_holds_nobody_up(systemd: socket.socket) -> None:
    clock = ManualClock(START)
    watchdog = Systemd({"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "3"}, clock.monotonic)
    for _ in range(2000):
        clock.advance(1)
        watchdog.beat()
    assert 0 < len(heard(systemd)) < 2000


def test_a_status_is_one_line_told_where_it_changed(systemd: socket.socket) -> None:
    told = Systemd({"NOTIFY_SOCKET": systemd.getsockname()})
    for words in ("Siap.", "Siap.", "Kertas\ntiket habis.", "x" * 500):
        told.status(words)
    told.stopping()
    said = heard(systemd)
    assert said[:2] == ["STATUS=Siap.", "STATUS=Kertas tiket habis."]
    assert said[3:] == ["STOPPING=1"]
    assert len(said[2]) < 250

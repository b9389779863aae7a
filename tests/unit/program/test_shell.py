"""A program's life: what it says when it is ready, how it ends, and what it ends with."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from balai.errors import BalaiError, ConfigurationFaults, PartMissing
from balai.program.claim import runs
from balai.program.shell import Shell, WillNotMend, running
from balai.program.systemd import Systemd
from balai.version import software
from balai.words.said import say
from hardware.ports import PartUnavailable
from server.store.errors import HallUnknown, StoreBusy, StoreNewer


class Signals:
    """Remembers what is to be done at a signal instead of doing it."""

    def __init__(self) -> None:
        self.acts: dict[int, Callable[[], None]] = {}

    def __call__(self, number: int, act: Callable[[], None]) -> None:
        self.acts[number] = act


def test_every_program_says_the_same_keys_when_it_is_ready(capsys: pytest.CaptureFixture[str]) -> None:
    Shell("hub").ready(url="http://127.0.0.1:8080", hall="tenggarong")
    Shell("kiosk").ready(virtual="http://127.0.0.1:9")
    hub, kiosk = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert list(hub) == list(kiosk) == ["ready", "program", "version", "url", "virtual", "hall"]
    assert hub == {
        "ready": True,
        "program": "hub",
        "version": software(),
        "url": "http://127.0.0.1:8080",
        "virtual": None,
        "hall": "tenggarong",
    }
    assert (kiosk["url"], kiosk["virtual"], kiosk["hall"]) == (None, "http://127.0.0.1:9", None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_its_parts_in_reverse(number: signal.Signals) -> None:
    signals = Signals()
    ended: list[str] = []
    with running("kiosk", signals) as shell:
        shell.parts.callback(ended.append, "printer")
        shell.parts.callback(ended.append, "link")
        signals.acts[number]()
        assert shell.ended.wait(0)
        assert ended == []
    assert ended == ["link", "printer"]


def test_a_real_signal_reaches_a_program_of_threads() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        with running("kiosk") as shell:
            os.kill(os.getpid(), signal.SIGTERM)
            assert shell.ended.wait(5)
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)


def failing(fault: BaseException, ended: list[str]) -> None:
    """A program with one part that does not get ready."""
    with running("kiosk", Signals()) as shell:
        shell.parts.callback(ended.append, "link")
        raise fault


def test_a_fault_for_people_is_told_in_its_words_after_the_parts_ended() -> None:
    ended: list[str] = []
    with pytest.raises(click.ClickException, match=r"^There is no printer\.$") as told:
        failing(BalaiError("There is no printer."), ended)
    assert told.value.exit_code == 1
    assert ended == ["link"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (ConfigurationFaults("kiosk.toml", []), 78),
        (PartMissing("The font is not there."), 78),
        (PartUnavailable("bad_url", "That is no address."), 78),
        (PartUnavailable("no_pins", "There are no pins."), 1),
        (HallUnknown("There is no hall."), 78),
        (StoreNewer("The tables are of a later program."), 78),
        (StoreBusy("Another hub has it."), 1),
    ],
)
def test_what_time_will_not_mend_has_an_exit_code_of_its_own(fault: BalaiError, code: int) -> None:
    with pytest.raises(click.ClickException) as told:
        failing(fault, [])
    assert told.value.exit_code == code


def test_only_where_systemd_started_it_a_program_says_that_it_stays_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = []
    for invocation in ("", "0" * 32):
        if invocation:
            monkeypatch.setenv("INVOCATION_ID", invocation)
        else:
            monkeypatch.delenv("INVOCATION_ID", raising=False)
        with pytest.raises(WillNotMend) as told:
            failing(PartMissing("The font is not there."), [])
        said.append(told.value.message)
    assert said == ["The font is not there.", f"The font is not there.\n{say('error.not_started_again')}"]


def test_a_program_that_runs_is_known_by_its_file_until_it_ends(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    with running("kiosk", Signals()) as shell:
        shell.claim(one)
        assert [runs("kiosk", one), runs("kiosk", other), runs("display", one)] == [True, False, False]
        shell.claim(one)  # a second program with this file runs all the same
    assert not runs("kiosk", one)


def test_a_fault_of_ours_ends_the_parts_too_and_keeps_its_traceback() -> None:
    ended: list[str] = []
    with pytest.raises(ZeroDivisionError):
        failing(ZeroDivisionError(), ended)
    assert ended == ["link"]


def dying(ended: list[str]) -> None:
    """A program with a part that dies at work."""
    with running("kiosk", Signals()) as shell:
        shell.parts.callback(ended.append, "printer")
        part = threading.Thread(target=shell.crash, args=(BalaiError("The worker died."),))
        part.start()
        assert shell.ended.wait(5)
        part.join()
        shell.crash(BalaiError("So did the rest."))


def test_a_part_that_dies_ends_the_program_with_the_first_reason() -> None:
    ended: list[str] = []
    with pytest.raises(click.ClickException, match=r"^The worker died\.$"):
        dying(ended)
    assert ended == ["printer"]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(tmp_path / "notify"))
        made.setblocking(False)
        yield made


def test_a_rest_beats_and_ends_early_when_the_program_is_to_end(line: socket.socket) -> None:
    environment = {"NOTIFY_SOCKET": line.getsockname(), "WATCHDOG_USEC": "3"}
    shell = Shell("estimate", Systemd(environment))
    assert not shell.rest(0.001)
    assert line.recv(100) == b"WATCHDOG=1"
    shell.end()
    assert shell.rest(600)


def test_what_a_program_writes_is_for_its_own_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with running("kiosk", Signals()):
            (tmp_path / "state").touch()
        (tmp_path / "later").touch()
    finally:
        os.umask(before)
    modes = [oct((tmp_path / name).stat().st_mode & 0o777) for name in ("state", "later")]
    assert modes == ["0o600", "0o666"]

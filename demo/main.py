"""`balai demo`: a whole hall on this machine, with virtual devices."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

import click

from balai.clock import Clock, ScaledClock, SystemClock
from balai.errors import BalaiError
from balai.words.said import help_of, say
from demo.driving.cable import Cable
from demo.driving.programs import Program
from demo.folder import TOUCH_FILE, DemoFolder, prepare, write_devices
from demo.morning import FAST_FACTOR, HALL_OPENS, MORNING_SECONDS, arrivals, haste
from demo.play import Morning
from demo.start_page import Places, StartPage

PAGE_PORT, HUB_PORT = 8070, 8080
PORT = click.IntRange(0, 65535)


@click.command(help=help_of("command.demo"))
@click.option("--visitors", type=click.IntRange(1, 900), help=say("option.demo.visitors"))
@click.option("--fast", is_flag=True, help=say("option.demo.fast", times=f"{FAST_FACTOR:g}"))
@click.option("--seed", type=int, default=1, show_default=True, help=say("option.demo.seed"))
@click.option("--port", type=PORT, help=say("option.demo.port"))
@click.option("--hub-port", type=PORT, help=say("option.demo.hub_port"))
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("option.demo.folder"),
)
def demo(
    visitors: int | None, fast: bool, seed: int, port: int | None, hub_port: int | None, folder: Path | None
) -> None:
    """The command; see its help."""
    if fast and visitors is None:
        raise click.UsageError(say("cli.demo.fast_alone"))
    if folder is not None and folder.exists() and any(folder.iterdir()):
        raise click.UsageError(say("cli.demo.folder_in_use", folder=folder))
    with _signals_end(), ExitStack() as stack:
        try:
            path = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="balai-demo-")))
            _run(stack, path.resolve(), visitors, fast, seed, port, hub_port)
        except BalaiError as fault:
            raise click.ClickException(str(fault)) from fault
        except _EndedBySignal:
            if visitors:
                raise click.ClickException(say("cli.demo.cut_short")) from None
    click.echo(say("cli.demo.ended"))


class _EndedBySignal(BaseException):
    """Ctrl-C or SIGTERM; passes every `except Exception` on its way to the end."""


@contextmanager
def _signals_end() -> Iterator[None]:
    """The first Ctrl-C or SIGTERM ends everything in order; later ones do not disturb that."""
    numbers = (signal.SIGINT, signal.SIGTERM)

    def end(_signal: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise _EndedBySignal

    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(
    stack: ExitStack,
    path: Path,
    visitors: int | None,
    fast: bool,
    seed: int,
    port: int | None,
    hub_port: int | None,
) -> None:
    click.echo(say("cli.demo.preparing"))
    hub_port = _port(hub_port, HUB_PORT)
    folder = prepare(path, hub_port, accounts=12 if visitors else 3, with_touch=not visitors)
    clock = _clock(folder, visitors if fast else None)
    cable = None if visitors else stack.enter_context(closing(Cable(hub_port)))
    programs = _start(stack, folder, clock, window=_has_screen() and not visitors, quiet=fast, cable=cable)
    places = _places(programs)
    if visitors:
        _play(folder, places, clock, visitors, seed)
        return
    page = StartPage(folder, places, _port(port, PAGE_PORT), cable)
    page.start()
    stack.callback(page.stop)
    _tell(folder, places, page.url)
    _wait(programs)


def _port(asked: int | None, usual: int) -> int:
    """The port asked for, else the usual one, else any. Raises BalaiError `port_taken`."""
    for port in (usual, 0) if asked is None else (asked,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BalaiError(
        say("error.port_taken", port=asked),
        code="port_taken",
    )


def _clock(folder: DemoFolder, visitors: int | None) -> Clock:
    """The system's clock, or one that hurries through a played morning of so many."""
    if visitors is None:
        return SystemClock()
    zone = folder.config.zone
    today = datetime.now(zone).date()
    return ScaledClock(time.time(), datetime.combine(today, HALL_OPENS, zone), FAST_FACTOR * haste(visitors))


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _start(
    stack: ExitStack, folder: DemoFolder, clock: Clock, *, window: bool, quiet: bool, cable: Cable | None
) -> dict[str, Program]:
    """Start the hall's programs; with a `cable` also a kiosk with a touch screen, which hangs on it."""
    spec = ["--clock", clock.spec] if isinstance(clock, ScaledClock) else []
    programs: dict[str, Program] = {}

    def start(name: str, file: str = "") -> None:
        file = file or name
        command = ["--config", f"{file}.toml", *spec]
        programs[file] = stack.enter_context(Program(name, command, folder.path / f"{file}.log"))

    start("hub")
    hub_url = programs["hub"].url
    write_devices(folder, hub_url, cable.url if cable else hub_url, window=window, quiet=quiet)
    start("kiosk")
    start("display")
    if cable is not None:
        start("kiosk", TOUCH_FILE)
    # The hall works without it, so it is not among the programs that must run.
    stack.enter_context(Program("estimate", ["--config", "hub.toml", *spec], folder.path / "estimate.log"))
    return programs


def _places(programs: dict[str, Program]) -> Places:
    urls = {name: program.url for name, program in programs.items()}
    return Places(urls["hub"], urls["kiosk"], urls["display"], urls.get(TOUCH_FILE, ""))


def _play(folder: DemoFolder, places: Places, clock: Clock, visitors: int, seed: int) -> None:
    shares = {pin: share for pin, (_, share) in folder.pins.items()}
    length = MORNING_SECONDS * min(1.0, visitors / 120)
    morning = Morning(folder, places.hub, places.kiosk, clock, seed, haste(visitors))
    summary = morning.play(arrivals(visitors, shares, length, seed))
    click.echo(str(summary))
    if not summary.complete:
        raise BalaiError(say("error.morning_not_whole"), code="incomplete")


def _tell(folder: DemoFolder, places: Places, page: str) -> None:
    click.echo()
    click.echo(say("cli.demo.page", url=page))
    click.echo(say("cli.demo.tablet", url=f"{places.hub}/staff"))
    click.echo(
        say("cli.demo.wall", where=places.wall + "/frame.png" if places.wall else say("cli.demo.own_window"))
    )
    click.echo()
    click.echo(say("cli.demo.accounts"))
    for who in folder.accounts:
        role = say(f"trail_page.detail.{who.role}")
        click.echo(f"    {who.username:<12} {who.password:<22} {role}")
    click.echo()
    click.echo(say("cli.demo.how_to_end"))


def _wait(programs: dict[str, Program]) -> None:
    """Until a signal, or Enter where somebody sits at a terminal. A program that ends by itself ends
    the demo with its last words."""
    never = threading.Event()
    while not _enter_pressed():
        never.wait(0.25)
        for program in programs.values():
            if not program.runs:
                raise BalaiError(
                    say("error.program_ended", program=program.name, words=program.last_words()),
                    code="program_failed",
                )


def _enter_pressed() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and bool(select.select([sys.stdin], [], [], 0)[0])

"""The commands of `balai kiosk test`. What only one of them needs is loaded by that one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from balai.program.shell import plain_errors
from balai.words.said import help_of, say
from kiosk.config import KioskConfig, load_kiosk_config
from kiosk.trial.telling import check_free

_config = partial(
    click.option, "--config", "config_path", type=click.Path(path_type=Path), required=True,
    help=say("option.kiosk.config"),
)  # fmt: skip
_seconds = partial(
    click.option, "--seconds", type=click.FloatRange(0, 3600), show_default=True,
    help=say("option.kiosk.seconds"),
)  # fmt: skip


def _rest(seconds: float) -> None:
    """Wait; a person at the terminal ends it by Ctrl-C."""
    threading.Event().wait(seconds)


@click.group(help=help_of("command.kiosk_test"))
def test() -> None:
    """`balai kiosk test`."""


def _try(config_path: Path, trial: Callable[[KioskConfig], bool]) -> None:
    """Try a part; the exit code says whether it is well."""
    with plain_errors():
        check_free(config_path)
        well = trial(load_kiosk_config(config_path))
    raise SystemExit(0 if well else 1)


@test.command(name="printer", help=help_of("command.kiosk_test_printer"))
@_config()
def try_printer(config_path: Path) -> None:
    """`balai kiosk test printer`."""
    from kiosk.trial.printer import tried

    _try(config_path, lambda config: tried(config.printer, click.echo))


@test.command(name="buttons", help=help_of("command.kiosk_test_buttons"))
@_config()
@_seconds(default=60.0)
def try_buttons(config_path: Path, seconds: float) -> None:
    """`balai kiosk test buttons`."""
    from kiosk.trial import panel

    _try(config_path, lambda config: panel.try_buttons(config, click.echo, seconds, _rest))


@test.command(name="lamps", help=help_of("command.kiosk_test_lamps"))
@_config()
@_seconds(default=3.0)
def try_lamps(config_path: Path, seconds: float) -> None:
    """`balai kiosk test lamps`."""
    from kiosk.trial import panel

    _try(config_path, lambda config: panel.try_lamps(config, click.echo, seconds, _rest))


@test.command(name="scanner", help=help_of("command.kiosk_test_scanner"))
@_config()
@_seconds(default=60.0)
def try_scanner(config_path: Path, seconds: float) -> None:
    """`balai kiosk test scanner`."""
    from kiosk.trial.scanner import tried

    _try(config_path, lambda config: tried(config.scanner, click.echo, seconds, _rest))


@test.command(name="screen", help=help_of("command.kiosk_test_screen"))
@_config()
@_seconds(default=60.0)
def try_screen(config_path: Path, seconds: float) -> None:
    """`balai kiosk test screen`."""
    from kiosk.trial.screen import tried

    _try(config_path, lambda config: tried(config.screen, click.echo, seconds))


@test.command(name="sound", help=help_of("command.kiosk_test_sound"))
@_config()
@_seconds(default=20.0)
def try_sound(config_path: Path, seconds: float) -> None:
    """`balai kiosk test sound`."""
    from kiosk.trial.sound import tried

    _try(config_path, lambda config: tried(config.screen, click.echo, seconds, _rest))

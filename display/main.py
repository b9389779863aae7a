"""`balai display`: wires the parts together, says when it is ready, and ends in order."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from balai.assets import font_path
from balai.clock import Clock, parse_clock
from balai.errors import BalaiError
from balai.logs import configure_device_logs
from balai.program.finding import check_options, show
from balai.program.shell import Shell, running
from balai.words.said import help_of, say
from display.config import DisplayConfig, load_display_config
from display.frame import paint, read_board
from display.program import run
from hardware.device_file import KeptFiles
from hardware.screen.screen import encode

WEIGHTS = (420, 520, 560, 640, 680, 700, 740)


@click.command(help=help_of("command.display"))
@click.option("--config", "config_path", type=click.Path(path_type=Path), help=say("option.display.config"))
@click.option("--clock", "clock_spec", default="system", envvar="BALAI_CLOCK", help=say("option.rehearsal"))
@click.option("--frame", type=click.Path(path_type=Path), help=say("option.display.frame"))
@click.option("--board", type=click.Path(path_type=Path), help=say("option.display.board"))
@click.option("--at", "at_text", help=say("option.display.at"))
@check_options
def display(
    config_path: Path | None,
    clock_spec: str,
    frame: Path | None,
    board: Path | None,
    at_text: str | None,
    *,
    check: bool,
    as_json: bool,
) -> None:
    """Run until SIGTERM, SIGINT or the window is closed; exits with every fault if it cannot start (see the
    shell's exit codes)."""
    configure_device_logs()
    if (frame is None) != (board is None):
        raise click.UsageError(say("cli.display.frame_and_board"))
    if frame is None and config_path is None:
        raise click.UsageError(say("cli.display.give"))
    if check and config_path is not None:
        from display.check import findings

        raise SystemExit(show(findings(config_path, clock_spec), as_json=as_json))
    with running("display") as shell:
        # A font that is missing is found now, and not when the first call comes.
        for weight in WEIGHTS:
            font_path(weight)
        config = load_display_config(config_path) if config_path else None
        if frame is not None and board is not None:
            _write_frame(config, frame, board, _moment(at_text))
        elif config is not None and config_path is not None:
            shell.claim(config_path)
            _start(shell, config, config_path, parse_clock(clock_spec))


def _start(shell: Shell, config: DisplayConfig, path: Path, clock: Clock) -> None:
    if not config.hub.token:
        from display.admission import admitted  # a wall that is in needs none of it

        config = admitted(shell, config, KeptFiles.of(path, config.hub.kept))
    if not shell.ended.is_set():
        run(shell, config, clock)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    except ValueError:
        pass
    raise click.BadParameter(say("cli.display.no_time", text=repr(text)))


def _write_frame(config: DisplayConfig | None, frame: Path, board: Path, at: datetime | None) -> None:
    size = (config.screen.width, config.screen.height) if config else (1920, 1080)
    picture = paint(read_board(board), size, at, config.directions if config else None)
    try:
        frame.write_bytes(encode(picture))
    except OSError as error:
        raise BalaiError(
            say("error.picture_unwritable", file=frame, error=error), code="frame_unwritable"
        ) from error

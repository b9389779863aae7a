"""`balai support`: one file for whoever helps from afar, of whatever parts of Balai are on this machine.
Nothing in it names a person, and no secret leaves the machine."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from balai.version import software
from balai.words.said import help_of, say

#: Programs that have a unit; the estimator reads the hub's settings.
PROGRAMS = ("hub", "estimate", "kiosk", "display")
FOLDER = Path("/etc/balai")
LAST_LINES = 200
#: Real seconds that any command is waited for.
WAIT_SECONDS = 60.0
_STATE = "ActiveState,SubState,Result,NRestarts,ExecMainStatus"
_LEFT_OUT = "***"
_SECRET = re.compile(
    r"^(\s*[\w-]*(?:token|password|secret|key|webhook|user|sender|to)\s*=\s*).*$", re.MULTILINE
)
#: What may stand for a person or let somebody in, wherever it stands: credentials in an address, e-mail
#: addresses, tokens of 43 signs, numbers of identity cards (16 digits) and telephones, network addresses.
_PRIVATE = re.compile(
    r"(?<=://)[^/\s@\"]+@"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w-])[A-Za-z0-9_-]{43}(?![\w-])"
    r"|(?<!\d)\d{16}(?!\d)"
    r"|(?:\+62|(?<!\d)62|(?<!\d)0)8\d{8,11}(?!\d)"
    r"|(?<![\d.])(?!127\.)\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
)


@click.command(help=help_of("command.support"))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help=say("option.support.to"))
@click.option(
    "--settings",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    show_default=True,
    help=say("option.support.settings"),
)
def support(to: Path | None, settings: Path) -> None:
    """`balai support`."""
    now = datetime.now(UTC)
    file = to or Path(f"balai-support-{now:%Y%m%d-%H%M%S}.json")
    text = json.dumps(gathered(settings, now), ensure_ascii=False, indent=1) + "\n"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise click.ClickException(say("cli.support.not_written", file=file, why=fault.strerror)) from fault
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(text)
    click.echo(say("cli.support.written", file=file))


def gathered(settings: Path, now: datetime) -> dict[str, Any]:
    """All that is known of this machine's parts at `now`; `settings` holds their files. What cannot be asked
    says so."""
    parts = {name: _file(settings, name) for name in PROGRAMS}
    return {
        "made_at": now.isoformat(),
        "software": software(),
        "python": sys.version,
        "machine": platform.platform(),
        "disk": {path: _room(path) for path in ("/", "/var/lib/balai")},
        "parts": {name: _part(name, file) for name, file in parts.items() if file.is_file()},
    }


def without_persons(text: str) -> str:
    """The text without what may stand for a person or lets somebody in."""
    return _PRIVATE.sub(_LEFT_OUT, text)


def without_secrets(settings: str) -> str:
    """The text of a file of settings, without the values that nobody else is to know."""
    return without_persons(_SECRET.sub(rf"\1{_LEFT_OUT}", settings))


def _file(settings: Path, name: str) -> Path:
    return settings / f"{'hub' if name == 'estimate' else name}.toml"


def _part(name: str, file: Path) -> dict[str, Any]:
    balai, unit = [sys.executable, "-m", "balai.cli"], f"balai-{name}"
    told: dict[str, Any] = {
        "settings": without_secrets(file.read_text(encoding="utf-8", errors="replace")),
        "check": _asked([*balai, name, "--config", str(file), "--check", "--json"]),
        "unit": _asked(["systemctl", "show", unit, "-p", _STATE]),
        "log": _asked(["journalctl", "-u", unit, "-n", str(LAST_LINES), "-o", "cat", "--no-pager"]),
    }
    if name == "hub":
        told["devices"] = _asked([*balai, "device", "list", "--config", str(file)])
    return told


def _asked(command: Sequence[str]) -> list[str]:
    """What a command says, a line each."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=WAIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return [f"{command[0]}: {type(fault).__name__}"]
    return without_persons(done.stdout + done.stderr).splitlines()


def _room(path: str) -> dict[str, int] | None:
    try:
        return shutil.disk_usage(path)._asdict()
    except OSError:
        return None

"""The `balai` command: one entrance for all the programs.

Sub-commands are found by entry point and imported only when they are run, so that a kiosk
never loads the hub's libraries and a missing extra spoils only its own commands.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

import click

from balai.version import software
from balai.words.said import help_of, say

GROUP = "balai.commands"
OWN_PACKAGES = frozenset(
    {"balai", "demo", "display", "drawing", "hardware", "kiosk", "server", "sounds", "voice"}
)


#: The extra that brings the libraries of a command.
EXTRAS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("account", "backup", "db", "device", "doctor", "estimate"), "hub"),
        **dict.fromkeys(("hall", "hub", "log", "report", "restore"), "hub"),
        **{name: name for name in ("demo", "display", "kiosk")},
        # Whatever part is installed brings what it needs.
        "support": "",
    }
)


class LibraryMissing(click.ClickException):
    """A command was asked for whose libraries are not installed on this machine."""

    exit_code = 3

    def __init__(self, command: str, module: str) -> None:
        extra = EXTRAS.get(command, command)
        super().__init__(say("error.part_missing", command=command, module=module, extra=extra))


class LazyGroup(click.Group):
    """A group whose commands are entry points, imported when they are first used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all installed commands, sorted; nothing is imported."""
        return sorted({*super().list_commands(ctx), *_installed()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, or None if there is none of that name.

        Raises LibraryMissing if a library that the command needs is not installed.
        """
        entry = _installed().get(cmd_name)
        return super().get_command(ctx, cmd_name) if entry is None else _load(entry)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by the catalogue, since asking each would import it."""
        rows = [(name, about(name)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section(say("cli.commands")):
                formatter.write_dl(rows)


def about(command: str) -> str:
    """What a list says of a command, in one line."""
    return help_of(f"command.{command}").partition("\n")[0] if command in EXTRAS else ""


def _installed() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _load(entry: EntryPoint) -> click.Command:
    try:
        command = entry.load()
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if not missing or missing in OWN_PACKAGES:
            raise
        raise LibraryMissing(entry.name, missing) from error
    if not isinstance(command, click.Command):
        raise TypeError(f"entry point {entry.value} is no click command")
    return command


@click.group(
    cls=LazyGroup, help=help_of("command.balai"), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(software(), prog_name="balai")
def main() -> None:
    """The command; see its help."""


#: What libraries load where it happens to be installed, and a device never uses: 15 MB and half a second.
UNUSED = ("brotli", "chardet", "charset_normalizer", "gevent", "idna", "redis", "requests", "rich", "zope")
_DEVICES = frozenset({"display", "kiosk"})


def run() -> None:
    """The command as a program of its own. A device loads what its own list of libraries brings."""
    if sys.argv[1:2] and sys.argv[1] in _DEVICES:
        for name in UNUSED:
            sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None: it cannot be imported
    main(prog_name="balai")


if __name__ == "__main__":
    run()

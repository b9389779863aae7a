"""The `balai` command: one entrance for all the programs.

Sub-commands are found by entry point and imported only when they are run, so that a kiosk
never loads the hub's libraries and a missing extra spoils only its own commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import NamedTuple

import click

from balai import __version__

GROUP = "balai.commands"
OWN_PACKAGES = frozenset(
    {"balai", "demo", "display", "drawing", "hardware", "kiosk", "server", "sounds", "voice"}
)


class Part(NamedTuple):
    """What the list of commands says of a command, and the extra that brings its libraries."""

    extra: str
    help: str


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "account": Part("hub", "Create staff accounts and change their passwords."),
        "backup": Part("hub", "Copy the hub's store beside it, and verify the copy."),
        "db": Part("hub", "Create, upgrade and check the hub's database."),
        "demo": Part("demo", "Run a whole hall on this machine, with virtual devices."),
        "device": Part("hub", "Enrol kiosks and displays, and withdraw them."),
        "display": Part("display", "Run a wall display with its speaker."),
        "estimate": Part("hub", "Estimate waits beside the hub."),
        "hall": Part("hub", "Check a hall's configuration and load it."),
        "hub": Part("hub", "Run the hub that every device and tablet talks to."),
        "kiosk": Part("kiosk", "Run a kiosk with its buttons and printer."),
        "log": Part("hub", "Read a day's log and verify it."),
        "restore": Part("hub", "Put a copy in the place of the hub's store."),
    }
)


class MissingPart(click.ClickException):
    """A command was asked for whose libraries are not installed on this machine."""

    exit_code = 3

    def __init__(self, command: str, module: str) -> None:
        extra = PARTS[command].extra if command in PARTS else command
        super().__init__(
            f"'balai {command}' cannot run here: the library '{module}' is not installed. "
            f"Nothing was changed. Install this part with: pip install 'balai[{extra}]'"
        )


class LazyGroup(click.Group):
    """A group whose commands are entry points, imported when they are first used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all installed commands, sorted; nothing is imported."""
        return sorted({*super().list_commands(ctx), *_installed()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, or None if there is none of that name.

        Raises MissingPart if a library that the command needs is not installed.
        """
        entry = _installed().get(cmd_name)
        return super().get_command(ctx, cmd_name) if entry is None else _load(entry)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, since asking each would import it."""
        rows = [(name, PARTS[name].help if name in PARTS else "") for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


def _installed() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _load(entry: EntryPoint) -> click.Command:
    try:
        command = entry.load()
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if not missing or missing in OWN_PACKAGES:
            raise
        raise MissingPart(entry.name, missing) from error
    if not isinstance(command, click.Command):
        raise TypeError(f"entry point {entry.value} is no click command")
    return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="balai")
def main() -> None:
    """Balai runs the queue of a public service hall."""


if __name__ == "__main__":
    main(prog_name="balai")

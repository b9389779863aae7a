"""Every command of the hub asks the table of roles before it touches anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from balai.cli import EXTRAS
from server import cli
from server.auth import roles
from server.auth.roles import AT_THE_MACHINE, TABLE, Permission

TYPED = "benar-kuda-baterai\n" * 2


def of(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """The commands that can be run, by what is typed."""
    if isinstance(command, click.Group):
        for word, inner in sorted(command.commands.items()):
            yield from of(inner, f"{name} {word}")
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield name, command


HUBS = [word for word, extra in EXTRAS.items() if extra == "hub"]
COMMANDS = {name: command for word in HUBS for name, command in of(getattr(cli, word), word)}
#: Who is not told where the hub's settings are, or the machine's, can find no store and no key.
ON_A_STORE = [
    name for name, command in COMMANDS.items() if {p.name for p in command.params} & {"config_path", "root"}
]


def words_for(command: click.Command, folder: Path) -> list[str]:
    """Something for each argument and each option that must be there, and settings that are not there."""
    words = []
    for param in command.params:
        if isinstance(param, click.Option) and param.required and isinstance(param.type, click.DateTime):
            words.append(f"{param.opts[0]}=2026-04-14")
        if not isinstance(param, click.Argument):
            continue
        choice = isinstance(param.type, click.Choice)
        words.append(param.type.choices[0] if choice else str(folder / "x"))  # type: ignore[attr-defined]  # of a Choice
    if any(param.name == "root" for param in command.params):
        asked = [f"--name={folder.name}"] if any(p.name == "name" for p in command.params) else []
        return [*words, *asked, "--root", str(folder)]
    return [*words, "--config", str(folder / "hub.toml")]


@pytest.mark.parametrize("name", ON_A_STORE)
def test_a_command_that_the_table_gives_nobody_is_refused_and_touches_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(roles, "TABLE", {permission: {} for permission in Permission})
    command = COMMANDS[name]
    if name == "hall load":
        (tmp_path / "x").write_bytes((Path(__file__).parents[3] / "demo" / "tenggarong.toml").read_bytes())
    before = sorted(tmp_path.iterdir())
    result = CliRunner().invoke(command, words_for(command, tmp_path), input=TYPED)
    assert result.exit_code == 1
    found = re.search(r"Nobody at this machine has the permission ([a-z.]+)\.", result.output)
    assert found is not None, result.output
    assert AT_THE_MACHINE in TABLE[Permission(found[1])]
    assert sorted(tmp_path.iterdir()) == before


def test_what_asks_nobody_has_no_store() -> None:
    assert COMMANDS.keys() - set(ON_A_STORE) == {"hall check", "hall holidays"}
    assert {
        "hub",
        "hub init",
        "hub renew",
        "estimate",
        "backup",
        "restore",
        "db upgrade",
        "account lock",
    } <= set(ON_A_STORE)

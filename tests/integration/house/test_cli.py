from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from balai import cli
from demo.driving.hubs import SAMPLE_HALL


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, EntryPoint]:
    entries: dict[str, EntryPoint] = {}
    monkeypatch.setattr(cli, "_installed", lambda: entries)
    return entries


def _entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, cli.GROUP)


def test_every_installed_command_is_described_and_the_other_way_round() -> None:
    assert {entry.name for entry in entry_points(group=cli.GROUP)} == set(cli.EXTRAS)


def test_help_lists_all_commands_and_loads_no_library_of_any() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from balai.cli import main\n"
        "print(CliRunner().invoke(main, ['--help']).output)\n"
        "heavy = {'flask', 'gevent', 'sqlalchemy', 'pydantic', 'pygame', 'numpy', 'gpiozero', 'server'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    assert all(f"  {name} " in output for name in cli.EXTRAS)
    assert "loaded: []" in output


def test_a_missing_library_is_a_sentence_with_the_way_out(installed: dict[str, EntryPoint]) -> None:
    installed["hub"] = _entry("hub", "a_library_nobody_has.cli:hub")
    result = CliRunner().invoke(cli.main, ["hub"])
    assert result.exit_code == 3
    assert "'a_library_nobody_has' is not installed" in result.output
    assert "pip install 'balai[hub]'" in result.output
    assert "Traceback" not in result.output


def test_a_hole_in_our_own_packages_is_not_blamed_on_an_extra(installed: dict[str, EntryPoint]) -> None:
    installed["hub"] = _entry("hub", "balai.no_such_module:hub")
    result = CliRunner().invoke(cli.main, ["hub"])
    assert isinstance(result.exception, ModuleNotFoundError)


def test_a_command_runs_with_its_arguments(installed: dict[str, EntryPoint]) -> None:
    installed["echo"] = _entry("echo", f"{__name__}:echo")
    result = CliRunner().invoke(cli.main, ["echo", "A-023"])
    assert (result.exit_code, result.output) == (0, "A-023\n")


def test_an_unknown_command_is_refused_by_name() -> None:
    result = CliRunner().invoke(cli.main, ["antre"])
    assert result.exit_code == 2
    assert "No such command 'antre'" in result.output


@click.command()
@click.argument("word")
def echo(word: str) -> None:
    click.echo(word)


def test_a_machine_that_speaks_indonesian_is_told_in_it(tmp_path: Path) -> None:
    """In a process of its own, since a command's help is read when its module is imported."""
    file = tmp_path / "balai.toml"
    file.write_text(SAMPLE_HALL.read_text("utf-8").replace("tagline", "taglin", 1), "utf-8")
    program = (
        "import sys; from click.testing import CliRunner; from balai.cli import main\n"
        "for words in (['--help'], ['hall', 'check', '--help'], ['hall', 'check', sys.argv[1]]):\n"
        "    print(CliRunner().invoke(main, words).output)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(file)],
        check=True, capture_output=True, text=True, env={**os.environ, "BALAI_LANG": "id"},
    ).stdout  # fmt: skip
    assert "Memeriksa dan memuat konfigurasi balai." in told
    assert "Membaca berkas balai dan menyebut semua yang salah." in told
    assert 'bukan pengaturan di sini; apakah maksudnya "tagline"?' in told
    assert "punya 1 kesalahan; tidak ada yang diubah:" in told

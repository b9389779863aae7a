"""balai db and balai log, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from server.cli.store import db, log
from server.store import Store, open_store
from server.store.day.reads import READ_TABLES
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import WriterHarness, call, issue, sit, tables_of


class Shell:
    """Runs commands on one store's hub.toml."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'balai.db'}"
        self.config = folder / "hub.toml"
        self.config.write_text(f'[store]\nurl = "{self.url}"\n', encoding="utf-8")

    def run(self, group: click.Group, *arguments: str) -> Result:
        return CliRunner().invoke(group, [*arguments, "--config", str(self.config)])


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def filled(shell: Shell) -> Iterator[Store]:
    """A store with a morning of five events, beside which commands run."""
    with open_store(shell.url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        harness.commit(issue(visit_id="v"), issue())
        harness.do(sit("l1"), call("l1", None))
        harness.writer.settle()
        yield store
        harness.writer.close()


def test_upgrade_makes_the_tables_and_may_be_repeated(shell: Shell) -> None:
    for _ in range(2):
        result = shell.run(db, "upgrade")
        assert result.exit_code == 0, result.output
        assert "up to date" in result.output


def test_rebuild_mends_the_tables_for_reports(shell: Shell, filled: Store) -> None:
    written = tables_of(filled, *READ_TABLES)
    with filled.write.begin() as connection:
        connection.execute(text("DELETE FROM legs"))
    result = shell.run(db, "rebuild")
    assert result.exit_code == 0, result.output
    assert "1 days of uji" in result.output
    assert tables_of(filled, *READ_TABLES) == written


def test_an_intact_log_is_said_to_be_so(shell: Shell, filled: Store) -> None:
    result = shell.run(log, "verify")
    assert result.exit_code == 0, result.output
    assert "2026-04-14  5 entries  intact" in result.output


@pytest.mark.parametrize("arguments", [[], ["--day", "2026-04-14"]])
def test_a_changed_log_is_said_to_be_broken_and_where(
    shell: Shell, filled: Store, arguments: list[str]
) -> None:
    with filled.write.begin() as connection:
        connection.execute(text("UPDATE events SET actor = 'staff:else' WHERE seq = 3"))
    result = shell.run(log, "verify", *arguments)
    assert result.exit_code == 1
    assert "BROKEN at seq 3" in result.output
    assert "Nothing was changed" in result.output


def test_an_entry_moved_to_another_hall_shows_there(shell: Shell, filled: Store) -> None:
    with filled.write.begin() as connection:
        connection.execute(text("UPDATE events SET hall_id = 'other' WHERE seq = 5"))
    result = shell.run(log, "verify")
    assert result.exit_code == 1
    assert "other  2026-04-14  0 entries  BROKEN" in result.output


def test_the_log_is_shown_in_words_and_as_json(shell: Shell, filled: Store) -> None:
    shown = shell.run(log, "show")
    lines = shown.output.splitlines()
    assert [line.split()[2] for line in lines] == [
        "day_opened", "visit_issued", "visit_issued", "counter_opened", "leg_called",
    ]  # fmt: skip
    assert lines[4].split()[1] == "08:00:02"
    as_json = shell.run(log, "show", "--json", "--after", "4", "--day", "2026-04-14")
    (entry,) = [json.loads(line) for line in as_json.output.splitlines()]
    assert (entry["seq"], json.loads(entry["body"])["leg_id"]) == (5, "v.1")


def test_a_hall_without_a_log_is_said_so(shell: Shell) -> None:
    with open_store(shell.url) as store:
        store.halls.put(small_hall(), MORNING)
    result = shell.run(log, "show")
    assert result.exit_code == 1
    assert "no log yet" in result.output
    assert "0 days verified" in shell.run(log, "verify").output

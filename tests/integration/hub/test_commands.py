"""The hub's commands: devices, accounts, the hall's file; beside a hub that runs, and twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from balai.hall_file.read import load_hall
from demo.driving.hubs import SAMPLE_HALL
from server.cli import account, device, hall
from server.store import open_store
from server.store.kept.accounts import Account
from tests.support.hub.inside import Inside


class Shell:
    """Runs commands in a folder with a hub.toml."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'balai.db'}"
        (folder / "hub.toml").write_text("")

    def run(self, group: object, *words: str, typed: str = "") -> Result:
        arguments = [*words, "--config", str(self.folder / "hub.toml")]
        return CliRunner().invoke(group, arguments, input=typed)  # type: ignore[arg-type]  # any command

    def done(self, group: object, *words: str, typed: str = "") -> str:
        result = self.run(group, *words, typed=typed)
        assert result.exit_code == 0, result.output
        return result.output


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path)
    shell.done(hall, "load", str(SAMPLE_HALL))
    yield shell
    assert "Traceback" not in shell.run(hall, "show").output


def account_of(shell: Shell, username: str) -> Account:
    with open_store(shell.url) as store:
        found = store.accounts.by_username("tenggarong", username)
    assert found is not None
    return found


def test_a_device_is_enrolled_listed_and_withdrawn(shell: Shell) -> None:
    token = shell.done(device, "add", "kiosk", "kios-1").split()[-1]
    with open_store(shell.url) as store:
        found = store.devices.by_token(token)
        assert found is not None
        assert (found.id, found.kind) == ("kios-1", "kiosk")
        assert token.encode() not in (shell.folder / "balai.db").read_bytes()
    assert "last heard: never" in shell.done(device, "list")
    assert shell.run(device, "add", "kiosk", "kios-1").exit_code == 1
    shell.done(device, "remove", "kios-1")
    assert shell.done(device, "list") == ""
    with open_store(shell.url) as store:
        assert store.devices.by_token(token) is None
    assert shell.run(device, "remove", "kios-1").exit_code == 1
    assert shell.run(device, "add", "toaster", "kios-2").exit_code == 2
    assert shell.run(device, "add", "kiosk", "Kios 2").exit_code == 1


def test_a_token_is_written_to_a_file_for_its_owner_alone(shell: Shell) -> None:
    file = shell.folder / "kios-1.token"
    before = os.umask(0)
    try:
        told = shell.done(device, "add", "kiosk", "kios-1", "--to", str(file))
        first = file.read_text().strip()
        shell.done(device, "token", "kios-1", "--to", str(file))
    finally:
        os.umask(before)
    second = file.read_text().strip()
    assert first not in told
    assert (file.stat().st_mode & 0o777, list(shell.folder.glob("*.part"))) == (0o600, [])
    with open_store(shell.url) as store:
        assert store.devices.by_token(first) is None
        assert store.devices.by_token(second) is not None


def test_a_file_that_cannot_be_written_costs_no_device_its_token(shell: Shell) -> None:
    token = shell.done(device, "add", "kiosk", "kios-1").split()[-1]
    refused = shell.run(device, "token", "kios-1", "--to", str(shell.folder / "no" / "kios-1.token"))
    assert refused.exit_code == 1
    assert "nothing was changed" in refused.output
    with open_store(shell.url) as store:
        assert store.devices.by_token(token) is not None


def test_an_account_gets_a_random_password_shown_once(shell: Shell) -> None:
    password = shell.done(account, "add", "ani", "--name", "Ani", "--random").split()[-1]
    kept = account_of(shell, "ani")
    assert (kept.role, kept.display_name) == ("staff", "Ani")
    assert PasswordHasher().verify(kept.password_hash, password)
    assert kept.password_hash.startswith("$argon2id$")
    assert shell.run(account, "add", "ani", "--random").exit_code == 1
    assert shell.run(account, "add", "Ani Wijaya", "--random").exit_code == 1


def test_a_password_that_is_typed_is_asked_for_twice_and_changed_so(shell: Shell) -> None:
    shell.done(account, "add", "budi", "--role", "manager", typed="rahasia-1\nrahasia-1\n")
    first = account_of(shell, "budi")
    short = shell.run(account, "passwd", "budi", typed="pendek\npendek\n")
    assert short.exit_code == 1
    output = shell.done(account, "passwd", "budi", typed="rahasia-2\nrahasia-2\n")
    assert "rahasia" not in output
    second = account_of(shell, "budi")
    assert second.password_hash != first.password_hash
    assert PasswordHasher().verify(second.password_hash, "rahasia-2")
    assert shell.run(account, "passwd", "nobody", "--random").exit_code == 1


def test_an_account_is_locked(shell: Shell) -> None:
    shell.done(account, "add", "ani", "--random")
    shell.done(account, "lock", "ani")
    assert account_of(shell, "ani").disabled
    assert "locked" in shell.done(account, "list")


def test_a_locked_account_lets_go_of_its_counter_beside_a_running_hub(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub:
        hub.seated("l1", "ani")
        clock = ("--clock", f"scaled:0:1e-9:{hub.clock.now().isoformat()}")
        Shell(tmp_path).done(account, "lock", "ani", *clock)
        assert hub.app.hub.dispatcher.refresh().counter("l1").holder is None
        Shell(tmp_path).done(account, "unlock", "ani")
        assert hub.staff("ani").get("/session").get_json()["counter_id"] is None


def test_loading_a_hall_twice_changes_nothing(shell: Shell) -> None:
    assert "Nothing was changed" in shell.done(hall, "load", str(SAMPLE_HALL))
    assert "MPP Kecamatan Tenggarong" in shell.done(hall, "show")


def test_a_hall_is_exported_as_a_file_that_loads_equal(shell: Shell) -> None:
    file = shell.folder / "copy.toml"
    shell.done(hall, "export", "--output", str(file))
    assert load_hall(file) == load_hall(SAMPLE_HALL)
    assert shell.done(hall, "export") == file.read_text()


def test_a_wrong_file_changes_nothing_and_lists_its_faults(shell: Shell) -> None:
    wrong = shell.folder / "wrong.toml"
    wrong.write_text(SAMPLE_HALL.read_text().replace('time_zone = "Asia/Makassar"', "time_zone = 8\nx = 1"))
    result = shell.run(hall, "load", str(wrong))
    assert result.exit_code == 1
    assert "2 faults" in result.output
    assert "Nothing was changed" in shell.done(hall, "load", str(SAMPLE_HALL))


def test_checking_a_file_changes_nothing_and_needs_no_hub(tmp_path: Path) -> None:
    good, wrong = tmp_path / "hall.toml", tmp_path / "wrong.toml"
    good.write_text(SAMPLE_HALL.read_text().replace("[[service]]\n", "[[service]]\nquota = 0\n", 1))
    wrong.write_text("[hall]\n")
    checked = CliRunner().invoke(hall, ["check", str(good)])
    assert (checked.exit_code, "Nothing was changed" in checked.output) == (0, True)
    assert "quota" in checked.output
    assert CliRunner().invoke(hall, ["check", str(wrong)]).exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hall.toml", "wrong.toml"]


def test_an_edit_beside_a_running_hub_is_in_force_at_once(tmp_path: Path) -> None:
    with Inside(tmp_path, load_hall(SAMPLE_HALL)) as hub:
        shell = Shell(tmp_path)
        file = tmp_path / "hall.toml"
        shell.done(hall, "export", "--output", str(file))
        file.write_text(file.read_text().replace("Perekaman KTP", "Rekam KTP"))
        shell.done(hall, "load", str(file), "--clock", f"scaled:0:1e-9:{hub.clock.now().isoformat()}")
        assert "Rekam KTP" in hub.kiosk.get("/hall").text
        entries = hub.staff().get("/log").get_json()["entries"]
        assert [e["type"] for e in entries] == ["day_opened", "configuration_changed"]
